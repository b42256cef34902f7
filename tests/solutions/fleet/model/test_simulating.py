"""What a plan may never hold, and that the best one is the best."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.solutions.fleet.model import SIGNATUR_RULES, Assign, simulate
from signatur.solutions.fleet.schema.vehicles import Vehicle
from tests.solutions.fleet.model.situations import (
    KINDS,
    can_drive,
    fewest_undriven,
    some_trips,
    some_vehicles,
)

if TYPE_CHECKING:
    from signatur.solutions.fleet.schema.results import Simulation
    from signatur.solutions.fleet.schema.trips import Trips

WAYS = st.sampled_from([Assign.RULE, Assign.BEST])


def driven_by(found: Simulation, vehicle: int) -> list[int]:
    return [int(row) for row in np.flatnonzero(found.plan.vehicle == vehicle)]


@settings(deadline=None)
@given(some_trips(most=12, km=150), some_vehicles(most=5), WAYS)
def test_every_vehicle_can_really_drive_what_it_is_given(
    trips: Trips, vehicles: list[Vehicle], assign: Assign
) -> None:
    found = simulate(trips, vehicles, KINDS, SIGNATUR_RULES, assign=assign)

    for number, vehicle in enumerate(vehicles):
        assert can_drive(trips, driven_by(found, number), KINDS[vehicle.kind])
    assert found.audit.is_clean


@settings(deadline=None, max_examples=60)
@given(some_trips(most=5), some_vehicles())
def test_the_best_plan_leaves_no_more_than_any_plan_must(
    trips: Trips, vehicles: list[Vehicle]
) -> None:
    found = simulate(trips, vehicles, KINDS, SIGNATUR_RULES)

    assert found.plan.undriven == fewest_undriven(trips, vehicles)


@settings(deadline=None, max_examples=60)
@given(some_trips(most=8, km=120), some_vehicles(), st.sampled_from(sorted(KINDS)))
def test_a_vehicle_more_never_leaves_more_trips(
    trips: Trips, vehicles: list[Vehicle], kind: str
) -> None:
    before = simulate(trips, vehicles, KINDS, SIGNATUR_RULES)
    after = simulate(trips, [*vehicles, Vehicle("new", kind)], KINDS, SIGNATUR_RULES)

    assert after.plan.undriven <= before.plan.undriven
