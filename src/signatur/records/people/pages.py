"""Sign-in, one's own account, and the administration of users."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from signatur.kernel import sessions
from signatur.kernel.i18n import LANGUAGES
from signatur.kernel.i18n import text as _
from signatur.kernel.log import get_log
from signatur.kernel.permissions import EVERYONE, ROLE_TITLES, Permission, Role
from signatur.kernel.throttle import MustWait
from signatur.kernel.web.doors import page_for, public_page
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page, write_notice
from signatur.kernel.web.visitor import LANGUAGE_COOKIE, SESSION_COOKIE
from signatur.records.people import service
from signatur.records.projects import service as projects

if TYPE_CHECKING:
    from signatur.kernel.i18n import Text

OWN_ACCOUNT = Permission("people.own_account", _("see your own account"), EVERYONE)

log = get_log(__name__)

router = APIRouter()

# One slash, then nothing that a browser might take for a second one or for no sign at all.
_OWN_PATH = re.compile(r"/([^/\\\x00-\x20][^\\\x00-\x20]*)?")

Anyone = Annotated[Page, public_page("nobody has signed in yet")]
Managing = Annotated[Page, page_for(service.MANAGE)]
Own = Annotated[Page, page_for(OWN_ACCOUNT)]


@router.get("/log-ind")
def sign_in_form(page: Anyone, til: str = "/") -> Response:
    if page.visitor.actor is not None:
        return RedirectResponse("/", status_code=303)
    return page.show("people/sign_in.html", back=_own_path(til), login="", shown=None)


@router.post("/log-ind")
def sign_in(
    request: Request,
    page: Anyone,
    login: Annotated[str, Form()],
    password: Annotated[str, Form()],
    til: Annotated[str, Form()] = "/",
) -> Response:
    """Open a session, or show the form again; a refusal is stored as well as a success."""
    origin = request.client.host if request.client else ""
    try:
        key = service.sign_in(page.work, login, password, origin)
        # Whoever signs in again leaves the session behind that this browser had.
        sessions.end(page.work.session, page.visitor.session_hash)
    except (service.SignInRefused, MustWait) as refusal:
        log.warning("people.sign_in_refused", origin=origin)
        if isinstance(refusal, service.SignInRefused):
            service.count_refusal(page.work, login, origin)
        return page.show(
            "people/sign_in.html",
            status=refusal.status,
            back=_own_path(til),
            login=login,
            shown=refusal.shown,
        )
    response = RedirectResponse(_own_path(til), status_code=303)
    settings = page.work.runtime.settings.kernel
    response.set_cookie(
        SESSION_COOKIE,
        key,
        max_age=settings.session_hours * 3600,
        httponly=True,
        samesite="lax",
        secure=settings.public_url.startswith("https:"),
        path="/",
    )
    return response


def _own_path(wanted: str) -> str:
    """Return an address of our own; an address elsewhere would let a link lead people astray."""
    return wanted if _OWN_PATH.fullmatch(wanted) else "/"


@router.post("/log-ud")
def sign_out(page: Own) -> Response:
    service.sign_out(page.work, page.visitor.session_hash)
    response = RedirectResponse("/log-ind", status_code=303)
    response.delete_cookie(SESSION_COOKIE, path="/")
    write_notice(response, _("You have signed out."))
    return response


@router.get("/sprog/{language}")
def choose_language(_page: Anyone, language: str, til: str = "/") -> Response:
    response = RedirectResponse(_own_path(til), status_code=303)
    if language in LANGUAGES:
        response.set_cookie(LANGUAGE_COOKIE, language, samesite="lax", path="/", max_age=31536000)
    return response


@router.get("/mig")
def own_account(page: Own) -> Response:
    return _show_own(page)


def _show_own(page: Page, status: int = 200, shown: Text | None = None) -> Response:
    assert page.work.actor.id is not None, "an account has an id"
    person = service.person(page.work, page.work.actor.id)
    return page.show(
        "people/own.html", status=status, person=person, role_titles=ROLE_TITLES, shown=shown
    )


@router.post("/mig/sprog")
def change_language(
    page: Own, language: Annotated[str, Form()], til: Annotated[str, Form()] = "/mig"
) -> Response:
    if language in LANGUAGES and page.work.actor.id is not None:
        service.choose_language(page.work, page.work.actor.id, language)
    return page.go_to(_own_path(til))


@router.post("/mig/adgangskode")
def change_password(
    page: Own, current: Annotated[str, Form()], new: Annotated[str, Form()]
) -> Response:
    person_id = page.work.actor.id
    assert person_id is not None, "an account has an id"
    if not service.check_password(page.work, person_id, current):
        # No exception: that somebody guessed is stored.
        return _show_own(page, 422, _("The present password is not right."))
    service.change_password(page.work, person_id, new)
    return page.go_to("/log-ind", _("Your password is changed. Sign in with the new one."))


@router.get("/brugere")
def people(page: Managing, fil: str = "") -> Response:
    everyone = service.people(page.work)
    if fil:
        header = [str(_("Name")), str(_("User name")), str(_("Roles"))]
        rows = [
            (p.name, p.login, ", ".join(str(ROLE_TITLES[g.role]) for g in p.grants))
            for p in everyone
        ]
        return as_file("brugere", fil, header, rows)
    return page.show("people/people.html", people=everyone, role_titles=ROLE_TITLES)


@router.post("/brugere")
def add_person(
    page: Managing,
    login: Annotated[str, Form()],
    name: Annotated[str, Form()],
    password: Annotated[str, Form()],
    role: Annotated[Role, Form()],
) -> Response:
    person = service.add_person(page.work, login=login, name=name, password=password)
    service.give_role(page.work, person.id, role)
    return page.go_to(f"/brugere/{person.id}", _("The account is created."))


@router.get("/brugere/{person_id}")
def person(page: Managing, person_id: UUID) -> Response:
    return _show_person(page, person_id)


def _show_person(page: Page, person_id: UUID, made_key: str | None = None) -> Response:
    return page.show(
        "people/person.html",
        person=service.person(page.work, person_id),
        role_titles=ROLE_TITLES,
        projects={project.id: project for project in projects.projects(page.work)},
        keys=service.keys(page.work, person_id),
        made_key=made_key,
    )


@router.post("/brugere/{person_id}/roller")
def give_role(
    page: Managing,
    person_id: UUID,
    role: Annotated[Role, Form()],
    project: Annotated[UUID | None, Form()] = None,
    departments: Annotated[str, Form()] = "",
) -> Response:
    keys = frozenset(key.strip() for key in departments.split(",") if key.strip())
    limit = {"department": keys} if keys else {}
    service.give_role(page.work, person_id, role, project_id=project, limit=limit)
    return page.go_to(f"/brugere/{person_id}", _("The role is given."))


@router.post("/brugere/{person_id}/roller/{grant_id}/fjern")
def withdraw_role(page: Managing, person_id: UUID, grant_id: UUID) -> Response:
    service.withdraw_role(page.work, person_id, grant_id)
    return page.go_to(f"/brugere/{person_id}", _("The role is withdrawn."))


@router.post("/brugere/{person_id}/adgangskode")
def set_password(page: Managing, person_id: UUID, new: Annotated[str, Form()]) -> Response:
    service.change_password(page.work, person_id, new)
    return page.go_to(
        f"/brugere/{person_id}", _("The password is changed. Tell it in person, not by mail.")
    )


@router.post("/brugere/{person_id}/noegler")
def make_key(page: Managing, person_id: UUID, name: Annotated[str, Form()]) -> Response:
    """Make a key and show it, this once; it is in no address and in no cookie."""
    key = service.make_key(page.work, person_id, name)
    return _show_person(page, person_id, made_key=key)


@router.post("/brugere/{person_id}/noegler/{key_id}/afslut")
def end_key(page: Managing, person_id: UUID, key_id: UUID) -> Response:
    service.end_key(page.work, key_id)
    return page.go_to(f"/brugere/{person_id}", _("The key no longer works."))


@router.post("/brugere/{person_id}/luk")
def close_account(page: Managing, person_id: UUID) -> Response:
    service.close_account(page.work, person_id)
    return page.go_to(f"/brugere/{person_id}", _("The account is closed."))


@router.post("/brugere/{person_id}/genaabn")
def open_account(page: Managing, person_id: UUID) -> Response:
    service.open_account(page.work, person_id)
    return page.go_to(f"/brugere/{person_id}", _("The account is open again."))
