"""Decisions that hold for a value wherever it stands, in one case or in the whole authority."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import or_, select

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.case import FindingState, How, RememberedValue
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.schema.parties import Treatment
from signatur.solutions.disclosure.service.openness import undecided
from signatur.solutions.disclosure.service.rights import (
    REVIEW,
    person_of,
    project_of,
    tell,
    tell_project,
)
from signatur.solutions.disclosure.service.rows import own_row
from signatur.solutions.disclosure.service.steps import REMEMBERED, Verdict, set_verdict
from signatur.solutions.disclosure.tables import CaseRow, FindingRow, RememberedRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.service.steps import Step

PLACES = ("case", "authority")
_STATES = {
    Treatment.WITHHOLD.value: FindingState.WITHHELD,
    Treatment.KEEP.value: FindingState.KEPT,
}


def may_remember(finding: Any, state: FindingState, place: str) -> bool:
    """Say whether a decision may hold elsewhere: a single name is not given out in all cases.

    Somebody else may be called so, whose matters it would give away without a question.
    """
    is_single = finding.kind == FindingKind.PERSON and " " not in finding.value.strip()
    return not (is_single and state is FindingState.KEPT and place == "authority")


def remember_value(
    work: Work,
    step: Step,
    case_id: UUID,
    finding: Any,
    state: FindingState,
    ground: str,
    place: str,
) -> None:
    """Let a decision on a value hold for what comes later too. Raises InputProblem for another place."""
    if place not in PLACES:
        raise InputProblem(
            log="where to remember", shown=_("It is remembered for the case or for the authority.")
        )
    if not finding.value or not may_remember(finding, state, place):
        return
    case = work.session.get_one(CaseRow, case_id)
    row = RememberedRow(
        id=work.new_id(), authority_id=work.authority_id, project_id=case.project_id,
        case_id=case_id, kind=finding.kind, value=finding.value,
        treatment=Treatment.WITHHOLD if state is FindingState.WITHHELD else Treatment.KEEP,
        ground=ground if state is FindingState.WITHHELD else "",
        is_for_authority=place == "authority", since=work.today, event_id=None, by=person_of(work),
    )  # fmt: skip
    work.session.add(row)
    work.session.flush()
    step.changes.append({"of": REMEMBERED, "row": _as_json(row)})


def remembered(work: Work) -> list[RememberedValue]:
    """Return what the authority remembers in all its cases, newest first."""
    query = select(RememberedRow).filter_by(
        authority_id=work.authority_id, project_id=project_of(work).id, is_for_authority=True
    )
    rows = work.session.scalars(query.order_by(RememberedRow.id.desc()))
    return [
        RememberedValue(
            row.id, FindingKind(row.kind), row.value, Treatment(row.treatment), row.ground,
            row.since, row.by,
        )
        for row in rows
    ]  # fmt: skip


def forget(work: Work, remembered_id: UUID) -> None:
    """Forget a remembered decision; what it decided stays decided. Raises NotFound, NotAllowed."""
    gone = _("This is not remembered any more.")
    row = own_row(work, RememberedRow, remembered_id, gone)
    work.require(REVIEW, row.project_id)
    work.session.delete(row)
    work.session.flush()
    tell_project(work, row.project_id, "disclosure.forgotten", kind=row.kind)


def apply_remembered(work: Work, case_id: UUID) -> int:
    """Put remembered decisions on findings of a case that nobody has decided; return on how many.

    They are decisions of the persons who made them, shown as decided before with the name of whoever did;
    what was decided in the case goes first. They are put on at once rather than proposed anew: a person
    has said that it holds in all cases, and asking again for each would teach reviewers to click it away.
    Nothing goes out by them alone. The reviewer sees each while looking at the page, can change or reopen
    it, and whoever decides on the release decides on it too. The audit of the case names who decided it,
    since when, and for how much of the case.
    """
    case = work.session.get_one(CaseRow, case_id)
    query = select(RememberedRow).where(
        RememberedRow.authority_id == work.authority_id,
        RememberedRow.project_id == case.project_id,
        or_(RememberedRow.case_id == case_id, RememberedRow.is_for_authority.is_(True)),
    )
    kept = sorted(
        work.session.scalars(query), key=lambda one: (one.case_id == case_id, one.since, one.id)
    )
    by_value = {(one.kind, one.value): one for one in kept}
    count = 0
    for (kind, value), one in by_value.items():
        found = work.session.scalars(
            select(FindingRow.id)
            .filter_by(case_id=case_id, kind=kind, value=value)
            .where(undecided())
        ).all()
        if found:
            state = _STATES[one.treatment]
            set_verdict(work, found, Verdict(state, one.ground, How.REMEMBERED, one.by, work.now))
            count += len(found)
            tell(
                work, case_id, "disclosure.remembered_applied", findings=len(found), kind=kind,
                since=one.since.isoformat(), by=str(one.by) if one.by else "",
            )  # fmt: skip
    return count


def turn_remembered(work: Work, change: dict[str, Any], step: Step) -> None:
    """Forget what a step remembered, or remember it again, for this folder only."""
    from datetime import date
    from uuid import UUID

    stored = change["row"]
    row = work.session.get(RememberedRow, UUID(stored["id"]))
    if row is not None:
        work.session.delete(row)
    else:
        ids = {name: UUID(stored[name]) for name in _IDS if stored[name]}
        rest = {name: value for name, value in stored.items() if name not in _IDS}
        rest["since"] = date.fromisoformat(stored["since"])
        work.session.add(RememberedRow(**{**rest, **ids}))
    work.session.flush()
    step.changes.append(change)


_IDS = ("id", "authority_id", "project_id", "case_id", "by")


def _as_json(row: RememberedRow) -> dict[str, Any]:
    return {
        **{name: str(getattr(row, name)) if getattr(row, name) else "" for name in _IDS},
        "kind": row.kind, "value": row.value, "treatment": row.treatment, "ground": row.ground,
        "is_for_authority": row.is_for_authority, "since": row.since.isoformat(),
    }  # fmt: skip
