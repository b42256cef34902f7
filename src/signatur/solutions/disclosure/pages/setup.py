"""What an authority's lawyer edits: grounds, letters and bodies for complaints, as texts with versions."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import SetupKind
from signatur.solutions.disclosure.schema.law import Problem

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
Changing = Annotated[Page, page_for(service.CHANGE_LAW)]

SETUP_TITLES = {
    SetupKind.GROUNDS: _("Grounds and duties"),
    SetupKind.LETTERS: _("Letters"),
    SetupKind.BODIES: _("Bodies for complaints"),
}


@router.get("/regler")
def setup(page: Reading, slags: SetupKind = SetupKind.GROUNDS, version: str = "") -> Response:
    work = page.work
    versions = service.setup_versions(work, slags)
    shown = next((one for one in versions if str(one.id) == version), None)
    now = service.setup_now(work, slags)
    content = shown.content if shown else now.content if now else service.packaged_setup(slags)
    return _page(page, slags, content, shown_id=version)


def _page(
    page: Page,
    kind: SetupKind,
    content: str,
    *,
    problems: object = (),
    note: str = "",
    shown_id: str = "",
) -> Response:
    work = page.work
    versions = service.setup_versions(work, kind)
    ids = {who for one in versions for who in (one.written_by, one.approved_by) if who}
    return page.show(
        "disclosure/setup.html",
        kind=kind,
        titles=SETUP_TITLES,
        content=content,
        problems=problems,
        note=note,
        versions=versions,
        shown_id=shown_id,
        remembered=service.remembered(work),
        is_packaged=service.setup_now(work, kind) is None,
        names=work.runtime.identity.names_of(work.session, ids) if ids else {},
        may_change=work.actor.may(service.CHANGE_LAW),
    )


@router.post("/regler")
def save(
    page: Changing,
    slags: Annotated[SetupKind, Form()],
    indhold: Annotated[str, Form()],
    note: Annotated[str, Form()] = "",
    proev: Annotated[int, Form()] = 0,
) -> Response:
    """Save a new version; with mistakes, or only to try, the text comes back with what is said of it."""
    problems = _problems(page, slags, indhold)
    if proev or any(one.stops for one in problems):
        return _page(page, slags, indhold, problems=problems or None, note=note)
    service.save_setup(page.work, slags, indhold, note)
    return page.go_to(f"/aktindsigt/regler?slags={slags}", _("The new version is saved."))


def _problems(page: Page, kind: SetupKind, content: str) -> list[Problem]:
    """Return what is wrong in a text, also in one that cannot be read: nobody loses what they wrote."""
    try:
        return service.check_setup(page.work, kind, content)
    except InputProblem as problem:
        return [Problem("", problem.shown)]


@router.post("/regler/{version_id}/godkend")
def approve(page: Changing, version_id: UUID) -> Response:
    approved = service.approve_setup(page.work, version_id)
    return page.go_to(
        f"/aktindsigt/regler?slags={approved.kind}", _("The version is approved and in force.")
    )


@router.post("/regler/{version_id}/genindfoer")
def restore(page: Changing, version_id: UUID, note: Annotated[str, Form()] = "") -> Response:
    restored = service.restore_setup(page.work, version_id, note)
    return page.go_to(f"/aktindsigt/regler?slags={restored.kind}", _("The new version is saved."))


@router.post("/husket/{remembered_id}/glem")
def forget(page: Changing, remembered_id: UUID) -> Response:
    service.forget(page.work, remembered_id)
    return page.go_to("/aktindsigt/regler", _("Forgotten: it is asked about again."))
