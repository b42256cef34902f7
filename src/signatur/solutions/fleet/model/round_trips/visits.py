"""When each vehicle is at which home: arriving and leaving have different limits, so that noise is neither."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.round_trips.measuring import EARTH_M_PER_DEGREE, metres

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.round_trips.rules import TripRules
    from signatur.solutions.fleet.model.round_trips.tracks import Tracks
    from signatur.solutions.fleet.schema.positions import Spot

AWAY = -1
_SAME_AS_BEFORE = -2


@dataclass(frozen=True, slots=True, eq=False)
class Visits:
    """Runs of positions at one home or away, in the order of the tracks. Shapes are (runs,)."""

    homes: tuple[str, ...]
    first: NDArray[np.int64]
    """First position of each run."""
    last: NDArray[np.int64]
    home: NDArray[np.int64]
    """Place in `homes`, or `AWAY`."""
    vehicle: NDArray[np.int32]


def visits_of(tracks: Tracks, spots: Sequence[Spot], rules: TripRules) -> Visits:
    """Return the runs, without drift beside a parking spot and without driving past a home."""
    homes = tuple(sorted({spot.home for spot in spots}))
    state, spot_of = _states(tracks, spots, homes, rules)
    breaks = _unseen(tracks, state, rules)
    runs = _runs(tracks, state, breaks, homes)
    state = _without_drift(tracks, state, spot_of, spots, runs, rules)
    runs = _runs(tracks, state, breaks, homes)
    state = _without_passing(tracks, state, runs, rules)
    return _runs(tracks, state, breaks, homes)


def _states(
    tracks: Tracks, spots: Sequence[Spot], homes: tuple[str, ...], rules: TripRules
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return for each position its home or `AWAY`, and the spot that says so."""
    rows = len(tracks)
    nearest = np.full(rows, np.inf)
    state = np.full(rows, AWAY, dtype=np.int64)
    band = np.full(rows, AWAY, dtype=np.int64)
    spot_of = np.full(rows, -1, dtype=np.int64)
    order = np.argsort(tracks.lat, kind="stable")
    sorted_lat = tracks.lat[order]
    for number, spot in enumerate(spots):
        outer = max(spot.radius_m * rules.leave_factor, spot.radius_m + rules.least_leave_m)
        reach = outer / EARTH_M_PER_DEGREE
        low, high = np.searchsorted(sorted_lat, [spot.lat - reach, spot.lat + reach])
        around = order[low:high]
        if spot.vehicle:
            own = tracks.words.index(spot.vehicle) if spot.vehicle in tracks.words else -1
            around = around[tracks.vehicle[around] == own]
        far = metres(tracks.lat[around], tracks.lon[around], spot.lat, spot.lon)
        share = far / spot.radius_m
        better = (far <= outer) & (share < nearest[around])
        near, share = around[better], share[better]
        nearest[near] = share
        home = homes.index(spot.home)
        state[near] = np.where(share <= 1.0, home, _SAME_AS_BEFORE)
        band[near] = home
        spot_of[near] = number
    return _filled(tracks, state, band), spot_of


def _filled(tracks: Tracks, state: NDArray[np.int64], band: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return states in which a vehicle within the band around a home is where it was before."""
    open_rows = state == _SAME_AS_BEFORE
    if not open_rows.any():
        return state
    rows = np.arange(len(state))
    known = np.maximum.accumulate(np.where(open_rows & ~tracks.is_first, 0, rows))
    before = np.where(open_rows[known], AWAY, state[known])
    return np.where(open_rows, np.where(before == band, before, AWAY), state)


def _unseen(tracks: Tracks, state: NDArray[np.int64], rules: TripRules) -> NDArray[np.bool_]:
    """Return before which positions a vehicle has been away unseen: only the odometer knows."""
    grown = np.diff(tracks.odometer_km, prepend=np.nan)
    same = np.diff(state, prepend=AWAY) == 0
    return np.asarray(
        (grown >= rules.unseen_odometer_km) & same & (state != AWAY) & ~tracks.is_first
    )


def _runs(
    tracks: Tracks, state: NDArray[np.int64], breaks: NDArray[np.bool_], homes: tuple[str, ...]
) -> Visits:
    begins = np.diff(state, prepend=_SAME_AS_BEFORE) != 0
    first = np.flatnonzero(begins | tracks.is_first | breaks)
    last = np.concatenate([first[1:], [len(state)]])[: len(first)] - 1
    return Visits(homes, first, last, state[first], tracks.vehicle[first])


def _between(runs: Visits) -> NDArray[np.int64]:
    """Return the runs that have one before and one after them of the same vehicle."""
    inner = np.arange(1, len(runs.first) - 1)
    same = (runs.vehicle[inner - 1] == runs.vehicle[inner]) & (
        runs.vehicle[inner + 1] == runs.vehicle[inner]
    )
    return np.asarray(inner[same])


def _without_drift(
    tracks: Tracks,
    state: NDArray[np.int64],
    spot_of: NDArray[np.int64],
    spots: Sequence[Spot],
    runs: Visits,
    rules: TripRules,
) -> NDArray[np.int64]:
    """Return states in which who never got far from the parking spot was there all the time."""
    out = np.flatnonzero(runs.home == AWAY)
    same = runs.vehicle[1:] == runs.vehicle[:-1]
    before = np.where(np.concatenate([[False], same])[out], out - 1, -1)
    after = np.where(np.concatenate([same, [False]])[out], out + 1, -1)
    # At the ends of a vehicle's positions there is a home on one side only.
    side = np.where(before >= 0, before, after)
    alike = (before < 0) | (after < 0) | (runs.home[before] == runs.home[after])
    chosen = (side >= 0) & alike & (runs.home[side] != AWAY)
    out, before, after, side = out[chosen], before[chosen], after[chosen], side[chosen]
    if not len(out):
        return state
    spot = spot_of[np.where(before >= 0, runs.last[side], runs.first[side])]
    lat = np.array([one.lat for one in spots])[spot]
    lon = np.array([one.lon for one in spots])[spot]
    count = runs.last[out] - runs.first[out] + 1
    starts = np.cumsum(count) - count
    rows = np.arange(count.sum()) + np.repeat(runs.first[out] - starts, count)
    far = metres(tracks.lat[rows], tracks.lon[rows], np.repeat(lat, count), np.repeat(lon, count))
    furthest = np.maximum.reduceat(far, starts)
    from_row = np.where(before >= 0, runs.last[before], runs.first[out])
    to_row = np.where(after >= 0, runs.first[after], runs.last[out])
    grown = tracks.odometer_km[to_row] - tracks.odometer_km[from_row]
    away_s = tracks.time_s[to_row] - tracks.time_s[from_row]
    # One or two positions away, within minutes of being at home, are a jump and no trip.
    jumped = (count <= 2) & (away_s <= rules.least_away_min * 60)
    drift = (jumped | (furthest <= rules.least_trip_m)) & ~(grown >= rules.unseen_odometer_km)
    changed = state.copy()
    within = np.repeat(drift, count)
    changed[rows[within]] = np.repeat(runs.home[side], count)[within]
    return changed


def _without_passing(
    tracks: Tracks, state: NDArray[np.int64], runs: Visits, rules: TripRules
) -> NDArray[np.int64]:
    """Return states in which driving past a home without standing there is no visit."""
    inner = _between(runs)
    at_home = inner[
        (runs.home[inner] != AWAY) & (runs.home[inner - 1] == AWAY) & (runs.home[inner + 1] == AWAY)
    ]
    stood = np.concatenate([[0], np.cumsum(tracks.still)])
    is_still = stood[runs.last[at_home] + 1] > stood[runs.first[at_home]]
    stay = tracks.time_s[runs.last[at_home]] - tracks.time_s[runs.first[at_home]]
    passing = at_home[~is_still & (stay < rules.still_s)]
    changed = state.copy()
    for run in passing.tolist():
        changed[runs.first[run] : runs.last[run] + 1] = AWAY
    return changed
