"""Jumps of the signal: positions that no vehicle can have driven to and back from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.solutions.fleet.model.round_trips.measuring import metres

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.round_trips.rules import TripRules
    from signatur.solutions.fleet.schema.positions import Positions

_ROUNDS: Final = 4
# A vehicle that turns around within so long, at such a speed on both sides, was never there. Of
# several positions at one place that is believed only at speeds beyond what roads allow.
_TURN_S: Final = 150
_TURN_M: Final = 300.0
_TURN_KMH: Final = {1: 55.0, 2: 140.0, 3: 140.0}
_TURN_SHARE: Final = 0.3
"""Who comes back so close, as a share of the way there and back, has turned around."""


def without_jumps(positions: Positions, rules: TripRules) -> NDArray[np.bool_]:
    """Return which positions stay; they are given by vehicle and time."""
    keep = np.ones(len(positions), dtype=bool)
    for _round in range(_ROUNDS):
        left = int(keep.sum())
        for count in _TURN_KMH:
            _leave_out_turns(positions, keep, count)
        if int(keep.sum()) == left:
            break
    _leave_out_groups(positions, keep, rules)
    return keep


def _leave_out_turns(positions: Positions, keep: NDArray[np.bool_], count: int) -> None:
    """Leave out so many positions in a row that lie far off, with a turn on the spot."""
    rows = np.flatnonzero(keep)
    if len(rows) < count + 2:
        return
    lat, lon, time = positions.lat[rows], positions.lon[rows], positions.time_s[rows]
    vehicle = positions.vehicle.codes[rows]
    step = metres(lat[:-1], lon[:-1], lat[1:], lon[1:])
    lasts = np.diff(time)
    fast = (step > _TURN_M) & (lasts <= _TURN_S) & (step > lasts * (_TURN_KMH[count] / 3.6))
    fast &= vehicle[:-1] == vehicle[1:]
    before = np.flatnonzero(fast[:-count] & fast[count:])
    before = before[vehicle[before] == vehicle[before + count + 1]]
    after = before + count + 1
    back = metres(lat[before], lon[before], lat[after], lon[after])
    turned = back < _TURN_SHARE * (step[before] + step[after - 1])
    for place in range(1, count + 1):
        keep[rows[before[turned] + place]] = False


def _leave_out_groups(positions: Positions, keep: NDArray[np.bool_], rules: TripRules) -> None:
    """Leave out short groups of positions that nothing can have driven to."""
    for _round in range(_ROUNDS):
        rows = np.flatnonzero(keep)
        if len(rows) < 3:
            break
        here, there = rows[:-1], rows[1:]
        far = _too_far(positions, here, there, rules)
        if not far.any():
            return
        same = positions.vehicle.codes[here] == positions.vehicle.codes[there]
        begins = np.concatenate([[0], np.flatnonzero(far | ~same) + 1])
        ends = np.concatenate([begins[1:], [len(rows)]])
        bad = _jumps(positions, rows, begins, ends, rules)
        if not bad.any():
            return
        for first, last in zip(begins[bad].tolist(), ends[bad].tolist(), strict=True):
            keep[rows[first:last]] = False


def _too_far(
    positions: Positions, here: NDArray[np.int64], there: NDArray[np.int64], rules: TripRules
) -> NDArray[np.bool_]:
    """Whether nothing can drive from here to there, within one vehicle, in the time between."""
    step = metres(
        positions.lat[here], positions.lon[here], positions.lat[there], positions.lon[there]
    )
    lasts = positions.time_s[there] - positions.time_s[here]
    same = positions.vehicle.codes[here] == positions.vehicle.codes[there]
    return np.asarray(same & (step > rules.jump_slack_m + lasts * rules.most_kmh / 3.6))


def _jumps(
    positions: Positions,
    rows: NDArray[np.int64],
    begins: NDArray[np.int64],
    ends: NDArray[np.int64],
    rules: TripRules,
) -> NDArray[np.bool_]:
    """Return which groups are jumps: short, with longer ones around that fit each other without them."""
    is_long = ends - begins > rules.most_in_jump
    groups = np.arange(len(begins))
    before = np.maximum.accumulate(np.where(is_long, groups, -1))
    after = np.minimum.accumulate(np.where(is_long, groups, len(groups))[::-1])[::-1]
    vehicle = positions.vehicle.codes[rows[begins]]
    has_before = (before >= 0) & (vehicle[before] == vehicle)
    has_after = after < len(groups)
    has_after &= vehicle[np.minimum(after, len(groups) - 1)] == vehicle
    short = np.flatnonzero(~is_long & has_before & has_after)
    fits = np.zeros(len(groups), dtype=bool)
    left, right = rows[ends[before[short]] - 1], rows[begins[after[short]]]
    fits[short] = ~_too_far(positions, left, right, rules)
    # At the edge of a vehicle's positions there is only one neighbour to measure by.
    fits |= ~is_long & (has_before ^ has_after)
    return fits
