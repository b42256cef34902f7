"""Training: what people have settled since last time, the candidates, and starting anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from fastapi import APIRouter, Response

from signatur.kernel.web.doors import page_for
from signatur.kernel.web.operations import CHANGE_JOBS, READ_JOBS, STATE_TITLES
from signatur.kernel.web.page import Page
from signatur.records.projects.schema import EVIDENCE_TITLES, Act, judge
from signatur.records.registry import service as registry
from signatur.records.registry.schema import MODEL_STATE_TITLES, ModelState, figures
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.service import comparing, examining, shadowing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.records.registry.schema import Figure

router = APIRouter()

Reading = Annotated[Page, page_for(registry.READ)]
Training = Annotated[Page, page_for(registry.TRAIN)]

# The figures that a list of candidates is judged by; the model's own page has all of them.
_SHOWN = ("accuracy", "top3_accuracy", "ece")
_PROMISED = 0.95


@router.get("/traening")
def training(page: Reading) -> Response:
    work = page.work
    project = service.project_of(work)
    versions = registry.versions(work, project.id)
    actor = work.actor
    return page.show(
        "mail_routing/training.html",
        project=project,
        versions=versions,
        shown={one.id: _shown(one.metrics) for one in versions},
        names=work.runtime.identity.names_of(
            work.session, {one.created_by for one in versions if one.created_by}
        ),
        settled=service.count_lessons(work, project.id),
        learning=judge(project, Act.LEARN, work.today),
        evidence_titles=EVIDENCE_TITLES,
        job=service.training_under_way(work, project.id),
        job_states=STATE_TITLES,
        model_states=MODEL_STATE_TITLES,
        said={
            one.id: judged.said
            for one in versions
            if one.state is not ModelState.CHAMPION
            and (judged := comparing.judge_model(work, one.id)) is not None
        },
        former=registry.former_champion(work, project.id),
        shadows={
            one.model_version_id for one in shadowing.shadows(work, project.id) if one.until is None
        },
        examined=examining.last_examined(work, project.id),
        open_hints=service.count_hints(work),
        may_confirm=actor.may(service.CONFIRM, project.id),
        may_promote=actor.may(registry.PROMOTE, project.id),
        may_train=actor.may(registry.TRAIN, project.id),
        may_read_jobs=actor.may(READ_JOBS),
        may_stop=actor.may(CHANGE_JOBS),
        may_read_list=actor.may(service.READ, project.id),
    )


@router.post("/traen")
def train(page: Training) -> Response:
    """Start training on what people have settled so far."""
    project = service.project_of(page.work)
    job_id = service.start_training(page.work, project.id)
    return page.go_to(f"/job/{job_id}")


def _shown(metrics: Mapping[str, Any]) -> Mapping[str, Figure]:
    """Return the figures of one model by name, and of the promised precisions the usual one."""
    found = figures(metrics)
    named = [
        dict(zip(table.columns, row, strict=True))
        for table in found.tables
        if table.name == "targets"
        for row in table.rows
    ]
    usual = [one for one in named if (target := one.get("target")) and target.value == _PROMISED]
    promised = {name: one[name] for one in usual for name in ("coverage", "precision")}
    single = {name: figure for name, figure in found.single if name in _SHOWN}
    return single | {name: figure for name, figure in promised.items() if figure is not None}
