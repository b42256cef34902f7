"""Round trips from tracks and homes; fast enough to be run again while homes are moved on a map."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.solutions.fleet.model.round_trips.cutting import cut_at_stops
from signatur.solutions.fleet.model.round_trips.ends import arriving, leaving
from signatur.solutions.fleet.model.round_trips.rules import TripKind, TripRules
from signatur.solutions.fleet.model.round_trips.visits import AWAY, Visits, visits_of
from signatur.solutions.fleet.schema.trips import Names, Trips

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.round_trips.tracks import Tracks
    from signatur.solutions.fleet.schema.positions import Spot

_NEVER_CLOSED = (TripKind.UNFINISHED, TripKind.BEGAN_ELSEWHERE, TripKind.NEVER_HOME)


@dataclass(frozen=True, slots=True, eq=False)
class RoundTrips:
    """What vehicles drove; homes by name, no positions."""

    trips: Trips
    """`location` is the home at which a trip began, or else ended."""
    kind: NDArray[np.int8]
    """Shape (trips,): a `TripKind`."""
    to_home: Names
    """Where it ended."""
    gap_km: NDArray[np.float64]
    """Shape (trips,): km without signal, along the straight line; 0 where an odometer knew."""
    segment_trip: NDArray[np.int64]
    """Shape (segments,): place of the trip in `trips`; segments lie between stops, in order."""
    segment_start_s: NDArray[np.int64]
    segment_end_s: NDArray[np.int64]
    segment_km: NDArray[np.float64]

    @property
    def km(self) -> float:
        return float(self.trips.distance_km.sum())

    @property
    def complete(self) -> int:
        return int(np.count_nonzero(self.kind == TripKind.COMPLETE))

    @property
    def complete_km(self) -> float:
        return float(self.trips.distance_km[self.kind == TripKind.COMPLETE].sum())

    @property
    def precision(self) -> float:
        """Share of the km in complete round trips, 0 to 1; 0 without trips."""
        return self.complete_km / self.km if self.km else 0.0


@dataclass(frozen=True, slots=True, eq=False)
class _Found:
    """Trips as positions of the tracks. Shapes are (trips,)."""

    first: NDArray[np.int64]
    last: NDArray[np.int64]
    start_s: NDArray[np.int64]
    end_s: NDArray[np.int64]
    origin: NDArray[np.int64]
    """Home, or `AWAY`."""
    goal: NDArray[np.int64]
    kind: NDArray[np.int8]


def round_trips(
    tracks: Tracks, spots: Sequence[Spot], rules: TripRules | None = None
) -> RoundTrips:
    """Return the trips of all vehicles.

    Args:
        tracks: what the vehicles did.
        spots: where they live; several with one name are one home.
        rules: what counts as leaving, as a stop, as too long.
    """
    rules = rules or TripRules()
    visits = visits_of(tracks, spots, rules)
    found = _split(tracks, _found(tracks, visits, rules), rules)
    km, gap_km = _distances(tracks, found, rules)
    # Beside two homes at once noise goes from one to the other.
    real = (km * 1000 >= rules.least_trip_m) | (found.kind == TripKind.COMPLETE)
    found, km, gap_km = _take(found, real), km[real], gap_km[real]
    order = np.lexsort((tracks.vehicle[found.first], found.end_s, found.start_s))
    pieces = cut_at_stops(tracks, found.first, found.last, rules.least_stop_min * 60)
    place = np.argsort(order)
    opens = np.diff(pieces.trip, prepend=-1) != 0
    closes = np.diff(pieces.trip, append=-1) != 0
    start = np.where(opens, found.start_s[pieces.trip], tracks.time_s[pieces.first])
    end = np.where(closes, found.end_s[pieces.trip], tracks.time_s[pieces.last])
    end = np.maximum(start, end)
    driving = np.bincount(pieces.trip, end - start, minlength=len(km)).astype(np.float64)
    by_trip = np.argsort(place[pieces.trip], kind="stable")
    metres_until = np.concatenate([[0.0], np.cumsum(tracks.edge_m)])
    segment_km = (metres_until[pieces.last] - metres_until[pieces.first]) / 1000
    return RoundTrips(
        trips=_trips(tracks, visits, _take(found, order), km[order], driving[order]),
        kind=found.kind[order],
        to_home=_names(found.goal[order], visits.homes),
        gap_km=gap_km[order],
        segment_trip=place[pieces.trip][by_trip],
        segment_start_s=start[by_trip],
        segment_end_s=end[by_trip],
        segment_km=_to_sum(segment_km, pieces.trip, km)[by_trip],
    )


def _to_sum(
    segment_km: NDArray[np.float64], trip: NDArray[np.int64], km: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Scale segments so that they sum to the trip's km, which an odometer may know better."""
    along = np.bincount(trip, segment_km, minlength=len(km))
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(along > 0, km / along, 1.0)
    return np.asarray(segment_km * scale[trip])


def _take(found: _Found, rows: NDArray[np.int64] | NDArray[np.bool_]) -> _Found:
    return _Found(
        found.first[rows],
        found.last[rows],
        found.start_s[rows],
        found.end_s[rows],
        found.origin[rows],
        found.goal[rows],
        found.kind[rows],
    )


def _found(tracks: Tracks, visits: Visits, rules: TripRules) -> _Found:
    """Return what lies between visits: runs away from home, and steps from one visit to the next."""
    runs = np.arange(len(visits.first))
    same = visits.vehicle[1:] == visits.vehicle[:-1]
    has_before = np.concatenate([[False], same])[: len(runs)]
    has_after = np.concatenate([same, [False]])[: len(runs)]
    away = np.flatnonzero(visits.home == AWAY)
    direct = np.flatnonzero(has_after & (visits.home != AWAY))
    direct = direct[visits.home[direct + 1] != AWAY]
    before = np.concatenate([np.where(has_before[away], away - 1, -1), direct])
    after = np.concatenate([np.where(has_after[away], away + 1, -1), direct + 1])
    first = np.concatenate([visits.first[away], visits.last[direct]])
    last = np.concatenate([visits.last[away], visits.first[direct + 1]])
    order = np.argsort(first, kind="stable")
    before, after, first, last = before[order], after[order], first[order], last[order]
    origin = np.where(before >= 0, visits.home[before], AWAY)
    goal = np.where(after >= 0, visits.home[after], AWAY)
    leaves, start_s = leaving(tracks, visits, before, first, rules)
    comes, end_s = arriving(tracks, visits, after, last, rules)
    kind = np.select(
        [
            (origin != AWAY) & (origin == goal),
            (origin != AWAY) & (goal != AWAY),
            origin != AWAY,
            goal != AWAY,
        ],
        [
            TripKind.COMPLETE,
            TripKind.OTHER_HOME,
            TripKind.UNFINISHED,
            TripKind.BEGAN_ELSEWHERE,
        ],
        TripKind.NEVER_HOME,
    ).astype(np.int8)
    end_s = np.maximum(start_s, end_s)
    return _Found(leaves, np.maximum(leaves, comes), start_s, end_s, origin, goal, kind)


def _split(tracks: Tracks, found: _Found, rules: TripRules) -> _Found:
    """Cut what is too long, and what has no home at both ends, at long stops away."""
    never_closed = np.isin(found.kind, _NEVER_CLOSED)
    too_long = np.zeros(len(found.first), dtype=bool)
    if rules.most_hours is not None:
        too_long = found.end_s - found.start_s > rules.most_hours * 3600
    pieces = cut_at_stops(
        tracks, found.first, found.last, rules.split_stop_hours * 3600, never_closed | too_long
    )
    opens = np.diff(pieces.trip, prepend=-1) != 0
    closes = np.diff(pieces.trip, append=-1) != 0
    is_part = ~(opens & closes)
    kind = found.kind[pieces.trip]
    start = np.where(opens, found.start_s[pieces.trip], tracks.time_s[pieces.first])
    end = np.where(closes, found.end_s[pieces.trip], tracks.time_s[pieces.last])
    return _Found(
        first=pieces.first,
        last=pieces.last,
        start_s=start,
        end_s=np.maximum(start, end),
        origin=np.where(opens, found.origin[pieces.trip], AWAY),
        goal=np.where(closes, found.goal[pieces.trip], AWAY),
        kind=np.where(is_part & ~never_closed[pieces.trip], TripKind.SPLIT, kind).astype(np.int8),
    )


def _distances(
    tracks: Tracks, found: _Found, rules: TripRules
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return km of each trip, and how many of them are a straight line for want of signal."""
    along = np.concatenate([[0.0], np.cumsum(tracks.edge_m)])
    gaps = np.concatenate([[0.0], np.cumsum(tracks.gap_m)])
    km = (along[found.last] - along[found.first]) / 1000
    gap_km = (gaps[found.last] - gaps[found.first]) / 1000
    counted = tracks.odometer_km[found.last] - tracks.odometer_km[found.first]
    # An odometer that says far less than the straight lines, or far more without a gap, is not one.
    believed = (counted >= 0.7 * km) & (
        (counted <= 3 * km + 5) | (gap_km > 0) | (km < rules.unseen_odometer_km)
    )
    return np.where(believed, counted, km), np.where(believed, 0.0, gap_km)


def _names(codes: NDArray[np.integer[Any]], words: tuple[str, ...]) -> Names:
    return Names(codes.astype(np.int32), words)


def _trips(
    tracks: Tracks,
    visits: Visits,
    found: _Found,
    km: NDArray[np.float64],
    driving: NDArray[np.float64],
) -> Trips:
    """Return trips that are numbered in their order."""
    width = len(str(len(km)))
    home = np.where(found.origin != AWAY, found.origin, found.goal)
    nothing = Names.nothing(len(km))
    return Trips(
        ids=np.array([f"{number:0{width}d}" for number in range(1, len(km) + 1)], dtype=np.str_)
        if len(km)
        else np.empty(0, dtype="<U1"),
        start_s=found.start_s,
        end_s=found.end_s,
        distance_km=np.round(km, 3),
        driving_s=driving,
        vehicle=_names(tracks.vehicle[found.first], tracks.words),
        location=_names(home, visits.homes),
        department=nothing,
        load=nothing,
    )
