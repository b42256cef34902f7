"""The cheapest fleet, the bound that proves it, and what else could be chosen."""

from __future__ import annotations

from itertools import product
from math import floor
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.solutions.fleet.model import (
    ORIGINAL_RULES,
    SIGNATUR_RULES,
    NoFleet,
    optimise,
    simulate,
)
from signatur.solutions.fleet.model.costs import cost_of
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.results import Plan
from signatur.solutions.fleet.schema.trips import trips_of
from signatur.solutions.fleet.schema.vehicles import Fleet
from tests.solutions.fleet.model.situations import (
    KINDS,
    MONDAY,
    every_plan,
    journeys,
    some,
    some_trips,
)

if TYPE_CHECKING:
    from signatur.solutions.fleet.schema.trips import Trips

CHOICE = ("petrol", "electric", "ebike")


def fleet_of(*kinds: str) -> Fleet:
    return Fleet(kinds=KINDS, vehicles=(), candidates=kinds or tuple(KINDS))


def cheapest(trips: Trips, level: float) -> float:
    """Return the cost of the cheapest fleet that there is, by trying every fleet and every plan."""
    allowed = floor((1 - level) * len(trips) + 1e-9)
    best = float("inf")
    for numbers in product(range(4), repeat=len(CHOICE)):
        vehicles = some(**dict(zip(CHOICE, numbers, strict=True)))
        if sum(numbers) > 3:
            continue
        for choice in every_plan(trips, vehicles):
            if choice.count(-1) > allowed:
                continue
            vehicle = np.array(choice, dtype=np.int32)
            plan = Plan(vehicle, np.zeros_like(vehicle), trips.end_s, trips.end_s)
            best = min(best, cost_of(trips, plan, vehicles, KINDS, SIGNATUR_RULES).dkk_year)
    return best


@settings(deadline=None, max_examples=8)
@given(some_trips(most=3, km=12), st.sampled_from([1.0, 0.6]))
def test_no_fleet_is_cheaper_than_the_bound_and_the_best_is_found(
    trips: Trips, level: float
) -> None:
    true = cheapest(trips, level)

    found = optimise(trips, fleet_of(*CHOICE), SIGNATUR_RULES, Demand(service_level=level))

    assert found.best.bound_dkk <= true + 0.01
    assert found.best.cost.dkk_year == pytest.approx(true, abs=0.01)


@settings(deadline=None, max_examples=25)
@given(some_trips(most=10, km=60))
def test_a_proposal_is_what_a_simulation_of_its_fleet_gives(trips: Trips) -> None:
    found = optimise(trips, fleet_of(), SIGNATUR_RULES, Demand())

    for proposal in found.front:
        again = simulate(trips, some(**proposal.counts), KINDS, SIGNATUR_RULES)
        assert again.plan.undriven <= proposal.undriven
        assert proposal.bound_dkk <= proposal.weighted_dkk * (1 + 1e-9)


@settings(deadline=None, max_examples=20)
@given(some_trips(most=10, km=60))
def test_nothing_on_the_front_is_beaten_in_everything(trips: Trips) -> None:
    front = optimise(trips, fleet_of(), SIGNATUR_RULES, Demand()).front

    figures = [(one.cost.dkk_year, one.cost.co2e_kg_year, one.undriven) for one in front]
    for one in figures:
        assert not any(
            other != one and all(a <= b for a, b in zip(other, one, strict=True))
            for other in figures
        )


def test_what_is_kept_is_in_the_fleet_and_what_is_limited_is_not_exceeded() -> None:
    trips = journeys((8, 9, 10), (8, 9, 10), (8, 9, 10))

    found = optimise(
        trips, fleet_of("petrol", "electric"), SIGNATUR_RULES,
        Demand(keep={"electric": 1}, most={"petrol": 1}),
    )  # fmt: skip

    assert found.best.counts == {"electric": 2, "petrol": 1}


def test_a_weight_on_emission_makes_the_fleet_cleaner() -> None:
    trips = journeys((8, 12, 10), (8, 12, 10))

    cheap = optimise(trips, fleet_of("petrol", "electric"), ORIGINAL_RULES, Demand())
    clean = optimise(
        trips, fleet_of("petrol", "electric"), ORIGINAL_RULES, Demand(co2e_dkk_tonne=50_000)
    )

    assert clean.best.cost.co2e_kg_year < cheap.best.cost.co2e_kg_year
    assert clean.best.gap >= 0


def test_a_goal_for_emission_is_kept() -> None:
    trips = journeys((8, 12, 30), (8, 12, 30), (8, 12, 30))
    choice = fleet_of("petrol", "electric")
    free = optimise(trips, choice, SIGNATUR_RULES, Demand()).best
    goal = free.cost.co2e_kg_year * 0.7

    found = optimise(trips, choice, SIGNATUR_RULES, Demand(most_co2e_kg=goal)).best

    assert found.cost.co2e_kg_year <= goal
    assert found.bound_dkk <= found.cost.dkk_year


def test_a_budget_buys_the_cleanest_fleet_that_it_can() -> None:
    trips = journeys((8, 12, 30), (8, 12, 30), (8, 12, 30))
    choice = fleet_of("petrol", "electric")
    cheap = optimise(trips, choice, SIGNATUR_RULES, Demand()).front
    prices = sorted(one.cost.dkk_year for one in cheap)
    budget = prices[len(prices) // 2]

    found = optimise(trips, choice, SIGNATUR_RULES, Demand(most_dkk=budget)).best
    poor = optimise(trips, choice, SIGNATUR_RULES, Demand(most_dkk=prices[0] - 1)).best

    assert found.cost.dkk_year <= budget
    assert found.cost.co2e_kg_year <= min(
        one.cost.co2e_kg_year for one in cheap if one.cost.dkk_year <= budget
    )
    assert poor.bound_dkk > prices[0] - 1, "no fleet can be had for so little"


def test_a_trip_that_nobody_can_drive_does_not_stop_the_search() -> None:
    trips = journeys((8, 9, 10), (8, 20, 900))

    found = optimise(trips, fleet_of("electric"), SIGNATUR_RULES, Demand())

    assert found.best.counts == {"electric": 1}
    assert found.best.undriven == 1


def test_without_bikes_no_bike_is_chosen() -> None:
    trips = journeys((8, 9, 3), (8, 9, 3))

    found = optimise(trips, fleet_of(), SIGNATUR_RULES, Demand(bikes=False))

    assert not {"bike", "ebike"} & set(found.best.counts)


def test_nothing_to_choose_from_is_said() -> None:
    with pytest.raises(NoFleet):
        optimise(journeys((8, 9, 3)), fleet_of("bike"), SIGNATUR_RULES, Demand(bikes=False))


def test_keeping_more_than_is_allowed_is_said() -> None:
    demand = Demand(keep={"petrol": 3}, most={"petrol": 2})

    with pytest.raises(NoFleet):
        optimise(journeys((8, 9, 3)), fleet_of("petrol"), SIGNATUR_RULES, demand)


def test_trips_that_are_under_way_all_night_are_still_counted() -> None:
    trips = journeys((20, 44, 10), (21, 45, 10), (32, 40, 10))

    found = optimise(trips, fleet_of("petrol"), SIGNATUR_RULES, Demand())

    assert found.best.counts == {"petrol": 3}
    assert found.best.gap == pytest.approx(0, abs=1e-6)


def test_whoever_watches_can_stop_the_search() -> None:
    class Stopped(Exception):
        pass

    def stop(_share: float) -> None:
        raise Stopped

    with pytest.raises(Stopped):
        optimise(journeys((8, 9, 3)), fleet_of(), SIGNATUR_RULES, Demand(), tell=stop)


def test_vehicles_are_placed_where_their_trips_begin_and_kinds_are_kept_in_all() -> None:
    trips = trips_of(
        ids=["a", "b", "c"],
        start_s=[MONDAY + 8 * 3600] * 3,
        end_s=[MONDAY + 9 * 3600] * 3,
        distance_km=[10, 10, 10],
        location=["North", "North", "South"],
    )
    demand = Demand(places=("North", "South"), keep={"electric": 2})

    found = optimise(trips, fleet_of("petrol", "electric"), SIGNATUR_RULES, demand).best

    assert found.counts == {"electric": 2, "petrol": 1}
    assert sum(found.by_place["North"].values()) == 2
    assert sum(found.by_place["South"].values()) == 1
