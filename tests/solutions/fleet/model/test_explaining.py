"""Why a vehicle can go, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.i18n import reading_in
from signatur.solutions.fleet.model import SIGNATUR_RULES, simulate
from signatur.solutions.fleet.model.explaining import (
    Change,
    farewells,
    peak_reasons,
    who_can_go,
)
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Kind, Vehicle
from tests.solutions.fleet.model.looking.small_trips import trips

if TYPE_CHECKING:
    from collections.abc import Iterator

KINDS = {
    "zoe": Kind("zoe", "Renault Zoe", Body.CAR, Energy.ELECTRICITY, 50_000.0, range_km=300.0),
    "yaris": Kind("yaris", "Toyota Yaris", Body.CAR, Energy.PETROL, 45_000.0, use_per_km=0.05),
}
BEFORE = (
    Vehicle("1", "zoe"),
    Vehicle("2", "zoe", name="AB 12 345"),
    Vehicle("3", "yaris"),
)
TRIPS = trips([(480, 600, "1"), (700, 760, "2"), (1440 + 500, 1440 + 530, "3"), (800, 830, "1")])


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with reading_in("en"):
        yield


def test_of_each_kind_the_least_used_can_go() -> None:
    after = (Vehicle("new", "zoe"),)

    going = who_can_go(BEFORE, after, {"1": 2.5, "2": 1.0, "3": 0.5})

    assert [vehicle.id for vehicle in going] == ["3", "2"]


def test_a_vehicle_that_can_go_has_its_use_and_who_takes_its_trips() -> None:
    after = (Vehicle("new", "zoe"),)
    plan = simulate(TRIPS, after, KINDS, SIGNATUR_RULES).plan

    petrol, electric = farewells(TRIPS, Change(KINDS, BEFORE, after, plan))

    assert (petrol.label, electric.label) == ("Toyota Yaris 3", "AB 12 345")
    assert [str(reason) for reason in electric.reasons] == [
        "AB 12 345 was away for 1 hours on 1 day of the period. That is 5% of the working time.",
        "Its 1 trip can be driven by another: Renault Zoe (1).",
    ]


def test_trips_that_nobody_takes_are_told_with_the_reason() -> None:
    both = trips([(480, 600, "1"), (500, 560, "2")])
    after = (Vehicle("new", "zoe"),)
    plan = simulate(both, after, KINDS, SIGNATUR_RULES).plan

    (farewell,) = farewells(both, Change(KINDS, BEFORE[:2], after, plan))

    assert (farewell.trips, farewell.left) == (1, 1)
    assert str(farewell.reasons[-1]) == (
        "1 trip would be without a vehicle: All that could were away."
    )


def test_a_vehicle_that_never_drove_needs_no_other_reason() -> None:
    idle = Vehicle("9", "zoe")
    plan = simulate(TRIPS, BEFORE, KINDS, SIGNATUR_RULES).plan

    (farewell,) = farewells(TRIPS, Change(KINDS, (*BEFORE, idle), BEFORE, plan))

    assert [str(one) for one in farewell.reasons] == [
        "Renault Zoe 9 did not drive at all in the period."
    ]


def test_the_peak_is_told_with_its_only_day_and_moment() -> None:
    said = [str(one) for one in peak_reasons(trips([(480, 600, "1"), (545, 560, "2")]), 1)]

    assert said == [
        "The most that were ever away at once are 2 vehicles, on one single day: 6 January 2025 at 9:05, 15 min. in all.",
        "More than 1 were away on 1 day, 15 min. in all. Then somebody must wait, ride or drive another way.",
    ]
    assert "there is one for everybody" in str(peak_reasons(TRIPS, 2)[1])
