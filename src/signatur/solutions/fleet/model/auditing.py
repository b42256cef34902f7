"""Look at a plan as somebody does who did not make it: nothing here is shared with its making."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.schema.results import NOBODY, Audit
from signatur.solutions.fleet.schema.trips import moment_of
from signatur.solutions.fleet.schema.vehicles import Body, Energy

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.schema.results import Plan
    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Kind, Vehicle

_DAY_S = 86_400
_ROUNDING = 1e-6


def audit(
    trips: Trips,
    plan: Plan,
    vehicles: Sequence[Vehicle],
    kinds: Mapping[str, Kind],
    rules: Rules,
) -> Audit:
    """Count what no plan may hold.

    An overlap is a trip that begins before the vehicle is back; a short changeover one that begins
    sooner after it than the rules allow; over range is a trip for which the battery, charged since
    the last trips as fast as its charger can, did not reach, or which took a bike beyond its day.
    """
    driven = np.flatnonzero(plan.vehicle != NOBODY)
    order = driven[np.lexsort((trips.start_s[driven], plan.vehicle[driven]))]
    vehicle = plan.vehicle[order]
    same = vehicle[1:] == vehicle[:-1]
    gap = trips.start_s[order][1:] - plan.until_s[order][:-1]
    early = plan.until_s[order] < trips.end_s[order]
    overlaps = int(np.count_nonzero(same & (gap < 0)) + np.count_nonzero(early))
    short = int(np.count_nonzero(same & (gap >= 0) & (gap < rules.changeover_min * 60)))
    cuts = np.flatnonzero(~same) + 1
    over = 0
    for rows in np.split(order, cuts) if len(order) else ():
        kind = kinds[vehicles[plan.vehicle[rows[0]]].kind]
        over += _over_range(trips, plan, rows, kind, rules)
    return Audit(overlaps=overlaps, short_changeovers=short, over_range=over)


def _over_range(trips: Trips, plan: Plan, rows: NDArray[np.int64], kind: Kind, rules: Rules) -> int:
    if kind.body is not Body.CAR:
        limit = kind.range_km
        if limit is None:
            limit = rules.bikes.ebike_day_km if kind.body is Body.EBIKE else rules.bikes.day_km
        _days, which = np.unique(trips.start_s[rows] // _DAY_S, return_inverse=True)
        total = np.bincount(which, weights=trips.distance_km[rows])
        return int(np.count_nonzero(total > limit + _ROUNDING))
    if kind.energy is not Energy.ELECTRICITY or kind.range_km is None:
        return 0
    hours = kind.charge_hours or rules.charge_hours
    over, left_km, charging_since = 0, None, 0
    for row in rows:
        start = int(trips.start_s[row])
        cold = moment_of(start).month in rules.cold_months
        full = kind.range_km * (1 - kind.range_loss if cold else 1)
        share = 1.0
        if left_km is not None:
            charged = max(0, start - charging_since) / (hours * 3600)
            share = min(1.0, left_km + charged)
        need = float(trips.distance_km[row]) / full if full else float("inf")
        if trips.distance_km[row] and need > share + _ROUNDING:
            over += 1
        left_km = max(0.0, share - need) if trips.distance_km[row] else share
        charging_since = int(plan.charge_from_s[row])
        if charging_since < plan.until_s[row]:
            over += 1
    return over
