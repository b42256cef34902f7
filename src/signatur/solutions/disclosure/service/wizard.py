"""Which rules a request is decided under, asked question by question; the answers are kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select, update

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.law import (
    complaint_body,
    decide_regime,
    next_question,
    propose_ground,
)
from signatur.solutions.disclosure.schema.case import FindingState, How
from signatur.solutions.disclosure.schema.deadlines import DeadlineKind
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.schema.law import Extent, Regime, Request, Subject
from signatur.solutions.disclosure.service.deadlines import set_due
from signatur.solutions.disclosure.service.openness import is_faint, undecided
from signatur.solutions.disclosure.service.rights import REVIEW, person_of, tell
from signatur.solutions.disclosure.service.rows import case_row, check_under_review
from signatur.solutions.disclosure.service.setup import bodies_of, law_of
from signatur.solutions.disclosure.tables import CaseRow, FindingRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.law import Question, RegimeDecision

_KINDS = {
    Regime.PARTY: DeadlineKind.PARTY,
    Regime.ENVIRONMENTAL: DeadlineKind.ENVIRONMENTAL,
    Regime.PARTY_ENVIRONMENTAL: DeadlineKind.ENVIRONMENTAL,
    Regime.GDPR: DeadlineKind.GDPR,
    Regime.PATIENT_RECORD: DeadlineKind.PATIENT_RECORD,
}


def request_question(work: Work, case_id: UUID, answers: Mapping[str, str]) -> Question | None:
    """Return what is to be asked next of a request; None when enough is known. Raises NotFound."""
    case_row(work, case_id)
    return next_question(request_of(answers))


def set_regime(work: Work, case_id: UUID, answers: Mapping[str, str]) -> RegimeDecision:
    """Decide the rules for a request in the name of the acting person; the deadline follows.

    Raises NotFound, NotAllowed, InputProblem while a question is open.
    """
    row = case_row(work, case_id, is_to_change=True)
    work.require(REVIEW, row.project_id)
    check_under_review(row)
    request = request_of(answers)
    if next_question(request) is not None:
        raise InputProblem(log="question open", shown=_("Answer all questions first."))
    decided = decide_regime(request)
    row.regime, row.regime_by, row.regime_at = decided.main.value, person_of(work), work.now
    row.regime_answers = [list(one) for one in decided.answers]
    kind = _KINDS.get(decided.main, DeadlineKind.ORDINARY)
    if row.deadline_kind in {*_KINDS.values(), DeadlineKind.ORDINARY}:
        row.deadline_kind = kind
    set_due(work, row)
    row.body = complaint_body(row.kle, decided.main, bodies=bodies_of(work, row.project_id)).key
    row.version += 1
    _propose_anew(work, row)
    work.session.flush()
    tell(work, case_id, "disclosure.regime_decided", regime=decided.main.value)
    return decided


def _propose_anew(work: Work, case: CaseRow) -> None:
    """Propose grounds under the rules that hold now, and ask for what has one now and had none."""
    law, _key = law_of(work, case.project_id)
    regime = Regime(case.regime)
    kinds = select(FindingRow.kind).filter_by(case_id=case.item_id).distinct()
    for kind in work.session.scalars(kinds).all():
        ground = propose_ground(FindingKind(kind), regime, work.today, law)
        work.session.execute(
            update(FindingRow)
            .where(FindingRow.case_id == case.item_id, FindingRow.kind == kind)
            .values(proposed=ground)
        )
    own = FindingRow.case_id == case.item_id
    waits = {"state": FindingState.PROPOSED.value, "how": ""}
    rests = {"state": FindingState.KEPT.value, "how": How.RULE.value}
    work.session.execute(
        update(FindingRow)
        .where(own, undecided(), FindingRow.proposed != "", ~is_faint())
        .values(**waits)
    )
    work.session.execute(
        update(FindingRow).where(own, undecided(), FindingRow.proposed == "").values(**rests)
    )


def request_of(answers: Mapping[str, str]) -> Request:
    """Return the answers of the wizard as a value. Raises InputProblem for an answer that is none."""
    about = answers.get("about_requester", "")
    try:
        return Request(
            subject=Subject(answers["subject"]) if answers.get("subject") else None,
            is_party=Extent(answers["is_party"]) if answers.get("is_party") else None,
            is_environmental=(
                Extent(answers["is_environmental"]) if answers.get("is_environmental") else None
            ),
            about_requester={"yes": True, "no": False, "": None}[about],
        )
    except (ValueError, KeyError):
        raise InputProblem(log="unknown answer", shown=_("Choose one of the answers.")) from None
