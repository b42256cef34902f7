"""When a trip began and ended: when the vehicle last stood at its home, and when it stood there again."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.round_trips.measuring import metres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.round_trips.rules import TripRules
    from signatur.solutions.fleet.model.round_trips.tracks import Tracks
    from signatur.solutions.fleet.model.round_trips.visits import Visits


def leaving(
    tracks: Tracks,
    visits: Visits,
    before: NDArray[np.int64],
    first: NDArray[np.int64],
    rules: TripRules,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the position and time at which each trip begins.

    That is when the vehicle last stood at its home. Where a tracker was silent until the vehicle was
    away, the time is traced back from the first position with `TripRules.trace_kmh`.
    """
    rows = np.arange(len(tracks))
    last_still = np.maximum.accumulate(np.where(tracks.still, rows, -1))
    has_home = before >= 0
    ends = np.where(has_home, visits.last[before], first)
    stood = last_still[ends]
    is_own = has_home & (stood >= visits.first[before])
    leaves = np.where(is_own, np.minimum(tracks.until[stood], ends), ends)
    # Who began away from home and stood there sets out when the stop is over.
    leaves = np.where(has_home, leaves, _beyond_stop(tracks, first))
    start = tracks.time_s[leaves]
    seen = np.minimum(leaves + 1, len(tracks) - 1)
    traced = tracks.time_s[seen] - _lasts_s(tracks, leaves, seen, rules)
    silent = has_home & (tracks.time_s[seen] - start > rules.still_s)
    return leaves, np.where(silent, np.maximum(start, traced), start)


def arriving(
    tracks: Tracks,
    visits: Visits,
    after: NDArray[np.int64],
    last: NDArray[np.int64],
    rules: TripRules,
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return the position and time at which each trip ends: when the vehicle stands at its home."""
    rows = np.arange(len(tracks))
    next_still = np.minimum.accumulate(np.where(tracks.still, rows, len(tracks))[::-1])[::-1]
    has_home = after >= 0
    begins = np.where(has_home, visits.first[after], last)
    stands = next_still[begins]
    is_own = has_home & (stands <= visits.last[after])
    comes = np.where(is_own, stands, begins)
    comes = np.where(has_home, comes, _before_stop(tracks, last))
    end = tracks.time_s[comes]
    # A tracker that was silent on the way and spoke again long after the vehicle was home.
    seen = np.maximum(comes - 1, 0)
    traced = tracks.time_s[seen] + _lasts_s(tracks, seen, comes, rules)
    silent = has_home & (end - tracks.time_s[seen] > rules.gap_min * 60)
    return comes, np.where(silent, np.minimum(end, traced), end)


def _lasts_s(
    tracks: Tracks, here: NDArray[np.int64], there: NDArray[np.int64], rules: TripRules
) -> NDArray[np.int64]:
    """Return how long it takes at most to drive from one position to a later one."""
    straight = metres(tracks.lat[here], tracks.lon[here], tracks.lat[there], tracks.lon[there])
    counted = np.nan_to_num((tracks.odometer_km[there] - tracks.odometer_km[here]) * 1000)
    return np.asarray((np.maximum(straight, counted) / (rules.trace_kmh / 3.6)).astype(np.int64))


def _beyond_stop(tracks: Tracks, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return where the stop ends that begins at these positions, or the positions themselves."""
    if not len(tracks.stop_first):
        return rows
    stop = np.minimum(np.searchsorted(tracks.stop_first, rows), len(tracks.stop_first) - 1)
    return np.where(tracks.stop_first[stop] == rows, tracks.stop_last[stop], rows)


def _before_stop(tracks: Tracks, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    if not len(tracks.stop_last):
        return rows
    stop = np.minimum(np.searchsorted(tracks.stop_last, rows), len(tracks.stop_last) - 1)
    return np.where(tracks.stop_last[stop] == rows, tracks.stop_first[stop], rows)
