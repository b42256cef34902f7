"""The newest examples, held back for a comparison of two routers: what neither of them has seen.

An example counts as seen when it was learnt from, and also when it is nearly the same as one that
was. Of those held back that are nearly the same as each other, the oldest alone counts, so that a
letter that many sent is one trial and not many.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.classification.leaks import ALIKE, leaked
from signatur.methods.text.duplicates import NearDuplicates, fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence
    from collections.abc import Set as AbstractSet

    from signatur.methods.classification.schema import Example


@dataclass(frozen=True, slots=True)
class HeldBack:
    """Examples parted in what may be learnt from and what two routers are compared on."""

    learnt: tuple[Example, ...]
    """What is older, and what is as new but was seen."""
    held: tuple[Example, ...]
    """The newest that nobody has seen, oldest first."""
    seen: int
    """As new, but learnt from by one of the two."""
    alike: int
    """As new, but nearly the same as one that was learnt from."""
    repeats: int
    """As new, but nearly the same as an older one of those held back."""


def hold_back(
    examples: Sequence[Example], seen: AbstractSet[str], *, share: float = 1.0
) -> HeldBack:
    """Hold back the newest `share` of examples (oldest first), but for the keys in `seen`.

    What was learnt from and is no longer among the examples (undone or erased) has no text here, so
    that repeats of it are not known.
    """
    split = len(examples) - int(len(examples) * share)
    newer = examples[split:]
    new = [one for one in newer if one.key not in seen]
    learnt = (*examples[:split], *(one for one in newer if one.key in seen))
    known = set(leaked([one.text for one in learnt], [one.text for one in new]))
    fresh = [one for number, one in enumerate(new) if number not in known]
    held = _once(fresh)
    return HeldBack(
        learnt=learnt,
        held=tuple(held),
        seen=len(newer) - len(new),
        alike=len(known),
        repeats=len(fresh) - len(held),
    )


def _once(examples: Sequence[Example]) -> list[Example]:
    """Return each example that is not nearly the same as one before it."""
    met: NearDuplicates[int] = NearDuplicates()
    kept = []
    for number, one in enumerate(examples):
        print_ = fingerprint(one.text)
        if not met.similar(print_, at_least=ALIKE):
            kept.append(one)
            met.add(number, print_)
    return kept
