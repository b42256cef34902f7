"""Putting what the next authority needs into a bundle, and nothing about anybody."""

from __future__ import annotations

import io
import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, BinaryIO

from sqlalchemy import select

import signatur
from signatur.kernel import blob_uses
from signatur.kernel.errors import Conflict, InputProblem, NotFound
from signatur.kernel.i18n import reading_in
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.permissions import ActorKind, Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.floors import service as floors
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EVIDENCE_TITLES, asked_until
from signatur.records.registry import service as registry
from signatur.records.registry.schema import COMPARISON
from signatur.stewardship.sharing.model import person_data_in, without_addresses, write_bundle
from signatur.stewardship.sharing.schema import DUTIES, GivenOut
from signatur.stewardship.sharing.service.keys import installation_key
from signatur.stewardship.sharing.tables import GivenOutRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from signatur.kernel.part import SharedDocument
    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project

GIVE = Permission(
    "sharing.give",
    _("give a project out to other authorities"),
    frozenset({Role.PROJECT_OWNER, Role.LEGAL}),
)


class NotShareable(Conflict):
    """What a bundle would hold must not leave the authority."""


def give_out(work: Work, project_id: UUID, *, model_because: str = "") -> tuple[GivenOut, bytes]:
    """Return a signed bundle of a project without personal data, and what was written down of it.

    The model in use goes with it only when the acting person states why it may: that its bytes
    hold nothing of anybody (EDPB opinion 28/2024: each model is judged by itself). Raises NotFound,
    NotAllowed, NotShareable when a document holds somebody's number or there is no model to give.
    """
    project = projects.get(work, project_id)
    work.require(GIVE, project_id)
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise InputProblem(log="no person", shown=_("Only a person can give a project out."))
    files = dict(_files(work, project))
    if model_because.strip():
        files.update(_model_files(work, project_id))
    found = person_data_in(files)
    if found:
        raise NotShareable(
            log=f"personal data in {len(found)} files",
            shown=_("A CPR number stands in %(name)s. Remove it there first.", name=found[0]),
        )
    about = {
        "authority": people.authority(work).name,
        "solution": project.solution,
        "project": project.name,
        "stage": project.stage.value,
        "made_at": work.now.isoformat(),
        "signatur": signatur.__version__,
        "model": bool(model_because.strip()),
        "model_because": without_addresses(model_because.strip()),
    }
    content = write_bundle(files, about, installation_key(work.runtime))
    blob = work.runtime.blobs.put(work.authority_id, io.BytesIO(content))
    row = GivenOutRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        sha256=blob.sha256,
        size=blob.size,
        given_by=work.actor.id,
        given_at=work.now,
        model_because=model_because.strip(),
    )
    work.session.add(row)
    work.session.flush()
    blob_uses.use(work, row.id, blob)
    audit.write(
        work,
        "sharing.given_out",
        ObjectRef("project", project_id),
        sha256=row.sha256,
        with_model=bool(row.model_because),
    )
    return _given(row), content


def given_out(work: Work) -> list[GivenOut]:
    """Return the bundles that were given out and that the actor may see, newest first."""
    query = select(GivenOutRow).filter_by(authority_id=work.authority_id)
    rows = work.session.scalars(query.order_by(GivenOutRow.id.desc()).limit(200))
    return [_given(row) for row in rows if work.actor.may(projects.READ, row.project_id)]


def open_given_out(work: Work, bundle_id: UUID) -> tuple[GivenOut, BinaryIO]:
    """Open a bundle as it was given out. Raises NotFound, NotAllowed."""
    row = work.session.get(GivenOutRow, bundle_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no bundle {bundle_id}", shown=_("This bundle does not exist."))
    work.require(GIVE, row.project_id)
    return _given(row), work.runtime.blobs.open(work.authority_id, row.sha256)


def _files(work: Work, project: Project) -> Iterator[tuple[str, bytes]]:
    with reading_in("da"):
        yield "LAES-MIG.md", _read_me(work, project).encode()
        yield "project.json", _json(_told(work, project))
        yield (
            "redo.json",
            _json(
                [{**asdict(one), "title": str(one.title), "why": str(one.why)} for one in DUTIES]
            ),
        )
        floor = floors.current(work, project.id)
        if floor is not None:
            yield "floor.json", _json({"hash": floor.hash, "terms": asdict(floor.terms)})
        for part in work.runtime.parts:
            for document in part.shares(work, project.id) if part.shares else ():
                yield f"documents/{part.name}/{document.name}.json", _json(_document(document))
    solution = _solution(work, project)
    if solution is not None:
        yield "solution.md", solution.readme.read_bytes()


def _document(document: SharedDocument) -> dict[str, Any]:
    return {
        "name": document.name,
        "title": document.title,
        "fields": [
            {**asdict(one), "value": without_addresses(one.value)} for one in document.fields
        ],
    }


def _told(work: Work, project: Project) -> dict[str, Any]:
    """Return what evidence the project has, without who signed it."""
    return {
        "name": project.name,
        "solution": project.solution,
        "stage": project.stage,
        "evidence": [
            {
                "kind": kind,
                "title": str(EVIDENCE_TITLES[kind]),
                "must_redo": True,
                "statements": [
                    without_addresses(one.statement)
                    for one in project.evidence
                    if one.kind is kind and one.is_valid(work.today)
                ],
            }
            for kind in asked_until(project.stage)
        ],
    }


def _model_files(work: Work, project_id: UUID) -> Iterator[tuple[str, bytes]]:
    champion = registry.champion(work, project_id)
    if champion is None:
        raise NotShareable(
            log="no champion", shown=_("No model is in use that could be given out.")
        )
    yield "model/model.bin", registry.read_model(work, champion)
    yield "model/probe.json", registry.read_probe(work, champion)
    yield "model/card.json", _json(champion.card)
    yield (
        "model/version.json",
        _json(
            {
                "number": champion.number,
                "method": champion.method,
                "sha256": champion.sha256,
                "snapshot_sha256": champion.snapshot_sha256,
                "snapshot_rows": champion.snapshot_rows,
                "code_version": champion.code_version,
                "seed": champion.seed,
                "metrics": {
                    name: one for name, one in champion.metrics.items() if name != COMPARISON
                },
            }
        ),
    )


def _read_me(work: Work, project: Project) -> str:
    giver = people.authority(work).name
    lines = [
        f"# {project.name}",
        "",
        f"{_('A project of %(name)s, shared with Signatur.', name=giver)}",
        "",
        f"## {_('What you must redo yourselves')}",
        "",
        *(f"- **{one.title}.** {one.why}" for one in DUTIES),
        "",
        str(
            _(
                "Take it in with `signatur share import FILE`. The project then stands at the stage "
                "scoping, and no gate is open before your own evidence is signed."
            )
        ),
        "",
    ]
    return "\n".join(lines)


def _solution(work: Work, project: Project) -> Solution | None:
    found = [part for part in work.runtime.parts if part.name == project.solution]
    return found[0] if found and isinstance(found[0], Solution) else None


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, indent=1, default=str).encode()


def _given(row: GivenOutRow) -> GivenOut:
    return GivenOut(
        id=row.id,
        project_id=row.project_id,
        sha256=row.sha256,
        size=row.size,
        given_by=row.given_by,
        given_at=row.given_at,
        model_because=row.model_because,
    )
