"""In which order two answers are shown to a second person, and what their words mean; pure and seeded."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from signatur.solutions.mail_routing.schema.second_look import Said, SecondLooks, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from uuid import UUID


def is_person_first(item_id: UUID, seed: int) -> bool:
    """Say whether the person's answer is shown before the system's, as by the toss of a coin.

    It depends on the authorisation's seed and the item alone, so that anyone can repeat it. The word
    before them keeps it apart from the draw of the controls, which are few and all drawn low.
    """
    digest = hashlib.sha256(f"second look:{seed}:{item_id}".encode()).digest()
    return digest[0] % 2 == 0


def verdict_of(said: Said, *, person_first: bool) -> Verdict:
    """Return whose answer somebody found right, by the order in which the two were shown."""
    if said is Said.BOTH:
        return Verdict.BOTH
    if said is Said.NEITHER:
        return Verdict.NEITHER
    return Verdict.PERSON if (said is Said.FIRST) is person_first else Verdict.SYSTEM


def label_after(verdict: Verdict, own: str, *, person: str, system: str) -> str:
    """Return what an enquiry teaches after a second look; empty: nothing.

    `own` is the label it has by what was decided of it, `person` and `system` are those of the two
    answers. Where neither was right, a third place that was decided meanwhile still teaches.
    """
    if verdict is Verdict.SYSTEM:
        return system
    if verdict is Verdict.PERSON and person:
        return person
    if verdict is Verdict.NEITHER and own in (person, system):
        return ""
    return own


def suspicious(outcomes: Sequence[bool], waiting: Sequence[bool]) -> list[bool]:
    """Return the outcomes of controls that a suspicion goes by, in their order.

    A single disagreement that waits for a second look is left out: as often as not the person erred, and
    by tomorrow it is known. Two that wait are not waited for.
    """
    if sum(waiting) != 1:
        return list(outcomes)
    return [one for one, waits in zip(outcomes, waiting, strict=True) if not waits]


def count_looks(found: Iterable[tuple[Verdict | None, bool]]) -> SecondLooks:
    """Count controls, each with its verdict and whether it waits for one."""
    waiting, verdicts = 0, Counter[Verdict]()
    for verdict, waits in found:
        waiting += waits
        if verdict is not None:
            verdicts[verdict] += 1
    return SecondLooks(waiting, **{str(one): verdicts[one] for one in Verdict})
