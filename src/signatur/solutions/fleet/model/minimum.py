"""The least number of interchangeable cars: exact, with the moment that proves it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.schema.results import Minimum

if TYPE_CHECKING:
    from signatur.solutions.fleet.schema.trips import Trips


def minimum(trips: Trips, changeover_min: float) -> Minimum:
    """Return how many cars drive all trips, none of which overlap on a car.

    Trips are intervals that end with the changeover; the least number of cars equals the most trips
    that are under way at one moment (interval graphs are perfect: Gilmore and Hoffman, 1964).
    """
    if not len(trips):
        return Minimum(cars=0, at_s=None)
    free = trips.end_s + round(changeover_min * 60)
    # At equal times a car comes back before the next one leaves; a trip without length needs a car.
    length = free > trips.start_s
    starts, ends = np.sort(trips.start_s[length]), np.sort(free[length])
    away = np.arange(1, len(starts) + 1) - np.searchsorted(ends, starts, side="right")
    if not len(away):
        return Minimum(cars=1, at_s=int(trips.start_s[0]))
    peak = int(np.argmax(away))
    return Minimum(cars=int(away[peak]), at_s=int(starts[peak]))
