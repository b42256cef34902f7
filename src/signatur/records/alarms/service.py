"""Raising alarms once, answering them, closing them when their cause is gone, escalating late ones."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import EVERYONE, ActorKind, Permission, Role
from signatur.records.alarms.schema import Alarm, Severity
from signatur.records.alarms.tables import AlarmRow
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

READ = Permission("alarms.read", _("see alarms"), EVERYONE)
ANSWER = Permission(
    "alarms.answer",
    _("answer an alarm"),
    frozenset({Role.PROJECT_OWNER, Role.LEGAL, Role.DATA_SCIENTIST, Role.OPERATIONS}),
)
AUDIT_PHRASES = {
    "alarms.raised": _("Alarm: %(said)s"),
    "alarms.answered": _("Alarm answered: %(answer)s"),
    "alarms.ceased": _("The cause of the alarm is gone"),
    "alarms.escalated": _("Alarm not answered in time"),
    "alarms.handed_over": _("Alarm given to another"),
}
# Days in which an alarm is answered, unless whoever raises it says otherwise.
DAYS = {Severity.NOTICE: 14, Severity.SERIOUS: 2}


def raise_alarm(
    work: Work,
    project_id: UUID,
    code: str,
    said: str,
    *,
    subject: str = "",
    path: str = "",
    severity: Severity = Severity.SERIOUS,
    owner_id: UUID | None = None,
) -> Alarm:
    """Raise an alarm, or return the open one of the same code and subject.

    `said` is a Danish sentence without anybody's personal data; `path` the page where it is dealt
    with. The owner is the project's, unless another is named. Raises NotFound.
    """
    found = _open_row(work, project_id, code, subject)
    if found is not None:
        return _alarm(found)
    project = projects.get(work, project_id)
    row = AlarmRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        code=code,
        subject=subject,
        said=said,
        path=path,
        severity=severity,
        owner_id=owner_id or project.owner_id,
        raised_at=work.now,
        due_on=work.today + timedelta(days=DAYS[severity]),
        escalated_at=None,
        closed_at=None,
        closed_by=None,
        answer="",
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, row, "alarms.raised", said=said, code=code)
    return _alarm(row)


def cease(work: Work, project_id: UUID, code: str, subject: str = "") -> None:
    """Close an open alarm whose cause is gone, without anybody's answer; nothing when none is open."""
    row = _open_row(work, project_id, code, subject)
    if row is not None:
        row.closed_at = work.now
        work.session.flush()
        _tell(work, row, "alarms.ceased")


def answer(work: Work, alarm_id: UUID, said: str) -> None:
    """Close an alarm in the name of the acting person, with what was done about it.

    It is raised anew when its cause is seen again. Raises NotFound, NotAllowed, InputProblem.
    """
    row = _row(work, alarm_id)
    work.require(ANSWER, row.project_id)
    if work.actor.kind is not ActorKind.PERSON:
        raise InputProblem(log="no person", shown=_("Only a person can answer an alarm."))
    if not said.strip():
        raise InputProblem(log="no answer", shown=_("Write what was done about it."))
    if row.closed_at is not None:
        raise NotFound(log=f"alarm {alarm_id} is closed", shown=_("This alarm is closed."))
    row.closed_at, row.closed_by, row.answer = work.now, work.actor.id, said.strip()
    work.session.flush()
    _tell(work, row, "alarms.answered", answer=said.strip())


def hand_over(work: Work, alarm_id: UUID, owner_id: UUID) -> None:
    """Give an open alarm to somebody else. Raises NotFound, NotAllowed."""
    row = _row(work, alarm_id)
    work.require(ANSWER, row.project_id)
    row.owner_id = owner_id
    work.session.flush()
    _tell(work, row, "alarms.handed_over", owner=owner_id)


def escalate_late(work: Work) -> int:
    """Mark the authority's alarms that were not answered in time; return how many were new.

    From then on everyone who may answer has them among what waits, not only the owner.
    """
    query = select(AlarmRow).where(
        AlarmRow.authority_id == work.authority_id,
        AlarmRow.closed_at.is_(None),
        AlarmRow.escalated_at.is_(None),
        AlarmRow.due_on < work.today,
    )
    late = list(work.session.scalars(query))
    for row in late:
        row.escalated_at = work.now
        _tell(work, row, "alarms.escalated")
    work.session.flush()
    return len(late)


def alarms(work: Work, project_id: UUID | None = None, *, is_open: bool = True) -> list[Alarm]:
    """Return the alarms that the actor may see: open ones by due day, closed ones newest first."""
    query = select(AlarmRow).filter_by(authority_id=work.authority_id)
    if project_id is not None:
        query = query.filter_by(project_id=project_id)
    if is_open:
        query = query.where(AlarmRow.closed_at.is_(None)).order_by(AlarmRow.due_on, AlarmRow.id)
    else:
        query = query.where(AlarmRow.closed_at.is_not(None)).order_by(AlarmRow.closed_at.desc())
    rows = work.session.scalars(query.limit(500))
    return [_alarm(row) for row in rows if work.actor.may(READ, row.project_id)]


def get(work: Work, alarm_id: UUID) -> Alarm:
    """Return an alarm of the authority. Raises NotFound, NotAllowed."""
    row = _row(work, alarm_id)
    work.require(READ, row.project_id)
    return _alarm(row)


def waiting(work: Work) -> int:
    """Return how many alarms wait for the acting person: own ones, and late ones of others."""
    return sum(
        one.owner_id == work.actor.id
        or (one.escalated_at is not None and work.actor.may(ANSWER, one.project_id))
        for one in alarms(work)
    )


def _open_row(work: Work, project_id: UUID, code: str, subject: str) -> AlarmRow | None:
    query = select(AlarmRow).filter_by(
        authority_id=work.authority_id,
        project_id=project_id,
        code=code,
        subject=subject,
        closed_at=None,
    )
    return work.session.scalar(query)


def _row(work: Work, alarm_id: UUID) -> AlarmRow:
    row = work.session.get(AlarmRow, alarm_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no alarm {alarm_id}", shown=_("This alarm does not exist."))
    return row


def _tell(work: Work, row: AlarmRow, action: str, **details: object) -> None:
    audit.write(work, action, ObjectRef("project", row.project_id), alarm=row.id, **details)


def _alarm(row: AlarmRow) -> Alarm:
    return Alarm(
        id=row.id,
        project_id=row.project_id,
        code=row.code,
        subject=row.subject,
        said=row.said,
        path=row.path,
        severity=Severity(row.severity),
        owner_id=row.owner_id,
        raised_at=row.raised_at,
        due_on=row.due_on,
        escalated_at=row.escalated_at,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        answer=row.answer,
    )
