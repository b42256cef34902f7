"""The model registry as pages: versions, what each was made from, how good it is, which is used."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.i18n import show_moment
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.projects import service as projects
from signatur.records.registry import service
from signatur.records.registry.schema import (
    CARD_TITLES,
    METRIC_TITLES,
    MODEL_STATE_TITLES,
    SHARES,
    WORD_TITLES,
    ModelState,
    card_figures,
    figures,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.work import Work
    from signatur.records.projects.schema import Project
    from signatur.records.registry.schema import ModelVersion

router = APIRouter(prefix="/modeller")

Reading = Annotated[Page, page_for(service.READ)]
Promoting = Annotated[Page, page_for(service.PROMOTE)]


@router.get("")
def models(page: Reading, fil: str = "") -> Response:
    work = page.work
    visible = [one for one in projects.projects(work) if work.actor.may(service.READ, one.id)]
    versions = {project.id: service.versions(work, project.id) for project in visible}
    names = _names(work, [one for some in versions.values() for one in some])
    if fil:
        return _as_file(fil, visible, versions, names)
    return page.show(
        "registry/models.html",
        projects=visible,
        versions=versions,
        names=names,
        state_titles=MODEL_STATE_TITLES,
    )


@router.get("/{version_id}")
def model(page: Reading, version_id: UUID) -> Response:
    work = page.work
    version = service.get(work, version_id)
    work.require(service.READ, version.project_id)
    return page.show(
        "registry/model.html",
        model=version,
        project=projects.get(work, version.project_id),
        figures=figures(version.metrics),
        card=card_figures(version.card),
        shares=SHARES,
        names=_names(work, [version]),
        is_used=version.state is ModelState.CHAMPION,
        is_own=service.is_own(work, version),
        judged=service.judgement(work, version),
        may_promote=work.actor.may(service.PROMOTE, version.project_id),
        events=audit.events(work, audit.trail(work, ObjectRef("model_version", version.id))),
        state_titles=MODEL_STATE_TITLES,
        metric_titles=METRIC_TITLES,
        card_titles={**METRIC_TITLES, **CARD_TITLES},
        word_titles=WORD_TITLES,
    )


@router.post("/{version_id}/brug")
def promote(page: Promoting, version_id: UUID, because: Annotated[str, Form()] = "") -> Response:
    version = service.promote(page.work, version_id, because)
    return page.go_to(
        f"/modeller/{version_id}",
        _("Model version %(number)s is in use from now on.", number=version.number),
    )


def _names(work: Work, versions: list[ModelVersion]) -> Mapping[UUID, str]:
    ids = {one for version in versions for one in (version.created_by, version.promoted_by) if one}
    return work.runtime.identity.names_of(work.session, ids)


def _as_file(
    kind: str,
    visible: list[Project],
    versions: Mapping[UUID, list[ModelVersion]],
    names: Mapping[UUID, str],
) -> Response:
    header = [
        _("Project"),
        _("Version"),
        _("State"),
        _("Method"),
        _("Trained"),
        _("Trained by"),
        _("Training rows"),
        _("Hash of the model"),
    ]
    rows = (
        (
            project.name,
            one.number,
            str(MODEL_STATE_TITLES[one.state]),
            one.method,
            show_moment(one.created_at),
            names[one.created_by] if one.created_by else "Signatur",
            one.snapshot_rows,
            one.sha256,
        )
        for project in visible
        for one in versions[project.id]
    )
    return as_file("modeller", kind, [str(title) for title in header], rows)
