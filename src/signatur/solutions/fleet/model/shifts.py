"""Shifts: who has a vehicle keeps it until the shift is over, so its trips become one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.schema.trips import UNKNOWN, Names, Trips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_DAY_S = 86_400


def by_shift(
    trips: Trips, shifts: Sequence[tuple[float, float]]
) -> tuple[Trips, NDArray[np.int64]]:
    """Join the trips of each vehicle that begin in the same shift.

    Args:
        trips: those without a vehicle, or outside every shift, stay as they are.
        shifts: from and to, in hours of the day; one that ends before it begins goes over midnight.

    Returns:
        The joined trips, named after the first of each; and, shape (T,), where each trip went.
    """
    key = _shift_of(trips, shifts)
    alone = (key < 0) | (trips.vehicle.codes == UNKNOWN)
    marks = np.column_stack([trips.vehicle.codes.astype(np.int64), key])
    marks[alone] = np.column_stack([np.full(alone.sum(), -2), np.flatnonzero(alone)])
    _unique, first, where = np.unique(marks, axis=0, return_index=True, return_inverse=True)
    where = where.reshape(-1)
    order = np.argsort(first, kind="stable")
    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    where = place[where]
    first = first[order]
    joined = trips.take(first)
    km = np.bincount(where, weights=trips.distance_km).astype(np.float64)
    ends = np.full(len(first), np.iinfo(np.int64).min)
    np.maximum.at(ends, where, trips.end_s)
    known = ~np.isnan(trips.driving_s)
    driving = np.bincount(where, weights=np.where(known, trips.driving_s, 0.0)).astype(np.float64)
    driving[np.bincount(where, weights=~known) > 0] = np.nan
    load = np.full(len(first), UNKNOWN, dtype=np.int32)
    np.maximum.at(load, where, trips.load.codes)
    return (
        Trips(
            ids=joined.ids,
            start_s=joined.start_s,
            end_s=ends,
            distance_km=km,
            driving_s=driving,
            vehicle=joined.vehicle,
            location=joined.location,
            department=joined.department,
            load=Names(load, trips.load.words),
        ),
        where,
    )


def _shift_of(trips: Trips, shifts: Sequence[tuple[float, float]]) -> NDArray[np.int64]:
    """Return a number for day and shift in which each trip begins, -1 outside every shift."""
    day, second = np.divmod(trips.start_s, _DAY_S)
    found = np.full(len(trips), -1, dtype=np.int64)
    for number, (begins, ends) in enumerate(shifts):
        first, last = begins * 3600, ends * 3600
        if first < last:
            inside, of_day = (second >= first) & (second < last), day
        else:
            inside = (second >= first) | (second < last)
            of_day = np.where(second < last, day - 1, day)
        mine = inside & (found < 0)
        found[mine] = of_day[mine] * len(shifts) + number
    return found
