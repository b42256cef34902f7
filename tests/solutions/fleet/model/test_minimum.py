"""The least number of interchangeable cars."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given

from signatur.solutions.fleet.model import SIGNATUR_RULES, Assign, minimum, simulate
from signatur.solutions.fleet.schema.results import Minimum
from tests.solutions.fleet.model.situations import KINDS, MONDAY, journeys, some, some_trips

if TYPE_CHECKING:
    from signatur.solutions.fleet.schema.trips import Trips


@given(some_trips(most=12))
def test_so_many_cars_drive_everything_and_one_fewer_does_not(trips: Trips) -> None:
    found = minimum(trips, 5)

    enough = simulate(trips, some(petrol=found.cars), KINDS, SIGNATUR_RULES, assign=Assign.RULE)
    short = simulate(trips, some(petrol=found.cars - 1), KINDS, SIGNATUR_RULES)
    assert enough.plan.undriven == 0
    assert short.plan.undriven > 0


@given(some_trips(most=12))
def test_the_moment_proves_the_number(trips: Trips) -> None:
    found = minimum(trips, 5)

    assert found.at_s is not None
    away = (trips.start_s <= found.at_s) & (trips.end_s + 300 > found.at_s)
    assert int(np.count_nonzero(away)) == found.cars


def test_a_car_that_is_back_five_minutes_before_can_go_again() -> None:
    assert minimum(journeys((8, 9, 1), (9 + 5 / 60, 10, 1)), 5).cars == 1
    assert minimum(journeys((8, 9, 1), (9 + 4 / 60, 10, 1)), 5).cars == 2


def test_without_changeover_one_may_leave_when_the_other_comes() -> None:
    assert minimum(journeys((8, 9, 1), (9, 10, 1)), 0) == Minimum(1, MONDAY + 8 * 3600)


def test_no_trips_need_no_cars() -> None:
    assert minimum(journeys(), 5) == Minimum(0, None)
