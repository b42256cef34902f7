"""Put trips on vehicles in the order in which they begin, as a booking desk does."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.yards import LONG_AGO, BatteryYard, Chargers, yard_of
from signatur.solutions.fleet.schema.results import NOBODY, Plan, Why
from signatur.solutions.fleet.schema.vehicles import Energy

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.case import Case
    from signatur.solutions.fleet.model.yards import Yard

# Between reasons that several groups give, the one that came closest to driving is told.
_CLOSENESS = {
    Why.NO_VEHICLE: 0,
    Why.BEYOND_RANGE: 1,
    Why.ALL_BUSY: 2,
    Why.LEASE_KM: 3,
    Why.RESTING: 4,
    Why.NOT_CHARGED: 5,
}


LEFT = -2
"""Stands for the group of a trip that is to be left, though a vehicle may be free."""


def dispatch(case: Case, wanted: NDArray[np.int32] | None = None) -> Plan:
    """Send each trip with the cheapest group that has a vehicle for it.

    Args:
        case: trips and groups; the groups' members are positions in the fleet.
        wanted: shape (trips,), the group that should drive each trip where it can; -1 for none in
            particular, `LEFT` for a trip that is to be left.

    Returns:
        A plan without overlaps, short changeovers or trips that a battery cannot make.
    """
    trips = case.trips
    yards, reaches = _yards(case)
    order = _order(case)
    vehicle = np.full(len(trips), NOBODY, dtype=np.int32)
    why = np.zeros(len(trips), dtype=np.int8)
    until_s = trips.end_s.copy()
    charge_from = np.zeros(len(trips), dtype=np.int64)
    starts, km = case.start_s.tolist(), trips.distance_km.tolist()
    ends = [case.until[group.kind.body].tolist() for group in case.groups]
    choices, which = _choices(case, order, wanted)
    for trip, choice in enumerate(which):
        answer, closest = int(Why.NO_VEHICLE), -1
        for number in choices[choice]:
            yard = yards[number]
            if isinstance(yard, BatteryYard):
                yard.reach = reaches[number][trip]
            taken = yard.take(starts[trip], ends[number][trip], km[trip])
            if taken >= 0:
                vehicle[trip] = taken
                until_s[trip] = ends[number][trip]
                if isinstance(yard, BatteryYard):
                    charge_from[trip] = yard.since[taken]
                break
            if _CLOSENESS[Why(-taken)] > closest:
                answer, closest = -taken, _CLOSENESS[Why(-taken)]
        else:
            why[trip] = answer
    if wanted is not None:
        why[(wanted == LEFT) & case.allowed.any(axis=1)] = Why.ALL_BUSY
    why[(vehicle == NOBODY) & case.beyond_range] = Why.BEYOND_RANGE
    return Plan(vehicle=vehicle, why=why, until_s=until_s, charge_from_s=charge_from)


def _yards(case: Case) -> tuple[list[Yard], list[list[float]]]:
    """Return the yard of each group, and how far its batteries reach on each trip's day."""
    pools: dict[str, Chargers | None] = {"": _chargers(case.rules.chargers)}
    yards = []
    for group in case.groups:
        own = sorted(group.homes & set(case.rules.chargers_at))
        place = own[0] if own else ""
        if place not in pools:
            pools[place] = _chargers(case.rules.chargers_at[place])
        yards.append(yard_of(case, group, pools[place]))
    reaches = []
    for number in range(len(case.groups)):
        reach = case.reach_km(number)
        reaches.append([] if reach is None else reach.tolist())
    return yards, reaches


def _chargers(count: int | None) -> Chargers | None:
    return None if count is None else Chargers([LONG_AGO] * count)


def _order(case: Case) -> list[int]:
    """Return the groups by what a km costs, then by what it emits; ties by key, bikes first."""

    def rank(number: int) -> tuple[float, float, bool, str]:
        kind, rate = case.groups[number].kind, case.rates[number]
        return rate.dkk, rate.co2e_kg, kind.energy is not Energy.NONE, kind.key

    return sorted(range(len(case.groups)), key=rank)


def _choices(
    case: Case, order: list[int], wanted: NDArray[np.int32] | None
) -> tuple[list[list[int]], list[int]]:
    """Return the lists of groups that occur, and for each trip which list is its own."""
    may = case.allowed[:, order]
    if wanted is None:
        rows, which = np.unique(may, axis=0, return_inverse=True)
        lists = [[order[at] for at in np.flatnonzero(row)] for row in rows]
        return lists, which.reshape(-1).tolist()
    marked = np.column_stack([wanted, may])
    rows, which = np.unique(marked, axis=0, return_inverse=True)
    lists = []
    for row in rows:
        if row[0] == LEFT:
            lists.append([])
            continue
        rest = [order[at] for at in np.flatnonzero(row[1:]) if order[at] != row[0]]
        lists.append([int(row[0]), *rest] if row[0] >= 0 else rest)
    return lists, which.reshape(-1).tolist()
