"""Asking a question of a file of driving: everything that the answer rests on is frozen, a job works it out."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from signatur import __version__
from signatur.kernel import blob_uses
from signatur.kernel.blobs import BlobRef
from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.audit import service as audit
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import NewSuggestion
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act
from signatur.records.retention import service as retention
from signatur.solutions.fleet.schema.studies import Aim, StudyState
from signatur.solutions.fleet.service.answering import reasons_as_json
from signatur.solutions.fleet.service.basis import basis_of
from signatur.solutions.fleet.service.datasets import dataset_row
from signatur.solutions.fleet.service.keeping import plan_as_bytes, store, stored_trips
from signatur.solutions.fleet.service.rights import (
    CALCULATE,
    STUDY_KIND,
    flush_numbered,
    need_name,
    project_of,
)
from signatur.solutions.fleet.service.rows import study_row
from signatur.solutions.fleet.service.ruling import check_rules, kinds_as_charged
from signatur.solutions.fleet.service.writing import plain, question_from
from signatur.solutions.fleet.tables import StudyRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.fleet.schema.studies import Question
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.service.answering import Answered

JOB = "fleet.study"
MOST_VEHICLES = 5_000


def ask(work: Work, dataset_id: UUID, name: str, question: Question) -> UUID:
    """Freeze a question and start to work it out; return the study.

    Raises NotAllowed, NotFound, Conflict where the driving is not read yet, InputProblem, GateClosed
    where the project may not suggest.
    """
    project = project_of(work)
    work.require(CALCULATE, project.id)
    dataset = dataset_row(work, dataset_id)
    if not dataset.trips_sha256:
        raise Conflict(log="not read", shown=_("This driving has not been read yet."))
    if question.aim is Aim.OPTIMISE:
        projects.require(work, project.id, Act.SUGGEST)
    frozen = replace(question, trips_sha256=dataset.trips_sha256)
    _check(frozen)
    number = _next_number(work, project.id)
    document = plain(frozen)
    received = items.receive(
        work,
        project.id,
        kind=STUDY_KIND,
        source_key=f"study:{number}",
        original=io.BytesIO(_as_bytes(document)),
        parent_id=dataset_id,
    )
    retention.apply_to(work, received.item)
    # The trips of this moment, also when lines are mended later.
    blob = BlobRef(work.authority_id, dataset.trips_sha256, 0)
    blob_uses.use(work, received.item.id, blob)
    row = StudyRow(
        item_id=received.item.id,
        authority_id=work.authority_id,
        project_id=project.id,
        dataset_id=dataset_id,
        number=number,
        name=need_name(name),
        aim=frozen.aim,
        state=StudyState.WAITING,
        question=document,
        plan_sha256="",
        is_decided=False,
        trips=dataset.trips,
        created_by=work.actor.id,
        created_at=work.now,
    )
    row.job_id = jobs.start(work, JOB, {"study": str(row.item_id)})
    work.session.add(row)
    flush_numbered(work)
    audit.write(work, "fleet.study_asked", items.ref(row.item_id), aim=frozen.aim)
    return row.item_id


def _check(question: Question) -> None:
    check_rules(question.rules)
    if question.aim is Aim.SIMULATE and not question.vehicles:
        raise InputProblem(log="no vehicles", shown=_("Choose at least one vehicle."))
    if len(question.vehicles) > MOST_VEHICLES:
        raise InputProblem(
            log="too many vehicles",
            shown=_("Choose at most %(most)d vehicles.", most=MOST_VEHICLES),
        )
    if question.since and question.until and question.since > question.until:
        raise InputProblem(log="period", shown=_("The period ends before it begins."))
    if question.aim is Aim.OPTIMISE and not question.candidates:
        raise InputProblem(
            log="no candidates",
            shown=_("Choose at least one kind of vehicle that may be bought."),
        )
    if not 0.5 <= question.demand.service_level <= 1:
        raise InputProblem(
            log="service level", shown=_("The share of trips lies between 50 and 100 percent.")
        )


def _next_number(work: Work, project_id: UUID) -> int:
    highest = work.session.scalar(
        select(func.max(StudyRow.number)).filter_by(project_id=project_id)
    )
    return (highest or 0) + 1


def _as_bytes(document: dict[str, Any]) -> bytes:
    return json.dumps(document, sort_keys=True, ensure_ascii=False).encode()


def question_of(work: Work, study_id: UUID) -> tuple[Question, Trips]:
    """Return what was asked, and the trips as they were then. Raises NotFound."""
    row = study_row(work, study_id)
    question = question_from(row.question)
    return question, stored_trips(work, question.trips_sha256)


def is_open(work: Work, study_id: UUID) -> bool:
    """Say whether a study is still to be worked out."""
    return study_row(work, study_id).state != StudyState.DONE


def finish(work: Work, study_id: UUID, found: Answered) -> None:
    """Keep what was found, and suggest the best fleet of an optimisation.

    Raises GateClosed when the project may not suggest any more.
    """
    row = study_row(work, study_id)
    row.result = found.result
    row.plan_sha256 = store(work, study_id, plan_as_bytes(found.plan))
    row.state, row.finished_at = StudyState.DONE, work.now
    if found.answer:
        row.suggestion_id = _suggest(work, row, found)
    items.move_to(work, study_id, ItemState.READY)
    work.session.flush()
    audit.write(work, "fleet.study_finished", items.ref(study_id))


def _suggest(work: Work, row: StudyRow, found: Answered) -> UUID:
    question = question_from(row.question)
    version = basis_of(work, row.project_id, question)
    made = decisions.offer(
        work,
        items.get(work, row.item_id),
        NewSuggestion(
            answer=found.answer,
            reasons=reasons_as_json(found.reasons),
            confidence=found.confidence,
            model_version_id=version.id,
            basis={"code": __version__, "trips": row.trips},
            input=_as_bytes(row.question),
        ),
    )
    return made.id


def fail(work: Work, study_id: UUID) -> None:
    """Write down that a study came to nothing; its job says why."""
    row = study_row(work, study_id)
    if row.state == StudyState.WAITING:
        row.state, row.finished_at = StudyState.FAILED, work.now
        work.session.flush()


def charged_kinds(work: Work, question: Question) -> Question:
    """Return a question whose kinds charge as fast as the places let them."""
    from signatur.solutions.fleet.service.places import places

    found = places(work, project_of(work).id)
    return replace(question, kinds=kinds_as_charged(question.kinds, found, question.rules))
