"""How much each vehicle, location and department drives, and which vehicles stand still."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.looking.choosing import DAY_S, HOUR_S
from signatur.solutions.fleet.model.looking.sweeping import absences, curve_of, spread
from signatur.solutions.fleet.schema.trips import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.looking.choosing import Period, WorkTime
    from signatur.solutions.fleet.model.looking.sweeping import Away
    from signatur.solutions.fleet.schema.trips import Names, Trips

# A vehicle that is away less of the working time than this is hardly used.
HARDLY = 0.10
# Days without a trip after which a pause is worth a look.
LONG_PAUSE_DAYS = 14.0


@dataclass(frozen=True, slots=True)
class VehicleUse:
    """What one vehicle did in a period."""

    name: str
    trips: int
    km: float
    hours: float
    """Away, by day and by night."""
    share: float
    """Of the working time that it was away."""
    days: int
    """On which it was away at all."""
    pause_days: float
    """The longest time without a trip, from the first day of the period to the end of the last."""

    @property
    def is_idle(self) -> bool:
        return self.share < HARDLY or self.pause_days >= LONG_PAUSE_DAYS


@dataclass(frozen=True, slots=True)
class GroupUse:
    """What the vehicles of one location or department did in a period."""

    name: str
    """Empty: not known."""
    trips: int
    km: float
    hours: float
    vehicles: int
    """How many different ones drove."""
    most: int
    """How many were away at once, at most."""


def use_of_vehicles(
    trips: Trips, away: Away, period: Period, time: WorkTime, others: Iterable[str] = ()
) -> tuple[VehicleUse, ...]:
    """Return the use of each vehicle, the least used first.

    `others` are vehicles that exist and may not have driven at all. Trips of unknown vehicles are
    left out.
    """
    names = trips.vehicle
    known = names.codes != UNKNOWN
    size = len(names.words)
    codes = names.codes[known]
    counts = np.bincount(codes, minlength=size)
    km = np.bincount(codes, weights=trips.distance_km[known], minlength=size)
    out = away.vehicle != UNKNOWN
    vehicle, start, end = away.vehicle[out], away.start_s[out], away.end_s[out]
    hours = np.bincount(vehicle, weights=end - start, minlength=size) / HOUR_S
    worked = time.until(end) - time.until(start)
    shares = np.bincount(vehicle, weights=worked, minlength=size) / (time.total_s or 1.0)
    days = _days_used(vehicle, start, end, size)
    pauses = _longest_pauses(vehicle, start, end, period, size)
    # A filter leaves words that no row has; these drove in another place or period.
    found = [
        VehicleUse(
            word,
            int(counts[code]),
            float(km[code]),
            float(hours[code]),
            float(shares[code]),
            int(days[code]),
            float(pauses[code]),
        )
        for code, word in enumerate(names.words)
        if counts[code]
    ]
    seen = {one.name for one in found}
    never = [
        VehicleUse(name, 0, 0.0, 0.0, 0.0, 0, float(period.days))
        for name in dict.fromkeys(others)
        if name not in seen
    ]
    return tuple(sorted([*found, *never], key=lambda one: (one.share, one.hours, one.name)))


def use_of_groups(trips: Trips, names: Names) -> tuple[GroupUse, ...]:
    """Return the use by location or department, the most trips first; the unknown are one group."""
    found = []
    for code in range(UNKNOWN, len(names.words)):
        rows = np.flatnonzero(names.codes == code)
        if len(rows):
            found.append(_group("" if code == UNKNOWN else names.words[code], trips, rows))
    return tuple(sorted(found, key=lambda one: (-one.trips, one.name)))


def _group(word: str, trips: Trips, rows: NDArray[np.int64]) -> GroupUse:
    drivers = trips.vehicle.codes[rows]
    away = absences(trips.start_s[rows], trips.end_s[rows], drivers)
    return GroupUse(
        word,
        len(rows),
        float(trips.distance_km[rows].sum()),
        float((away.end_s - away.start_s).sum()) / HOUR_S,
        len(set(np.unique(drivers).tolist()) - {UNKNOWN}),
        curve_of(away).most,
    )


def _days_used(
    vehicle: NDArray[np.int32], start: NDArray[np.int64], end: NDArray[np.int64], size: int
) -> NDArray[np.int64]:
    if not len(vehicle):
        return np.zeros(size, dtype=np.int64)
    first, last = start // DAY_S, (end - 1) // DAY_S
    lengths = last - first + 1
    day = spread(first, lengths) - first.min()
    who = np.repeat(vehicle, lengths)
    used = np.zeros((size, int(day.max()) + 1), dtype=bool)
    used[who, day] = True
    counts: NDArray[np.int64] = used.sum(axis=1, dtype=np.int64)
    return counts


def _longest_pauses(
    vehicle: NDArray[np.int32],
    start: NDArray[np.int64],
    end: NDArray[np.int64],
    period: Period,
    size: int,
) -> NDArray[np.float64]:
    """Return the longest pause of each vehicle in days; who never drove paused all the time."""
    longest = np.zeros(size)
    absent = np.bincount(vehicle, minlength=size) == 0
    longest[absent] = period.end_s - period.start_s
    if len(vehicle):
        begins = np.ones(len(vehicle), dtype=bool)
        begins[1:] = vehicle[1:] != vehicle[:-1]
        before = np.where(begins, period.start_s, np.concatenate(([0], end[:-1])))
        np.maximum.at(longest, vehicle, start - before)
        last = np.concatenate((np.flatnonzero(begins)[1:], [len(vehicle)])) - 1
        np.maximum.at(longest, vehicle[last], period.end_s - end[last])
    return longest / DAY_S
