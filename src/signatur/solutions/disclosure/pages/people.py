"""Who is who in a case, what is decided for each, and what may not belong in it at all."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Query, Response

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.casework import case_values
from signatur.solutions.disclosure.pages.sheet import page_path
from signatur.solutions.disclosure.schema.parties import Role, Treatment
from signatur.solutions.disclosure.schema.titles import DOUBT_TITLES, ROLE_TITLES

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
Reviewing = Annotated[Page, page_for(service.REVIEW)]

_TOLD = 200


@router.get("/sag/{case_id}/personer")
def people(page: Reading, case_id: UUID, rolle: str = "", soeg: str = "") -> Response:
    work = page.work
    values = case_values(page, case_id, "people")
    sought = soeg.strip().casefold()
    found = service.people(work, case_id)
    shown = [
        one
        for one in found
        if (not rolle or one.role.value == rolle)
        and (not sought or sought in " ".join((*one.names, *one.cpr)).casefold())
    ]
    return page.show(
        "disclosure/people.html",
        **values,
        people=shown,
        all_people=found,
        is_about_somebody=any(one.role.is_party for one in found),
        doubts=service.doubts(work, case_id),
        documents={one.id: one for one in service.documents(work, case_id)},
        roles=ROLE_TITLES,
        doubt_titles=DOUBT_TITLES,
        grounds=service.grounds_of(work, case_id),
        chosen={"rolle": rolle, "soeg": soeg},
        page_path=page_path,
        may_review=work.actor.may(service.REVIEW, values["case"].project_id),
    )


@router.get("/sag/{case_id}/person")
def one(page: Reading, case_id: UUID, noegle: Annotated[str, Query()]) -> Response:
    """Show where somebody is mentioned."""
    work = page.work
    values = case_values(page, case_id, "people")
    found = {one.key: one for one in service.people(work, case_id)}
    return page.show(
        "disclosure/person.html",
        **values,
        person=found.get(noegle),
        key=noegle,
        mentions=service.mentions(work, case_id, noegle)[:_TOLD],
        documents={one.id: one for one in service.documents(work, case_id)},
        roles=ROLE_TITLES,
        page_path=page_path,
        may_review=work.actor.may(service.REVIEW, values["case"].project_id),
    )


def _back(page: Page, case_id: UUID, told: object = None) -> Response:
    return page.go_to(f"/aktindsigt/sag/{case_id}/personer", told)  # type: ignore[arg-type]


@router.post("/sag/{case_id}/personer/rolle")
def state_role(
    page: Reviewing,
    case_id: UUID,
    noegle: Annotated[str, Form()],
    rolle: Annotated[Role, Form()],
) -> Response:
    service.state_role(page.work, case_id, noegle, rolle)
    return _back(page, case_id)


@router.post("/sag/{case_id}/personer/beslutning")
def decide(
    page: Reviewing,
    case_id: UUID,
    noegle: Annotated[str, Form()],
    valg: Annotated[Treatment, Form()],
    grund: Annotated[str, Form()] = "",
    husk: Annotated[str, Form()] = "",
) -> Response:
    remember = "authority" if husk else ""
    event = service.decide_person(page.work, case_id, noegle, valg, grund, remember=remember)
    return _back(page, case_id, _("Decided for %(count)d mention(s).", count=event.findings))


@router.post("/sag/{case_id}/personer/saml")
def merge(
    page: Reviewing, case_id: UUID, noegle: Annotated[str, Form()], med: Annotated[str, Form()]
) -> Response:
    service.merge(page.work, case_id, noegle, med)
    return _back(page, case_id, _("The two are one person now."))


@router.post("/sag/{case_id}/personer/kald")
def call(
    page: Reviewing,
    case_id: UUID,
    noegle: Annotated[str, Form()],
    ord: Annotated[str, Form()],  # noqa: A002 (the field's name on the page)
) -> Response:
    service.call(page.work, case_id, ord, noegle)
    return _back(page, case_id, _("The word is tied to the person."))


@router.post("/fund/{finding_id}/en-anden")
def split(page: Reviewing, finding_id: UUID, sag: Annotated[UUID, Form()]) -> Response:
    service.split(page.work, finding_id)
    return _back(page, sag, _("That mention is somebody else."))


@router.post("/tvivl/{doubt_id}")
def answer_doubt(
    page: Reviewing,
    doubt_id: UUID,
    hoerer_til: Annotated[int, Form()],
    note: Annotated[str, Form()] = "",
    tilbage: Annotated[str, Form()] = "",
    sag: Annotated[UUID | None, Form()] = None,
) -> Response:
    try:
        case_id = service.answer_doubt(page.work, doubt_id, bool(hoerer_til), note)
    except NotFound:
        # The persons were linked anew meanwhile, and with them the doubts.
        if sag is None:
            raise
        return _back(page, sag, _("The list was brought up to date meanwhile. Look again."))
    told = (
        _("It belongs here.")
        if hoerer_til
        else _("It does not belong here. See that it is moved to its own case.")
    )
    is_ours = tilbage.startswith("/aktindsigt/") and "//" not in tilbage
    return page.go_to(tilbage if is_ours else f"/aktindsigt/sag/{case_id}/personer", told)
