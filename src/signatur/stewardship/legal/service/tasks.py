"""Duties, what is done about them, by whom and by when, and how that is shown."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import InputProblem, NotFound
from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.records.alarms import service as alarms
from signatur.records.alarms.schema import Severity
from signatur.records.projects import service as projects
from signatur.stewardship.legal.schema import Task
from signatur.stewardship.legal.service.rights import DRAFT, person, tell
from signatur.stewardship.legal.service.sector import rules_of
from signatur.stewardship.legal.tables import TaskRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.stewardship.legal.schema import Duty

LATE = "legal.task_late"


def set_task(
    work: Work, project_id: UUID, rule_id: str, *, measure: str, owner_id: UUID, due_on: date
) -> Task:
    """Say what is done about a duty; a second time changes it. Raises NotAllowed, NotFound, InputProblem."""
    projects.get(work, project_id)
    work.require(DRAFT, project_id)
    if not any(one.id == rule_id for one in rules_of(work).rules):
        raise NotFound(log="no such rule", shown=_("This rule does not exist."))
    if owner_id not in work.runtime.identity.names_within(work.session, work.authority_id):
        raise InputProblem(log="no such person", shown=_("Choose one of the people."))
    if not measure.strip():
        raise InputProblem(log="no measure", shown=_("Write what is done about it."))
    query = select(TaskRow).filter_by(
        authority_id=work.authority_id, project_id=project_id, rule_id=rule_id
    )
    row = work.session.scalar(query)
    if row is None:
        row = TaskRow(
            id=work.new_id(),
            authority_id=work.authority_id,
            project_id=project_id,
            rule_id=rule_id,
            shown_by="",
            done_at=None,
            done_by=None,
        )
        work.session.add(row)
    row.measure, row.owner_id, row.due_on = measure.strip(), owner_id, due_on
    row.done_at = row.done_by = None
    work.session.flush()
    tell(work, project_id, "legal.task_set", rule=rule_id, due=due_on, owner=owner_id)
    return _task(row)


def finish(work: Work, task_id: UUID, shown_by: str) -> Task:
    """Say that a measure is taken, and how that is shown. Raises NotFound, NotAllowed, InputProblem."""
    row = work.session.get(TaskRow, task_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no task {task_id}", shown=_("This measure does not exist."))
    work.require(DRAFT, row.project_id)
    if not shown_by.strip():
        raise InputProblem(log="not shown", shown=_("Write where it can be seen."))
    row.shown_by, row.done_at, row.done_by = shown_by.strip(), work.now, person(work)
    work.session.flush()
    tell(work, row.project_id, "legal.task_done", rule=row.rule_id)
    alarms.cease(work, row.project_id, LATE, row.rule_id)
    return _task(row)


def tasks(work: Work, project_id: UUID) -> dict[str, Task]:
    """Return what is done about each duty of a project, by rule. Raises NotAllowed."""
    work.require(projects.READ, project_id)
    query = select(TaskRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    return {row.rule_id: _task(row) for row in work.session.scalars(query)}


def by_duty(known: Mapping[str, Task], duties: Sequence[Duty]) -> dict[str, Task]:
    """Return the measure of each duty, by rule; that of a wording before still counts for the next."""
    found = {}
    for one in duties:
        task = known.get(one.rule.id) or known.get(one.rule.supersedes)
        if task is not None:
            found[one.rule.id] = task
    return found


def left_over(known: Mapping[str, Task], duties: Sequence[Duty]) -> list[Task]:
    """Return measures of duties that no longer apply by the answers."""
    used = {one.id for one in by_duty(known, duties).values()}
    return [one for one in known.values() if one.id not in used]


def tell_of_late(work: Work) -> int:
    """Raise an alarm, to its owner, for each measure that is late; return how many there are."""
    query = select(TaskRow).where(
        TaskRow.authority_id == work.authority_id,
        TaskRow.done_at.is_(None),
        TaskRow.due_on < work.today,
    )
    late = list(work.session.scalars(query))
    for row in late:
        with reading_in("da"):
            said = str(
                _("A measure that the law asks for is late: %(measure)s", measure=row.measure)
            )
        alarms.raise_alarm(
            work, row.project_id, LATE, said, subject=row.rule_id, severity=Severity.NOTICE,
            owner_id=row.owner_id, path=f"/styring/retsgrundlag/{row.project_id}/pligter",
        )  # fmt: skip
    return len(late)


def _task(row: TaskRow) -> Task:
    return Task(
        id=row.id,
        project_id=row.project_id,
        rule_id=row.rule_id,
        measure=row.measure,
        owner_id=row.owner_id,
        due_on=row.due_on,
        shown_by=row.shown_by,
        done_at=row.done_at,
        done_by=row.done_by,
    )
