"""Drive recorded trips again, on paper, with a fleet that may be another."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.auditing import audit
from signatur.solutions.fleet.model.case import case_of, groups_of
from signatur.solutions.fleet.model.costs import cost_of
from signatur.solutions.fleet.model.dispatching import dispatch
from signatur.solutions.fleet.schema.results import NOBODY, Simulation

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Kind, Vehicle

# Trips times groups up to which the best assignment is looked for unless somebody says otherwise.
_SMALL = 60_000


class Assign(StrEnum):
    """How trips are put on vehicles."""

    AUTO = "auto"
    """`best` for what is small enough to take a moment, otherwise `rule`."""
    RULE = "rule"
    """As a booking desk does: in order, the cheapest vehicle that is free."""
    BEST = "best"
    """With hindsight: fewest trips without a vehicle, and of those plans the cheapest."""


def simulate(
    trips: Trips,
    vehicles: Sequence[Vehicle],
    kinds: Mapping[str, Kind],
    rules: Rules,
    *,
    assign: Assign = Assign.AUTO,
) -> Simulation:
    """Put every trip on a vehicle, or say why not; count what that costs; look the plan over.

    The same trips, vehicles and rules always give the same plan, whatever their order in a file.
    """
    case = case_of(trips, groups_of(vehicles, kinds), rules)
    plan = dispatch(case)
    wants_best = assign is Assign.BEST or (
        assign is Assign.AUTO and len(trips) * len(case.groups) <= _SMALL
    )
    plans = [plan]
    if wants_best and len(trips) and vehicles:
        from signatur.solutions.fleet.model.assigning import NO_GROUP, best_groups, leaving
        from signatur.solutions.fleet.model.exhausting import every_way

        wanted = best_groups(case)
        plans += [dispatch(case, wanted), dispatch(case, leaving(wanted))]
        # What the days' programs leave no plan can drive; more than that is left for batteries' sake.
        if min(one.undriven for one in plans) > np.count_nonzero(wanted == NO_GROUP):
            every = every_way(case)
            plans += [every] if every else []
    costs = [cost_of(trips, one, vehicles, kinds, rules) for one in plans]
    best = min(range(len(plans)), key=lambda at: (plans[at].undriven, costs[at].dkk_year))
    plan = plans[best]
    return Simulation(
        plan=plan,
        cost=costs[best],
        audit=audit(trips, plan, vehicles, kinds, rules),
        vehicles_used=len(np.unique(plan.vehicle[plan.vehicle != NOBODY])),
    )
