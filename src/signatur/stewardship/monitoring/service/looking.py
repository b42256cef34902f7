"""Looking at a project: what was seen is kept, its owner is told, a broken promise closes the gate."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sqlalchemy import select

from signatur.kernel.i18n import Text, reading_in, show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.permissions import Permission, Role, system_of
from signatur.records.alarms import service as alarms
from signatur.records.alarms.schema import Severity
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.records.floors import service as floors
from signatur.records.floors.schema import Metric
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind, Stage
from signatur.stewardship.monitoring.model import (
    calibration_in,
    disagreement_in,
    right_while_unknown,
    shifts_in,
    workers_in,
)
from signatur.stewardship.monitoring.schema import Figure, KeptLook, Look, Shifts
from signatur.stewardship.monitoring.settings import MonitoringSettings
from signatur.stewardship.monitoring.tables import LookRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Observed
    from signatur.records.projects.schema import Project

LOOK = Permission(
    "monitoring.look",
    _("look at a project's monitoring anew"),
    frozenset({Role.PROJECT_OWNER, Role.DATA_SCIENTIST}),
)
LOOK_JOB = "monitoring.look"
SHIFTED, PULLED, BREACHED = "monitoring.shifted", "monitoring.pulled", "monitoring.breached"
AUDIT_PHRASES = {
    "monitoring.counts_given": _("Counts of answers given out, without persons"),
    "monitoring.floor_breached": _("The performance floor is breached"),
}
# Of these kinds what solutions measure in operation tells whether the floor is kept.
_MEASURED = (Metric.PRECISION, Metric.AUTOMATIC_PRECISION)
_DAYS_A_MONTH = 30
_WATCHED = (Stage.TRIAL, Stage.OPERATION)


def look_at_all(work: Work) -> int:
    """Look at every project of the authority in trial or operation; return how many there were."""
    found = [one for one in projects.projects(work) if one.stage in _WATCHED]
    for project in found:
        look_at(work, project.id)
    return len(found)


def look_at(work: Work, project_id: UUID) -> Look:
    """Look at a project, keep what was seen as that of the day, and let what follows follow.

    A breached floor closes the gate to operation: what goes by itself stops, nothing leaves, people
    go on with suggestions. Raises NotFound, NotAllowed for a person who may not.
    """
    project = projects.get(work, project_id)
    work.require(LOOK, project_id)
    work = work.acting_as(system_of(work.authority_id))
    found = _seen(work, project)
    _keep(work, project_id, found)
    _tell(work, project, found)
    return found


def looks(work: Work, project_id: UUID) -> list[KeptLook]:
    """Return what was seen of a project, newest first. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = (
        select(LookRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id)
        .order_by(LookRow.day.desc())
        .limit(400)
    )
    return [
        KeptLook(row.day, row.at, Look.from_json(row.told)) for row in work.session.scalars(query)
    ]


def latest(work: Work, project_id: UUID) -> KeptLook | None:
    """Return what was seen last. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = (
        select(LookRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id)
        .order_by(LookRow.day.desc())
        .limit(1)
    )
    row = work.session.scalar(query)
    return KeptLook(row.day, row.at, Look.from_json(row.told)) if row is not None else None


def answered_monthly(work: Work, look: Look) -> float:
    """Return about how many cases people answered a month, of those that a look counted."""
    days = work.runtime.settings.of(MonitoringSettings).answer_days
    return sum(look.arms.values()) * _DAYS_A_MONTH / days


def _seen(work: Work, project: Project) -> Look:
    settings = work.runtime.settings.of(MonitoringSettings)
    since = work.now - timedelta(days=settings.answer_days)
    answers = decisions.observed(work, project.id, since, work.now)
    lately = work.now - timedelta(days=settings.recent_days)
    before: Sequence[Observed] = [one for one in answers if one.at < lately]
    now: Sequence[Observed] = [one for one in answers if one.at >= lately]
    figures, needed = disagreement_in(answers)
    floor = floors.current(work, project.id)
    comparable = [one for one in answers if not one.is_aside]
    return Look(
        workers=workers_in(comparable),
        arms={
            arm: sum(one.arm == arm for one in comparable)
            for arm in ("shown", "blind_first", "hidden")
        },
        disagreement=figures,
        needed=needed,
        shifts=_shifts(work, project, settings.recent_days),
        right_unknown=right_while_unknown(before, now),
        calibration=calibration_in(answers),
        performance=_performance(work, project, settings.recent_days),
        floor=floor.terms.floor if floor else None,
        is_floor_measured=floor is not None and floor.terms.metric in _MEASURED,
    )


def _solution(work: Work, project: Project) -> Solution | None:
    parts = (one for one in work.runtime.parts if isinstance(one, Solution))
    return next((one for one in parts if one.name == project.solution), None)


def column_title(work: Work, project: Project, name: str) -> str:
    """Return what a reader calls a column of a project's history."""
    solution = _solution(work, project)
    return str(solution.history_titles.get(name, name)) if solution else name


def _shifts(work: Work, project: Project, recent_days: int) -> Shifts | None:
    solution = _solution(work, project)
    if solution is None or solution.history is None:
        return None
    return shifts_in(solution.history(work, project.id), work.today, recent_days)


def _performance(work: Work, project: Project, recent_days: int) -> Figure | None:
    """Return the measured precision of lately, since the gate was last opened anew."""
    solution = _solution(work, project)
    since = max(
        work.today - timedelta(days=recent_days - 1), _judged_anew(work, project) or date.min
    )
    if solution is None or solution.measured is None or since > work.today:
        return None
    found = solution.measured(work, project.id, since, work.today)
    if "precision" not in found:
        return None
    ends = [found.get(name) for name in ("precision_low", "precision_high")]
    return Figure(found["precision"], ends[0], ends[1])


def _judged_anew(work: Work, project: Project) -> date | None:
    """Return the day from which it counts: after what closed the gate was signed to be mended."""
    trials = [one for one in project.evidence if one.kind is EvidenceKind.TRIAL_EVALUATED]
    lapsed = [one for one in trials if one.withdrawn_at and one.withdrawn_by is None]
    if not lapsed:
        return None
    ended = max(one.withdrawn_at for one in lapsed if one.withdrawn_at)
    since = [one.signed_at for one in trials if one.signed_at >= ended and one not in lapsed]
    return _day_after(work, min(since)) if since else None


def _day_after(work: Work, moment: datetime) -> date:
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    return moment.astimezone(zone).date() + timedelta(days=1)


def _keep(work: Work, project_id: UUID, found: Look) -> None:
    row = work.session.scalar(
        select(LookRow).filter_by(
            authority_id=work.authority_id, project_id=project_id, day=work.today
        )
    )
    if row is None:
        row = LookRow(
            id=work.new_id(),
            authority_id=work.authority_id,
            project_id=project_id,
            day=work.today,
        )
        work.session.add(row)
    row.at, row.told = work.now, found.as_json()
    work.session.flush()


def _tell(work: Work, project: Project, found: Look) -> None:
    settings = work.runtime.settings.of(MonitoringSettings)
    columns = found.shifts.columns if found.shifts else ()
    with reading_in("da"):
        shifted = [column_title(work, project, one.name) for one in columns if one.has_shifted]
    _alarm(
        work, project, SHIFTED, Severity.NOTICE,
        _("What the model meets has changed: %(columns)s.", columns=", ".join(shifted[:5]))
        if shifted
        else _("What the model meets has changed in how its columns go together."),
        is_so=found.shifts is not None and found.shifts.has_shifted,
    )  # fmt: skip
    pull = found.disagreement["pull"] if found.disagreement else None
    _alarm(
        work, project, PULLED, Severity.NOTICE,
        _(
            "People give up surely more than %(share)s of their disagreement once they see the "
            "advice.",
            share=show_percent(settings.most_pull),
        ),
        is_so=pull is not None and pull.low is not None and pull.low > settings.most_pull,
    )  # fmt: skip
    if found.is_breached:
        _close(work, project, found)
    elif _holds(found):
        alarms.cease(work, project.id, BREACHED)


def _holds(found: Look) -> bool:
    """Say whether something was measured, and it does not breach the floor."""
    return found.performance is not None and not found.is_breached


def _close(work: Work, project: Project, found: Look) -> None:
    """Tell the owner that the floor is breached, and close the gate to operation."""
    assert found.performance is not None, "what was not measured is not breached"
    assert found.floor is not None, "without a floor nothing is breached"
    said = _(
        "The performance floor is breached: %(value)s right, at most %(high)s, where %(floor)s was "
        "promised.",
        value=show_percent(found.performance.value or 0.0, 1),
        high=show_percent(found.performance.high or 0.0, 1),
        floor=show_percent(found.floor, 1),
    )
    _alarm(work, project, BREACHED, Severity.SERIOUS, said, is_so=True)
    lapsed = projects.lapse(work, project.id, EvidenceKind.TRIAL_EVALUATED, _plain(said))
    if lapsed:
        audit.write(
            work,
            "monitoring.floor_breached",
            ObjectRef("project", project.id),
            value=found.performance.value,
            high=found.performance.high,
            floor=found.floor,
        )


def _alarm(
    work: Work, project: Project, code: str, severity: Severity, said: Text, *, is_so: bool
) -> None:
    if not is_so:
        alarms.cease(work, project.id, code)
        return
    path = f"/styring/overvaagning/{project.id}"
    alarms.raise_alarm(work, project.id, code, _plain(said), path=path, severity=severity)


def _plain(words: Text) -> str:
    """Return words as they are stored, for the authority's own people."""
    with reading_in("da"):
        return str(words)
