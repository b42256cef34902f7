"""What is looked at: filters, periods and working hours."""

from __future__ import annotations

from datetime import date

import numpy as np

from signatur.solutions.fleet.model.looking import (
    Chosen,
    Period,
    WorkingHours,
    choose,
    period_of,
    working_time,
)
from tests.solutions.fleet.model.looking.small_trips import MONDAY_S, trips

TRIPS = trips([(480, 540, "A"), (1440 + 480, 1440 + 540, "B"), (3 * 1440 + 1400, 4 * 1440, None)])


def test_nothing_chosen_is_everything() -> None:
    assert choose(TRIPS, Chosen()) is TRIPS


def test_period_and_weekday_go_by_the_day_on_which_a_trip_begins() -> None:
    assert choose(TRIPS, Chosen(since=date(2025, 1, 7))).ids.tolist() == ["1", "2"]
    assert choose(TRIPS, Chosen(until=date(2025, 1, 7))).ids.tolist() == ["0", "1"]
    assert choose(TRIPS, Chosen(weekdays=frozenset({3}))).ids.tolist() == ["2"]


def test_a_word_that_no_trip_has_finds_nothing_not_even_the_unknown() -> None:
    assert choose(TRIPS, Chosen(vehicle="B")).ids.tolist() == ["1"]
    assert len(choose(TRIPS, Chosen(vehicle="Z"))) == 0
    assert len(choose(TRIPS, Chosen(department="Z"))) == 0


def test_an_open_period_is_that_of_the_trips() -> None:
    assert period_of(TRIPS) == Period(date(2025, 1, 6), date(2025, 1, 9))


def test_days_of_which_nothing_is_known_are_not_days_without_driving() -> None:
    asked = Chosen(since=date(2024, 1, 1), until=date(2025, 1, 8))

    assert period_of(TRIPS, asked) == Period(date(2025, 1, 6), date(2025, 1, 8))
    assert period_of(TRIPS, Chosen(since=date(2026, 1, 1))).days == 1


def test_weekends_and_holidays_are_no_working_time() -> None:
    # New Year's Day is a Wednesday; three days of ten hours are left of the week.
    week = Period(date(2024, 12, 30), date(2025, 1, 5))

    # New Year's Eve is usually closed too.
    assert working_time(week, WorkingHours()).total_s == 3 * 36_000
    assert working_time(week, WorkingHours(on_holidays=True)).total_s == 5 * 36_000


def test_working_time_passes_only_within_its_hours() -> None:
    time = working_time(Period(date(2025, 1, 6), date(2025, 1, 6)), WorkingHours(8, 16))

    moments = np.array([0, 8 * 3600, 9 * 3600, 16 * 3600, 20 * 3600]) + MONDAY_S

    assert time.until(moments).tolist() == [0, 0, 3600, 28_800, 28_800]
