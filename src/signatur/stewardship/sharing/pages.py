"""Sharing as pages: what was given out and taken in, and what a receiver still has to do."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response, UploadFile

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_download
from signatur.kernel.web.page import Page
from signatur.records.projects import service as projects
from signatur.stewardship.sharing import service
from signatur.stewardship.sharing.model import fingerprint_of
from signatur.stewardship.sharing.schema import DUTIES

router = APIRouter(prefix="/styring/deling")

Reading = Annotated[Page, page_for(projects.READ)]
Giving = Annotated[Page, page_for(service.GIVE)]
OpeningGiven = Annotated[Page, page_for(service.GIVE)]
TakingIn = Annotated[Page, page_for(service.TAKE_IN)]

# A model and what belongs to it; an upload that is larger is refused before it comes here.
_MOST_BYTES = 500_000_000


@router.get("")
def sharing(page: Reading) -> Response:
    work = page.work
    known = [one for one in projects.projects(work) if work.actor.may(projects.READ, one.id)]
    return page.show(
        "sharing/sharing.html",
        given=service.given_out(work),
        taken=service.taken_in(work),
        projects={one.id: one for one in known},
        to_give=[(one.id, one.name) for one in known if work.actor.may(service.GIVE, one.id)],
        may_take=work.actor.may(service.TAKE_IN),
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        fingerprint=fingerprint_of(service.installation_key(work.runtime)),
        duties=DUTIES,
    )


@router.post("/giv")
def give(
    page: Giving, project: Annotated[UUID, Form()], model_because: Annotated[str, Form()] = ""
) -> Response:
    service.give_out(page.work, project, model_because=model_because)
    return page.go_to("/styring/deling", _("The bundle is made. Fetch it below and hand it over."))


@router.get("/{bundle_id}/hent")
def fetch(page: OpeningGiven, bundle_id: UUID) -> Response:
    given, content = service.open_given_out(page.work, bundle_id)
    return as_download(f"signatur-{given.given_at:%Y-%m-%d}.zip", content)


@router.post("/tag-ind")
def take(page: TakingIn, file: UploadFile, trust: Annotated[str, Form()] = "") -> Response:
    content = file.file.read(_MOST_BYTES)
    found = service.take_in(page.work, content, trust=trust)
    return page.go_to(
        f"/styring/deling/{found.id}", _("The project is opened at the stage scoping.")
    )


@router.get("/{taken_id}")
def taken(page: Reading, taken_id: UUID) -> Response:
    work = page.work
    found = service.get_taken_in(work, taken_id)
    return page.show(
        "sharing/taken.html",
        found=found,
        project=projects.get(work, found.project_id),
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        may_check=work.actor.may(service.TAKE_IN, found.project_id),
    )


@router.post("/{taken_id}/igen")
def check_again(page: TakingIn, taken_id: UUID) -> Response:
    service.check_again(page.work, taken_id)
    return page.go_to(f"/styring/deling/{taken_id}", _("Checked again."))
