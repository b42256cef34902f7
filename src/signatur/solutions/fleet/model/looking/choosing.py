"""Which trips are looked at: a period, some weekdays, one location, department or vehicle."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.statistics.danish_calendar import is_closed
from signatur.solutions.fleet.schema.trips import UNKNOWN

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.schema.trips import Names, Trips

DAY_S, HOUR_S, MINUTE_S = 86_400, 3_600, 60
_EPOCH = date(1970, 1, 1)
# 1 January 1970 was a Thursday.
_FIRST_WEEKDAY = 3
ALL_WEEK = frozenset(range(7))


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days, the last one with them."""

    first: date
    last: date

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    @property
    def start_s(self) -> int:
        return (self.first - _EPOCH).days * DAY_S

    @property
    def end_s(self) -> int:
        return self.start_s + self.days * DAY_S

    def edges(self, step_s: int = DAY_S) -> NDArray[np.int64]:
        """Return the moments that cut the period into steps; one more than there are steps."""
        return np.arange(self.start_s, self.end_s + 1, step_s, dtype=np.int64)


@dataclass(frozen=True, slots=True)
class Chosen:
    """What a reader wants to look at; an empty word or None stands for everything."""

    since: date | None = None
    until: date | None = None
    weekdays: frozenset[int] = ALL_WEEK
    """0 is Monday; a trip belongs to the day on which it begins."""
    location: str = ""
    department: str = ""
    vehicle: str = ""


@dataclass(frozen=True, slots=True)
class WorkingHours:
    """The hours in which vehicles are expected to be of use."""

    begin: float = 7.0
    """Hour of the day, such as 7.5 for half past seven."""
    end: float = 17.0
    weekdays: frozenset[int] = frozenset(range(5))
    on_holidays: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class WorkTime:
    """How much working time has passed at any moment of a period."""

    _at_s: NDArray[np.float64] = field(repr=False)
    _passed_s: NDArray[np.float64] = field(repr=False)

    @property
    def total_s(self) -> float:
        return float(self._passed_s[-1])

    def until(self, seconds: NDArray[np.int64]) -> NDArray[np.float64]:
        """Return the working seconds of the period before each moment."""
        return np.interp(seconds, self._at_s, self._passed_s)


def choose(trips: Trips, chosen: Chosen) -> Trips:
    """Return the trips that begin in the period, on the weekdays, and belong to what was chosen."""
    keep = np.ones(len(trips), dtype=bool)
    if chosen.since is not None:
        keep &= trips.start_s >= (chosen.since - _EPOCH).days * DAY_S
    if chosen.until is not None:
        keep &= trips.start_s < ((chosen.until - _EPOCH).days + 1) * DAY_S
    if chosen.weekdays != ALL_WEEK:
        keep &= np.isin(weekday_of(trips.start_s), sorted(chosen.weekdays))
    for names, word in (
        (trips.location, chosen.location),
        (trips.department, chosen.department),
        (trips.vehicle, chosen.vehicle),
    ):
        if word:
            keep &= names.codes == code_of(names, word)
    return trips if keep.all() else trips.take(keep)


def code_of(names: Names, word: str) -> int:
    """Return the code of a word; a word that is not among them has one that no row has."""
    return names.words.index(word) if word in names.words else UNKNOWN - 1


def period_of(trips: Trips, chosen: Chosen | None = None) -> Period:
    """Return the days that were asked for, as far as there are trips.

    Before the first trip and after the last nothing is known; days there are not days without driving.
    """
    chosen = chosen or Chosen()
    first, last = _EPOCH, _EPOCH
    if len(trips):
        first = day_at(int(trips.start_s.min()))
        last = day_at(max(int(trips.start_s.max()), int(trips.end_s.max()) - 1))
    first = max(first, chosen.since or first)
    return Period(first, max(first, min(last, chosen.until or last)))


def working_time(period: Period, hours: WorkingHours) -> WorkTime:
    """Return the working time of a period; holidays count as the hours say."""
    days = np.arange(period.days)
    starts = period.start_s + days * DAY_S
    works = np.isin(weekday_of(starts), sorted(hours.weekdays))
    if not hours.on_holidays:
        works &= [not is_closed(period.first + timedelta(days=int(day))) for day in days]
    begins = starts[works] + round(hours.begin * HOUR_S)
    lasts = max(0, round((hours.end - hours.begin) * HOUR_S))
    # One pair of knots for each day, and the ends of the period, between which nothing is added.
    at = np.empty(2 * len(begins) + 2)
    at[0], at[-1] = period.start_s, period.end_s
    at[1:-1:2], at[2:-1:2] = begins, begins + lasts
    passed = np.zeros(len(at))
    passed[1:-1:2] = np.arange(len(begins)) * lasts
    passed[2:-1:2] = np.arange(1, len(begins) + 1) * lasts
    passed[-1] = len(begins) * lasts
    return WorkTime(at, passed)


def day_at(seconds: int) -> date:
    """Return the day of a moment."""
    return _EPOCH + timedelta(days=seconds // DAY_S)


def weekday_of(seconds: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the weekday of each moment, 0 for Monday."""
    return (seconds // DAY_S + _FIRST_WEEKDAY) % 7
