"""Prices and emission factors by year, with where they are from; and the two sets of rules.

The rules of Signatur are meant to be true: a bike takes as long as a bike takes. The rules of the
original, FleetOptimiser, are kept for comparison with it and change only costs and bikes; batteries
and changeovers are never stretched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.schema.rules import BikeRules, Prices, Rules
from signatur.solutions.fleet.schema.vehicles import Energy

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signatur.kernel.i18n import Text


@dataclass(frozen=True, slots=True)
class DatedPrice:
    """One figure, the year from which it holds, and who says so."""

    name: str
    """`petrol_dkk`, `petrol_co2e_kg`, `employee_high_dkk_km` …"""
    from_year: int
    value: float
    source: Text


_POGI = _("Partnerskab for offentlige grønne indkøb, the tool for total cost of vehicles")
_STATE = _("The state's rates for driving in one's own car; confirm them before a budget")
_OWN = _("Estimate of ours; put in what your authority pays")

PRICES: tuple[DatedPrice, ...] = (
    DatedPrice("petrol_dkk", 2020, 12.33, _POGI),
    DatedPrice("diesel_dkk", 2020, 10.83, _POGI),
    DatedPrice("hvo_dkk", 2020, 19.84, _POGI),
    DatedPrice("electricity_dkk", 2020, 2.13, _POGI),
    DatedPrice("petrol_co2e_kg", 2020, 2.52, _POGI),
    DatedPrice("diesel_co2e_kg", 2020, 2.98, _POGI),
    DatedPrice("hvo_co2e_kg", 2020, 0.894, _POGI),
    DatedPrice("electricity_co2e_kg", 2020, 0.09, _POGI),
    DatedPrice("employee_high_dkk_km", 2024, 3.79, _STATE),
    DatedPrice("employee_low_dkk_km", 2024, 2.23, _STATE),
    DatedPrice("employee_high_dkk_km", 2025, 3.81, _STATE),
    DatedPrice("employee_low_dkk_km", 2025, 2.23, _STATE),
    DatedPrice("employee_high_dkk_km", 2026, 3.94, _STATE),
    DatedPrice("employee_low_dkk_km", 2026, 2.28, _STATE),
    DatedPrice("employee_km_litre", 2020, 18.0, _OWN),
)

_ENERGIES = (Energy.PETROL, Energy.DIESEL, Energy.HVO, Energy.ELECTRICITY)


def prices_of(year: int, table: Iterable[DatedPrice] = PRICES) -> Prices:
    """Return the prices that hold in a year: of each figure the newest that is not later.

    Before the first year of a figure its first value holds.
    """
    newest: dict[str, DatedPrice] = {}
    for row in sorted(table, key=lambda one: one.from_year):
        if row.name not in newest or row.from_year <= year:
            newest[row.name] = row
    value = {name: row.value for name, row in newest.items()}
    return Prices(
        energy_dkk={one: value[f"{one}_dkk"] for one in _ENERGIES} | {Energy.NONE: 0.0},
        energy_co2e_kg={one: value[f"{one}_co2e_kg"] for one in _ENERGIES} | {Energy.NONE: 0.0},
        employee_high_dkk_km=value["employee_high_dkk_km"],
        employee_low_dkk_km=value["employee_low_dkk_km"],
        employee_km_litre=value["employee_km_litre"],
    )


SIGNATUR_RULES = Rules(prices=prices_of(2026))

# FleetOptimiser values a year's energy and emissions at the year's end (4 %), takes electricity's
# emission of 2020 from a table (0.089), and adds emissions at 1,500 DKK a tonne to the cost.
ORIGINAL_RULES = Rules(
    name="original",
    prices=Prices(
        energy_dkk=prices_of(2020).energy_dkk,
        energy_co2e_kg={**prices_of(2020).energy_co2e_kg, Energy.ELECTRICITY: 0.089},
        employee_high_dkk_km=3.70,
        employee_low_dkk_km=2.17,
        employee_km_litre=20.0,
        co2e_dkk_tonne=1_500.0,
    ),
    discount=1 / 1.04,
    bikes=BikeRules(
        most_km=15.0,
        ebike_most_km=15.0,
        hours=((7.0, 15.5),),
        day_km=20.0,
        most_car_kmh=20.0,
        ebike_most_car_kmh=30.0,
        keeps_car_times=True,
    ),
)

RULES = {rules.name: rules for rules in (SIGNATUR_RULES, ORIGINAL_RULES)}
