"""What goes by itself: the standing authorisations, how each stands, giving one and stopping it."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import APIRouter, Form, Query, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import show_percent
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.methods.charts import Band, lines
from signatur.methods.classification.statistics import wilson
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef, Search
from signatur.records.decisions import service as decisions
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.pages.titles import Titles
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.outgoing import KIND_TITLES
from signatur.solutions.mail_routing.schema.second_look import VERDICT_TITLES
from signatur.solutions.mail_routing.service import authorising, second_look, watching

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Authorisation
    from signatur.solutions.mail_routing.service import ControlOutcome

router = APIRouter()

Reading = Annotated[Page, page_for(registry.READ)]
Considering = Annotated[Page, page_for(decisions.AUTHORISE)]
Giving = Annotated[Page, page_for(decisions.AUTHORISE)]
Stopping = Annotated[Page, page_for(decisions.SUSPEND)]

_PAGE = "/postfordeling/automatik"
_FLOORS = (0.90, 0.95, 0.98)
_USUAL_DAYS = 90
_MOST_WEEKS = 26
_MOST_WRONG = 50
_EVENTS = 30
# Chosen instead of each department by itself.
_ALL = "alle"


@router.get("/automatik")
def automatic(page: Reading) -> Response:
    """Show what may go by itself now, and every authorisation that was given."""
    work = page.work
    project = service.project_of(work)
    given = decisions.authorisations(work, project.id)
    return page.show(
        "mail_routing/automatic.html",
        project=project,
        given=[(one, _state(work, one)) for one in given],
        watches={one.id: watching.watch_of(work, one) for one in given},
        today={one.id: decisions.decided_today(work, one.id) for one in given},
        names=_names(work, given),
        titles=Titles.of(work, project.id),
        is_on=authorising.automation_is_on(work),
        is_gate_open=service.is_gate_open(work, project.id),
        may_give=work.actor.may(decisions.AUTHORISE, project.id),
        may_stop=work.actor.may(decisions.SUSPEND, project.id),
        second_looks=second_look.count_open(work),
        days=_days(work),
    )


@router.get("/automatik/giv")
def consider(
    page: Considering,
    omfang: Annotated[list[str], Query()] = [],  # noqa: B006 (FastAPI copies it)
    mindst: float = 0.95,
    loft: int = 500,
    til: str = "",
    kontrol: float | None = None,
) -> Response:
    """Show the form; with a scope, what an authorisation would have meant last month."""
    work = page.work
    project = service.project_of(work)
    titles = Titles.of(work, project.id)
    share = authorising.usual_control_share(work) if kontrol is None else kontrol / 100
    open_keys = frozenset(authorising.scope_keys(work, project.id))
    chosen = _everything(open_keys) if _ALL in omfang else frozenset(omfang) & open_keys
    return page.show(
        "mail_routing/authorise.html",
        titles=titles,
        departments=[one for one in titles.departments if one.is_active],
        chosen=chosen,
        is_all=chosen == _everything(open_keys),
        floors=[(one, show_percent(one)) for one in _FLOORS if one <= authorising.promise(work)],
        floor=mindst,
        cap=loft,
        until=til or (work.today + timedelta(days=_USUAL_DAYS)).isoformat(),
        control_share=share,
        preview=authorising.preview(work, project.id, chosen, mindst, loft) if chosen else None,
        is_gate_open=service.is_gate_open(work, project.id),
        project=project,
        kind_titles=KIND_TITLES,
        place_of=lambda route: Target(route.department_key, route.subject_key),
        may_read_routes=work.actor.may(service.READ_ROUTES, project.id),
        fall_found=authorising.days_to_find_a_fall,
    )


def _everything(keys: frozenset[str]) -> frozenset[str]:
    return frozenset(key for key in keys if key.startswith("department:"))


@router.post("/automatik/giv")
def give(
    page: Giving,
    omfang: Annotated[list[str], Form()],
    mindst: Annotated[float, Form()],
    loft: Annotated[int, Form()],
    til: Annotated[str, Form()],
    kontrol: Annotated[float, Form()],
) -> Response:
    work = page.work
    project = service.project_of(work)
    try:
        last = date.fromisoformat(til)
    except ValueError:
        raise InputProblem(
            log="bad date", shown=_("Write dates as year-month-day, such as 2026-03-04.")
        ) from None
    given = authorising.authorise(
        work,
        project.id,
        scope=frozenset(omfang),
        floor=mindst,
        valid_to=authorising.end_of(work, last),
        control_share=kontrol / 100,
        daily_cap=loft,
    )
    return page.go_to(f"{_PAGE}/{given.id}", _("Given. What is sure goes by itself from now on."))


@router.post("/automatik/stop")
def stop_all(page: Stopping, because: Annotated[str, Form()]) -> Response:
    authorising.suspend(page.work, None, because)
    return page.go_to(_PAGE, _("Stopped. All mail goes to people from now on."))


@router.get("/automatik/{authorisation_id}")
def one_authorisation(page: Reading, authorisation_id: UUID) -> Response:
    """Show how one authorisation stands, with its controls over time."""
    work = page.work
    project = service.project_of(work)
    found = decisions.authorisation(work, authorisation_id)
    outcomes = service.control_outcomes(work, project.id, authorisation_id=found.id)
    weeks = _weeks(work, outcomes)
    entries = audit.search(work, Search(about=ObjectRef("authorisation", found.id)), _EVENTS)
    return page.show(
        "mail_routing/authorisation.html",
        project=project,
        one=found,
        state=_state(work, found),
        watch=watching.watch_of(work, found),
        pauses=watching.pauses_of(work, found.id),
        today=decisions.decided_today(work, found.id),
        weeks=weeks,
        picture=_picture(weeks, found.floor),
        wrong=[one for one in reversed(outcomes) if not one.is_right][:_MOST_WRONG],
        titles=Titles.of(work, project.id),
        names=_names(work, [found]),
        may_stop=work.actor.may(decisions.SUSPEND, project.id),
        may_read_list=work.actor.may(service.READ, project.id),
        # Whoever may still be asked to settle them must not read here who said what.
        hidden=frozenset(second_look.open_to(work, project.id)),
        second_looks=second_look.count_open(work),
        verdict_titles=VERDICT_TITLES,
        events=audit.events(work, entries),
    )


@router.post("/automatik/{authorisation_id}/stop")
def stop(page: Stopping, authorisation_id: UUID, because: Annotated[str, Form()]) -> Response:
    authorising.suspend(page.work, authorisation_id, because)
    return page.go_to(f"{_PAGE}/{authorisation_id}", _("Stopped. The mail goes to people again."))


def _state(work: Work, one: Authorisation) -> str:
    """Return a code for how an authorisation stands, which the template words."""
    if one.suspended_at is not None:
        return "suspended_itself" if watching.suspended_itself(work, one) else "suspended"
    return "in_force" if one.is_in_force(work.now) else "ended"


def _names(work: Work, given: Sequence[Authorisation]) -> Any:
    return work.runtime.identity.names_of(work.session, {one.giver_id for one in given})


def _days(work: Work) -> list[dict[str, Any]]:
    """Return how much came and how much of it went by itself, day by day."""
    return [
        {"day": day, "arrived": arrived, "automatic": automatic}
        for day, arrived, automatic in authorising.automatic_by_day(
            work, work.today - timedelta(days=13)
        )
    ]


def _weeks(work: Work, outcomes: Sequence[ControlOutcome]) -> list[dict[str, Any]]:
    """Return the controls week by week, the share that was wrong with its interval."""
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    found: dict[date, list[bool]] = defaultdict(list)
    for one in outcomes:
        found[_monday(one.decided_at, zone)].append(one.is_right)
    told = []
    for monday in sorted(found)[-_MOST_WEEKS:]:
        right = found[monday]
        wrong = wilson(len(right) - sum(right), len(right))
        told.append({"monday": monday, "total": len(right), "wrong": wrong})
    return told


def _monday(moment: datetime, zone: ZoneInfo) -> date:
    day = moment.astimezone(zone).date()
    return day - timedelta(days=day.weekday())


def _picture(weeks: Sequence[dict[str, Any]], floor: float) -> str:
    if not weeks:
        return ""
    values = [Band(one["wrong"].value, one["wrong"].low, one["wrong"].high) for one in weeks]
    at_most = str(_("at most %(share)s", share=show_percent(1 - floor)))
    return lines(
        str(_("Share of controls that was wrong, week by week")),
        [f"{one['monday'].day}.{one['monday'].month}." for one in weeks],
        values,
        show_percent,
        top=max(0.2, min(1.0, max(one["wrong"].high for one in weeks))),
        floor=(1 - floor, at_most),
    )
