"""How many will come: the level of late, times the share that each kind of day usually has.

A seasonal naive forecast (the same weekday as before) with a profile: every day is put down as the
level of the last weeks times a factor for its weekday, or one for holidays; where there is more than
a year, the level may also move as it did a year ago. How many weeks, and whether the year counts, is
chosen by forecasting the past as it would have been done then; what lay off then gives the interval.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.statistics.danish_calendar import is_closed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date, timedelta

    from numpy.typing import NDArray

    Numbers = NDArray[np.float64]
    Kinds = NDArray[np.int64]

LEVELS = (14, 28, 56)
"""Days from which the level may be taken."""
PROFILE_DAYS = 364
_HOLIDAY = 7
_KINDS = 8
# Ten weeks and as long again as is forecast: less history says nothing of how good a forecast is.
_LEAST_DAYS = 70
_LEAST_TESTED = 56
_BACK_TESTS = 12
# Strength of the belief that a kind of day is as it is in offices in general, in days.
_BELIEF_DAYS = 2.0
_USUAL = np.array([1.45, 1.35, 1.3, 1.25, 1.15, 0.25, 0.25, 0.2])
# How far the level moves as it did a year ago.
_YEAR_COUNTS = 0.6
_WITHIN = (0.1, 0.9)


@dataclass(frozen=True, slots=True)
class DayForecast:
    """What is expected of a day, with an interval that holds for eight days in ten."""

    day: date
    value: float
    low: float
    high: float
    is_closed: bool


@dataclass(frozen=True, slots=True)
class Forecast:
    """A forecast with how well it has done."""

    days: tuple[DayForecast, ...]
    level_days: int
    has_year: bool
    """The level moves as it did a year ago."""
    error: float
    """Absolute errors of the back-test as a share of what came (WAPE)."""
    naive_error: float
    """The same of the plain seasonal naive forecast: the same weekday of the last known week."""
    covered: float
    """Share of the days of the back-test that lay within the interval."""
    tests: int


@dataclass(frozen=True, slots=True)
class _Way:
    level_days: int
    has_year: bool


def forecast(first: date, counts: Sequence[int], days: int, step: timedelta) -> Forecast | None:
    """Return a forecast for the days after a series; None where there is too little to go by.

    `step` is one day; it stands here so that this module needs no clock.
    """
    series = np.asarray(counts, dtype=np.float64)
    if len(series) < _LEAST_DAYS + days or series[-LEVELS[-1] :].sum() == 0:
        return None
    calendar = [first + step * number for number in range(len(series) + days)]
    kinds = np.array([_HOLIDAY if is_closed(day) else day.weekday() for day in calendar])
    origins = _origins(len(series), days)
    tested = {way: list(_tested(series, kinds, days, origins, way)) for way in _ways(len(series))}
    way = min(tested, key=lambda one: _off(tested[one]))
    truth = np.concatenate([came for came, _expected in tested[way]])
    said = np.concatenate([expected for _came, expected in tested[way]])
    low, high = np.quantile((truth - said) / _spread(said), _WITHIN)
    came = max(1.0, float(truth.sum()))
    inside = (truth >= _end(said, low)) & (truth <= _end(said, high))
    expected = _expect(series, kinds, days, way)
    lows, highs = _end(expected, low), _end(expected, high)
    return Forecast(
        days=tuple(
            DayForecast(day, float(value), float(lows[n]), float(highs[n]), is_closed(day))
            for n, (day, value) in enumerate(zip(calendar[len(series) :], expected, strict=True))
        ),
        level_days=way.level_days,
        has_year=way.has_year,
        error=_off(tested[way]) / came,
        naive_error=_naive_off(series, days, origins) / came,
        covered=float(inside.mean()),
        tests=len(origins),
    )


def _ways(length: int) -> Iterator[_Way]:
    may_have_year = (False, True) if length > PROFILE_DAYS + 2 * LEVELS[-1] else (False,)
    for level_days, has_year in product(LEVELS, may_have_year):
        yield _Way(level_days, has_year)


def _origins(length: int, days: int) -> list[int]:
    """Return where the past is cut to forecast it: the last twelve weeks of which the end is known."""
    found = [length - days - 7 * number for number in range(_BACK_TESTS)]
    return [one for one in found if one >= _LEAST_TESTED]


def _tested(
    series: Numbers, kinds: Kinds, days: int, origins: Sequence[int], way: _Way
) -> Iterator[tuple[Numbers, Numbers]]:
    """Yield what came and what would have been expected, from each point in the past."""
    for origin in origins:
        yield series[origin : origin + days], _expect(series[:origin], kinds, days, way)


def _off(tested: Sequence[tuple[Numbers, Numbers]]) -> float:
    return sum(float(np.abs(came - expected).sum()) for came, expected in tested)


def _naive_off(series: Numbers, days: int, origins: Sequence[int]) -> float:
    return sum(
        float(np.abs(series[one : one + days] - np.resize(series[one - 7 : one], days)).sum())
        for one in origins
    )


def _spread(expected: Numbers) -> Numbers:
    spread: Numbers = np.sqrt(np.maximum(expected, 1.0))
    return spread


def _end(expected: Numbers, times: float) -> Numbers:
    end: Numbers = np.maximum(0.0, expected + times * _spread(expected))
    return end


def _expect(series: Numbers, kinds: Kinds, days: int, way: _Way) -> Numbers:
    """Return what is expected of the days that follow a series."""
    length = len(series)
    factors = _profile(series[-PROFILE_DAYS:], kinds[:length][-PROFILE_DAYS:])
    level = _level(series, kinds[:length], factors, way.level_days)
    if way.has_year and length > PROFILE_DAYS + way.level_days:
        before, before_kinds = series[:-PROFILE_DAYS], kinds[: length - PROFILE_DAYS]
        then = _level(before, before_kinds, factors, way.level_days)
        start = length - PROFILE_DAYS
        followed = series[start : start + days]
        followed_kinds = kinds[start : start + len(followed)]
        after = followed.sum() / max(1e-9, factors[followed_kinds].sum())
        level *= 1 + _YEAR_COUNTS * (np.clip(after / max(1e-9, then), 0.5, 2.0) - 1)
    expected: Numbers = level * factors[kinds[length : length + days]]
    return expected


def _level(series: Numbers, kinds: Kinds, factors: Numbers, days: int) -> float:
    return float(series[-days:].sum() / max(1e-9, factors[kinds[-days:]].sum()))


def _profile(series: Numbers, kinds: Kinds) -> Numbers:
    """Return how many times the usual each kind of day brings."""
    mean = max(1e-9, float(series.mean()))
    sums = np.bincount(kinds, weights=series / mean, minlength=_KINDS)
    seen = np.bincount(kinds, minlength=_KINDS)
    usual = _USUAL / _USUAL[:7].mean()
    factors: Numbers = (sums + _BELIEF_DAYS * usual) / (seen + _BELIEF_DAYS)
    return factors
