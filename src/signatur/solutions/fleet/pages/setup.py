"""Places with their chargers, prices by year, and the rules of calculation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.fields import OptionalId
from signatur.kernel.web.page import Page
from signatur.solutions.fleet import service
from signatur.solutions.fleet.pages.given import Given, needed, number, whole, written
from signatur.solutions.fleet.service.places import Place

if TYPE_CHECKING:
    from signatur.solutions.fleet.schema.rules import BikeRules, Rules

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
Changing = Annotated[Page, page_for(service.CHANGE_SETUP)]

_PLACES, _PRICES, _RULES = "/flaade/steder", "/flaade/priser", "/flaade/regler"
_ALL_YEAR = frozenset(range(1, 13))
_COLD = frozenset({11, 12, 1, 2, 3})


@router.get("/steder")
def places(page: Reading, ret: OptionalId = None) -> Response:
    work = page.work
    project = service.project_of(work)
    found = service.places(work, project.id)
    known = {one.name for one in found}
    edited = next((one for one in found if ret and one.id == ret), None)
    lacking = {name for one in service.datasets(work, project.id) for name in one.locations} | {
        home for one in service.vehicles(work, project.id) for home in one.homes
    }
    return page.show(
        "fleet/places.html",
        places=found,
        lacking=sorted(lacking - known),
        edited=edited,
        spots="\n".join(f"{written(a)} {written(b)}" for a, b in edited.spots) if edited else "",
        written=written,
        may_change=work.actor.may(service.CHANGE_SETUP, project.id),
    )


@router.post("/steder")
def save_place(page: Changing, given: Given) -> Response:
    project = service.project_of(page.work)
    known = given.get("place_id", "")
    place = Place(
        name=given.get("name", ""),
        chargers=whole(given.get("chargers", ""), _("Chargers")),
        charger_kw=number(given.get("charger_kw", ""), _("Power of a charger")),
        latitude=number(given.get("latitude", ""), _("Latitude")),
        longitude=number(given.get("longitude", ""), _("Longitude")),
        shared_with=tuple(
            sorted(name.removeprefix("share-") for name in given if name.startswith("share-"))
        ),
        spots=_spots(given.get("spots", "")),
        id=_id(known),
    )
    service.save_place(page.work, project.id, place)
    return page.go_to(_PLACES, _("Saved."))


def _spots(words: str) -> tuple[tuple[float, float], ...]:
    """Read parking spots, one on each line. Raises InputProblem."""
    title = _("Other parking spots")
    found = []
    for line in words.splitlines():
        cells = line.replace(";", " ").split()
        if not cells:
            continue
        if len(cells) != 2:
            raise InputProblem(
                log="spot", shown=_("Write parking spots as degrees, such as 56,15 10,2.")
            )
        found.append((needed(cells[0].rstrip(","), title), needed(cells[1], title)))
    return tuple(found)


def _id(words: str) -> UUID | None:
    try:
        return UUID(words) if words else None
    except ValueError:
        return None


@router.post("/steder/{place_id}/fjern")
def remove_place(page: Changing, place_id: UUID) -> Response:
    project = service.project_of(page.work)
    service.remove_place(page.work, project.id, place_id)
    return page.go_to(_PLACES, _("The place is removed."))


@router.get("/priser")
def prices(page: Reading, fil: str = "") -> Response:
    work = page.work
    project = service.project_of(work)
    found = service.shown_prices(work, project.id)
    if fil:
        header = [str(one) for one in (_("Price"), _("From the year"), _("Value"), _("Source"))]
        rows = [
            (str(service.PRICE_TITLES[one.name]), one.from_year, one.value, str(one.source))
            for one in found
        ]
        return as_file("priser", fil, header, rows)
    return page.show(
        "fleet/prices.html",
        prices=found,
        titles=service.PRICE_TITLES,
        in_force=_in_force(found, work.today.year),
        is_own=bool(service.kept_prices(work, project.id)),
        written=written,
        year=work.today.year,
        may_change=work.actor.may(service.CHANGE_SETUP, project.id),
    )


def _in_force(found: list[service.KeptPrice], year: int) -> set[UUID | tuple[str, int]]:
    """Return which figures hold in a year: of each the newest that is not later."""
    newest: dict[str, int] = {}
    for one in found:
        if one.from_year <= year:
            newest[one.name] = max(newest.get(one.name, one.from_year), one.from_year)
    return set(newest.items())


@router.post("/priser")
def save_price(
    page: Changing,
    name: Annotated[str, Form()],
    from_year: Annotated[str, Form()],
    value: Annotated[str, Form()],
    source: Annotated[str, Form()],
) -> Response:
    project = service.project_of(page.work)
    year = whole(from_year, _("From the year")) or 0
    service.save_price(page.work, project.id, name, year, needed(value, _("Value")), source)
    return page.go_to(_PRICES, _("Saved."))


@router.post("/priser/{price_id}/fjern")
def remove_price(page: Changing, price_id: UUID) -> Response:
    project = service.project_of(page.work)
    service.remove_price(page.work, project.id, price_id)
    return page.go_to(_PRICES, _("The price is removed."))


@router.get("/regler")
def rules(page: Reading) -> Response:
    work = page.work
    project = service.project_of(work)
    return page.show(
        "fleet/rules.html",
        rules=service.own_rules(work, project.id),
        cold_all_year=service.own_rules(work, project.id).cold_months == _ALL_YEAR,
        written=written,
        may_change=work.actor.may(service.CHANGE_SETUP, project.id),
    )


@router.post("/regler")
def save_rules(page: Changing, given: Given) -> Response:
    project = service.project_of(page.work)
    before = service.own_rules(page.work, project.id)
    service.save_rules(page.work, project.id, rules_given(given, before))
    return page.go_to(_RULES, _("Saved. Studies that are done keep the rules of their day."))


def rules_given(given: dict[str, str], before: Rules) -> Rules:
    """Read rules from a form; a field that is not there leaves a rule as it was. Raises InputProblem."""

    def read(field: str, value: float) -> float:
        found = number(given.get(field, ""), _("Rule"))
        return value if found is None else found

    has_boxes = "has_boxes" in given
    return replace(
        before,
        changeover_min=read("changeover_min", before.changeover_min),
        booking_min=read("booking_min", before.booking_min),
        rest_hours=read("rest_hours", before.rest_hours),
        charge_hours=read("charge_hours", before.charge_hours),
        prices=replace(
            before.prices, co2e_dkk_tonne=read("co2e_dkk_tonne", before.prices.co2e_dkk_tonne)
        ),
        cold_months=_cold(given, before.cold_months),
        employee_cars="employee_cars" in given if has_boxes else before.employee_cars,
        limit_lease_km="limit_lease_km" in given if has_boxes else before.limit_lease_km,
        bikes=_bikes(given, before.bikes, read),
    )


def _cold(given: dict[str, str], before: frozenset[int]) -> frozenset[int]:
    return {"all": _ALL_YEAR, "winter": _COLD}.get(given.get("cold", ""), before)


def _bikes(given: dict[str, str], before: BikeRules, read: object) -> BikeRules:
    assert callable(read)
    names = (
        "most_km", "ebike_most_km", "speed_kmh", "ebike_speed_kmh", "most_extra_minutes", "day_km",
        "ebike_day_km",
    )  # fmt: skip
    changed = {name: read(name, getattr(before, name)) for name in names}
    begin, end = read("bike_from", before.hours[0][0]), read("bike_until", before.hours[0][1])
    closed = frozenset(_COLD if given.get("bike_winter") == "no" else ())
    if "bike_winter" not in given:
        closed = before.closed_months
    return replace(before, **changed, hours=((begin, end), *before.hours[1:]), closed_months=closed)
