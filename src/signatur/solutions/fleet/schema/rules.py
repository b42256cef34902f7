"""What a calculation takes for granted: prices, changeovers, bikes, charging. All of it visible."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from signatur.solutions.fleet.schema.vehicles import Energy

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


@dataclass(frozen=True, slots=True)
class Prices:
    """Money and emissions, all of one year. Sources stand with the dated tables of the authority."""

    energy_dkk: Mapping[Energy, float]
    """DKK per litre or kWh."""
    energy_co2e_kg: Mapping[Energy, float]
    """kg CO2e per litre or kWh."""
    employee_high_dkk_km: float = 3.94
    """The state's rate for driving in one's own car, up to the limit."""
    employee_low_dkk_km: float = 2.28
    employee_limit_km: float = 20_000
    """Km a year and employee after which the low rate holds."""
    employee_km_litre: float = 18.0
    """How far an employee's own petrol car drives on a litre, for its emissions."""
    co2e_dkk_tonne: float = 0.0
    """What a tonne of CO2e is counted as costing, within the cost."""


@dataclass(frozen=True, slots=True)
class BikeRules:
    """When a bike may take a trip that a car drove."""

    most_km: float = 8.0
    """Longest trip there and back by bike, in km."""
    ebike_most_km: float = 15.0
    hours: tuple[tuple[float, float], ...] = ((6.0, 18.0),)
    """Windows of the day, in hours, within one of which the whole trip lies."""
    speed_kmh: float = 14.0
    ebike_speed_kmh: float = 19.0
    car_speed_kmh: float = 35.0
    """Taken as the car's speed where a trip has no segments that tell how long it was under way."""
    most_extra_minutes: float = 30.0
    """How much longer than by car a trip may take."""
    day_km: float = 25.0
    ebike_day_km: float = 50.0
    closed_months: frozenset[int] = frozenset()
    closed_days: frozenset[date] = frozenset()
    """Days on which nobody is asked to ride: frost, storm."""
    no_load: frozenset[str] = frozenset({"*"})
    """Loads that no bike carries; `*` stands for any that is named."""
    keeps_car_times: bool = False
    """As the original has it: a bike is as fast as the car was."""
    most_car_kmh: float | None = None
    """Only trips on which the car was slower than this. None: any."""
    ebike_most_car_kmh: float | None = None


@dataclass(frozen=True, slots=True)
class Rules:
    """How trips are put on vehicles, and what that costs."""

    prices: Prices
    bikes: BikeRules = field(default_factory=BikeRules)
    changeover_min: float = 5.0
    """Least time between two trips of one vehicle."""
    booking_min: float = 0.0
    """Vehicles are booked in steps of so many minutes; 0: to the second."""
    cold_months: frozenset[int] = frozenset(range(1, 13))
    """Months in which batteries reach less far. All, unless the authority says otherwise."""
    chargers: int | None = None
    """How many vehicles can charge at once; None: each has its own."""
    chargers_at: Mapping[str, int] = field(default_factory=dict)
    """The same for places that have chargers of their own; a vehicle charges at its first home."""
    charge_hours: float = 8.0
    """From empty to full, where a kind does not say."""
    rest_hours: float = 0.0
    """Hours of each day on which a vehicle stands still, beside changeovers."""
    limit_lease_km: bool = False
    """Refuse trips that would take a vehicle beyond the km of its lease."""
    employee_cars: bool = True
    """Trips without a vehicle are driven in employees' own cars; no: they are not driven."""
    shared_locations: tuple[frozenset[str], ...] = ()
    """Locations that share their vehicles."""
    name: str = "signatur"
    discount: float = 1.0
    """What a year's money is multiplied by, for rules that value it at the year's end."""

    def with_changeover(self, minutes: float) -> Rules:
        return replace(self, changeover_min=minutes)
