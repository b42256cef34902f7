"""Invented driving that resembles home care: many short trips, a morning peak, weekends at half.

Spread and lengths follow the shared sets of 500 and 5,000 trips: distance lognormal with a median of
7.4 km, starts mostly from 6 to 13, away 20 minutes to some hours.
"""

from __future__ import annotations

import numpy as np

from signatur.solutions.fleet.schema.trips import Trips, trips_of

_DAY_S = 86_400
_FIRST = 20_094  # 2025-01-06, a Monday, in days since 1970.
_HOURS = np.array(
    [0, 0, 0, 0, 0, 1, 42, 100, 70, 66, 45, 33, 25, 13, 25, 35, 17, 13, 7, 5, 2, 1, 0, 0]
)
_WEEKDAYS = np.array([87, 87, 84, 82, 78, 39, 42])


def driving(trips: int, days: int, cars: int, seed: int = 20261128) -> Trips:
    """Return so many invented trips over so many days, driven by at most so many cars."""
    chance = np.random.default_rng(seed)
    weight = _WEEKDAYS[np.arange(days) % 7].astype(float)
    day = np.sort(chance.choice(days, size=trips, p=weight / weight.sum()))
    hour = chance.choice(24, size=trips, p=_HOURS / _HOURS.sum())
    start = (_FIRST + day) * _DAY_S + hour * 3600 + chance.integers(0, 3600, trips)
    km = np.round(np.clip(chance.lognormal(np.log(7.4), 0.8, trips), 0.5, 120), 2)
    away = np.clip(chance.gamma(4.0, 19.0, trips) * 60, 600, 36_000).astype(np.int64)
    under_way = np.minimum(away * 0.8, km / 28 * 3600)
    order = np.argsort(start, kind="stable")
    start, away = start[order], away[order]
    return trips_of(
        ids=[str(number) for number in range(1, trips + 1)],
        start_s=start,
        end_s=start + away,
        distance_km=km,
        driving_s=under_way,
        vehicle=[str(number % cars + 1) for number in range(trips)],
    )
