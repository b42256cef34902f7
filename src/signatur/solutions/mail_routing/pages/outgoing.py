"""What is on its way out: looking, holding, releasing, trying again, withdrawing."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import Text, counted
from signatur.kernel.i18n import text as _
from signatur.kernel.outbox import DeliveryState
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.fields import OptionalId
from signatur.kernel.web.page import Page
from signatur.records.effects.schema import EFFECT_TITLES
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act, judge
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import (
    CODE_TITLES,
    KIND_TITLES,
    OutgoingFilter,
    RouteKind,
    problem_text,
)

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
Acting = Annotated[Page, page_for(service.MANAGE_OUTGOING)]

_PAGE = "/postfordeling/udgaaende"
STATE_TITLES: dict[str, Text] = {
    **{str(state): title for state, title in EFFECT_TITLES.items()},
    service.REPEATS: _("Sent more than once"),
    service.REJECTED: _("Rejected"),
}
# In the order of the tabs: what needs a person first.
_TABS = (
    DeliveryState.FAILED,
    service.REJECTED,
    DeliveryState.HELD,
    DeliveryState.WAITING,
    DeliveryState.UNDER_WAY,
    DeliveryState.DELIVERED,
    service.REPEATS,
    DeliveryState.WITHDRAWN,
)
_ACTS = {"hold": service.hold, "release": service.release, "withdraw": service.withdraw}


def _wanted_of(
    soeg: str = "",
    tilstand: str = "",
    maade: str = "",
    afdeling: str = "",
    rute: OptionalId = None,
) -> OutgoingFilter:
    """Read the filter from the address. Raises InputProblem for a state or kind that there is not."""
    if tilstand and tilstand not in STATE_TITLES:
        raise InputProblem(log="no such state", shown=_("There is no such state."))
    if maade and maade not in set(RouteKind):
        raise InputProblem(log="no such kind", shown=_("There is no such kind of route."))
    return OutgoingFilter(
        state=tilstand, kind=maade, department=afdeling, route_id=rute, enquiry=soeg
    )


Wanted = Annotated[OutgoingFilter, Depends(_wanted_of)]


def _query(wanted: OutgoingFilter, **other: str) -> str:
    said = {
        "soeg": wanted.enquiry,
        "tilstand": wanted.state,
        "maade": wanted.kind,
        "afdeling": wanted.department,
        "rute": str(wanted.route_id) if wanted.route_id else "",
        **other,
    }
    return urlencode({name: value for name, value in said.items() if value})


@router.get("/udgaaende")
def outgoing(page: Reading, wanted: Wanted, foer: OptionalId = None) -> Response:
    project = projects.get(page.work, service.project_of(page.work).id)
    titles = Titles.of(page.work, project.id)
    counts = service.count_states(page.work, project.id)
    actor = page.work.actor
    return page.show(
        "mail_routing/outgoing.html",
        found=service.outgoing(page.work, project.id, wanted, before=foer),
        wanted=wanted,
        query=_query(wanted),
        tabs=[
            (f"{_PAGE}?{_query(wanted, tilstand=name)}", STATE_TITLES[name], counts[name], name)
            for name in _TABS
            if counts[name] or name in {wanted.state, DeliveryState.FAILED, DeliveryState.WAITING}
        ],
        all_path=f"{_PAGE}?{_query(wanted, tilstand='')}",
        routes={one.id: one for one in service.routes(page.work, project.id)},
        titles=titles,
        target=Target,
        may_manage=actor.may(service.MANAGE_OUTGOING, project.id),
        may_read_routes=actor.may(service.READ_ROUTES, project.id),
        may_leave=judge(project, Act.AFFECT, page.work.today).is_allowed,
        project=project,
        state_titles=EFFECT_TITLES,
        kind_titles=KIND_TITLES,
        code_titles=CODE_TITLES,
        problem_text=problem_text,
        most=service.MOST_AT_ONCE,
    )


@router.post("/udgaaende")
def act(
    page: Acting,
    wanted: Wanted,
    valgt: Annotated[list[UUID] | None, Form()] = None,
    handling: Annotated[str, Form()] = "",
    en: Annotated[str, Form()] = "",
    alle: Annotated[bool, Form()] = False,
) -> Response:
    """Hold, release or withdraw one delivery, those that were chosen, or all that fit."""
    what, ids = handling, list(valgt or ())
    if en:
        what, _colon, number = en.partition(":")
        ids = [_number(number)]
    elif alle:
        ids = service.ids_of(page.work, service.project_of(page.work).id, wanted)
    if what not in _ACTS:
        raise InputProblem(log="no such act", shown=_("Choose what is to be done."))
    if not ids:
        raise InputProblem(log="nothing chosen", shown=_("Choose at least one in the list."))
    acted = _ACTS[what](page.work, ids)
    query = _query(wanted)
    return page.go_to(f"{_PAGE}?{query}" if query else _PAGE, _told(what, acted))


def _number(value: str) -> UUID:
    try:
        return UUID(value)
    except ValueError:
        raise InputProblem(log="no number", shown=_("This does not exist.")) from None


def _told(what: str, acted: service.Acted) -> Text:
    if acted.refused:
        return _(
            "%(done)s were changed. %(refused)s were not: they have left, or it does not fit them.",
            done=acted.done,
            refused=acted.refused,
        )
    match what:
        case "hold":
            return counted("%(num)d is held back.", "%(num)d are held back.", acted.done)
        case "release":
            return counted(
                "%(num)d is released and leaves shortly.",
                "%(num)d are released and leave shortly.",
                acted.done,
            )
    return counted("%(num)d is withdrawn.", "%(num)d are withdrawn.", acted.done)
