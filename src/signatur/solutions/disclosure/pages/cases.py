"""The list of requests for access, and taking in a new one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Response, UploadFile

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.given import Given, moment_of
from signatur.solutions.disclosure.schema.case import (
    CASE_STATE_TITLES,
    CaseState,
    NewCase,
    Requester,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.solutions.disclosure.schema.case import CaseLine

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
HandingIn = Annotated[Page, page_for(service.HAND_IN)]

_MOST_IN_A_FILE = 5_000
_ENDED = {one.value for one in CaseState if not one.is_open}


@router.get("")
def cases(
    page: Reading, tilstand: str = "", hvem: str = "", soeg: str = "", alle: str = "", fil: str = ""
) -> Response:
    work = page.work
    project = service.project_of(work)
    found = service.cases(work, limit=_MOST_IN_A_FILE)
    if alle or tilstand in _ENDED:
        found = [*found, *service.cases(work, is_open=False, limit=_MOST_IN_A_FILE)]
    names = _handlers(page, found)
    sought = soeg.strip().casefold()
    shown = [
        one
        for one in found
        if (not tilstand or one.state.value == tilstand)
        and (hvem != "mig" or one.handler_id == work.actor.id)
        and (not sought or sought in f"{one.number} {one.title} {one.requester}".casefold())
    ]
    if fil:
        return _as_file(fil, shown, names)
    return page.show(
        "disclosure/cases.html",
        cases=shown,
        total=len(found),
        names=names,
        states=CASE_STATE_TITLES,
        chosen={"tilstand": tilstand, "hvem": hvem, "soeg": soeg, "alle": alle},
        may_hand_in=work.actor.may(service.HAND_IN, project.id),
        may_change_law=work.actor.may(service.CHANGE_LAW, project.id),
    )


def _handlers(page: Page, found: Sequence[CaseLine]) -> Mapping[UUID, str]:
    ids = {one.handler_id for one in found if one.handler_id}
    return page.work.runtime.identity.names_of(page.work.session, ids) if ids else {}


def _as_file(kind: str, found: Sequence[CaseLine], names: Mapping[UUID, str]) -> Response:
    titles = (
        _("Number"), _("Request"), _("Requester"), _("State"), _("Received"), _("Due"),
        _("Working days left"), _("Handled by"), _("Documents"), _("Pages"), _("Pages looked at"),
        _("Undecided"),
    )  # fmt: skip
    rows = [
        (
            one.number, one.title, one.requester, str(CASE_STATE_TITLES[one.state]),
            one.received_on.isoformat(), one.due_on.isoformat(), one.days_left,
            names.get(one.handler_id, "") if one.handler_id else "", one.documents, one.pages,
            one.pages_seen, one.open_findings,
        )
        for one in found
    ]  # fmt: skip
    return as_file("aktindsigter", kind, [str(one) for one in titles], rows)


@router.get("/ny")
def form(page: HandingIn) -> Response:
    return page.show("disclosure/new_case.html", today=page.work.today)


@router.post("/ny")
def new(page: HandingIn, given: Given) -> Response:
    case_id = service.new_case(
        page.work,
        NewCase(
            title=given.get("titel", ""),
            request=given.get("anmodning", ""),
            requester=Requester(
                name=given.get("navn", ""),
                contact=given.get("kontakt", ""),
                is_journalist="journalist" in given,
                represents=given.get("paa_vegne_af", ""),
            ),
            received_at=moment_of(given.get("modtaget", "")),
            case_number=given.get("sagsnummer", ""),
            is_article_15="artikel15" in given,
        ),
    )
    return page.go_to(
        f"/aktindsigt/sag/{case_id}/dokumenter",
        _("The request is registered. Hand in the documents of the case."),
    )


@router.post("/sag/{case_id}/filer")
def hand_in(page: HandingIn, case_id: UUID, filer: list[UploadFile]) -> Response:
    """Take in files of a case; each is stored at once and read by a job."""
    handed = [
        service.hand_in(page.work, case_id, one.filename or "", one.file)
        for one in filer
        if one.filename
    ]
    new_ones = sum(one.is_new for one in handed)
    told = (
        _("%(count)d file(s) handed in. They are being read.", count=new_ones)
        if new_ones
        else _("Choose files first.")
        if not handed
        else _("These files were handed in before.")
    )
    return page.go_to(f"/aktindsigt/sag/{case_id}/dokumenter", told)
