"""Cut trips where the vehicle stood: into segments, or into parts when a trip is too long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.round_trips.tracks import Tracks


@dataclass(frozen=True, slots=True, eq=False)
class Pieces:
    """Parts of trips between stops, in order. Shapes are (pieces,)."""

    trip: NDArray[np.int64]
    first: NDArray[np.int64]
    """Position at which it begins."""
    last: NDArray[np.int64]


def cut_at_stops(
    tracks: Tracks,
    first: NDArray[np.int64],
    last: NDArray[np.int64],
    least_s: float,
    may_cut: NDArray[np.bool_] | None = None,
) -> Pieces:
    """Cut trips at their stops that last so long.

    Args:
        tracks: what the vehicles did.
        first: shape (T,), position at which each trip begins; rising.
        last: shape (T,), position at which it ends.
        least_s: shorter stops do not cut.
        may_cut: shape (T,); None: all trips.
    """
    trips = np.arange(len(first))
    stop_first, stop_last = tracks.stop_first, tracks.stop_last
    trip = np.searchsorted(first, stop_first, side="right") - 1
    lasts = tracks.time_s[stop_last] - tracks.time_s[stop_first]
    cuts = (trip >= 0) & (lasts >= least_s)
    if len(first):
        cuts &= (stop_first > first[trip]) & (stop_last < last[trip])
        cuts &= True if may_cut is None else may_cut[trip]
    begins = np.concatenate([first, stop_last[cuts]])
    ends = np.concatenate([last, stop_first[cuts]])
    owner = np.concatenate([trips, trip[cuts]])
    by_begin, by_end = np.lexsort((begins, owner)), np.lexsort((ends, owner))
    return Pieces(owner[by_begin], begins[by_begin], ends[by_end])
