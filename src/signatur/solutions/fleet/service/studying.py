"""Studies read back: lists, one with all that it found, renaming and deleting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from signatur.kernel.errors import Conflict
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.records.retention import service as retention
from signatur.solutions.fleet.schema.results import Simulation
from signatur.solutions.fleet.schema.studies import Aim, StudyLine, StudyState, StudyView
from signatur.solutions.fleet.service.answering import vehicles_of
from signatur.solutions.fleet.service.datasets import dataset_row
from signatur.solutions.fleet.service.keeping import stored_plan
from signatur.solutions.fleet.service.rights import (
    CALCULATE,
    CHANGE_OTHERS,
    need_name,
    project_of,
)
from signatur.solutions.fleet.service.rows import study_row
from signatur.solutions.fleet.service.writing import (
    audit_from,
    cost_from,
    optimisation_from,
    question_from,
)
from signatur.solutions.fleet.tables import StudyRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.jobs.store import Job
    from signatur.kernel.work import Work

MOST_IN_LIST = 200


def studies(
    work: Work,
    project_id: UUID,
    *,
    dataset_id: UUID | None = None,
    before: int | None = None,
    limit: int = MOST_IN_LIST,
) -> list[StudyLine]:
    """Return the studies of a project, newest first; `before`: only those with a lower number."""
    query = select(StudyRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    if dataset_id is not None:
        query = query.filter_by(dataset_id=dataset_id)
    if before is not None:
        query = query.where(StudyRow.number < before)
    rows = work.session.scalars(query.order_by(StudyRow.number.desc()).limit(limit))
    return [line_of(row) for row in rows]


def line_of(row: StudyRow) -> StudyLine:
    """Return a study as lists show it."""
    told: dict[str, Any] = row.result or {}
    best = told["optimisation"]["best"] if told.get("optimisation") else None
    shown = best or told
    gap = None
    if told.get("optimisation"):
        gap = optimisation_from(told["optimisation"]).best.gap
    return StudyLine(
        id=row.item_id,
        dataset_id=row.dataset_id,
        number=row.number,
        name=row.name,
        aim=Aim(row.aim),
        state=StudyState(row.state),
        created_by=row.created_by,
        created_at=row.created_at,
        finished_at=row.finished_at,
        cost=cost_from(shown["cost"]) if shown else None,
        undriven=shown["undriven"] if shown else None,
        vehicles=told.get("vehicles"),
        gap=gap,
        is_decided=row.is_decided,
    )


def line(work: Work, study_id: UUID) -> StudyLine:
    """Return a study without its plan. Raises NotFound."""
    return line_of(study_row(work, study_id))


def told(work: Work, study_id: UUID) -> dict[str, Any]:
    """Return the figures of a study as JSON values; empty while it is not done. Raises NotFound."""
    return study_row(work, study_id).result or {}


def study(work: Work, study_id: UUID, *, has_plan: bool = True) -> StudyView:
    """Return a study with all that it found. Raises NotFound.

    `has_plan` False leaves out the plan (`simulation`), which takes a moment to read.
    """
    row = study_row(work, study_id)
    question = question_from(row.question)
    found = row.result
    optimisation = simulation = today = None
    fleet = question.vehicles
    if found is not None:
        if found.get("optimisation"):
            optimisation = optimisation_from(found["optimisation"])
            fleet = vehicles_of(question, optimisation.best)
            today = cost_from(found["today"]) if found["today"] else None
        if has_plan:
            simulation = Simulation(
                plan=stored_plan(work, row.plan_sha256),
                cost=cost_from(found["cost"]),
                audit=audit_from(found["audit"]),
                vehicles_used=found["vehicles_used"],
            )
    return StudyView(
        line=line_of(row),
        dataset_name=dataset_row(work, row.dataset_id).name,
        question=question,
        fleet=fleet,
        simulation=simulation,
        optimisation=optimisation,
        today=today,
    )


def job_of(work: Work, study_id: UUID) -> Job | None:
    """Return the job that works out a study, or why it did not."""
    job_id = study_row(work, study_id).job_id
    return jobs.get(work, job_id) if job_id is not None else None


def stop(work: Work, study_id: UUID) -> None:
    """Ask that a study is not worked out any further. Raises NotFound, NotAllowed."""
    row = study_row(work, study_id)
    work.require(CALCULATE, row.project_id)
    if row.job_id is not None and row.state == StudyState.WAITING:
        jobs.cancel(work, row.job_id)


def may_change(work: Work, created_by: UUID | None) -> bool:
    """Say whether the acting person may rename and delete what somebody made."""
    project_id = project_of(work).id
    is_own = created_by is not None and created_by == work.actor.id
    return work.actor.may(CHANGE_OTHERS, project_id) or (
        is_own and work.actor.may(CALCULATE, project_id)
    )


def need_change(work: Work, created_by: UUID | None) -> None:
    """Raise NotAllowed unless the acting person may rename and delete what somebody made."""
    if not may_change(work, created_by):
        work.require(CHANGE_OTHERS, project_of(work).id)


def rename(work: Work, study_id: UUID, name: str) -> None:
    """Give a study another name. Raises NotFound, NotAllowed, InputProblem."""
    row = study_row(work, study_id)
    need_change(work, row.created_by)
    row.name = need_name(name)
    work.session.flush()
    audit.write(work, "fleet.renamed", items.ref(study_id))


def delete(work: Work, study_id: UUID) -> None:
    """Delete a study with all that it found; that it was there stays in the audit.

    Raises NotFound, NotAllowed, Conflict while it is decided for.
    """
    row = study_row(work, study_id)
    need_change(work, row.created_by)
    if row.is_decided:
        raise Conflict(
            log="study decided",
            shown=_("A decision rests on this study. Undo the decision before you delete it."),
        )
    if row.job_id is not None and row.state == StudyState.WAITING:
        jobs.cancel(work, row.job_id)
    retention.erase_item(work, items.get(work, study_id), str(_("deleted by a person")))


def count_waiting(work: Work) -> int:
    """Return how much of the fleet waits for a person; nothing where there is no project."""
    from signatur.records.projects import service as projects
    from signatur.solutions.fleet.service.datasets import count_waiting_files
    from signatur.solutions.fleet.service.rights import NAME

    project = projects.find(work, NAME)
    if project is None:
        return 0
    return count_undecided(work, project.id) + count_waiting_files(work, project.id)


def count_undecided(work: Work, project_id: UUID) -> int:
    """Return how many suggestions wait for a decision."""
    from sqlalchemy import func

    query = select(func.count()).select_from(StudyRow)
    own = {"authority_id": work.authority_id, "project_id": project_id}
    waiting = query.filter_by(**own, is_decided=False).where(StudyRow.suggestion_id.is_not(None))
    return work.session.scalar(waiting) or 0
