"""Registering models, reading their bytes back unchanged, and choosing which one is used."""

from __future__ import annotations

import hashlib
import io
from typing import TYPE_CHECKING

from sqlalchemy import func, select
from sqlalchemy.exc import IntegrityError

from signatur.kernel import blob_uses
from signatur.kernel.errors import Conflict, InputProblem, NotFound, SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.permissions import Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act
from signatur.records.registry.schema import ModelState, ModelVersion, NewModel
from signatur.records.registry.tables import ModelVersionRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.part import ModelJudgement
    from signatur.kernel.work import Work

READ = Permission(
    "registry.read",
    _("see models"),
    frozenset(
        {
            Role.SUPER_USER,
            Role.DATA_SCIENTIST,
            Role.PROJECT_OWNER,
            Role.LEGAL,
            Role.AUDITOR,
            Role.OPERATIONS,
        }
    ),
)
TRAIN = Permission(
    "registry.train", _("train a model"), frozenset({Role.DATA_SCIENTIST, Role.SUPER_USER})
)
PROMOTE = Permission(
    "registry.promote",
    _("put a model into use"),
    frozenset({Role.SUPER_USER, Role.PROJECT_OWNER, Role.DATA_SCIENTIST}),
)

AUDIT_PHRASES = {
    "registry.registered": _("Model version %(number)s registered"),
    "registry.promoted": _("Model version %(number)s put into use"),
    "registry.promoted_because": _("Model version %(number)s put into use: %(because)s"),
    "registry.retired": _("Model version %(number)s taken out of use"),
    "registry.rolled_back": _("Went back to model version %(number)s: %(because)s"),
}


class ModelChanged(SignaturError):
    """Stored model bytes no longer have the hash that they were registered with."""

    def __init__(self, version_id: UUID) -> None:
        super().__init__(
            log=f"bytes of model version {version_id} do not fit their hash",
            shown=_("The stored model was changed after it was registered. It is not used."),
        )


def register(work: Work, project_id: UUID, new: NewModel) -> ModelVersion:
    """Store a model version as a candidate.

    Raises NotFound for a project of another authority, GateClosed when it was learnt from cases of a
    project that may not learn.
    """
    projects.get(work, project_id)
    if new.snapshot:
        projects.require(work, project_id, Act.LEARN)
    blobs = [
        work.runtime.blobs.put(work.authority_id, io.BytesIO(content))
        for content in (new.model, new.snapshot, new.probe)
    ]
    model, snapshot, probe = blobs
    highest = work.session.scalar(
        select(func.max(ModelVersionRow.number)).filter_by(project_id=project_id)
    )
    row = ModelVersionRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        number=(highest or 0) + 1,
        method=new.method,
        sha256=model.sha256,
        size=model.size,
        snapshot_sha256=snapshot.sha256,
        snapshot_rows=new.snapshot_rows,
        probe_sha256=probe.sha256,
        code_version=new.code_version,
        seed=new.seed,
        metrics=dict(new.metrics),
        card=dict(new.card),
        state=ModelState.CANDIDATE,
        created_by=work.actor.id,
        created_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    for blob in blobs:
        blob_uses.use(work, row.id, blob)
    _tell(work, row, "registry.registered", sha256=row.sha256, rows=row.snapshot_rows)
    return _version(row)


def promote(work: Work, version_id: UUID, because: str = "") -> ModelVersion:
    """Put a model version into use in place of the one before.

    Raises NotFound, NotAllowed, GateClosed where it takes another's place and the project may not
    learn any more, Conflict when the same person trained it (four eyes) or a colleague was first, InputProblem without a reason where the solution judges it worse than the
    one in use, and whatever the solution raises when the model answers its probe set otherwise
    than when it was registered.
    """
    row = _row(work, version_id)
    work.require(PROMOTE, row.project_id)
    if champion(work, row.project_id) is not None:
        projects.require(work, row.project_id, Act.LEARN)
    if is_own(work, _version(row)):
        raise Conflict(
            log=f"{work.actor.id} trained model version {version_id}",
            shown=_("A colleague must put the model into use: you trained it yourself."),
        )
    judged = judgement(work, _version(row))
    if judged is not None and judged.needs_reason and not because.strip():
        raise InputProblem(
            log=f"model version {version_id} needs a reason",
            shown=_("Write why you put it into use although it did worse than the one in use."),
        )
    solution = _solution(work, row.project_id)
    if solution is not None and solution.check_model is not None:
        solution.check_model(work, version_id)
    _put_into_use(work, row)
    if because.strip():
        _tell(work, row, "registry.promoted_because", because=because.strip())
    else:
        _tell(work, row, "registry.promoted")
    return _version(row)


def judgement(work: Work, version: ModelVersion) -> ModelJudgement | None:
    """Return what the solution says of a version beside the one in use; None: nothing."""
    solution = _solution(work, version.project_id)
    if solution is None or solution.judge_model is None:
        return None
    return solution.judge_model(work, version.id)


def roll_back(work: Work, project_id: UUID, because: str) -> ModelVersion:
    """Put the model that was in use before back into use, at once and with a reason.

    A second person put it into use once; that holds. Raises NotAllowed, InputProblem without a
    reason, NotFound when none was in use before, and whatever the solution raises when the model
    answers its probe set otherwise than when it was registered.
    """
    work.require(PROMOTE, project_id)
    if not because.strip():
        raise InputProblem(log="no reason", shown=_("Write why you go back."))
    former = former_champion(work, project_id)
    if former is None:
        raise NotFound(log="no former champion", shown=_("No other model was in use before."))
    solution = _solution(work, project_id)
    if solution is not None and solution.check_model is not None:
        solution.check_model(work, former.id)
    row = _row(work, former.id)
    _put_into_use(work, row)
    _tell(work, row, "registry.rolled_back", because=because.strip())
    return _version(row)


def _put_into_use(work: Work, row: ModelVersionRow) -> None:
    version_id, former = row.id, _champion_row(work, row.project_id)
    if former is not None and former.id != version_id:
        former.state = ModelState.RETIRED
        work.session.flush()
        _tell(work, former, "registry.retired")
    row.state = ModelState.CHAMPION
    row.promoted_by = work.actor.id
    row.promoted_at = work.now
    try:
        work.session.flush()
    except IntegrityError as clash:
        raise Conflict(
            log=f"model version {version_id} came second",
            shown=_("A colleague has put another model into use meanwhile. Look again."),
        ) from clash


def _solution(work: Work, project_id: UUID) -> Solution | None:
    name = projects.get(work, project_id).solution
    found = [part for part in work.runtime.parts if part.name == name]
    return found[0] if found and isinstance(found[0], Solution) else None


def is_own(work: Work, version: ModelVersion) -> bool:
    """Say whether the actor trained a model version, and so may not put it into use (four eyes)."""
    return version.created_by is not None and version.created_by == work.actor.id


def champion(work: Work, project_id: UUID) -> ModelVersion | None:
    """Return the model version in use, if there is one."""
    row = _champion_row(work, project_id)
    return _version(row) if row is not None else None


def former_champion(work: Work, project_id: UUID) -> ModelVersion | None:
    """Return the model version that was in use last, beside the one that is."""
    query = (
        select(ModelVersionRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id, state=ModelState.RETIRED)
        .where(ModelVersionRow.promoted_at.is_not(None))
        .order_by(ModelVersionRow.promoted_at.desc(), ModelVersionRow.number.desc())
        .limit(1)
    )
    row = work.session.scalar(query)
    return _version(row) if row is not None else None


def versions(work: Work, project_id: UUID) -> list[ModelVersion]:
    """Return all model versions of a project, newest first."""
    query = select(ModelVersionRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    rows = work.session.scalars(query.order_by(ModelVersionRow.number.desc()))
    return [_version(row) for row in rows]


def get(work: Work, version_id: UUID) -> ModelVersion:
    """Return a model version of the authority. Raises NotFound."""
    return _version(_row(work, version_id))


def read_model(work: Work, version: ModelVersion) -> bytes:
    """Return the bytes of a model. Raises ModelChanged, BlobMissing."""
    return _read(work, version, version.sha256)


def read_snapshot(work: Work, version: ModelVersion) -> bytes:
    """Return what a model learnt from, as ids and labels. Raises ModelChanged, BlobMissing."""
    return _read(work, version, version.snapshot_sha256)


def read_probe(work: Work, version: ModelVersion) -> bytes:
    """Return the probe set of a model. Raises ModelChanged, BlobMissing."""
    return _read(work, version, version.probe_sha256)


def _read(work: Work, version: ModelVersion, sha256: str) -> bytes:
    with work.runtime.blobs.open(work.authority_id, sha256) as file:
        content = file.read()
    if hashlib.sha256(content).hexdigest() != sha256:
        raise ModelChanged(version.id)
    return content


def _champion_row(work: Work, project_id: UUID) -> ModelVersionRow | None:
    return work.session.scalar(
        select(ModelVersionRow).filter_by(
            authority_id=work.authority_id, project_id=project_id, state=ModelState.CHAMPION
        )
    )


def _tell(work: Work, row: ModelVersionRow, action: str, **details: object) -> None:
    audit.write(work, action, ObjectRef("model_version", row.id), number=row.number, **details)


def _row(work: Work, version_id: UUID) -> ModelVersionRow:
    row = work.session.get(ModelVersionRow, version_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no model version {version_id}", shown=_("This model does not exist."))
    return row


def _version(row: ModelVersionRow) -> ModelVersion:
    return ModelVersion(
        id=row.id,
        project_id=row.project_id,
        number=row.number,
        method=row.method,
        sha256=row.sha256,
        size=row.size,
        snapshot_sha256=row.snapshot_sha256,
        snapshot_rows=row.snapshot_rows,
        probe_sha256=row.probe_sha256,
        code_version=row.code_version,
        seed=row.seed,
        metrics=row.metrics,
        card=row.card,
        state=ModelState(row.state),
        created_by=row.created_by,
        created_at=row.created_at,
        promoted_by=row.promoted_by,
        promoted_at=row.promoted_at,
    )
