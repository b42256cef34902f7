"""When the driving happens, against a count minute by minute."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from signatur.solutions.fleet.model.looking import (
    ALL_WEEK,
    Period,
    away_of,
    by_month,
    by_season,
    by_weekday,
    curve_of,
    daily_of,
    day_shape,
    week_of,
)
from tests.solutions.fleet.model.looking.small_trips import MINUTES, away_in, some_trips, trips

if TYPE_CHECKING:
    from signatur.solutions.fleet.schema.trips import Trips

PERIOD = Period(date(2025, 1, 6), date(2025, 1, 9))


@settings(max_examples=20, deadline=None)
@given(some_trips())
def test_each_hour_of_the_week_has_its_mean_and_its_most(drawn: Trips) -> None:
    counted = np.array([away_in(drawn, minute) for minute in range(MINUTES)]).reshape(4, 24, 60)

    week = week_of(curve_of(away_of(drawn)), PERIOD)

    assert week.mean[:4] == pytest.approx(counted.mean(axis=2))
    assert np.array_equal(week.most[:4], counted.max(axis=2))
    assert not week.mean[4:].any()


@settings(max_examples=20, deadline=None)
@given(some_trips())
def test_each_day_has_its_trips_km_hours_and_most(drawn: Trips) -> None:
    counted = np.array([away_in(drawn, minute) for minute in range(MINUTES)]).reshape(4, 1440)

    daily = daily_of(drawn, curve_of(away_of(drawn)), PERIOD)

    assert daily.hours == pytest.approx(counted.sum(axis=1) / 60)
    assert np.array_equal(daily.most, counted.max(axis=1))
    assert daily.trips.sum() == len(drawn)
    assert daily.km.sum() == pytest.approx(drawn.distance_km.sum())


def test_the_shape_of_a_day_leaves_out_days_without_driving() -> None:
    curve = curve_of(
        away_of(trips([(480, 520, "A"), (490, 500, "B"), (1440 + 480, 1440 + 490, "A")]))
    )

    shape = day_shape(curve, PERIOD, ALL_WEEK)

    eight = 16
    assert (shape.low[eight], shape.middle[eight], shape.high[eight]) == (1, 1.5, 2)
    assert (shape.days, shape.high.sum()) == (2, 3)


def test_a_filter_without_driving_has_an_empty_day() -> None:
    assert day_shape(curve_of(away_of(trips([]))), PERIOD, ALL_WEEK).days == 0


def test_days_are_taken_together_by_weekday_month_and_season() -> None:
    period = Period(date(2024, 12, 30), date(2025, 3, 2))
    given_trips = trips([(480, 540, "A"), (500, 530, "B"), (7 * 1440 + 480, 7 * 1440 + 540, "A")])

    daily = daily_of(given_trips, curve_of(away_of(given_trips)), period)

    monday = by_weekday(daily)[0]
    assert (monday.key, monday.days, monday.trips, monday.hours, monday.most) == ("0", 9, 3, 2.5, 2)
    assert [(one.key, one.days, one.trips) for one in by_month(daily)] == [
        ("2024-12", 2, 0),
        ("2025-01", 31, 3),
        ("2025-02", 28, 0),
        ("2025-03", 2, 0),
    ]
    assert [(one.key, one.days) for one in by_season(daily)] == [("winter", 61), ("spring", 2)]
