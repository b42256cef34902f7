"""How a fleet does in weeks that were not recorded: other mixtures of the same driving, and more of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.case import case_of, groups_of
from signatur.solutions.fleet.model.dispatching import dispatch
from signatur.solutions.fleet.schema.results import NOBODY
from signatur.solutions.fleet.schema.trips import UNKNOWN, Trips, moment_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.vehicles import Kind, Vehicle

_DAY_S = 86_400
_MONDAY_DAY = 4  # 1970-01-05 was a Monday.
_JITTER_S = 900
_NEAR_WEEKS = 6


@dataclass(frozen=True, slots=True)
class Robustness:
    """What is to be expected of weeks like those recorded."""

    weeks: int
    """Weeks that were made and driven."""
    driven_share: float
    """Of the trips of those weeks, the share that a vehicle drove."""
    short_weeks: float
    """Share of the weeks in which somebody lacked a vehicle at least once."""
    short_weeks_low: float
    short_weeks_high: float
    """95 % interval of that share (Wilson, 1927)."""
    by_season: Mapping[str, float]
    """Share of trips driven by quarter of the year the trips are from: `Q1` to `Q4`."""


def mixed(trips: Trips, chance: np.random.Generator, growth: float = 0.0) -> Trips:
    """Return weeks that could have been: each vehicle's days come from other weeks near by.

    What a vehicle drove on a Tuesday is a block, and each Tuesday gets such a block from a week at most
    six before or after, so that seasons stay where they are (a moving-block bootstrap by vehicle and
    weekday; Künsch, 1989). Vehicles were independent of each other where they meet anew. Trips of
    which the vehicle is not known are one block for each place.

    Args:
        trips: what was recorded.
        chance: where the randomness comes from.
        growth: share of the days that get a second block; 0.1 is ten per cent more driving.
    """
    day = trips.start_s // _DAY_S - _MONDAY_DAY
    week, weekday = np.divmod(day, 7)
    unknown = trips.vehicle.codes == UNKNOWN
    unit = np.where(
        unknown, len(trips.vehicle.words) + 1 + trips.location.codes, trips.vehicle.codes
    )
    _blocks, block = np.unique(unit * 7 + weekday, return_inverse=True)
    block = block.reshape(-1)
    first, weeks = int(week.min()), int(week.max() - week.min()) + 1
    order = np.lexsort((week, block))
    keys = block[order] * weeks + week[order] - first
    # A week's day counts where it lies within what was recorded.
    of_block = np.zeros(len(_blocks), dtype=np.int64)
    of_block[block] = weekday
    opens = np.where(of_block < int(day.min()) % 7, 1, 0)
    closes = weeks - np.where(of_block > int(day.max()) % 7, 1, 0)
    spans = np.maximum(1, closes - opens)
    which, at = _repeated(spans)
    twice = chance.random(len(which)) < growth
    which, at = np.concatenate([which, which[twice]]), np.concatenate([at, at[twice]])
    source = _near(at, spans[which], chance)
    wanted = which * weeks + opens[which] + source
    begins = np.searchsorted(keys, wanted, side="left")
    counts = np.searchsorted(keys, wanted, side="right") - begins
    target, offset = _repeated(counts)
    rows = order[begins[target] + offset]
    return _shifted(trips, rows, (at - source)[target] * 7 * _DAY_S)


def _repeated(counts: NDArray[np.int64]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return each position so many times as it counts, and the number of each among its own."""
    which = np.repeat(np.arange(len(counts)), counts)
    begins = np.concatenate([[0], np.cumsum(counts)[:-1]]) if len(counts) else counts
    return which, np.arange(len(which)) - begins[which]


def _near(
    at: NDArray[np.int64], spans: NDArray[np.int64], chance: np.random.Generator
) -> NDArray[np.int64]:
    """Return a week for each, at most so far away as `_NEAR_WEEKS`, within the span."""
    low, high = np.maximum(0, at - _NEAR_WEEKS), np.minimum(spans - 1, at + _NEAR_WEEKS)
    drawn: NDArray[np.int64] = low + np.floor(chance.random(len(at)) * (high - low + 1)).astype(
        np.int64
    )
    return drawn


def moved_copies(trips: Trips, rows: NDArray[np.int64], chance: np.random.Generator) -> Trips:
    """Return the trips as they are, and some of them once more, moved by up to a quarter of an hour."""
    both = np.concatenate([np.arange(len(trips)), rows])
    moved = chance.integers(-_JITTER_S, _JITTER_S + 1, len(both))
    moved[: len(trips)] = 0
    return _shifted(trips, both, moved)


def _shifted(trips: Trips, rows: NDArray[np.int64], moved_s: NDArray[np.int64]) -> Trips:
    """Return trips by position, each at another time."""
    taken = trips.take(rows)
    start, end = taken.start_s + moved_s, taken.end_s + moved_s
    order = np.lexsort((rows, end, start))
    return replace(taken.take(order), start_s=start[order], end_s=end[order])


def robustness(
    trips: Trips,
    vehicles: Sequence[Vehicle],
    kinds: Mapping[str, Kind],
    rules: Rules,
    *,
    growth: float = 0.0,
    rounds: int = 20,
    seed: int = 1,
) -> Robustness:
    """Drive weeks that could have been, as a booking desk would, and count who lacked a vehicle.

    Trips that no vehicle of the fleet could ever drive are not counted: they are known beforehand.
    """
    chance = np.random.default_rng(seed)
    groups = groups_of(vehicles, kinds)
    trips = trips.take(np.flatnonzero(case_of(trips, groups, rules).allowed.any(axis=1)))
    weeks = short = 0
    driven = np.zeros(4)
    asked = np.zeros(4)
    for _round in range(rounds if len(trips) else 0):
        again = mixed(trips, chance, growth)
        if not len(again):
            continue
        left = dispatch(case_of(again, groups, rules)).vehicle == NOBODY
        week = (again.start_s // _DAY_S - _MONDAY_DAY) // 7
        weeks += len(np.unique(week))
        short += len(np.unique(week[left]))
        quarter = _quarter(again.start_s)
        asked += np.bincount(quarter, minlength=4)
        driven += np.bincount(quarter[~left], minlength=4)
    low, high = _wilson(short, weeks)
    return Robustness(
        weeks=weeks,
        driven_share=float(driven.sum() / asked.sum()) if asked.sum() else 1.0,
        short_weeks=short / weeks if weeks else 0.0,
        short_weeks_low=low,
        short_weeks_high=high,
        by_season={f"Q{at + 1}": float(driven[at] / asked[at]) for at in range(4) if asked[at]},
    )


def _quarter(start_s: NDArray[np.int64]) -> NDArray[np.int64]:
    days, where = np.unique(start_s // _DAY_S, return_inverse=True)
    quarters = np.array([(moment_of(int(day) * _DAY_S).month - 1) // 3 for day in days])
    found: NDArray[np.int64] = quarters[where.reshape(-1)]
    return found


def _wilson(hits: int, of: int) -> tuple[float, float]:
    if not of:
        return 0.0, 1.0
    z = 1.959964
    share = hits / of
    middle = (share + z * z / (2 * of)) / (1 + z * z / of)
    half = z * np.sqrt(share * (1 - share) / of + z * z / (4 * of * of)) / (1 + z * z / of)
    return max(0.0, float(middle - half)), min(1.0, float(middle + half))
