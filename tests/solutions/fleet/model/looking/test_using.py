"""How much each vehicle and place drives."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings

from signatur.solutions.fleet.model.looking import (
    Period,
    WorkingHours,
    away_of,
    use_of_groups,
    use_of_vehicles,
    working_time,
)
from tests.solutions.fleet.model.looking.small_trips import MINUTES, away_in, some_trips, trips

if TYPE_CHECKING:
    from signatur.solutions.fleet.schema.trips import Trips

PERIOD = Period(date(2025, 1, 6), date(2025, 1, 9))
TIME = working_time(PERIOD, WorkingHours(begin=8, end=16))


@settings(max_examples=20, deadline=None)
@given(some_trips())
def test_the_use_of_a_vehicle_is_what_a_count_of_minutes_finds(drawn: Trips) -> None:
    for one in use_of_vehicles(drawn, away_of(drawn), PERIOD, TIME):
        own = drawn.take(drawn.vehicle.codes == drawn.vehicle.words.index(one.name))
        out = [minute for minute in range(MINUTES) if away_in(own, minute)]
        worked = [minute for minute in out if 480 <= minute % 1440 < 960]
        assert one.trips == len(own)
        assert one.hours == pytest.approx(len(out) / 60)
        assert one.share == pytest.approx(len(worked) / (4 * 480))
        assert one.days == len({minute // 1440 for minute in out})
        assert one.pause_days == pytest.approx(_longest_pause(set(out)) / 1440)


def _longest_pause(out: set[int]) -> int:
    longest = run = 0
    for minute in range(MINUTES):
        run = 0 if minute in out else run + 1
        longest = max(longest, run)
    return longest


def test_a_vehicle_that_never_drove_is_the_first_of_the_idle_ones() -> None:
    day_long = [(day * 1440 + 480, day * 1440 + 900, "A") for day in range(4)]

    found = use_of_vehicles(trips(day_long), away_of(trips(day_long)), PERIOD, TIME, ["B", "A"])

    assert [(one.name, one.trips, one.is_idle) for one in found] == [
        ("B", 0, True),
        ("A", 4, False),
    ]
    assert found[0].pause_days == 4


def test_places_have_their_own_peak_and_trips_of_no_known_place_are_told() -> None:
    given_trips = trips([(480, 540, "A"), (500, 560, "B"), (500, 560, None)])

    found = use_of_groups(given_trips, given_trips.location)

    assert [(one.name, one.trips, one.vehicles, one.most) for one in found] == [
        ("East", 2, 2, 2),
        ("", 1, 0, 1),
    ]
