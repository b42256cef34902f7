"""How many vehicles are away at once, against a count minute by minute."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings

from signatur.solutions.fleet.model.looking import (
    Period,
    WorkingHours,
    away_of,
    curve_of,
    levels_of,
    peak_of,
    seconds_at,
    share_within,
    vehicles_for,
    working_time,
)
from tests.solutions.fleet.model.looking.small_trips import (
    MINUTES,
    MONDAY_S,
    away_in,
    some_trips,
    trips,
)

if TYPE_CHECKING:
    from signatur.solutions.fleet.schema.trips import Trips

PERIOD = Period(date(2025, 1, 6), date(2025, 1, 9))
HOURS = WorkingHours(begin=7.5, end=16.0)


@settings(max_examples=25, deadline=None)
@given(some_trips())
def test_the_time_with_so_many_away_is_what_a_count_of_minutes_finds(drawn: Trips) -> None:
    worked = [minute for minute in range(MINUTES) if 450 <= minute % 1440 < 960]
    counted = Counter(away_in(drawn, minute) for minute in worked)

    found = seconds_at(curve_of(away_of(drawn)), working_time(PERIOD, HOURS))

    assert {n: s / 60 for n, s in enumerate(found) if s} == pytest.approx(dict(counted))


@settings(max_examples=25, deadline=None)
@given(some_trips())
def test_the_peak_has_its_days_and_minutes(drawn: Trips) -> None:
    counted = [away_in(drawn, minute) for minute in range(MINUTES)]
    most = max(counted)
    at_peak = [minute for minute, away in enumerate(counted) if away == most]

    found = peak_of(curve_of(away_of(drawn)))

    assert found.vehicles == most
    if most:
        assert found.days == len({minute // 1440 for minute in at_peak})
        assert found.minutes == len(at_peak)
        assert found.moments[0].start_s == MONDAY_S + at_peak[0] * 60
        assert sum(one.minutes for one in found.moments) == found.minutes


@settings(max_examples=25, deadline=None)
@given(some_trips())
def test_levels_say_how_often_at_least_so_many_were_away(drawn: Trips) -> None:
    counted = [away_in(drawn, minute) for minute in range(MINUTES)]

    for level in levels_of(curve_of(away_of(drawn)), PERIOD):
        at_least = [minute for minute, away in enumerate(counted) if away >= level.vehicles]
        assert level.minutes == len(at_least)
        assert level.days == len({minute // 1440 for minute in at_least})


def test_a_vehicle_that_comes_back_as_another_leaves_is_not_away_with_it() -> None:
    curve = curve_of(away_of(trips([(480, 540, "A"), (540, 600, "B")])))

    assert curve.most == 1


def test_overlapping_trips_of_one_vehicle_are_one_absence() -> None:
    away = away_of(trips([(480, 540, "A"), (500, 520, "A"), (530, 600, "A"), (700, 710, "A")]))

    assert [(end - start) // 60 for start, end in zip(away.start_s, away.end_s, strict=True)] == [
        120,
        10,
    ]


def test_the_duration_curve_tells_how_many_are_enough_for_a_share_of_the_time() -> None:
    # Ten hours of work: two are away for six minutes, one for an hour.
    curve = curve_of(away_of(trips([(480, 540, "A"), (480, 486, "B")])))
    monday = working_time(Period(date(2025, 1, 6), date(2025, 1, 6)), WorkingHours())

    shares = share_within(curve, monday)

    assert shares == pytest.approx([0.9, 0.99, 1.0])
    assert [vehicles_for(shares, share) for share in (0.9, 0.99, 0.995)] == [0, 1, 2]


def test_nothing_driven_is_nobody_away() -> None:
    curve = curve_of(away_of(trips([])))

    assert curve.most == 0
    assert levels_of(curve, PERIOD) == ()
    assert peak_of(curve).moments == ()
    assert np.array_equal(share_within(curve, working_time(PERIOD, HOURS)), [1.0])
