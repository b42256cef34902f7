"""Every plan there is, for a handful of trips: what batteries allow is then found and not guessed.

Trips are taken in order; after each, plans that leave the vehicles in the same state are one, and the
better of them is kept. That is exact as long as the number of different states stays small.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.case import DAY_S, day_km_of, has_battery
from signatur.solutions.fleet.schema.results import NOBODY, Plan, Why

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.solutions.fleet.model.case import Case

MOST_TRIPS = 40
_MOST_STATES = 4_000
_ROUNDING = 1e-9
_LONG_AGO = -(1 << 62)


@dataclass(frozen=True, slots=True)
class _Stand:
    """How one vehicle stands: when it is free, and what is left in it."""

    vehicle: int
    free_s: int
    spent: float
    """Of a battery, the share that is missing at `since_s`; of a bike's day, the km ridden."""
    since_s: int
    """When charging began; for a bike, the day."""

    @property
    def state(self) -> tuple[int, float, int]:
        return self.free_s, self.spent, self.since_s


@dataclass(frozen=True, slots=True)
class _Course:
    """One way to drive the trips so far."""

    stands: tuple[tuple[_Stand, ...], ...]
    undriven: int
    dkk: float
    taken: tuple[tuple[int, int], ...]
    """Vehicle and group of each trip so far."""

    @property
    def worth(self) -> tuple[int, float]:
        return self.undriven, self.dkk


def every_way(case: Case) -> Plan | None:
    """Return the plan that leaves fewest trips, and of those the cheapest.

    None where there are too many trips, or where rules hold that look beyond one vehicle's day.
    """
    rules = case.rules
    if len(case.trips) > MOST_TRIPS or rules.chargers is not None or rules.chargers_at:
        return None
    if rules.rest_hours or rules.limit_lease_km:
        return None
    begin = tuple(
        tuple(_Stand(vehicle, _LONG_AGO, 0.0, _LONG_AGO) for vehicle in group.members)
        for group in case.groups
    )
    courses = [_Course(begin, 0, 0.0, ())]
    for trip in range(len(case.trips)):
        best: dict[object, _Course] = {}
        for course in courses:
            for after in _ways(case, trip, course):
                key = tuple(tuple(sorted(one.state for one in group)) for group in after.stands)
                if key not in best or after.worth < best[key].worth:
                    best[key] = after
        courses = sorted(best.values(), key=lambda one: one.worth)[:_MOST_STATES]
    return _plan(case, min(courses, key=lambda one: one.worth))


def _ways(case: Case, trip: int, course: _Course) -> Iterator[_Course]:
    """Yield what can be done with a trip: nothing, or one of the vehicles that differ."""
    left = (*course.taken, (NOBODY, NOBODY))
    yield _Course(course.stands, course.undriven + 1, course.dkk, left)
    for number in np.flatnonzero(case.allowed[trip]):
        group, tried = int(number), set()
        for stand in course.stands[group]:
            if stand.state in tried:
                continue
            tried.add(stand.state)
            after = _drive(case, trip, group, stand)
            if after is None:
                continue
            mine = tuple(after if one is stand else one for one in course.stands[group])
            stands = (*course.stands[:group], mine, *course.stands[group + 1 :])
            dkk = course.dkk + case.rates[group].dkk * float(case.trips.distance_km[trip])
            taken = (*course.taken, (stand.vehicle, group))
            yield _Course(stands, course.undriven, dkk, taken)


def _drive(case: Case, trip: int, number: int, stand: _Stand) -> _Stand | None:
    """Return how a vehicle stands after a trip, or None if it cannot drive it."""
    kind, start = case.groups[number].kind, int(case.start_s[trip])
    if start < stand.free_s:
        return None
    until, km = int(case.until[kind.body][trip]), float(case.trips.distance_km[trip])
    free = until + case.changeover_s
    most = day_km_of(kind, case.rules.bikes)
    if most is not None:
        day = start // DAY_S
        ridden = km + (stand.spent if stand.since_s == day else 0.0)
        return _Stand(stand.vehicle, free, ridden, day) if ridden <= most + _ROUNDING else None
    if not has_battery(kind):
        return _Stand(stand.vehicle, free, 0.0, _LONG_AGO)
    hours = kind.charge_hours or case.rules.charge_hours
    missing = max(0.0, stand.spent - max(0, start - stand.since_s) / (hours * 3600))
    assert kind.range_km is not None
    reach = kind.range_km * (1 - kind.range_loss if case.is_cold[trip] else 1.0)
    spent = missing + (km / reach if km else 0.0)
    return _Stand(stand.vehicle, free, spent, until) if spent <= 1 + _ROUNDING else None


def _plan(case: Case, course: _Course) -> Plan:
    trips = case.trips
    vehicle = np.array([one for one, _group in course.taken], dtype=np.int32)
    why = np.where(vehicle == NOBODY, Why.ALL_BUSY, Why.DRIVEN).astype(np.int8)
    why[(vehicle == NOBODY) & ~case.allowed.any(axis=1)] = Why.NO_VEHICLE
    why[(vehicle == NOBODY) & case.beyond_range] = Why.BEYOND_RANGE
    until, charge = trips.end_s.copy(), np.zeros(len(trips), dtype=np.int64)
    for trip, (_vehicle, number) in enumerate(course.taken):
        if number != NOBODY:
            kind = case.groups[number].kind
            until[trip] = case.until[kind.body][trip]
            charge[trip] = until[trip] if has_battery(kind) else 0
    return Plan(vehicle=vehicle, why=why, until_s=until, charge_from_s=charge)
