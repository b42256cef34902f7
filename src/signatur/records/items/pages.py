"""The quarantine as pages: what could not be read, why, and what a person did about it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response
from fastapi.responses import RedirectResponse

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import show_moment, sort_key
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Solution
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_download, as_file
from signatur.kernel.web.fields import OptionalId
from signatur.kernel.web.page import Page
from signatur.records.audit import service as audit
from signatur.records.items import service
from signatur.records.items.schema import (
    RESOLUTION_TITLES,
    ItemState,
    Quarantined,
    Resolution,
    shown_place,
    trouble_text,
)
from signatur.records.projects import service as projects

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ_QUARANTINE)]
Opening = Annotated[Page, page_for(service.OPEN_ORIGINAL, writes=True)]
Resolving = Annotated[Page, page_for(service.RESOLVE_QUARANTINE)]
ReadingHistory = Annotated[Page, page_for(audit.READ_HISTORY)]

_ON_A_PAGE = 50
_MOST_IN_A_FILE = 50_000


@router.get("/karantaene")
def quarantine(
    request: Request,
    page: Reading,
    grund: str = "",
    projekt: OptionalId = None,
    vis: str = "",
    efter: OptionalId = None,
    fil: str = "",
) -> Response:
    """Show what waits, oldest first, or (`vis=afsluttet`) what was dealt with, newest first."""
    work = page.work
    visible = {one.id: one for one in service.visible_projects(work)}
    wanted = [projekt] if projekt in visible else list(visible)
    is_open = vis != "afsluttet"
    found = service.quarantined(
        work,
        wanted,
        is_open=is_open,
        code=grund,
        after=None if fil else efter,
        limit=_MOST_IN_A_FILE if fil else _ON_A_PAGE + 1,
    )
    if fil:
        return _as_file(work, fil, found, visible)
    shown = found[:_ON_A_PAGE]
    codes = service.quarantine_codes(work, visible, is_open=is_open)
    query = {k: v for k, v in request.query_params.items() if v and k not in ("efter", "fil")}
    return page.show(
        "items/quarantine.html",
        found=shown,
        next_after=shown[-1].id if len(found) > _ON_A_PAGE else None,
        now=work.now,
        is_open=is_open,
        is_filtered=bool(grund or projekt),
        chosen_code=grund,
        chosen_project=projekt,
        query=urlencode(query),
        projects=visible,
        names=_names(work, shown),
        texts={code: trouble_text(code) for code in codes},
        code_choices=sorted(
            ((code, str(trouble_text(code).title)) for code in codes),
            key=lambda one: sort_key(one[1]),
        ),
        resolution_titles=_resolution_titles(work),
        shown_place=shown_place,
    )


@router.get("/karantaene/{quarantine_id}")
def one_quarantined(page: Reading, quarantine_id: UUID) -> Response:
    work = page.work
    found = service.get_quarantined(work, quarantine_id)
    project_id = found.item.project_id
    return page.show(
        "items/quarantined.html",
        found=found,
        now=work.now,
        text=trouble_text(found.trouble.code),
        project=projects.get(work, project_id),
        others=[one for one in service.troubles_of(work, found.item.id) if one.id != found.id],
        trouble_text=trouble_text,
        shown_place=shown_place,
        names=_names(work, [found]),
        item_path=_item_path(work, found.item),
        may_open=work.actor.may_see_all(service.OPEN_ORIGINAL, project_id),
        may_resolve=work.actor.may(service.RESOLVE_QUARANTINE, project_id),
        read_again_path=_read_again_path(work, found),
        choices=RESOLUTION_TITLES,
        resolution_titles=_resolution_titles(work),
        events=audit.events(work, audit.trail(work, service.ref(found.item.id))),
    )


@router.get("/karantaene/{quarantine_id}/original")
def original(page: Opening, quarantine_id: UUID) -> Response:
    """Give the original bytes as a download, never shown in the browser; that is written down."""
    work = page.work
    item, content = service.open_quarantined(work, quarantine_id)
    return as_download(_original_name(work, item), content)


@router.post("/karantaene/{quarantine_id}")
def resolve(
    page: Resolving,
    quarantine_id: UUID,
    resolution: Annotated[Resolution, Form()],
    note: Annotated[str, Form()] = "",
) -> Response:
    found = service.get_quarantined(page.work, quarantine_id)
    service.resolve(page.work, quarantine_id, resolution, note)
    _tell_solution(page.work, found.item)
    return page.go_to("/karantaene", _("It is dealt with and no longer waits."))


@router.get("/emne/{item_id}")
def item(page: ReadingHistory, item_id: UUID) -> Response:
    """Lead to the page that an item has with its solution. Raises NotFound where it has none."""
    path = _item_path(page.work, service.get(page.work, item_id))
    if path is None:
        raise NotFound(
            log=f"item {item_id} has no page", shown=_("The solution has no page for this.")
        )
    return RedirectResponse(path, status_code=303)


def _solution(work: Work, item: Item) -> Solution | None:
    name = projects.get(work, item.project_id).solution
    found = [part for part in work.runtime.parts if part.name == name]
    return found[0] if found and isinstance(found[0], Solution) else None


def _tell_solution(work: Work, item: Item) -> None:
    """Let the solution settle an item when nothing of it waits in quarantine any more."""
    solution = _solution(work, item)
    is_waiting = any(one.resolved_at is None for one in service.troubles_of(work, item.id))
    if solution and solution.trouble_settled and not is_waiting:
        solution.trouble_settled(work, item.id)


def _read_again_path(work: Work, found: Quarantined) -> str | None:
    solution = _solution(work, found.item)
    if solution is None or solution.read_again_path is None:
        return None
    is_open = found.item.state in (ItemState.READY, ItemState.QUARANTINED)
    return solution.read_again_path(found.item.id) if is_open else None


def _resolution_titles(work: Work) -> Mapping[str, Text]:
    """Return what every way to deal with something is called, those of solutions too."""
    titles = dict(RESOLUTION_TITLES)
    for part in work.runtime.parts:
        if isinstance(part, Solution):
            titles.update(part.resolution_titles)
    return titles


def _item_path(work: Work, item: Item) -> str | None:
    solution = _solution(work, item)
    return solution.item_path(item.id) if solution and solution.item_path else None


def _original_name(work: Work, item: Item) -> str:
    solution = _solution(work, item)
    if solution is None or solution.original_name is None:
        return f"{item.id}.bin"
    return solution.original_name(work, item.id)


def _names(work: Work, found: list[Quarantined]) -> Mapping[UUID, str]:
    ids = {one.resolved_by for one in found if one.resolved_by is not None}
    return work.runtime.identity.names_of(work.session, ids)


def _as_file(
    work: Work, kind: str, found: list[Quarantined], visible: Mapping[UUID, Project]
) -> Response:
    names, titles = _names(work, found), _resolution_titles(work)
    header = [
        _("Received"),
        _("Project"),
        _("Why"),
        _("What it concerns"),
        _("Dealt with"),
        _("By"),
        _("How"),
        _("Remark"),
    ]
    rows = (
        (
            show_moment(one.item.received_at),
            visible[one.item.project_id].name,
            str(trouble_text(one.trouble.code).title),
            shown_place(one.trouble.where),
            show_moment(one.resolved_at) if one.resolved_at else "",
            names[one.resolved_by] if one.resolved_by else "",
            str(titles.get(one.resolution, one.resolution)),
            one.note,
        )
        for one in found
    )
    return as_file("karantaene", kind, [str(title) for title in header], rows)
