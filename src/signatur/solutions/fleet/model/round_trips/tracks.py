"""Positions in order, cleaned of repeats and jumps, with distances and stops: all that homes do not change."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.round_trips.jumps import without_jumps
from signatur.solutions.fleet.model.round_trips.measuring import metres
from signatur.solutions.fleet.model.round_trips.rules import TripRules

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.schema.positions import Positions

# Wider than any file is long, so that the times of two vehicles never meet.
_BETWEEN_VEHICLES_S = 1 << 36


@dataclass(frozen=True, slots=True, eq=False)
class Tracks:
    """What vehicles did, one vehicle after another, in the order of time. Shapes are (positions,)."""

    words: tuple[str, ...]
    """Names of the vehicles by code."""
    vehicle: NDArray[np.int32]
    time_s: NDArray[np.int64]
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    odometer_km: NDArray[np.float64]
    edge_m: NDArray[np.float64]
    """Metres to the next position; 0 at the last of a vehicle and while it stands still."""
    gap_m: NDArray[np.float64]
    """The part of `edge_m` that was driven without signal."""
    still: NDArray[np.bool_]
    """Whether it was still about here after `TripRules.still_s`."""
    until: NDArray[np.int64]
    """Position at which it was looked at again for that."""
    stop_first: NDArray[np.int64]
    """Shape (stops,): position at which it came to stand; stops are in the order of positions."""
    stop_last: NDArray[np.int64]
    """Shape (stops,): last position at which it stood."""
    jumps: int = 0
    """Positions that were left out as jumps of the signal."""
    repeats: int = 0
    """Positions that were given twice."""

    def __len__(self) -> int:
        return len(self.time_s)

    @property
    def is_first(self) -> NDArray[np.bool_]:
        """Whether a position is the first of its vehicle."""
        return np.asarray(np.diff(self.vehicle, prepend=-2) != 0)

    @property
    def is_last(self) -> NDArray[np.bool_]:
        return np.asarray(np.diff(self.vehicle, append=-2) != 0)


def tracks_of(positions: Positions, rules: TripRules | None = None) -> Tracks:
    """Put positions in order and clean them; the order in which they are given changes nothing."""
    rules = rules or TripRules()
    known = np.flatnonzero(positions.vehicle.codes >= 0)
    given = positions if len(known) == len(positions) else positions.take(known)
    ordered, repeats = _in_order(given)
    kept = without_jumps(ordered, rules)
    clean = ordered if kept.all() else ordered.take(kept)
    vehicle, time = clean.vehicle.codes, clean.time_s
    until = _later(vehicle, time, rules.still_s)
    still = _still(clean, until, rules)
    first, last = _stops(clean, still, until, rules)
    step, gap = _steps(clean, first, last, rules)
    return Tracks(
        words=clean.vehicle.words,
        vehicle=vehicle,
        time_s=time,
        lat=clean.lat,
        lon=clean.lon,
        odometer_km=clean.odometer_km,
        edge_m=step,
        gap_m=gap,
        still=still,
        until=until,
        stop_first=first,
        stop_last=last,
        jumps=int(len(kept) - kept.sum()),
        repeats=repeats,
    )


def take_vehicles(tracks: Tracks, chosen: NDArray[np.bool_]) -> Tracks:
    """Return the tracks of some vehicles, chosen by code."""
    from dataclasses import replace

    rows = chosen[tracks.vehicle]
    place = np.cumsum(rows) - 1
    stops = rows[tracks.stop_first]
    return replace(
        tracks,
        vehicle=tracks.vehicle[rows],
        time_s=tracks.time_s[rows],
        lat=tracks.lat[rows],
        lon=tracks.lon[rows],
        odometer_km=tracks.odometer_km[rows],
        edge_m=tracks.edge_m[rows],
        gap_m=tracks.gap_m[rows],
        still=tracks.still[rows],
        until=place[tracks.until[rows]],
        stop_first=place[tracks.stop_first[stops]],
        stop_last=place[tracks.stop_last[stops]],
    )


def _in_order(positions: Positions) -> tuple[Positions, int]:
    """Sort by vehicle and time; of several positions at one time the first in place is kept."""
    vehicle, time = positions.vehicle.codes, positions.time_s
    key = vehicle.astype(np.int64) * _BETWEEN_VEHICLES_S + time
    rises = np.diff(key) > 0
    if rises.all():
        return positions, 0
    order = np.lexsort((positions.odometer_km, positions.lon, positions.lat, key))
    once = np.diff(key[order], prepend=key.min(initial=0) - 1) > 0
    return positions.take(order[once]), int(len(key) - once.sum())


def _later(vehicle: NDArray[np.int32], time: NDArray[np.int64], wait_s: int) -> NDArray[np.int64]:
    """Return for each position the first one that is so much later, or the vehicle's last."""
    key = vehicle.astype(np.int64) * _BETWEEN_VEHICLES_S + time
    found = np.searchsorted(key, key + wait_s)
    ends = np.searchsorted(vehicle, vehicle, side="right") - 1
    return np.minimum(found, ends)


def _still(clean: Positions, until: NDArray[np.int64], rules: TripRules) -> NDArray[np.bool_]:
    away = metres(clean.lat, clean.lon, clean.lat[until], clean.lon[until])
    waited = clean.time_s[until] - clean.time_s >= rules.still_s
    still = waited & (away <= rules.still_m)
    # A car that drove and came back within that time, and the odometer says so, has not stood.
    driven = clean.odometer_km[until] - clean.odometer_km
    return np.asarray(still & ~(driven > rules.unseen_odometer_km))


def _stops(
    clean: Positions, still: NDArray[np.bool_], until: NDArray[np.int64], rules: TripRules
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return first and last position of each stop; a flicker of noise does not end one."""
    edges = np.diff(np.concatenate([[False], still, [False]]).astype(np.int8))
    vehicle = clean.vehicle.codes
    # Each run of still positions, and a new one where the vehicle changes.
    change = np.flatnonzero(still[1:] & still[:-1] & (vehicle[1:] != vehicle[:-1])) + 1
    first = np.sort(np.concatenate([np.flatnonzero(edges == 1), change]))
    last = np.sort(np.concatenate([np.flatnonzero(edges == -1), change])) - 1
    if not len(first):
        return first, last
    last = until[last]
    near = metres(
        clean.lat[last[:-1]], clean.lon[last[:-1]], clean.lat[first[1:]], clean.lon[first[1:]]
    )
    soon = clean.time_s[first[1:]] - clean.time_s[last[:-1]] <= rules.still_s
    same = vehicle[first[1:]] == vehicle[last[:-1]]
    apart = ~(same & soon & (near <= rules.still_m * 1.5))
    begins = np.concatenate([[True], apart])
    ends = np.concatenate([apart, [True]])
    return first[begins], np.maximum.accumulate(last)[ends]


def _steps(
    clean: Positions, first: NDArray[np.int64], last: NDArray[np.int64], rules: TripRules
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return metres driven after each position, and the part of them without signal.

    Noise makes a path of many positions longer than it is, so that one in `TripRules.measure_s` is
    measured; what moves while the vehicle stands is noise alone.
    """
    rows = len(clean)
    step = np.zeros(rows)
    if rows < 2:
        return step, step
    vehicle, time = clean.vehicle.codes, clean.time_s
    measured = np.diff(time // rules.measure_s, prepend=-1) != 0
    same = vehicle[1:] == vehicle[:-1]
    measured[1:] |= ~same
    measured[:-1] |= ~same
    measured[-1] = True
    measured[first] = measured[last] = True
    here = np.flatnonzero(measured)
    here, there = here[:-1], here[1:]
    far = metres(clean.lat[here], clean.lon[here], clean.lat[there], clean.lon[there])
    far[(vehicle[here] != vehicle[there]) | _within(first, last, rows)[here]] = 0.0
    step[here] = far
    _add_ends(clean, step, first, last)
    gap = np.zeros(rows)
    is_gap = (time[there] - time[here] > rules.gap_min * 60) & (far > rules.jump_slack_m)
    gap[here[is_gap]] = far[is_gap]
    return step, gap


def _add_ends(
    clean: Positions, step: NDArray[np.float64], first: NDArray[np.int64], last: NDArray[np.int64]
) -> None:
    """Add what was driven at the edges of stops: the last metres to where it stood, the first from there."""
    vehicle = clean.vehicle.codes
    middle = (first + last) // 2
    comes = first[(first > 0) & (vehicle[first - 1] == vehicle[first])]
    at = middle[(first > 0) & (vehicle[first - 1] == vehicle[first])]
    into = metres(clean.lat[comes], clean.lon[comes], clean.lat[at], clean.lon[at])
    np.add.at(step, comes - 1, into)
    after = np.minimum(last + 1, len(vehicle) - 1)
    has_after = (after > last) & (vehicle[after] == vehicle[last])
    goes, at = last[has_after], middle[has_after]
    out = metres(clean.lat[at], clean.lon[at], clean.lat[goes], clean.lon[goes])
    np.add.at(step, goes, out)


def _within(first: NDArray[np.int64], last: NDArray[np.int64], rows: int) -> NDArray[np.bool_]:
    """Return which steps lie between the first and the last position of a stop."""
    change = np.zeros(rows + 1, dtype=np.int32)
    np.add.at(change, first, 1)
    np.add.at(change, last, -1)
    return np.asarray(np.cumsum(change[:-1]) > 0)
