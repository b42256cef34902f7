"""Asking a new study: trying a fleet, or looking for the cheapest one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.fields import OptionalId
from signatur.kernel.web.page import Page
from signatur.solutions.fleet import service
from signatur.solutions.fleet.pages.given import Chosen, counts, number, written
from signatur.solutions.fleet.pages.setup import rules_given
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.studies import AIM_TITLES, Aim, Question

if TYPE_CHECKING:
    from signatur.kernel.work import Work
    from signatur.solutions.fleet.schema.datasets import Dataset
    from signatur.solutions.fleet.schema.rules import Rules

router = APIRouter(prefix="/beregninger")

Asking = Annotated[Page, page_for(service.CALCULATE)]

_ORIGINAL = "original"


@router.get("/ny")
def form(
    page: Asking, data: OptionalId = None, slags: str = Aim.SIMULATE, som: OptionalId = None
) -> Response:
    """Show the form; `som`: filled in as another study was asked."""
    work = page.work
    project = service.project_of(work)
    ready = [one for one in service.datasets(work, project.id) if one.is_ready]
    fleet = service.fleet_of(work, project.id)
    aim = Aim(slags) if slags in set(Aim) else Aim.SIMULATE
    before = service.study(work, som, has_plan=False).question if som else None
    own = service.count_vehicles(work, project.id)
    if before is not None:
        own = {}
        for vehicle in before.vehicles:
            own[vehicle.kind] = own.get(vehicle.kind, 0) + 1
    return page.show(
        "fleet/ask.html",
        aim=aim,
        aims=AIM_TITLES,
        datasets=ready,
        chosen=data or _most(ready),
        locations=sorted({name for one in ready for name in one.locations}),
        kinds=fleet.kinds,
        candidates=fleet.candidates,
        counts=own,
        before=before,
        demand=before.demand if before else Demand(),
        rules=before.rules if before else service.own_rules(work, project.id),
        shifts=", ".join(f"{_clock(a)}-{_clock(b)}" for a, b in before.shifts) if before else "",
        written=written,
    )


def _clock(hours: float) -> str:
    minutes = round(hours * 60)
    return f"{minutes // 60}.{minutes % 60:02d}" if minutes % 60 else f"{minutes // 60}"


def _most(ready: list[Dataset]) -> UUID | None:
    """Return the driving with the most trips: the one that most questions are about."""
    return max(ready, key=lambda one: (one.trips, one.number)).id if ready else None


@router.post("/ny")
def ask(page: Asking, chosen: Chosen) -> Response:
    given = {name: values[-1] for name, values in chosen.items() if values}
    try:
        dataset_id = UUID(given.get("data", ""))
    except ValueError:
        raise InputProblem(log="no dataset", shown=_("Choose which driving it is about.")) from None
    aim = Aim(given["aim"]) if given.get("aim") in set(Aim) else Aim.SIMULATE
    question = _question(page.work, dataset_id, aim, given, chosen)
    name = given.get("name", "").strip() or str(AIM_TITLES[aim])
    study_id = service.ask(page.work, dataset_id, name, question)
    return page.go_to(f"/flaade/beregninger/{study_id}")


def _question(
    work: Work, dataset_id: UUID, aim: Aim, given: dict[str, str], chosen: dict[str, list[str]]
) -> Question:
    project = service.project_of(work)
    fleet = service.fleet_of(work, project.id)
    locations = tuple(chosen.get("locations", ()))
    named = counts(given)
    if aim is Aim.OPTIMISE and not named:
        named = service.count_vehicles(work, project.id)
    vehicles = service.named_fleet(fleet, named, service.trips_of(work, dataset_id), locations)
    question = Question(
        aim=aim,
        rules=_rules(work, given),
        kinds=fleet.kinds,
        vehicles=vehicles,
        candidates=tuple(key for key in chosen.get("candidates", ()) if key in fleet.kinds),
        demand=_demand(given, _places(work, dataset_id, given, locations))
        if aim is Aim.OPTIMISE
        else Demand(),
        since=_day(given.get("since", "")),
        until=_day(given.get("until", "")),
        locations=locations,
        shifts=_shifts(given.get("shifts", "")),
        what_ifs=aim is Aim.OPTIMISE and "what_ifs" in given,
    )
    return service.charged_kinds(work, question)


def _rules(work: Work, given: dict[str, str]) -> Rules:
    if given.get("rule_set") == _ORIGINAL:
        return service.original_rules()
    return rules_given(given, service.rules_now(work, service.project_of(work).id))


def _places(
    work: Work, dataset_id: UUID, given: dict[str, str], locations: tuple[str, ...]
) -> tuple[str, ...]:
    """Return the places at each of which vehicles are to live; none: one pool for all."""
    if "placed" not in given:
        return ()
    return locations or service.dataset(work, dataset_id).locations


def _shifts(words: str) -> tuple[tuple[float, float], ...]:
    """Read shifts such as `7-15, 15-23`. Raises InputProblem."""
    found = []
    for one in words.replace(";", ",").split(","):
        begin, _dash, end = one.replace(":", ".").partition("-")
        if not one.strip():
            continue
        hours = (_hour(begin), _hour(end))
        if hours[0] == hours[1]:
            raise InputProblem(log="shift", shown=_("A shift ends at another hour than it begins."))
        found.append(hours)
    return tuple(found)


def _hour(words: str) -> float:
    """Read an hour of the day such as 7 or 7.30. Raises InputProblem."""
    hours, _dot, minutes = words.strip().partition(".")
    if not hours.isdecimal() or not (minutes or "0").isdecimal() or len(hours + minutes) > 4:
        raise InputProblem(log="shift", shown=_("Write shifts as hours, such as 7-15, 15-23."))
    value = int(hours) + int(minutes or 0) / 60
    if not 0 <= value <= 24:
        raise InputProblem(log="shift", shown=_("Write shifts as hours, such as 7-15, 15-23."))
    return value


def _demand(given: dict[str, str], places: tuple[str, ...]) -> Demand:
    level = number(given.get("level", ""), _("Share of trips with a vehicle"))
    weight = number(given.get("weight", ""), _("Price of CO₂e"))
    goal = number(given.get("goal", ""), _("Most CO₂e a year"))
    budget = number(given.get("budget", ""), _("Budget a year, DKK"))
    if weight is not None and not 0 <= weight <= 1_000_000:
        raise InputProblem(
            log="weight", shown=_("CO₂e weighs between 0 and 1,000,000 DKK a tonne.")
        )
    return replace(
        Demand(),
        service_level=1.0 if level is None else level / 100,
        co2e_dkk_tonne=weight or 0.0,
        bikes="bikes" in given,
        places=places if len(places) > 1 else (),
        keep={key: one for key, one in counts(given, "keep-").items() if one},
        most=counts(given, "most-"),
        most_co2e_kg=goal * 1_000 if goal is not None and goal >= 0 else None,
        most_dkk=budget if budget is not None and budget > 0 else None,
    )


def _day(words: str) -> date | None:
    try:
        return date.fromisoformat(words) if words else None
    except ValueError:
        raise InputProblem(
            log="day", shown=_("Write the date as YYYY-MM-DD, not “%(given)s”.", given=words[:20])
        ) from None
