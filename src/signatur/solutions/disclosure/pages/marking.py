"""A page's text cut where findings begin and end, so that it can be shown with them marked; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.schema.case import FindingState

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.solutions.disclosure.schema.case import FindingLine

_WEIGHT = {FindingState.WITHHELD: 2, FindingState.PROPOSED: 1, FindingState.KEPT: 0}


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text over which the same findings lie."""

    start: int
    """Offset in the document's text."""
    text: str = field(repr=False)
    state: FindingState | None = None
    """What is done with it: the strictest of what lies over it; None where nothing does."""
    finding_id: UUID | None = None


def segments(text: str, start: int, findings: Sequence[FindingLine]) -> list[Segment]:
    """Cut a page's text, which begins at `start` in its document, at the ends of findings."""
    end = start + len(text)
    lying = [one for one in findings if one.start < end and one.end > start and one.start < one.end]
    cuts = {start, end}
    for one in lying:
        cuts |= {max(start, one.start), min(end, one.end)}
    places = sorted(cuts)
    made = []
    for first, last in pairwise(places):
        over = [one for one in lying if one.start <= first and one.end >= last]
        strictest = max(over, key=lambda one: _WEIGHT[one.state], default=None)
        made.append(
            Segment(
                first,
                text[first - start : last - start],
                strictest.state if strictest else None,
                strictest.id if strictest else None,
            )
        )
    return made
