"""What-ifs: growth, electricity, bikes, service levels."""

from __future__ import annotations

from dataclasses import replace

import pytest

from signatur.solutions.fleet.model import SIGNATUR_RULES
from signatur.solutions.fleet.model.scenarios import Scenario, Task, grown, outcome, scenarios
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.vehicles import Fleet
from tests.solutions.fleet.model.situations import KINDS, journeys

TASK = Task(
    trips=journeys(*((8 + 24 * day, 9 + 24 * day, 5.0) for day in range(20))),
    fleet=Fleet(KINDS, (), ("petrol", "electric", "ebike")),
    rules=SIGNATUR_RULES,
    demand=Demand(),
    scenario=Scenario(),
)


def test_every_combination_is_asked_once() -> None:
    found = scenarios([0, 0.1], [1, 0.99], [True, False], [False])

    assert len(set(found)) == len(found) == 8


@pytest.mark.parametrize(("growth", "trips"), [(0.0, 20), (0.5, 30), (-0.25, 15)])
def test_growth_adds_or_takes_away_a_share_of_the_trips(growth: float, trips: int) -> None:
    again = grown(TASK.trips, growth)

    assert len(again) == trips
    assert grown(TASK.trips, growth).start_s.tolist() == again.start_s.tolist()


def test_electric_only_leaves_petrol_out_and_no_bikes_leaves_bikes_out() -> None:
    clean = outcome(replace(TASK, scenario=Scenario(electric_only=True, bikes=False)))

    assert clean.proposal is not None
    assert clean.proposal.counts == {"electric": 1}


def test_an_outcome_says_how_it_does_in_weeks_that_could_have_been() -> None:
    found = outcome(TASK)

    assert found.proposal is not None
    assert found.robustness is not None
    assert found.proposal.counts == {"ebike": 1}
    assert found.robustness.driven_share == 1


def test_where_there_is_no_kind_there_is_no_fleet() -> None:
    only_bikes = Fleet(KINDS, (), ("ebike",))

    found = outcome(replace(TASK, fleet=only_bikes, scenario=Scenario(bikes=False)))

    assert found.proposal is None
