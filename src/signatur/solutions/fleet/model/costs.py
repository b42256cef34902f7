"""What driving costs and emits, in a year: per km of each kind, and of a whole plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.schema.results import NOBODY, Cost
from signatur.solutions.fleet.schema.vehicles import Energy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.solutions.fleet.schema.results import Plan
    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Kind, Vehicle


@dataclass(frozen=True, slots=True)
class Rate:
    """What one km costs and emits."""

    energy_dkk: float
    co2e_kg: float
    co2e_dkk: float
    """What its emission is counted as costing."""

    @property
    def dkk(self) -> float:
        return self.energy_dkk + self.co2e_dkk


def rate_of(kind: Kind, rules: Rules) -> Rate:
    """Return what one km with a kind of vehicle costs and emits."""
    return _rate(kind.energy, kind.use_per_km, rules)


def employee_emission(rules: Rules) -> Rate:
    """Return what a km in an employee's petrol car emits; the money is in the state's rate."""
    rate = _rate(Energy.PETROL, 1 / rules.prices.employee_km_litre, rules)
    return Rate(energy_dkk=0.0, co2e_kg=rate.co2e_kg, co2e_dkk=rate.co2e_dkk)


def _rate(energy: Energy, use_per_km: float, rules: Rules) -> Rate:
    prices = rules.prices
    co2e_kg = use_per_km * prices.energy_co2e_kg[energy]
    return Rate(
        energy_dkk=use_per_km * prices.energy_dkk[energy] * rules.discount,
        co2e_kg=co2e_kg,
        co2e_dkk=co2e_kg / 1000 * prices.co2e_dkk_tonne * rules.discount,
    )


def year_factor(trips: Trips) -> float:
    """Return by what a figure of the period is multiplied to be one of a year."""
    return 365 / trips.days


def employee_dkk(km_year: float, rules: Rules) -> float:
    """Return what the state's rates come to for so many km a year.

    All km are counted as if one employee drove them, which is the least that it can cost.
    """
    prices = rules.prices
    high = min(km_year, prices.employee_limit_km)
    return high * prices.employee_high_dkk_km + (km_year - high) * prices.employee_low_dkk_km


def cost_of(
    trips: Trips,
    plan: Plan,
    vehicles: Sequence[Vehicle],
    kinds: Mapping[str, Kind],
    rules: Rules,
) -> Cost:
    """Return what a plan costs and emits in a year, standing vehicles included."""
    factor = year_factor(trips)
    driven = plan.vehicle != NOBODY
    km = np.bincount(
        plan.vehicle[driven], weights=trips.distance_km[driven], minlength=len(vehicles)
    )
    rates = [rate_of(kinds[vehicle.kind], rules) for vehicle in vehicles]
    employees_km = 0.0
    if rules.employee_cars:
        employees_km = float(trips.distance_km[~driven].sum()) * factor
    own = employee_emission(rules)
    energy = float(sum(rate.energy_dkk * x for rate, x in zip(rates, km, strict=True))) * factor
    co2e_kg = float(sum(rate.co2e_kg * x for rate, x in zip(rates, km, strict=True))) * factor
    co2e_dkk = float(sum(rate.co2e_dkk * x for rate, x in zip(rates, km, strict=True))) * factor
    fixed = float(sum(kinds[vehicle.kind].fixed_dkk_year for vehicle in vehicles))
    employees = employee_dkk(employees_km, rules)
    co2e_dkk += own.co2e_dkk * employees_km
    return Cost(
        dkk_year=fixed + energy + employees + co2e_dkk,
        co2e_kg_year=co2e_kg + own.co2e_kg * employees_km,
        fixed_dkk=fixed,
        energy_dkk=energy,
        employee_dkk=employees,
        co2e_dkk=co2e_dkk,
    )
