"""What a decision really brought."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import InputProblem
from signatur.solutions.fleet.model import SIGNATUR_RULES
from signatur.solutions.fleet.model.following import Driving, Realised, follow
from signatur.solutions.fleet.schema.trips import trips_of
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Kind, Vehicle
from tests.solutions.fleet.model.looking.small_trips import MONDAY_S

if TYPE_CHECKING:
    from signatur.solutions.fleet.schema.trips import Trips

KIND = Kind("yaris", "Toyota Yaris", Body.CAR, Energy.PETROL, 45_000.0, use_per_km=0.05)
CARS = [Vehicle(str(number), "yaris") for number in range(4)]


def _weeks(count: int, km: float, cars: int, *, first_day: int = 0) -> Trips:
    """Drive every working day of so many weeks once with each of the cars."""
    starts = [
        (first_day + 7 * week + day) * 86_400 + MONDAY_S + 9 * 3_600
        for week in range(count)
        for day in range(5 if first_day == 0 else 4)
        for _car in range(cars)
    ]
    vehicle = [str(number % cars) for number in range(len(starts))]
    return trips_of(
        ids=[str(number) for number in range(len(starts))],
        start_s=starts,
        end_s=[start + 3_600 for start in starts],
        distance_km=[km] * len(starts),
        vehicle=vehicle,
    )


def _followed(before: Trips, after: Trips) -> Realised:
    return follow(Driving(before, CARS), Driving(after, CARS[:3]), {"yaris": KIND}, SIGNATUR_RULES)


def test_a_car_less_saves_what_it_costs_standing_still() -> None:
    found = _followed(_weeks(6, 12.0, 4), _weeks(5, 16.0, 3))

    measures = {one.name: one for one in found.measures}
    assert (found.weeks_before, found.weeks_after) == (6, 5)
    assert measures["km_year"].before == pytest.approx(measures["km_year"].after)
    assert measures["dkk_year"].change == pytest.approx(-45_000.0)
    assert measures["dkk_year"].is_sure
    assert (measures["vehicles"].change, measures["vehicles_used"].change) == (-1, -1)
    assert not measures["co2e_kg_year"].is_sure


def test_a_week_is_what_a_car_that_is_not_ours_costs_the_employee_rate() -> None:
    strangers = _weeks(4, 10.0, 4)
    prices = SIGNATUR_RULES.prices

    found = follow(
        Driving(strangers, CARS[:3]), Driving(strangers, CARS), {"yaris": KIND}, SIGNATUR_RULES
    )

    cost = {one.name: one for one in found.measures}["dkk_year"]
    a_year = 50 * 365 / 7
    own = 0.05 * 12.33 * a_year
    assert cost.before == pytest.approx(3 * (45_000 + own) + prices.employee_high_dkk_km * a_year)


def test_weeks_that_are_not_whole_are_left_out() -> None:
    # From a Tuesday to a Friday: the first week is not whole.
    assert _followed(_weeks(6, 1.0, 1, first_day=1), _weeks(6, 1.0, 1)).weeks_before == 5


def test_the_same_seed_gives_the_same_interval() -> None:
    before, after = _weeks(6, 12.0, 4), _weeks(5, 16.0, 3)

    assert _followed(before, after) == _followed(before, after)


def test_too_few_weeks_are_refused_in_words() -> None:
    with pytest.raises(InputProblem) as caught:
        _followed(_weeks(6, 1.0, 1), _weeks(3, 1.0, 1))

    assert caught.value.shown.values["num"] == 3
