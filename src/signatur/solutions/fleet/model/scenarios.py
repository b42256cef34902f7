"""What if: more driving, no more fossil cars, no bikes, fewer trips that must be driven."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import product
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.optimising import NoFleet, optimise
from signatur.solutions.fleet.model.robustness import Robustness, moved_copies, robustness
from signatur.solutions.fleet.schema.vehicles import Energy, Fleet, Vehicle

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from signatur.solutions.fleet.schema.demands import Demand
    from signatur.solutions.fleet.schema.results import Proposal
    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips

_CLEAN = {Energy.ELECTRICITY, Energy.NONE}


@dataclass(frozen=True, slots=True)
class Scenario:
    """One what-if."""

    growth: float = 0.0
    """Share by which there is more driving than was recorded; below 0: less."""
    service_level: float = 1.0
    bikes: bool = True
    electric_only: bool = False
    """No petrol and no diesel."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a scenario comes to."""

    scenario: Scenario
    trips: int
    proposal: Proposal | None
    """None where no fleet can be found."""
    robustness: Robustness | None


@dataclass(frozen=True, slots=True, eq=False)
class Task:
    """A scenario with everything that it needs; it can be worked out elsewhere."""

    trips: Trips
    fleet: Fleet
    rules: Rules
    demand: Demand
    scenario: Scenario
    seed: int = 1


def scenarios(
    growths: Sequence[float],
    levels: Sequence[float],
    bikes: Sequence[bool],
    electric_only: Sequence[bool],
) -> list[Scenario]:
    """Return every combination, in the order of growth, service level, bikes, electricity."""
    return [Scenario(*one) for one in product(growths, levels, bikes, electric_only)]


def outcome(task: Task) -> Outcome:
    """Find the cheapest fleet for a scenario, and drive weeks with it that could have been."""
    scenario = task.scenario
    trips = grown(task.trips, scenario.growth, task.seed)
    fleet = Fleet(task.fleet.kinds, (), tuple(_choice(task.fleet, scenario)))
    demand = replace(
        task.demand, service_level=scenario.service_level, bikes=scenario.bikes, front=False
    )
    try:
        best = optimise(trips, fleet, task.rules, demand).best
    except NoFleet:
        return Outcome(scenario, len(trips), None, None)
    vehicles = [
        Vehicle(f"{kind}-{number}", kind)
        for kind, count in best.counts.items()
        for number in range(1, count + 1)
    ]
    strong = robustness(trips, vehicles, fleet.kinds, task.rules, rounds=10, seed=task.seed)
    return Outcome(scenario, len(trips), best, strong)


def grown(trips: Trips, growth: float, seed: int = 1) -> Trips:
    """Return trips of which a share occurs once more, at another time within a quarter of an hour.

    With less driving, a share of them is left out.
    """
    count = round(abs(growth) * len(trips))
    chance = np.random.default_rng(seed)
    if growth >= 0:
        more = chance.integers(0, len(trips), count) if count else np.empty(0, dtype=np.int64)
        return moved_copies(trips, more, chance)
    gone = chance.choice(len(trips), min(count, len(trips)), replace=False)
    return trips.take(np.setdiff1d(np.arange(len(trips)), gone))


def _choice(fleet: Fleet, scenario: Scenario) -> Iterable[str]:
    for key in fleet.candidates:
        if not scenario.electric_only or fleet.kinds[key].energy in _CLEAN:
            yield key
