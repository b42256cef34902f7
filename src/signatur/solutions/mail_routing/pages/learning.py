"""What mail teaches: signs of wrong decisions to confirm, the ten that would teach most, models."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.titles import NO_PLACE, Titles
from signatur.solutions.mail_routing.service import examining, shadowing

router = APIRouter()

Confirming = Annotated[Page, page_for(service.CONFIRM)]
Deciding = Annotated[Page, page_for(service.DECIDE)]
Reading = Annotated[Page, page_for(registry.READ)]
Training = Annotated[Page, page_for(registry.TRAIN)]
Promoting = Annotated[Page, page_for(registry.PROMOTE)]

_PAGE = "/postfordeling/laering"
_TRAINING = "/postfordeling/traening"
_TEN = 10


@router.get("/laering")
def learning(page: Confirming) -> Response:
    """Show signs that enquiries belong elsewhere, and the waiting ones that would teach most."""
    work = page.work
    project = service.project_of(work)
    return page.show(
        "mail_routing/learning.html",
        hints=service.hints(work, project.id),
        teaching=examining.teaching_most(work, project.id, _TEN),
        titles=Titles.of(work, project.id),
        source_titles=service.SOURCE_TITLES,
    )


@router.post("/laering/{hint_id}/bekraeft")
def confirm(page: Confirming, hint_id: UUID, place: Annotated[str, Form()]) -> Response:
    """Correct where an enquiry belongs, so that it teaches that."""
    titles = Titles.of(page.work, service.project_of(page.work).id)
    target = titles.chosen(place)
    if target is None:
        raise InputProblem(log="no such place", shown=NO_PLACE)
    service.confirm_hint(page.work, hint_id, target)
    return page.go_to(_PAGE, _("Corrected. The next model learns from it."))


@router.post("/laering/{hint_id}/afvis")
def dismiss(page: Confirming, hint_id: UUID) -> Response:
    service.dismiss_hint(page.work, hint_id)
    return page.go_to(_PAGE, _("Noted: it was sent rightly."))


@router.post("/{item_id}/forkert")
def say_wrong(page: Deciding, item_id: UUID, place: Annotated[str, Form()]) -> Response:
    """Say that a decided enquiry belongs elsewhere; somebody confirms it before it teaches."""
    titles = Titles.of(page.work, service.project_of(page.work).id)
    target = titles.chosen(place)
    if target is None:
        raise InputProblem(log="no such place", shown=NO_PLACE)
    service.say_wrong(page.work, item_id, target)
    return page.go_to(
        f"/postfordeling/{item_id}", _("Thank you. It is looked at before it teaches.")
    )


# --- models --------------------------------------------------------------------------------------


@router.get("/traening/skygge/{version_id}")
def compare(page: Reading, version_id: UUID) -> Response:
    """Show the model in use and a candidate side by side, on what people decided since."""
    work = page.work
    project = service.project_of(work)
    version = registry.get(work, version_id)
    running = {one.model_version_id: one for one in shadowing.shadows(work, project.id)}
    return page.show(
        "mail_routing/shadow.html",
        model=version,
        champion=registry.champion(work, project.id),
        shadow=running.get(version_id),
        found=shadowing.compare_shadow(work, project.id, version_id),
        titles=Titles.of(work, project.id),
        may_promote=work.actor.may(registry.PROMOTE, project.id),
        is_own=registry.is_own(work, version),
        may_read_list=work.actor.may(service.READ, project.id),
    )


@router.post("/traening/skygge/{version_id}/start")
def start(page: Promoting, version_id: UUID) -> Response:
    shadowing.start_shadow(page.work, version_id)
    return page.go_to(
        f"{_TRAINING}/skygge/{version_id}", _("It answers arriving mail from now on.")
    )


@router.post("/traening/skygge/{version_id}/stop")
def stop(page: Promoting, version_id: UUID) -> Response:
    shadowing.stop_shadow(page.work, version_id)
    return page.go_to(f"{_TRAINING}/skygge/{version_id}", _("It no longer answers arriving mail."))


@router.post("/traening/tilbage")
def roll_back(page: Promoting, because: Annotated[str, Form()]) -> Response:
    """Put the model that was in use before back into use."""
    project = service.project_of(page.work)
    registry.roll_back(page.work, project.id, because)
    return page.go_to(_TRAINING, _("The model of before is in use again."))


@router.post("/traening/undersoeg")
def examine(page: Training) -> Response:
    """Look for labels that are probably wrong, and for leaks."""
    project = service.project_of(page.work)
    job_id = examining.start_examining(page.work, project.id)
    return page.go_to(f"/job/{job_id}")
