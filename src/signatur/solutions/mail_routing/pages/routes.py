"""Routes out of the house: setting them up, holding all of one, trying one out."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import counted
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.titles import NO_PLACE, Titles
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import (
    KIND_TITLES,
    SETTINGS_OF,
    Route,
    RouteKind,
)

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ_ROUTES)]
Changing = Annotated[Page, page_for(service.CHANGE_ROUTES)]

_PAGE = "/postfordeling/ruter"
_EVERY_DEPARTMENT = Target("")


@router.get("/ruter")
def routes(page: Reading) -> Response:
    project = service.project_of(page.work)
    found = service.routes(page.work, project.id)
    return page.show(
        "mail_routing/routes.html",
        in_use=[one for one in found if one.is_active],
        out_of_use=[one for one in found if not one.is_active],
        titles=Titles.of(page.work, project.id),
        target_of=_target_of,
        kind_titles=KIND_TITLES,
        settings_of=SETTINGS_OF,
        may_change=page.work.actor.may(service.CHANGE_ROUTES, project.id),
    )


@router.get("/ruter/ny")
def new_route(page: Changing, maade: RouteKind = RouteKind.SMTP) -> Response:
    return _form(page, maade, None)


@router.get("/ruter/{route_id}")
def edit_route(page: Changing, route_id: UUID) -> Response:
    found = service.route(page.work, route_id)
    return _form(page, found.kind, found)


def _form(page: Page, kind: RouteKind, route: Route | None) -> Response:
    titles = Titles.of(page.work, service.project_of(page.work).id)
    target = _target_of(route) if route else _EVERY_DEPARTMENT
    return page.show(
        "mail_routing/route.html",
        route=route,
        kind=kind,
        kind_title=KIND_TITLES[kind],
        fields=SETTINGS_OF[kind],
        place=_typed(titles, target),
        titles=titles,
    )


def _typed(titles: Titles, target: Target) -> str:
    """Return a target as a person types it; nothing for every department."""
    if target.subject_key:
        return titles.typed(target)
    return titles.department(target.department_key) if target.department_key else ""


def _given(  # noqa: PLR0913, PLR0917 (one argument for each field of any kind of route)
    to: Annotated[str, Form()] = "",
    folder: Annotated[str, Form()] = "",
    url: Annotated[str, Form()] = "",
    secret: Annotated[str, Form()] = "",
    includes: Annotated[str, Form()] = "",
    endpoint: Annotated[str, Form()] = "",
    receiver: Annotated[str, Form()] = "",
    system: Annotated[str, Form()] = "",
    facet: Annotated[str, Form()] = "",
) -> dict[str, str]:
    """Read what a form says of a route; its kind takes of it what it knows."""
    return {
        "to": to,
        "folder": folder,
        "url": url,
        "secret": secret,
        "includes": includes,
        "endpoint": endpoint,
        "receiver": receiver,
        "system": system,
        "facet": facet,
    }


Given = Annotated[dict[str, str], Depends(_given)]
Place = Annotated[str, Form()]


@router.post("/ruter/ny")
def add_route(page: Changing, maade: RouteKind, given: Given, place: Place = "") -> Response:
    return _save(page, maade, place, given, None)


@router.post("/ruter/{route_id}")
def change_route(page: Changing, route_id: UUID, given: Given, place: Place = "") -> Response:
    return _save(page, service.route(page.work, route_id).kind, place, given, route_id)


def _save(
    page: Page, kind: RouteKind, place: str, given: dict[str, str], route_id: UUID | None
) -> Response:
    project = service.project_of(page.work)
    titles = Titles.of(page.work, project.id)
    target = titles.chosen(place) if place.strip() else _EVERY_DEPARTMENT
    if target is None:
        raise InputProblem(log="no such place", shown=NO_PLACE)
    service.save_route(
        page.work, project.id, target=target, kind=kind, settings=given, route_id=route_id
    )
    return page.go_to(_PAGE, _("The route is saved. Send a trial to see that it works."))


@router.post("/ruter/{route_id}/proeve")
def try_route(page: Changing, route_id: UUID) -> Response:
    project = service.project_of(page.work)
    route = service.try_route(page.work, project.id, route_id)
    return page.go_to(_PAGE, _("The trial has left: %(kind)s.", kind=KIND_TITLES[route.kind]))


@router.post("/ruter/{route_id}/brug")
def use_route(
    page: Changing, route_id: UUID, is_active: Annotated[bool, Form()] = False
) -> Response:
    service.use_route(page.work, route_id, is_active=is_active)
    return page.go_to(
        _PAGE,
        _("The route is in use from now on.")
        if is_active
        else _("The route is out of use. What waited for it already still leaves."),
    )


@router.post("/ruter/{route_id}/hold")
def hold_route(page: Changing, route_id: UUID) -> Response:
    held = service.hold_route(page.work, route_id)
    return page.go_to(
        _PAGE,
        counted(
            "The route is held. %(num)d that waited is held back.",
            "The route is held. %(num)d that waited are held back.",
            held,
        ),
    )


@router.post("/ruter/{route_id}/frigiv")
def release_route(page: Changing, route_id: UUID) -> Response:
    released = service.release_route(page.work, route_id)
    return page.go_to(
        _PAGE,
        counted(
            "The route is released. %(num)d leaves shortly.",
            "The route is released. %(num)d leave shortly.",
            released,
        ),
    )


@router.post("/ruter/{route_id}/fortryd")
def undo_route(page: Changing, route_id: UUID) -> Response:
    service.undo_route(page.work, route_id)
    return page.go_to(_PAGE, _("The route says again what it said before."))


def _target_of(route: Route) -> Target:
    return Target(route.department_key, route.subject_key)
