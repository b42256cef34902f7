"""When the driving happens: hours of the week, days, weekdays, months, seasons."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.looking.choosing import DAY_S, HOUR_S, weekday_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.looking.choosing import Period
    from signatur.solutions.fleet.model.looking.sweeping import Curve
    from signatur.solutions.fleet.schema.trips import Trips

STEP_S = 1_800


@dataclass(frozen=True, slots=True, eq=False)
class Week:
    """The usual week; Monday first, each day from midnight."""

    mean: NDArray[np.float64]
    """Shape (7, 24): how many vehicles are away, on average over the time of the hour."""
    most: NDArray[np.int64]
    """Shape (7, 24): the most that were ever away at once in it."""


@dataclass(frozen=True, slots=True, eq=False)
class DayShape:
    """How many are away over the day, by steps of half an hour: over the days that were looked at."""

    low: NDArray[np.float64]
    """Shape (48,): in a step, the most at once; of these the lowest of all days."""
    middle: NDArray[np.float64]
    high: NDArray[np.float64]
    days: int

    @property
    def hours(self) -> NDArray[np.float64]:
        return np.arange(len(self.middle)) * STEP_S / HOUR_S


@dataclass(frozen=True, slots=True, eq=False)
class Daily:
    """Day by day. A trip counts on the day on which it begins, hours away where they fall."""

    day: NDArray[np.int64]
    """Shape (days,): days since 1970."""
    trips: NDArray[np.int64]
    km: NDArray[np.float64]
    hours: NDArray[np.float64]
    most: NDArray[np.int64]
    """The most vehicles away at once."""


@dataclass(frozen=True, slots=True)
class Spell:
    """Some days taken together: all Mondays, a month, all winters."""

    key: str
    days: int
    trips: int
    km: float
    hours: float
    most: int

    @property
    def trips_a_day(self) -> float:
        return self.trips / self.days

    @property
    def mean_away(self) -> float:
        """How many vehicles are away, on average over day and night."""
        return self.hours / (24 * self.days)


def week_of(curve: Curve, period: Period) -> Week:
    """Return the usual week. Hours of weekdays that the period does not have are nought."""
    edges = period.edges(HOUR_S)
    means = np.diff(curve.passed(edges)) / HOUR_S
    most = curve.most_between(edges)
    weekday = weekday_of(edges[:-1])
    hour_of_week = weekday * 24 + edges[:-1] % DAY_S // HOUR_S
    counts = np.bincount(hour_of_week, minlength=168)
    sums = np.bincount(hour_of_week, weights=means, minlength=168)
    highest = np.zeros(168, dtype=np.int64)
    np.maximum.at(highest, hour_of_week, most)
    return Week((sums / np.maximum(counts, 1)).reshape(7, 24), highest.reshape(7, 24))


def day_shape(curve: Curve, period: Period, weekdays: frozenset[int]) -> DayShape:
    """Return the lowest, the middle and the highest of the days on some weekdays, over the day.

    Days without any driving are left out: offices are closed then.
    """
    steps = DAY_S // STEP_S
    by_day = curve.most_between(period.edges(STEP_S)).reshape(period.days, steps)
    starts = period.edges()[:-1]
    counted = np.isin(weekday_of(starts), sorted(weekdays)) & (by_day.max(axis=1) > 0)
    if not counted.any():
        nothing = np.zeros(steps)
        return DayShape(nothing, nothing, nothing, 0)
    low, middle, high = np.quantile(by_day[counted], (0, 0.5, 1), axis=0)
    return DayShape(low, middle, high, int(counted.sum()))


def daily_of(trips: Trips, curve: Curve, period: Period) -> Daily:
    """Return what happened on each day of the period."""
    edges = period.edges()
    first = period.start_s // DAY_S
    day = trips.start_s // DAY_S - first
    inside = (day >= 0) & (day < period.days)
    counts = np.bincount(day[inside], minlength=period.days)
    km = np.bincount(day[inside], trips.distance_km[inside], period.days).astype(np.float64)
    hours = np.diff(curve.passed(edges)) / HOUR_S
    return Daily(first + np.arange(period.days), counts, km, hours, curve.most_between(edges))


def by_weekday(daily: Daily) -> tuple[Spell, ...]:
    """Return the days of each weekday that there is; the keys are 0 for Monday to 6."""
    return _grouped(daily, weekday_of(daily.day * DAY_S), [str(number) for number in range(7)])


def by_month(daily: Daily) -> tuple[Spell, ...]:
    """Return the months that there are; the keys are like `2025-03`."""
    months = daily.day.astype("datetime64[D]").astype("datetime64[M]")
    kinds, which = np.unique(months, return_inverse=True)
    return _grouped(daily, which, [str(kind) for kind in kinds])


def by_season(daily: Daily) -> tuple[Spell, ...]:
    """Return the seasons that there are: `winter` from December to February, and so on."""
    months = daily.day.astype("datetime64[D]").astype("datetime64[M]").astype(np.int64) % 12
    return _grouped(daily, (months + 1) % 12 // 3, ["winter", "spring", "summer", "autumn"])


def _grouped(daily: Daily, which: NDArray[np.int64], keys: Sequence[str]) -> tuple[Spell, ...]:
    size = len(keys)
    days = np.bincount(which, minlength=size)
    trips = np.bincount(which, weights=daily.trips, minlength=size)
    km = np.bincount(which, weights=daily.km, minlength=size)
    hours = np.bincount(which, weights=daily.hours, minlength=size)
    most = np.zeros(size, dtype=np.int64)
    np.maximum.at(most, which, daily.most)
    return tuple(
        Spell(key, int(days[n]), round(trips[n]), float(km[n]), float(hours[n]), int(most[n]))
        for n, key in enumerate(keys)
        if days[n]
    )
