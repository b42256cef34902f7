"""What prices, rules and reasons are called in the files that leave the fleet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import show_date, show_number, show_percent
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.schema.studies import Aim
from signatur.solutions.fleet.schema.vehicles import Energy
from signatur.solutions.fleet.service.prices import PRICE_TITLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signatur.kernel.i18n import Text
    from signatur.solutions.fleet.schema.rules import BikeRules, Rules
    from signatur.solutions.fleet.schema.studies import Question

# Beside those that stand in the dated tables.
_OTHER_PRICES: dict[str, Text] = {
    "employee_limit_km": _("Own car, km a year at the high rate"),
    "co2e_dkk_tonne": _("CO₂e counted within the cost, DKK a tonne"),
}
PRICE_WORDS = PRICE_TITLES | _OTHER_PRICES


def price_values(question: Question) -> Iterator[tuple[str, float]]:
    """Yield the name and value of each price that a calculation used."""
    prices = question.rules.prices
    # Employees drive on petrol.
    used = {kind.energy for kind in question.kinds.values()} | {Energy.PETROL}
    energies = [one for one in Energy if one in used and one is not Energy.NONE]
    for energy in energies:
        yield f"{energy}_dkk", prices.energy_dkk[energy]
    for energy in energies:
        yield f"{energy}_co2e_kg", prices.energy_co2e_kg[energy]
    for name in (
        "employee_high_dkk_km",
        "employee_low_dkk_km",
        "employee_limit_km",
        "employee_km_litre",
    ):
        yield name, getattr(prices, name)
    if prices.co2e_dkk_tonne:
        yield "co2e_dkk_tonne", prices.co2e_dkk_tonne


def rule_rows(question: Question) -> Iterator[tuple[Text, str]]:
    """Yield what a calculation took for granted, but for prices: what it is, and how it was set.

    What is not in use is left out.
    """
    yield from _asked(question)
    yield from _driving(question.rules)
    if any(kind.is_bike for kind in question.kinds.values()):
        yield from _biking(question.rules.bikes)


def _asked(question: Question) -> Iterator[tuple[Text, str]]:
    first = show_date(question.since) if question.since else str(_("the first trip"))
    last = show_date(question.until) if question.until else str(_("the last trip"))
    yield _("Period"), f"{first} – {last}"
    yield _("Locations"), ", ".join(question.locations) or str(_("all"))
    if question.aim is Aim.OPTIMISE:
        yield from _demanded(question)


def _demanded(question: Question) -> Iterator[tuple[Text, str]]:
    demand = question.demand
    yield _("Least share of the trips that a vehicle drives"), show_percent(demand.service_level, 1)
    yield _("Bikes may be chosen"), _yes_no(is_so=demand.bikes)
    if demand.co2e_dkk_tonne:
        weight = show_number(demand.co2e_dkk_tonne)
        yield _("Weight of CO₂e when fleets are compared, DKK per tonne"), weight
    if demand.most_co2e_kg is not None:
        yield _("Most kg CO₂e a year"), show_number(demand.most_co2e_kg, 0)
    if demand.most_dkk is not None:
        yield _("Budget a year, DKK"), show_number(demand.most_dkk, 0)
    for title, limits in ((_("At least"), demand.keep), (_("At most"), demand.most)):
        for key, count in limits.items():
            kind = question.kinds.get(key)
            yield title, f"{show_number(count)} {kind.title if kind else key}"


def _driving(rules: Rules) -> Iterator[tuple[Text, str]]:
    yield _("Minutes between two trips of one vehicle"), show_number(rules.changeover_min)
    if rules.booking_min:
        yield _("Bookings in steps of minutes"), show_number(rules.booking_min)
    chargers = str(_("one for each vehicle")) if rules.chargers is None else str(rules.chargers)
    if rules.chargers_at:
        chargers = ", ".join(f"{place} {count}" for place, count in rules.chargers_at.items())
    yield _("Chargers"), chargers
    yield _("Months in which batteries reach less far"), _months(rules.cold_months)
    if rules.rest_hours:
        yield _("Hours of a day that a vehicle stands still"), show_number(rules.rest_hours)
    if rules.limit_lease_km:
        yield _("Km of the lease are a limit"), _yes_no(is_so=True)
    yield (
        _("Trips without a vehicle are driven in employees' own cars"),
        _yes_no(is_so=rules.employee_cars),
    )
    if rules.shared_locations:
        shared = "; ".join(", ".join(sorted(one)) for one in rules.shared_locations)
        yield _("Locations that share vehicles"), shared


def _biking(rules: BikeRules) -> Iterator[tuple[Text, str]]:
    km = f"{show_number(rules.most_km)} / {show_number(rules.ebike_most_km)}"
    yield _("Bike / e-bike: longest trip, km"), km
    if rules.keeps_car_times:
        yield _("Bikes are as fast as the car was"), _yes_no(is_so=True)
    else:
        speeds = f"{show_number(rules.speed_kmh)} / {show_number(rules.ebike_speed_kmh)}"
        yield _("Bike / e-bike: km an hour"), speeds
        extra = show_number(rules.most_extra_minutes)
        yield _("Bikes: most minutes longer than by car"), extra
    a_day = f"{show_number(rules.day_km)} / {show_number(rules.ebike_day_km)}"
    yield _("Bike / e-bike: most km of a day"), a_day
    hours = ", ".join(f"{show_number(one)}–{show_number(two)}" for one, two in rules.hours)
    yield _("Bikes: hours of the day"), hours
    if rules.closed_months:
        yield _("Bikes: months without"), _months(rules.closed_months)
    if rules.closed_days:
        yield _("Bikes: single days without"), show_number(len(rules.closed_days))


def _months(months: Iterable[int]) -> str:
    found = sorted(months)
    if len(found) == 12:
        return str(_("all"))
    return ", ".join(str(month) for month in found) or str(_("none"))


def _yes_no(*, is_so: bool) -> str:
    return str(_("yes")) if is_so else str(_("no"))
