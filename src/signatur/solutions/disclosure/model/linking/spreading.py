"""One decision for all mentions of a person, and decisions that are remembered for values."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.folding import fold
from signatur.solutions.disclosure.schema.parties import Settled, Spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from signatur.solutions.disclosure.schema.finding import Finding
    from signatur.solutions.disclosure.schema.parties import Linked, PersonDecision, Remembered

_WORTH_A_LOOK = 0.1


def spread(decision: PersonDecision, linked: Linked) -> tuple[Spread, ...]:
    """Return every mention that a decision on a person bears on.

    Mentions that may also mean somebody else come with `is_sure` false: the decision is proposed
    there, and holds only when a reviewer says so.
    """
    person = linked.person(decision.person)
    if person is None:
        return ()
    found = []
    for mention in linked.mentions:
        if mention.kind not in decision.kinds:
            continue
        is_sure = mention.person == person.key
        may_be = any(
            candidate.person == person.key and candidate.probability >= _WORTH_A_LOOK
            for candidate in mention.candidates
        )
        if is_sure or may_be:
            found.append(Spread(mention, decision.treatment, decision.ground, is_sure))
    return tuple(found)


def apply_remembered(
    findings: Sequence[Finding], remembered: Iterable[Remembered]
) -> tuple[Settled, ...]:
    """Return each finding with the decision that is remembered for its value, if there is one.

    What was decided in the case goes before what the authority decided; of two alike the later.
    """
    by_value: dict[tuple[str, str], Remembered] = {}
    for one in sorted(remembered, key=_rank):
        by_value[one.kind, _plain(one.value)] = one
    return tuple(Settled(finding, _remembered(finding, by_value)) for finding in findings)


def _rank(one: Remembered) -> tuple[bool, str]:
    return not one.is_for_authority, one.since.isoformat() if one.since else ""


def _remembered(finding: Finding, by_value: dict[tuple[str, str], Remembered]) -> Remembered | None:
    offers = [
        one
        for kind in (finding.kind.value, "")
        for value in (finding.value, finding.text)
        if (plain := _plain(value)) and (one := by_value.get((kind, plain))) is not None
    ]
    return max(offers, key=_rank) if offers else None


def _plain(value: str) -> str:
    """Return a value without case, accents, blanks and what groups digits."""
    folded = fold(value)
    joined = re.sub(r"[\s\-./()+]", "", folded)
    if joined.isdigit():
        return (
            joined[2:] if len(joined) == 10 and joined.startswith("45") and "+" in value else joined
        )
    return folded
