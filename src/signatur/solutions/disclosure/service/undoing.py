"""Taking back one's own last step of review, and taking it again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select

from signatur.solutions.disclosure.schema.case import Action
from signatur.solutions.disclosure.service import steps
from signatur.solutions.disclosure.service.parties import start_linking
from signatur.solutions.disclosure.service.remembering import turn_remembered
from signatur.solutions.disclosure.service.reviewing import reviewed_case
from signatur.solutions.disclosure.service.rights import changed_meanwhile, person_of
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.steps import Step, read_event, turn_findings, write_step
from signatur.solutions.disclosure.tables import CasePersonRow, DoubtRow, EventRow, StatementRow

if TYPE_CHECKING:
    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.case import Event


def undo(work: Work, case_id: UUID) -> Event | None:
    """Take back the acting person's last step in a case; None: there is none.

    Raises NotFound, NotAllowed, Conflict when somebody else has changed the same since.
    """
    reviewed_case(work, case_id)
    row = _last(work, case_id, is_undo=False)
    return _turn(work, row, Action.UNDO) if row is not None else None


def redo(work: Work, case_id: UUID) -> Event | None:
    """Take the step again that was taken back last, unless another step came since; None: there is none.

    Raises as `undo`.
    """
    reviewed_case(work, case_id)
    row = _last(work, case_id, is_undo=True)
    return _turn(work, row, Action.REDO) if row is not None else None


def events(work: Work, case_id: UUID, limit: int = 100) -> list[Event]:
    """Return the steps of review in a case, newest first. Raises NotFound."""
    case_row(work, case_id)
    query = select(EventRow).filter_by(case_id=case_id, authority_id=work.authority_id)
    rows = work.session.scalars(query.order_by(EventRow.number.desc()).limit(limit))
    return [read_event(row) for row in rows]


def _last(work: Work, case_id: UUID, *, is_undo: bool) -> EventRow | None:
    """Return the newest step of the acting person that can be turned round."""
    own = {"case_id": case_id, "authority_id": work.authority_id, "person_id": person_of(work)}
    query = select(EventRow).filter_by(**own).where(EventRow.undone_by.is_(None))
    if is_undo:
        # A redo takes up what was undone before it; any other step ends that.
        fresh = select(func.max(EventRow.number)).filter_by(**own)
        newest = work.session.scalar(
            fresh.where(EventRow.action.not_in((Action.UNDO, Action.REDO)))
        )
        query = query.where(EventRow.action == Action.UNDO, EventRow.number > (newest or 0))
    else:
        query = query.where(EventRow.action != Action.UNDO)
    return work.session.scalar(query.order_by(EventRow.number.desc()).limit(1))


def _turn(work: Work, row: EventRow, action: Action) -> Event:
    step = Step(action)
    for change in reversed(row.changes):
        _TURNS[change["of"]](work, change, step)
    made = write_step(work, row.case_id, step, document_id=row.document_id, undoes=row.id)
    row.undone_by = made.id
    work.session.flush()
    return made


def _turn_person(work: Work, change: dict[str, Any], step: Step) -> None:
    row = work.session.get(CasePersonRow, (UUID(change["case"]), change["key"]))
    if row is not None:
        if [row.role, row.treatment, row.ground] != change["after"]:
            raise changed_meanwhile("person of a case")
        row.role, row.treatment, row.ground = change["before"]
        work.session.flush()
    step.changes.append({**change, "before": change["after"], "after": change["before"]})


def _turn_doubt(work: Work, change: dict[str, Any], step: Step) -> None:
    row = work.session.get(DoubtRow, UUID(change["id"]))
    if row is not None:
        if row.belongs != change["after"]:
            raise changed_meanwhile(f"doubt {row.id}")
        row.belongs = change["before"]
        row.answered_by = None if row.belongs is None else work.actor.id
        work.session.flush()
    step.changes.append({**change, "before": change["after"], "after": change["before"]})


def _turn_stated(work: Work, change: dict[str, Any], step: Step) -> None:
    row = work.session.get(StatementRow, UUID(change["id"]))
    if row is not None:
        row.is_withdrawn = not row.is_withdrawn
        work.session.flush()
        start_linking(work, row.case_id)
    step.changes.append(change)


_TURNS = {
    steps.FINDINGS: turn_findings,
    steps.PERSON: _turn_person,
    steps.DOUBT: _turn_doubt,
    steps.STATED: _turn_stated,
    steps.REMEMBERED: turn_remembered,
}
