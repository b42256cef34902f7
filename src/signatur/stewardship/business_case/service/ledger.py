"""Planned against realised, month by month, from what the project's solution really did."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import show_month, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.permissions import ActorKind, system_of
from signatur.records.alarms import service as alarms
from signatur.records.alarms.schema import Severity
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects
from signatur.stewardship.business_case.model.plan import compared, planned
from signatur.stewardship.business_case.schema import Month
from signatur.stewardship.business_case.service.rights import DRAFT
from signatur.stewardship.business_case.service.versions import in_force
from signatur.stewardship.business_case.settings import BusinessCaseSettings
from signatur.stewardship.business_case.tables import MonthRow, VersionRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project

MEASURE = "business_case.measure"
BEHIND = "business_case.behind"
_IN_A_ROW = 2


def measure_all(work: Work) -> int:
    """Measure last month in every project with a case in force; return how many were measured."""
    count = 0
    month = last_month(work.today)
    for project in projects.projects(work):
        if in_force(work, project.id) is None or _found(work, project.id, month) is not None:
            continue
        count += measure(work, project.id, month) is not None
    return count


def last_month(today: date) -> date:
    """Return the first day of the last month that is over."""
    return (today.replace(day=1) - timedelta(days=1)).replace(day=1)


def measure(work: Work, project_id: UUID, month: date) -> Month | None:
    """Write down what a month that is over brought; a month is measured anew when asked again.

    None where the case plans nothing for it, or the solution measures nothing. Raises NotFound,
    Conflict for a month that is not over, or without a case in force.
    """
    project = projects.get(work, project_id)
    month = month.replace(day=1)
    version = in_force(work, project_id)
    if version is None:
        raise Conflict(log="no case in force", shown=_("The project has no signed business case."))
    if month > last_month(work.today):
        raise Conflict(log="month not over", shown=_("A month is measured when it is over."))
    plan = planned(version.case, month.year)
    realised = _realised(work, project, month)
    if not plan or not realised:
        return None
    measured_by, ratio, gain = compared(plan, realised)
    if gain is not None:
        realised = {**realised, "gain": gain}
    row = _found(work, project_id, month)
    if row is None:
        row = MonthRow(
            id=work.new_id(),
            authority_id=work.authority_id,
            project_id=project_id,
            month=month,
            reason="",
            reason_by=None,
            reason_at=None,
        )
        work.session.add(row)
    row.version_id, row.planned, row.realised = version.id, plan, dict(realised)
    row.ratio, row.measure, row.measured_at = ratio, measured_by, work.now
    work.session.flush()
    audit.write(
        work,
        "business_case.measured",
        ObjectRef("project", project_id),
        month=f"{month:%Y-%m}",
        ratio=ratio,
    )
    _alarm(work, project)
    return _month(row, version.number)


def _realised(work: Work, project: Project, month: date) -> Mapping[str, float]:
    """Ask the project's solution; only counts come back, so it is asked in the system's name."""
    until = (month + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    for part in work.runtime.parts:
        if isinstance(part, Solution) and part.name == project.solution and part.measured:
            asking = work.acting_as(system_of(work.authority_id))
            return part.measured(asking, project.id, month, until)
    return {}


def least_realised(work: Work) -> float:
    """Return the share of planned below which the owner is told."""
    return work.runtime.settings.of(BusinessCaseSettings).least_realised


def _alarm(work: Work, project: Project) -> None:
    """Raise an alarm when the last two measured months both lie behind; end it when they do not."""
    least = least_realised(work)
    last = months(work, project.id)[:_IN_A_ROW]
    behind = [one for one in last if one.ratio is not None and one.ratio < least]
    is_in_a_row = len(last) == _IN_A_ROW and last_month(last[0].month) == last[1].month
    if len(behind) == _IN_A_ROW and is_in_a_row:
        said = _(
            "Less than %(least)s of what the business case planned was realised two months in a row, last in %(month)s: %(share)s.",
            least=show_percent(least),
            month=show_month(last[0].month),
            share=show_percent(behind[0].ratio or 0.0),
        )
        alarms.raise_alarm(
            work,
            project.id,
            BEHIND,
            str(said),
            path=f"/styring/business-case/{project.id}/realiseret",
            severity=Severity.NOTICE,
        )
    else:
        alarms.cease(work, project.id, BEHIND)


def explain(work: Work, month_id: UUID, reason: str) -> Month:
    """Write down why a month came out as it did. Raises NotFound, NotAllowed, InputProblem."""
    row = work.session.get(MonthRow, month_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no month {month_id}", shown=_("This month was not measured."))
    work.require(DRAFT, row.project_id)
    if work.actor.kind is not ActorKind.PERSON:
        raise InputProblem(log="no person", shown=_("Only a person can explain a deviation."))
    if not reason.strip():
        raise InputProblem(log="no reason", shown=_("Write why it came out so."))
    row.reason, row.reason_by, row.reason_at = reason.strip(), work.actor.id, work.now
    work.session.flush()
    audit.write(work, "business_case.explained", ObjectRef("project", row.project_id), month=row.id)
    return next(one for one in months(work, row.project_id) if one.id == row.id)


def months(work: Work, project_id: UUID) -> list[Month]:
    """Return all measured months of a project, newest first. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = (
        select(MonthRow, VersionRow.number)
        .join(VersionRow, VersionRow.id == MonthRow.version_id)
        .where(MonthRow.authority_id == work.authority_id, MonthRow.project_id == project_id)
        .order_by(MonthRow.month.desc())
    )
    return [_month(row, number) for row, number in work.session.execute(query)]


def _found(work: Work, project_id: UUID, month: date) -> MonthRow | None:
    return work.session.scalar(
        select(MonthRow).filter_by(
            authority_id=work.authority_id, project_id=project_id, month=month
        )
    )


def _month(row: MonthRow, number: int) -> Month:
    return Month(
        id=row.id,
        month=row.month,
        version_number=number,
        planned=row.planned,
        realised=row.realised,
        ratio=row.ratio,
        measure=row.measure,
        reason=row.reason,
        reason_by=row.reason_by,
        reason_at=row.reason_at,
    )
