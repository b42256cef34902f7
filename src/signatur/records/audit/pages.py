"""The audit as pages: what happened, and whether the chain holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Depends, Request, Response

from signatur.kernel.i18n import show_moment, sort_key
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.fields import OptionalDate, OptionalId, OptionalNumber
from signatur.kernel.web.page import Page
from signatur.records.audit import service
from signatur.records.audit.jobs import CHECK_CHAIN
from signatur.records.audit.schema import BREAK_TITLES, BreakReason, Event, ObjectRef, Search

if TYPE_CHECKING:
    from signatur.kernel.jobs.store import Job
    from signatur.kernel.work import Work

router = APIRouter(prefix="/haendelser")

Reading = Annotated[Page, page_for(service.READ)]
Checking = Annotated[Page, page_for(service.READ, writes=True)]

_ON_A_PAGE = 50
_MOST_IN_A_FILE = 50_000


def wanted_of(
    page: Reading,
    handling: str = "",
    person: OptionalId = None,
    fra: OptionalDate = None,
    til: OptionalDate = None,
    ting: OptionalId = None,
    slags: str = "",
    foer: OptionalNumber = None,
) -> Search:
    """Read the filter of the list from the address."""
    return Search(
        about=ObjectRef(slags, ting) if ting and slags else None,
        action=handling or None,
        actor_id=person,
        since=_midnight(page.work, fra) if fra else None,
        until=_midnight(page.work, til + timedelta(days=1)) if til else None,
        before_number=foer,
    )


def _midnight(work: Work, day: date) -> datetime:
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    return datetime.combine(day, time(), zone)


@router.get("")
def audit(
    request: Request, page: Reading, wanted: Annotated[Search, Depends(wanted_of)], fil: str = ""
) -> Response:
    """Show the newest entries that fit, or those before a number; with `fil`, all as a file."""
    work = page.work
    if fil:
        everything = service.search(work, replace(wanted, before_number=None), _MOST_IN_A_FILE)
        return _as_file(fil, service.events(work, everything))
    found = service.search(work, wanted, _ON_A_PAGE + 1)
    shown = found[:_ON_A_PAGE]
    query = {k: v for k, v in request.query_params.items() if v and k not in ("foer", "fil")}
    titles = service.action_titles(work.runtime.parts, service.actions(work))
    return page.show(
        "audit/audit.html",
        events=service.events(work, shown),
        next_before=shown[-1].number if len(found) > _ON_A_PAGE else None,
        wanted=wanted,
        since=request.query_params.get("fra", ""),
        until=request.query_params.get("til", ""),
        query=urlencode(query),
        is_filtered=bool(query),
        action_choices=sorted(titles.items(), key=lambda one: sort_key(one[1])),
        person_choices=list(
            work.runtime.identity.names_within(work.session, work.authority_id).items()
        ),
        **_check_of(work),
    )


@router.get("/eftersyn")
def check(page: Reading) -> Response:
    """Show how the newest check of the chain goes or went."""
    return page.show("audit/parts/check.html", **_check_of(page.work))


@router.post("/eftersyn")
def start_check(page: Checking) -> Response:
    """Start a check of the own authority's chain, unless one is under way."""
    newest = _newest_check(page.work)
    if newest is None or not newest.is_open:
        jobs.start(page.work, CHECK_CHAIN.name)
    return page.go_to("/haendelser#eftersyn")


def _newest_check(work: Work) -> Job | None:
    return next(iter(jobs.recent(work, kind=CHECK_CHAIN.name, limit=1)), None)


def _check_of(work: Work) -> dict[str, Any]:
    job = _newest_check(work)
    breaks = job.result.get("breaks", []) if job else []
    return {
        "check": job,
        "breaks": [(one["number"], BREAK_TITLES[BreakReason(one["reason"])]) for one in breaks],
    }


def _as_file(kind: str, events: list[Event]) -> Response:
    header = [_("Number"), _("Time"), _("Who"), _("What happened"), _("Remark"), _("Thing")]
    rows = (
        (one.number, show_moment(one.at), one.who, one.phrase, one.more, one.thing)
        for one in events
    )
    return as_file("haendelser", kind, [str(title) for title in header], rows)
