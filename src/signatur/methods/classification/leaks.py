"""What a model is measured on that it has as good as seen: near duplicates across a split."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.text.duplicates import NearDuplicates, fingerprint

if TYPE_CHECKING:
    from collections.abc import Sequence

ALIKE = 0.8
"""Share of character sequences in common from which on two texts are nearly the same."""


def leaked(learnt: Sequence[str], measured: Sequence[str]) -> list[int]:
    """Return the places of the measured texts that are nearly the same as one that was learnt from."""
    seen: NearDuplicates[int] = NearDuplicates()
    for number, text in enumerate(learnt):
        seen.add(number, fingerprint(text))
    prints = (fingerprint(text) for text in measured)
    return [number for number, print_ in enumerate(prints) if seen.similar(print_, at_least=ALIKE)]
