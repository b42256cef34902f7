"""Giving out: a release is made and checked by a job, decided by a person, and had as one file."""

from __future__ import annotations

import io
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_download, as_file
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.casework import case_values
from signatur.solutions.disclosure.pages.sheet import page_path
from signatur.solutions.disclosure.schema.case import (
    ACCESS_TITLES,
    RELEASE_STATE_TITLES,
    ReleaseState,
)
from signatur.solutions.disclosure.schema.titles import CHANNEL_TITLES, NOT_DONE_TITLES

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
# That somebody took the documents is written down.
Opening = Annotated[Page, page_for(service.READ, writes=True)]
Reviewing = Annotated[Page, page_for(service.REVIEW)]
Releasing = Annotated[Page, page_for(service.RELEASE)]

_MOST_IN_A_FILE = 50_000


@router.get("/sag/{case_id}/udlevering")
def releases(page: Reading, case_id: UUID) -> Response:
    work = page.work
    values = case_values(page, case_id, "release")
    project_id = values["case"].project_id
    found = service.releases(work, case_id)
    ids = {who for one in found for who in (one.prepared_by, one.decided_by) if who}
    open_ones = [one for one in found if one.state is ReleaseState.PREPARING and one.job_id]
    return page.show(
        "disclosure/releases.html",
        **values,
        releases=found,
        jobs=[jobs.get(work, one.job_id) for one in open_ones if one.job_id],
        hindrances=service.hindrances(work, case_id),
        documents={one.id: one for one in service.documents(work, case_id)},
        states=RELEASE_STATE_TITLES,
        accesses=ACCESS_TITLES,
        channels=CHANNEL_TITLES,
        not_done_titles=NOT_DONE_TITLES,
        grounds={one.key: one for one in service.grounds_of(work, case_id)},
        names=work.runtime.identity.names_of(work.session, ids) if ids else {},
        recipient=values["case"].requester.contact or values["case"].requester.name,
        page_path=page_path,
        may_review=work.actor.may(service.REVIEW, project_id),
        may_release=work.actor.may(service.RELEASE, project_id),
    )


@router.post("/sag/{case_id}/udlevering")
def prepare(
    page: Reviewing,
    case_id: UUID,
    dokument: Annotated[list[UUID] | None, Form()] = None,
    del_: Annotated[int, Form(alias="del")] = 0,
) -> Response:
    """Make all documents, or those that were ticked: a part of the answer may leave before the rest."""
    chosen = (dokument or []) if del_ else dokument
    service.prepare_release(page.work, case_id, chosen)
    return page.go_to(
        f"/aktindsigt/sag/{case_id}/udlevering", _("The documents are being made and checked.")
    )


@router.post("/udlevering/{release_id}/giv")
def give_out(
    page: Releasing,
    release_id: UUID,
    modtager: Annotated[str, Form()] = "",
    note: Annotated[str, Form()] = "",
) -> Response:
    release = service.give_out(page.work, release_id, modtager, note)
    return page.go_to(
        f"/aktindsigt/sag/{release.case_id}/udlevering",
        _("Decided. Download the documents and send them to the requester."),
    )


@router.post("/udlevering/{release_id}/opgiv")
def cancel(page: Reviewing, release_id: UUID, grund: Annotated[str, Form()] = "") -> Response:
    case_id = service.release(page.work, release_id).case_id
    service.cancel_release(page.work, release_id, grund)
    return page.go_to(f"/aktindsigt/sag/{case_id}/udlevering")


@router.get("/udlevering/{release_id}/dokumenter.zip")
def bundle(page: Opening, release_id: UUID) -> Response:
    release = service.release(page.work, release_id)
    name = f"aktindsigt-{release.number}.zip"
    return as_download(name, service.open_bundle(page.work, release_id))


@router.get("/udlevering/{release_id}/mail.eml")
def mail(page: Opening, release_id: UUID) -> Response:
    """A draft that a mail program opens, with the documents in it."""
    name = f"aktindsigt-{service.release(page.work, release_id).number}.eml"
    return as_download(name, io.BytesIO(service.draft_mail(page.work, release_id)))


@router.get("/udlevering/{release_id}/rapport.json")
def report(page: Reading, release_id: UUID) -> Response:
    return Response(
        service.open_report(page.work, release_id),
        media_type="application/json",
        headers={"Content-Disposition": 'attachment; filename="rapport.json"'},
    )


@router.get("/log")
def log(page: Reading, fil: str = "") -> Response:
    """Show who got what, when, on whose decision."""
    work = page.work
    found = service.disclosed_in_project(work, limit=_MOST_IN_A_FILE if fil else 200)
    ids = {one.by for one in found if one.by}
    names = work.runtime.identity.names_of(work.session, ids) if ids else {}
    if fil:
        return _as_file(fil, found, names)
    return page.show("disclosure/log.html", lines=found, names=names, accesses=ACCESS_TITLES)


def _as_file(kind: str, found: Any, names: Any) -> Response:
    titles = (
        _("Given out"), _("Document"), _("Access"), _("Ground"), _("Recipient"), _("Decided by"),
        _("Fingerprint"),
    )  # fmt: skip
    rows = [
        (
            one.at.isoformat(), one.number, str(ACCESS_TITLES[one.access]), ", ".join(one.grounds),
            one.recipient, names.get(one.by, ""), one.sha256,
        )
        for one in found
    ]  # fmt: skip
    return as_file("udleveret", kind, [str(one) for one in titles], rows)
