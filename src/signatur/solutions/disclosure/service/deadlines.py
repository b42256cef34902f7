"""By when a request must be answered, where it stands today, and the time that stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.deadlines import deadline, standing
from signatur.solutions.disclosure.schema.case import ReleaseState
from signatur.solutions.disclosure.schema.deadlines import DeadlineKind
from signatur.solutions.disclosure.schema.letters import LetterKind
from signatur.solutions.disclosure.service.rights import HAND_IN, need_reason, tell
from signatur.solutions.disclosure.service.rows import case_row, check_open, pauses_from
from signatur.solutions.disclosure.tables import LetterRow, ReleaseRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.deadlines import Deadlines, Standing
    from signatur.solutions.disclosure.tables import CaseRow


def set_due(work: Work, row: CaseRow) -> None:
    """Count anew by when a case is due, for this folder only."""
    row.due_on = _deadlines(work, row).due


def _deadlines(work: Work, row: CaseRow) -> Deadlines:
    return deadline(
        row.received_on, DeadlineKind(row.deadline_kind), pauses_from(row.pauses), work.today
    )


def deadlines_of(work: Work, case_id: UUID) -> Deadlines:
    """Return the days that follow from when a request came in. Raises NotFound."""
    return _deadlines(work, case_row(work, case_id))


def standing_of(work: Work, case_id: UUID) -> Standing:
    """Say where a case stands today and what is due. Raises NotFound."""
    row = case_row(work, case_id)
    return standing(
        _deadlines(work, row), work.today, told_why=_told_why(work, case_id),
        gave_part=_gave_part(work, case_id),
    )  # fmt: skip


def _gave_part(work: Work, case_id: UUID) -> bool:
    query = select(ReleaseRow.item_id).filter_by(case_id=case_id, state=ReleaseState.RELEASED)
    return work.session.scalar(query.limit(1)) is not None


def _told_why(work: Work, case_id: UUID) -> bool:
    query = select(LetterRow.id).where(
        LetterRow.case_id == case_id,
        LetterRow.kind == LetterKind.TIME_CLAIM,
        LetterRow.sent_at.is_not(None),
    )
    return work.session.scalar(query.limit(1)) is not None


def pause(work: Work, case_id: UUID, reason: str) -> None:
    """Let the time stand still, such as while the requester says what is meant.

    Raises NotFound, NotAllowed, InputProblem without a reason, Conflict when it stands still already.
    """
    row = case_row(work, case_id, is_to_change=True)
    work.require(HAND_IN, row.project_id)
    check_open(row)
    because = need_reason(reason)
    if any(one["end"] is None for one in row.pauses):
        raise Conflict(log="paused", shown=_("The time stands still already."))
    start = max(work.today, row.received_on).isoformat()
    row.pauses = [*row.pauses, {"start": start, "end": None, "reason": because}]
    set_due(work, row)
    work.session.flush()
    tell(work, case_id, "disclosure.paused", because=because)


def resume(work: Work, case_id: UUID) -> None:
    """Let the time run again from today. Raises NotFound, NotAllowed, Conflict when it runs."""
    row = case_row(work, case_id, is_to_change=True)
    work.require(HAND_IN, row.project_id)
    if not any(one["end"] is None for one in row.pauses):
        raise Conflict(log="not paused", shown=_("The time does not stand still."))
    row.pauses = [{**one, "end": one["end"] or work.today.isoformat()} for one in row.pauses]
    set_due(work, row)
    work.session.flush()
    tell(work, case_id, "disclosure.resumed")
