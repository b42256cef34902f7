"""Small situations for tests: a handful of trips and vehicles, and every plan there is."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from signatur.solutions.fleet.model import SIGNATUR_RULES
from signatur.solutions.fleet.schema.trips import Trips, trips_of
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Kind, Vehicle

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from signatur.solutions.fleet.schema.rules import Rules

MONDAY = 20_094 * 86_400
"""2025-01-06 00:00 in seconds."""

PETROL = Kind("petrol", "Toyota Yaris", Body.CAR, Energy.PETROL, 47_000, 1 / 20.2)
ELECTRIC = Kind(
    "electric", "Renault Zoe", Body.CAR, Energy.ELECTRICITY, 56_000, 0.177, 300, 0.2, 6, 20_000
)
SHORT = Kind("short", "Old Leaf", Body.CAR, Energy.ELECTRICITY, 30_000, 0.2, 60, 0.0, 4)
EBIKE = Kind("ebike", "Ecoride", Body.EBIKE, Energy.NONE, 4_000, 0.0, 50)
BIKE = Kind("bike", "Principia", Body.BIKE, Energy.NONE, 2_000, 0.0, 20)
KINDS: Mapping[str, Kind] = {one.key: one for one in (PETROL, ELECTRIC, SHORT, EBIKE, BIKE)}


def some(**counts: int) -> list[Vehicle]:
    """Return so many vehicles of each kind."""
    return [
        Vehicle(f"{kind}-{number}", kind)
        for kind, count in counts.items()
        for number in range(1, count + 1)
    ]


def journeys(*rows: tuple[float, float, float]) -> Trips:
    """Return trips from hours of a Monday: (from, to, km)."""
    return trips_of(
        ids=[str(number) for number in range(1, len(rows) + 1)],
        start_s=[MONDAY + round(begin * 3600) for begin, _end, _km in rows],
        end_s=[MONDAY + round(end * 3600) for _begin, end, _km in rows],
        distance_km=[km for _begin, _end, km in rows],
    )


@st.composite
def some_trips(draw: st.DrawFn, most: int = 6, km: float = 40.0) -> Trips:
    """Draw trips of one long day, on a grid of quarters so that ends and starts meet."""
    rows = draw(
        st.lists(
            st.tuples(st.integers(20, 80), st.integers(1, 16), st.floats(0.5, km)),
            min_size=1,
            max_size=most,
        )
    )
    return journeys(*((at / 4, (at + long) / 4, round(far, 1)) for at, long, far in rows))


@st.composite
def some_vehicles(
    draw: st.DrawFn, most: int = 3, kinds: Sequence[str] = tuple(KINDS)
) -> list[Vehicle]:
    """Draw a few vehicles."""
    chosen = draw(st.lists(st.sampled_from(sorted(kinds)), min_size=1, max_size=most))
    return [Vehicle(f"{kind}-{number}", kind) for number, kind in enumerate(chosen)]


def can_drive(trips: Trips, rows: Sequence[int], kind: Kind, rules: Rules = SIGNATUR_RULES) -> bool:
    """Return whether one vehicle can drive these trips, written without a look at the model."""
    free, level, since, ridden = None, 1.0, 0.0, 0.0
    for row in rows:
        start, end = float(trips.start_s[row]), float(trips.end_s[row])
        km = float(trips.distance_km[row])
        if kind.is_bike:
            bikes = rules.bikes
            electric = kind.body is Body.EBIKE
            speed = bikes.ebike_speed_kmh if electric else bikes.speed_kmh
            by_car = min(end - start, km / bikes.car_speed_kmh * 3600)
            later = max(0.0, km / speed * 3600 - by_car)
            end = end + -(-later // 1)
            opens, closes = bikes.hours[0]
            ridden += km
            if (
                km > (bikes.ebike_most_km if electric else bikes.most_km)
                or later > bikes.most_extra_minutes * 60
                or start - MONDAY < opens * 3600
                or end - MONDAY > closes * 3600
                or ridden > (kind.range_km or 0) + 1e-9
            ):
                return False
        if free is not None and start < free:
            return False
        free = end + rules.changeover_min * 60
        if kind.energy is Energy.ELECTRICITY and kind.range_km and kind.charge_hours:
            full = kind.range_km * (1 - kind.range_loss)
            level = min(1.0, level + max(0.0, start - since) / (kind.charge_hours * 3600))
            level -= km / full
            since = end
            if level < -1e-9:
                return False
    return True


def every_plan(
    trips: Trips, vehicles: Sequence[Vehicle], rules: Rules = SIGNATUR_RULES
) -> Iterator[tuple[int, ...]]:
    """Yield every possible plan: for each trip the vehicle, or -1."""
    for plan in product(range(-1, len(vehicles)), repeat=len(trips)):
        if all(
            can_drive(
                trips,
                [row for row, one in enumerate(plan) if one == number],
                KINDS[vehicle.kind],
                rules,
            )
            for number, vehicle in enumerate(vehicles)
        ):
            yield plan


def fewest_undriven(
    trips: Trips, vehicles: Sequence[Vehicle], rules: Rules = SIGNATUR_RULES
) -> int:
    """Return the fewest trips that any plan leaves."""
    return min(plan.count(-1) for plan in every_plan(trips, vehicles, rules))
