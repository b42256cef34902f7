"""How many vehicles are away at once, exactly: a sweep over the intervals, without sampling."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.looking.choosing import DAY_S, MINUTE_S
from signatur.solutions.fleet.schema.trips import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.looking.choosing import Period, WorkTime
    from signatur.solutions.fleet.schema.trips import Trips

MOST_MOMENTS = 20
_SMALL = np.iinfo(np.int16).max


@dataclass(frozen=True, slots=True, eq=False)
class Away:
    """When each vehicle was away: intervals that do not overlap within a vehicle.

    The end does not belong to an interval. A trip whose vehicle is not known is one of its own.
    """

    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    vehicle: NDArray[np.int32]
    """Code of the vehicle in the trips, or `UNKNOWN`; in rising order, and by start within it."""


@dataclass(frozen=True, slots=True, eq=False)
class Curve:
    """How many vehicles are away from each moment to the next; none before the first."""

    at_s: NDArray[np.int64]
    away: NDArray[np.int64]

    @property
    def most(self) -> int:
        return int(self.away.max(initial=0))

    def passed(self, seconds: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the vehicle-seconds spent away before each moment."""
        if not len(self.at_s):
            return np.zeros(len(seconds))
        sums = np.concatenate(([0.0], np.cumsum(self.away[:-1] * np.diff(self.at_s))))
        return np.interp(seconds, self.at_s, sums)

    def most_between(self, edges: NDArray[np.int64]) -> NDArray[np.int64]:
        """Return the most that were away at once between each edge and the next."""
        # A nought in front stands for the time before the first, one at the end ends the last slice.
        away = np.concatenate(([0], self.away, [0]))
        first = np.searchsorted(self.at_s, edges[:-1], side="right")
        after = np.searchsorted(self.at_s, edges[1:], side="left") + 1
        slices = np.column_stack((first, after)).ravel()
        found: NDArray[np.int64] = np.maximum.reduceat(away, slices)[::2]
        return found


@dataclass(frozen=True, slots=True)
class Level:
    """How often at least so many vehicles were away at once."""

    vehicles: int
    days: int
    minutes: float


@dataclass(frozen=True, slots=True)
class Moment:
    """A stretch of time, the end not with it."""

    start_s: int
    end_s: int

    @property
    def minutes(self) -> float:
        return (self.end_s - self.start_s) / MINUTE_S


@dataclass(frozen=True, slots=True)
class Peak:
    """The most vehicles that were ever away at once, and when."""

    vehicles: int
    days: int
    minutes: float
    times: int
    moments: tuple[Moment, ...]
    """The longest of them in the order of time, at most `MOST_MOMENTS`."""


def away_of(trips: Trips) -> Away:
    """Return when vehicles were away; trips of one vehicle that overlap are told as one absence."""
    return absences(trips.start_s, trips.end_s, trips.vehicle.codes)


def absences(
    start_s: NDArray[np.int64], end_s: NDArray[np.int64], vehicle: NDArray[np.int32]
) -> Away:
    """Return the same from columns, which are in the order of their starts."""
    real = np.flatnonzero(end_s > start_s)
    # A stable sort keeps the order of starts within each vehicle; numpy has a fast one for small codes.
    small = vehicle.astype(np.int16) if vehicle.max(initial=0) < _SMALL else vehicle
    order = real[np.argsort(small[real], kind="stable")]
    start, end, vehicle = start_s[order], end_s[order], vehicle[order]
    if not len(order):
        return Away(start, end, vehicle)
    # Shifting each vehicle beyond the one before lets one running maximum serve them all.
    low = int(start.min())
    shift = (vehicle.astype(np.int64) + 1) * (int(end.max()) - low + 1)
    back = np.maximum.accumulate(end - low + shift)
    begins = np.ones(len(start), dtype=bool)
    begins[1:] = (start[1:] - low + shift[1:] > back[:-1]) | (vehicle[1:] == UNKNOWN)
    first = np.flatnonzero(begins)
    until = np.maximum.reduceat(end, first)
    return Away(start[first], until, vehicle[first])


def curve_of(away: Away) -> Curve:
    """Return how many are away over time. A vehicle that is back as another leaves is not with it."""
    # One sort of all moments; the last bit tells a start from an end.
    events = np.sort(np.concatenate((away.start_s * 2 + 1, away.end_s * 2)))
    counts = np.cumsum((events & 1) * 2 - 1)
    at = events >> 1
    is_last = np.ones(len(at), dtype=bool)
    is_last[:-1] = at[1:] != at[:-1]
    return Curve(at[is_last], counts[is_last])


def seconds_at(curve: Curve, time: WorkTime) -> NDArray[np.float64]:
    """Return the working seconds with exactly 0, 1, 2 … vehicles away."""
    passed = time.until(curve.at_s)
    spent = np.bincount(curve.away[:-1], weights=np.diff(passed), minlength=curve.most + 1)
    # The rest lies before the first trip and after the last.
    spent[0] += time.total_s - spent.sum()
    return np.maximum(spent, 0.0)


def share_within(curve: Curve, time: WorkTime) -> NDArray[np.float64]:
    """Return the duration curve: the share of working time with at most 0, 1, 2 … vehicles away."""
    seconds = seconds_at(curve, time)
    total = seconds.sum()
    return np.cumsum(seconds) / total if total else np.ones(len(seconds))


def vehicles_for(shares: NDArray[np.float64], share: float) -> int:
    """Return how many vehicles are enough for a share of the working time."""
    return int(np.searchsorted(shares, share - 1e-12))


def levels_of(curve: Curve, period: Period) -> tuple[Level, ...]:
    """Return how often at least so many were away, from the most down to one."""
    most = curve.most
    lasted = np.bincount(curve.away[:-1], weights=np.diff(curve.at_s), minlength=most + 1)
    minutes = np.cumsum(lasted[::-1])[::-1] / MINUTE_S
    by_day = curve.most_between(period.edges())
    days = np.cumsum(np.bincount(by_day, minlength=most + 1)[::-1])[::-1]
    return tuple(
        Level(number, int(days[number]), float(minutes[number])) for number in range(most, 0, -1)
    )


def peak_of(curve: Curve, least: int | None = None) -> Peak:
    """Return when at least so many were away at once; as many as there ever were where not said."""
    level = curve.most if least is None else least
    if level <= 0 or level > curve.most:
        return Peak(level, 0, 0.0, 0, ())
    # Where the curve is high; runs of high steps are one moment.
    high = np.concatenate(([False], curve.away >= level))
    changes = np.diff(high.astype(np.int8))
    starts, ends = curve.at_s[changes == 1], curve.at_s[changes == -1]
    longest = np.sort(np.argsort(starts - ends, kind="stable")[:MOST_MOMENTS])
    days = np.unique(_days_touched(starts, ends))
    moments = tuple(Moment(int(starts[n]), int(ends[n])) for n in longest)
    minutes = float((ends - starts).sum()) / MINUTE_S
    return Peak(level, len(days), minutes, len(starts), moments)


def _days_touched(starts: NDArray[np.int64], ends: NDArray[np.int64]) -> NDArray[np.int64]:
    first, last = starts // DAY_S, (ends - 1) // DAY_S
    return spread(first, last - first + 1)


def spread(first: NDArray[np.int64], counts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return `counts` whole numbers from each `first` on, one after the other."""
    before = np.cumsum(counts) - counts
    return np.repeat(first - before, counts) + np.arange(counts.sum())
