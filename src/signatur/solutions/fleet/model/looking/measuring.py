"""How long trips are, in km and in hours, and how many of them a bike could take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.looking.choosing import MINUTE_S

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.schema.trips import Trips

# Most trips are short, and a few are very long: each step is about half as long again.
KM_EDGES = (0, 1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 75, 100, 150, 200, 300)
MINUTE_EDGES = (0, 10, 15, 20, 30, 45, 60, 90, 120, 180, 240, 360, 480, 720, 1440)
SHORT_KM = (5.0, 10.0, 15.0)


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many values lie between each edge and the next; the last bar is open."""

    edges: tuple[float, ...]
    """The lower end of each bar; a value that is exactly an edge lies below it, as in `at most 5`."""
    counts: tuple[int, ...]
    total: int
    mean: float
    median: float
    long: float
    """Nine of ten are at most so long."""
    longest: float

    @property
    def shares(self) -> tuple[float, ...]:
        return tuple(count / max(1, self.total) for count in self.counts)


def km_histogram(trips: Trips) -> Histogram:
    """Return the lengths of trips in km."""
    return _histogram(trips.distance_km, KM_EDGES)


def minutes_histogram(trips: Trips) -> Histogram:
    """Return how long trips took, in minutes."""
    return _histogram((trips.end_s - trips.start_s) / MINUTE_S, MINUTE_EDGES)


def shares_up_to(trips: Trips, limits: Sequence[float] = SHORT_KM) -> tuple[float, ...]:
    """Return the share of trips that are at most so many km long, for each limit."""
    if not len(trips):
        return tuple(0.0 for _one in limits)
    return tuple(float(np.mean(trips.distance_km <= limit)) for limit in limits)


def _histogram(values: NDArray[np.float64], edges: Sequence[float]) -> Histogram:
    if not len(values):
        return Histogram(tuple(edges[:1]), (0,), 0, 0.0, 0.0, 0.0, 0.0)
    # A value of nought belongs to the first bar.
    place = np.maximum(np.searchsorted(edges, values, side="left") - 1, 0)
    counts = np.bincount(place)
    median, long = np.quantile(values, (0.5, 0.9))
    return Histogram(
        tuple(float(edge) for edge in edges[: len(counts)]),
        tuple(int(count) for count in counts),
        len(values),
        float(values.mean()),
        float(median),
        float(long),
        float(values.max()),
    )
