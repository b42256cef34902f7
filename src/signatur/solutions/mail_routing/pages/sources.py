"""Where enquiries come from: mailboxes and watched folders, their state, setting them up."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response
from pydantic import BaseModel, Field

from signatur.kernel.i18n import text as _
from signatur.kernel.imap import PROBLEM_TEXTS, Security, SignIn
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.schema.sources import (
    INBOX,
    KIND_TITLES,
    SECURITY_TITLES,
    SIGN_IN_TITLES,
    WHEN_STORED_TITLES,
    EnquirySource,
    FolderSource,
    MailboxSource,
    NewSource,
    SourceKind,
    WhenStored,
)

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ_SOURCES)]
Changing = Annotated[Page, page_for(service.CHANGE_SOURCES)]
# A mail server may be slow to answer: no transaction is held open for it.
Trying = Annotated[Page, page_for(service.CHANGE_SOURCES, writes=False)]

_PAGE = "/postfordeling/kilder"


@router.get("/kilder")
def sources(page: Reading) -> Response:
    project = service.project_of(page.work)
    return page.show(
        "mail_routing/sources.html",
        sources=service.sources(page.work, project.id),
        kind_titles=KIND_TITLES,
        problem_texts=PROBLEM_TEXTS,
        may_change=page.work.actor.may(service.CHANGE_SOURCES, project.id),
    )


@router.get("/kilder/ny")
def new_source(page: Changing, slags: SourceKind = SourceKind.IMAP) -> Response:
    settings = (
        FolderSource(path="") if slags is SourceKind.FOLDER else MailboxSource(host="", user="")
    )
    return _form(page, NewSource(key="", name="", settings=settings))


@router.get("/kilder/{source_id}")
def source(page: Reading, source_id: UUID) -> Response:
    found = service.source(page.work, source_id)
    new = NewSource(
        key=found.key, name=found.name, settings=found.settings, is_active=found.is_active
    )
    return _form(page, new, found)


def _form(
    page: Page, new: NewSource, known: EnquirySource | None = None, trial: object = None
) -> Response:
    project = service.project_of(page.work)
    stored = [
        (one, title)
        for one, title in WHEN_STORED_TITLES.items()
        if new.kind is SourceKind.IMAP or one != WhenStored.FLAG
    ]
    return page.show(
        "mail_routing/source.html",
        source=new,
        known=known,
        trial=trial,
        problem_texts=PROBLEM_TEXTS,
        security_titles=SECURITY_TITLES,
        sign_in_titles=SIGN_IN_TITLES,
        when_stored=stored,
        may_change=page.work.actor.may(service.CHANGE_SOURCES, project.id),
    )


@router.post("/kilder/mappe")
def save_folder(
    page: Changing,
    key: Annotated[str, Form()],
    name: Annotated[str, Form()],
    path: Annotated[str, Form()],
    when_stored: Annotated[WhenStored, Form()] = WhenStored.MOVE,
    is_active: Annotated[bool, Form()] = False,
) -> Response:
    settings = FolderSource(path=path.strip(), when_stored=when_stored)
    new = NewSource(key=key.strip(), name=name, settings=settings, is_active=is_active)
    return _save(page, new)


class MailboxForm(BaseModel):
    """A mailbox as the page's form gives it."""

    key: str
    name: str
    host: str
    user: str
    port: int = Field(default=993, ge=1, le=65535)
    security: Security = Security.TLS
    sign_in: SignIn = SignIn.PASSWORD
    folders: str = INBOX
    when_stored: WhenStored = WhenStored.NOTHING
    move_to: str = ""
    flag: str = ""
    is_active: bool = False


@router.post("/kilder/postkasse")
def save_mailbox(page: Changing, given: Annotated[MailboxForm, Form()]) -> Response:
    settings = MailboxSource(
        host=given.host.strip(),
        user=given.user.strip(),
        port=given.port,
        security=given.security,
        sign_in=given.sign_in,
        folders=tuple(dict.fromkeys(filter(None, map(str.strip, given.folders.splitlines())))),
        when_stored=given.when_stored,
        move_to=given.move_to.strip(),
        flag=given.flag.strip(),
    )
    return _save(
        page,
        NewSource(
            key=given.key.strip(), name=given.name, settings=settings, is_active=given.is_active
        ),
    )


def _save(page: Page, new: NewSource) -> Response:
    project = service.project_of(page.work)
    saved = service.save_source(page.work, project.id, new)
    return page.go_to(f"{_PAGE}/{saved.id}", _("Saved."))


@router.post("/kilder/{source_id}/brug")
def use_source(
    page: Changing, source_id: UUID, is_active: Annotated[bool, Form()] = False
) -> Response:
    project = service.project_of(page.work)
    service.pause_source(page.work, project.id, source_id, is_active=is_active)
    told = (
        _("The source is in use again.")
        if is_active
        else _("The source is paused. Nothing is lost.")
    )
    return page.go_to(_PAGE, told)


@router.post("/kilder/{source_id}/kig")
def look_now(page: Changing, source_id: UUID) -> Response:
    found = service.source(page.work, source_id)
    service.look_now(page.work, found.id)
    return page.go_to(_PAGE, _("Signatur is looking now. Load the page again in a moment."))


@router.post("/kilder/{source_id}/proev")
def try_source(page: Trying, source_id: UUID) -> Response:
    found = service.source(page.work, source_id)
    new = NewSource(
        key=found.key, name=found.name, settings=found.settings, is_active=found.is_active
    )
    return _form(page, new, found, service.try_source(page.work.runtime, found))
