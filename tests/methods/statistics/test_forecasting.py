"""The forecast of volume: weekdays, holidays, levels, and what it says of itself."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
import pytest

from signatur.methods.statistics.danish_calendar import is_closed
from signatur.methods.statistics.forecasting import forecast

DAY = timedelta(days=1)
FIRST = date(2025, 1, 6)  # a Monday
WEEK = (60, 50, 45, 40, 35, 8, 7)


def a_series(days: int, level: float = 1.0, seed: int = 3) -> list[int]:
    chance = np.random.default_rng(seed)
    means = [
        level * (6 if is_closed(FIRST + DAY * n) else WEEK[(FIRST + DAY * n).weekday()])
        for n in range(days)
    ]
    return [int(one) for one in chance.poisson(means)]


def test_each_weekday_is_expected_as_it_usually_is() -> None:
    told = forecast(FIRST, a_series(210), 14, DAY)

    assert told is not None
    open_days = [one for one in told.days if not one.is_closed]
    for one in open_days:
        assert one.value == pytest.approx(WEEK[one.day.weekday()], rel=0.35, abs=4)
        assert one.low <= one.value <= one.high


def test_a_holiday_is_expected_to_be_quiet() -> None:
    until_easter = (date(2026, 4, 2) - FIRST).days  # Maundy Thursday is the first day expected
    told = forecast(FIRST, a_series(until_easter), 7, DAY)

    assert told is not None
    thursday, _friday, *_rest = told.days
    assert thursday.is_closed
    assert thursday.value < 20


def test_it_beats_repeating_the_week_before_and_says_by_how_much() -> None:
    told = forecast(FIRST, a_series(400), 28, DAY)

    assert told is not None
    assert 0 < told.error < told.naive_error
    assert told.covered == pytest.approx(0.8, abs=0.05)


def test_a_new_level_is_followed_within_weeks() -> None:
    told = forecast(FIRST, a_series(200) + [3 * one for one in a_series(42)], 7, DAY)

    assert told is not None
    assert sum(one.value for one in told.days) == pytest.approx(3 * sum(WEEK), rel=0.3)


def test_too_little_history_gives_no_forecast() -> None:
    assert forecast(FIRST, a_series(60), 28, DAY) is None
    assert forecast(FIRST, [0] * 300, 28, DAY) is None
