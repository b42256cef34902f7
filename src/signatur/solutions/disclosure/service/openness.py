"""Which findings a reviewer has to decide, and which are only kept so that they are seen and searched."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, or_

from signatur.solutions.disclosure.schema.case import FindingState, How
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.tables import FindingRow

if TYPE_CHECKING:
    from typing import Any

# Cues on whole paragraphs: below even odds they cost a reviewer more looks than they are worth, and
# whoever reads the page reads the paragraph all the same.
CUES = (FindingKind.INTERNAL, FindingKind.BUSINESS)
SURE_ENOUGH = 0.5


def state_at_first(
    kind: FindingKind, confidence: float, proposed: str, *, is_appendix: bool
) -> tuple[FindingState, str]:
    """Return the state of a new finding, and in what way it came to it.

    Left as it is, by a rule: what stands on a page that is never given out, what no ground is proposed
    for, such as an organisation, and a faint cue. A reviewer may withhold it all the same.
    """
    is_faint = kind in CUES and confidence < SURE_ENOUGH
    if is_appendix or not proposed or is_faint:
        return FindingState.KEPT, How.RULE
    return FindingState.PROPOSED, ""


def kept_by_rule() -> Any:
    """Return the condition for findings that nobody has decided and nobody has to."""
    return and_(FindingRow.state == FindingState.KEPT, FindingRow.how == How.RULE)


def undecided() -> Any:
    """Return the condition for findings on pages that are given out and that no person has decided."""
    return and_(
        FindingRow.is_appendix.is_(False),
        or_(FindingRow.state == FindingState.PROPOSED, kept_by_rule()),
    )


def is_faint() -> Any:
    """Return the condition for cues that are too faint to be decided one by one."""
    return and_(FindingRow.kind.in_(CUES), FindingRow.confidence < SURE_ENOUGH)
