"""Trips and vehicles made ready for calculation: who could drive what, until when, at what price."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.costs import Rate, rate_of
from signatur.solutions.fleet.schema.trips import UNKNOWN, moment_of
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Kind, Vehicle

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.schema.rules import BikeRules, Rules
    from signatur.solutions.fleet.schema.trips import Names, Trips

DAY_S = 86_400


@dataclass(frozen=True, slots=True)
class Group:
    """Vehicles that are interchangeable: of one kind, one home, one department."""

    kind: Kind
    homes: frozenset[str]
    department: str
    members: tuple[int, ...] = ()
    """Positions in the fleet."""


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """What a calculation works on; G groups of vehicles, T trips."""

    trips: Trips
    rules: Rules
    groups: tuple[Group, ...]
    allowed: NDArray[np.bool_]
    """Shape (T, G): whether a group's vehicles may and, fully charged, can drive a trip."""
    beyond_range: NDArray[np.bool_]
    """Shape (T,): no vehicle that may drive it reaches that far."""
    start_s: NDArray[np.int64]
    until: Mapping[Body, NDArray[np.int64]]
    """Shape (T,) for each body: when it is back."""
    is_cold: NDArray[np.bool_]
    """Shape (T,): whether batteries reach less far on the trip's day."""
    rates: tuple[Rate, ...]
    """Of each group."""

    @property
    def changeover_s(self) -> int:
        return round(self.rules.changeover_min * 60)

    def reach_km(self, group: int) -> NDArray[np.float64] | None:
        """Return how far a group's battery reaches on each trip's day, or None without a battery."""
        kind = self.groups[group].kind
        if not has_battery(kind):
            return None
        assert kind.range_km is not None
        return kind.range_km * np.where(self.is_cold, 1 - kind.range_loss, 1.0)

    def day_km(self, group: int) -> float | None:
        """Return how far a group's bikes are ridden in a day, or None for cars."""
        return day_km_of(self.groups[group].kind, self.rules.bikes)


def has_battery(kind: Kind) -> bool:
    """Return whether a car's battery limits it; a bike has a limit of km a day instead."""
    return kind.energy is Energy.ELECTRICITY and not kind.is_bike and kind.range_km is not None


def day_km_of(kind: Kind, rules: BikeRules) -> float | None:
    """Return the most km of a bike's day, or None for cars."""
    if not kind.is_bike:
        return None
    if kind.range_km is not None:
        return kind.range_km
    return rules.ebike_day_km if kind.body is Body.EBIKE else rules.day_km


def groups_of(vehicles: Sequence[Vehicle], kinds: Mapping[str, Kind]) -> tuple[Group, ...]:
    """Put vehicles that are interchangeable together, in the order of their keys."""
    members: dict[tuple[str, tuple[str, ...], str], list[int]] = {}
    for position, vehicle in enumerate(vehicles):
        key = (vehicle.kind, tuple(sorted(vehicle.homes)), vehicle.department)
        members.setdefault(key, []).append(position)
    return tuple(
        Group(kinds[kind], frozenset(homes), department, tuple(positions))
        for (kind, homes, department), positions in sorted(members.items())
    )


def case_of(trips: Trips, groups: Sequence[Group], rules: Rules) -> Case:
    """Make trips and groups of vehicles ready for calculation."""
    start = _booked(trips.start_s, rules, up=False)
    until = {body: _booked(_back(trips, body, rules.bikes), rules, up=True) for body in Body}
    case = Case(
        trips=trips,
        rules=rules,
        groups=tuple(groups),
        allowed=np.zeros((len(trips), len(groups)), dtype=bool),
        beyond_range=np.zeros(len(trips), dtype=bool),
        start_s=start,
        until=until,
        is_cold=_is_cold(trips, rules),
        rates=tuple(rate_of(group.kind, rules) for group in groups),
    )
    may_but_cannot = np.zeros(len(trips), dtype=bool)
    rideable = {body: _rideable(trips, until[body], body, rules.bikes) for body in Body}
    for number, group in enumerate(groups):
        may = _belongs(trips, group, rules) & rideable[group.kind.body]
        reach = case.reach_km(number)
        if reach is None:
            most = case.day_km(number)
            can = may if most is None else may & (trips.distance_km <= most)
        else:
            can = may & (trips.distance_km <= reach)
        case.allowed[:, number] = can
        may_but_cannot |= may & ~can
    case.beyond_range[:] = may_but_cannot & ~case.allowed.any(axis=1)
    return case


def _booked(seconds: NDArray[np.int64], rules: Rules, *, up: bool) -> NDArray[np.int64]:
    """Round to whole steps of booking, outwards."""
    step = round(rules.booking_min * 60)
    if not step:
        return seconds
    booked: NDArray[np.int64] = -(-seconds // step) * step if up else seconds // step * step
    return booked


def _back(trips: Trips, body: Body, rules: BikeRules) -> NDArray[np.int64]:
    """Return when a vehicle of this body is back: a bike takes a bike's time on the way."""
    if body is Body.CAR or rules.keeps_car_times:
        return trips.end_s
    speed = rules.ebike_speed_kmh if body is Body.EBIKE else rules.speed_kmh
    away = (trips.end_s - trips.start_s).astype(float)
    guessed = np.minimum(away, trips.distance_km / rules.car_speed_kmh * 3600)
    by_car = np.where(np.isnan(trips.driving_s), guessed, np.minimum(away, trips.driving_s))
    extra = np.maximum(0.0, trips.distance_km / speed * 3600 - by_car)
    back: NDArray[np.int64] = trips.end_s + np.ceil(extra).astype(np.int64)
    return back


def _rideable(
    trips: Trips, until: NDArray[np.int64], body: Body, rules: BikeRules
) -> NDArray[np.bool_]:
    """Return which trips this body may take, wherever it stands."""
    if body is Body.CAR:
        return np.ones(len(trips), dtype=bool)
    electric = body is Body.EBIKE
    fits = trips.distance_km <= (rules.ebike_most_km if electric else rules.most_km)
    fits &= until - trips.end_s <= rules.most_extra_minutes * 60
    fits &= _within_hours(trips.start_s, until, rules.hours)
    fits &= _open_days(trips.start_s, rules)
    fastest = rules.ebike_most_car_kmh if electric else rules.most_car_kmh
    if fastest is not None:
        away = np.maximum(1, trips.end_s - trips.start_s)
        hours = np.where(np.isnan(trips.driving_s), away, trips.driving_s) / 3600
        fits &= trips.distance_km < fastest * np.maximum(hours, 1e-9)
    if rules.no_load and trips.load.words:
        refused = ["*" in rules.no_load or word in rules.no_load for word in trips.load.words]
        loaded = trips.load.codes != UNKNOWN
        fits &= ~(loaded & np.array(refused)[np.where(loaded, trips.load.codes, 0)])
    return fits


def _within_hours(
    start: NDArray[np.int64], until: NDArray[np.int64], hours: tuple[tuple[float, float], ...]
) -> NDArray[np.bool_]:
    midnight = start // DAY_S * DAY_S
    fits = np.zeros(len(start), dtype=bool)
    for opens, closes in hours:
        fits |= (start - midnight >= opens * 3600) & (until - midnight <= closes * 3600)
    return fits


def _open_days(start: NDArray[np.int64], rules: BikeRules) -> NDArray[np.bool_]:
    if not (rules.closed_days or rules.closed_months):
        return np.ones(len(start), dtype=bool)
    days, which = np.unique(start // DAY_S, return_inverse=True)
    dates = [moment_of(int(day) * DAY_S).date() for day in days]
    is_open = [
        day not in rules.closed_days and day.month not in rules.closed_months for day in dates
    ]
    return np.array(is_open, dtype=bool)[which]


def _is_cold(trips: Trips, rules: Rules) -> NDArray[np.bool_]:
    if len(rules.cold_months) in (0, 12):
        return np.full(len(trips), bool(rules.cold_months))
    days, which = np.unique(trips.start_s // DAY_S, return_inverse=True)
    cold = [moment_of(int(day) * DAY_S).month in rules.cold_months for day in days]
    return np.array(cold, dtype=bool)[which]


def _belongs(trips: Trips, group: Group, rules: Rules) -> NDArray[np.bool_]:
    """Return which trips begin where the group lives and are of a department that may drive it."""
    fits = np.ones(len(trips), dtype=bool)
    if group.homes:
        reached = set(group.homes)
        for shared in rules.shared_locations:
            if shared & group.homes:
                reached |= shared
        fits &= _is_one_of(trips.location, reached)
    if group.department:
        fits &= _is_one_of(trips.department, {group.department})
    return fits


def _is_one_of(names: Names, wanted: set[str]) -> NDArray[np.bool_]:
    """Return which rows hold one of these words; where nothing is known, everything fits."""
    known = names.codes != UNKNOWN
    if not names.words:
        return np.ones(len(names.codes), dtype=bool)
    listed = np.array([word in wanted for word in names.words], dtype=bool)
    fits: NDArray[np.bool_] = ~known | listed[np.where(known, names.codes, 0)]
    return fits
