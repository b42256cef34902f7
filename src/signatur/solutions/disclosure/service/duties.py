"""What must be considered before a release, and what a person answered to each."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.law import obligations, unmet
from signatur.solutions.disclosure.model.law.duties import is_reason
from signatur.solutions.disclosure.schema.case import DocumentState, FindingState
from signatur.solutions.disclosure.schema.law import DutyAnswer, Regime
from signatur.solutions.disclosure.service.rights import REVIEW, person_of, tell, tidy_text
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.setup import law_of
from signatur.solutions.disclosure.tables import DocumentRow, DutyRow, FindingRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.law import ChecklistItem, Unmet


def grounds_used(work: Work, case_id: UUID) -> list[str]:
    """Return the keys of all grounds by which something in a case is withheld."""
    findings = (
        select(FindingRow.ground)
        .join(DocumentRow, DocumentRow.item_id == FindingRow.document_id)
        .where(
            FindingRow.case_id == case_id,
            FindingRow.state == FindingState.WITHHELD,
            DocumentRow.state == DocumentState.READ,
            DocumentRow.is_covered.is_not(False),
        )
        .distinct()
    )
    whole = select(DocumentRow.ground).where(
        DocumentRow.case_id == case_id,
        DocumentRow.access == "no",
        DocumentRow.ground != "",
        DocumentRow.state == DocumentState.READ,
        DocumentRow.is_covered.is_not(False),
    )
    keys = {*work.session.scalars(findings), *work.session.scalars(whole)} - {""}
    return sorted(keys)


def duties(work: Work, case_id: UUID) -> list[tuple[ChecklistItem, DutyAnswer | None]]:
    """Return what must be considered in a case, with what was answered. Raises NotFound."""
    answers = _answers(work, case_id)
    return [(one, answers.get(one.key)) for one in _checklist(work, case_id)]


def unmet_duties(work: Work, case_id: UUID) -> tuple[Unmet, ...]:
    """Return the duties of a case that stand in the way of a release. Raises NotFound."""
    return unmet(_checklist(work, case_id), _answers(work, case_id).values())


def _checklist(work: Work, case_id: UUID) -> tuple[ChecklistItem, ...]:
    case = case_row(work, case_id)
    if not case.regime:
        return ()
    law, _key = law_of(work, case.project_id)
    return obligations(Regime(case.regime), grounds_used(work, case_id), law)


def _answers(work: Work, case_id: UUID) -> dict[str, DutyAnswer]:
    rows = work.session.scalars(select(DutyRow).filter_by(case_id=case_id))
    return {row.key: DutyAnswer(row.key, row.is_done, row.reason) for row in rows}


def answer_duty(work: Work, case_id: UUID, key: str, is_done: bool, reason: str) -> None:  # noqa: FBT001 (the answer itself)
    """Write down how a duty was considered.

    Raises NotFound, NotAllowed, InputProblem for another duty, or for one that is done without a reason
    that says something.
    """
    case = case_row(work, case_id)
    work.require(REVIEW, case.project_id)
    if key not in {one.key for one in _checklist(work, case_id)}:
        raise InputProblem(log="no such duty", shown=_("This need not be considered here."))
    reason = tidy_text(reason, 5_000)
    if is_done and not is_reason(reason):
        raise InputProblem(
            log="no reason", shown=_("Write what you considered, and with what result.")
        )
    row = work.session.get(DutyRow, (case_id, key))
    if row is None:
        row = DutyRow(case_id=case_id, key=key, authority_id=work.authority_id)
        work.session.add(row)
    row.is_done, row.reason = is_done, reason
    row.answered_by, row.answered_at = person_of(work), work.now
    work.session.flush()
    tell(work, case_id, "disclosure.duty_answered", duty=key)
