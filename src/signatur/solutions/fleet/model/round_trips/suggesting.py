"""Places where vehicles are parked long away from known homes, and what knowing them would be worth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.fleet.model.round_trips.aggregating import RoundTrips, round_trips
from signatur.solutions.fleet.model.round_trips.measuring import metres
from signatur.solutions.fleet.model.round_trips.rules import TripRules
from signatur.solutions.fleet.model.round_trips.tracks import take_vehicles
from signatur.solutions.fleet.schema.positions import Spot

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from signatur.solutions.fleet.model.round_trips.tracks import Tracks

_PARKED_S = 4 * 3600
_RADIUS_M = 200.0
_LOOKED_AT = 12


@dataclass(frozen=True, slots=True)
class SuggestedSpot:
    """A place that may be a parking spot of a home."""

    lat: float
    lon: float
    hours: float
    """How long vehicles were parked there, in stops of four hours or more."""
    stays: int
    vehicles: int
    home: str
    """The home it would belong to; empty: a home of its own."""
    precision_with: float
    """Share of km in complete round trips if it were known."""


def suggest_spots(
    tracks: Tracks,
    spots: Sequence[Spot],
    now: RoundTrips,
    rules: TripRules | None = None,
    most: int = 5,
) -> tuple[SuggestedSpot, ...]:
    """Return places that would raise the precision if they were parking spots, the best first.

    Args:
        tracks: what the vehicles did.
        spots: the known parking spots.
        now: the round trips that follow from them.
        rules: as they were used for `now`.
        most: how many places to return.
    """
    rules = rules or TripRules()
    lat, lon, hours, vehicle = _parked_away(tracks, spots)
    found: list[tuple[float, NDArray[np.bool_], tuple[float, float]]] = []
    left = np.ones(len(lat), dtype=bool)
    while left.any() and len(found) < _LOOKED_AT:
        middle = np.flatnonzero(left)[np.argmax(hours[left])]
        near = left & (metres(lat, lon, lat[middle], lon[middle]) <= _RADIUS_M)
        at = (
            float(np.average(lat[near], weights=hours[near])),
            float(np.average(lon[near], weights=hours[near])),
        )
        near |= left & (metres(lat, lon, *at) <= _RADIUS_M)
        left &= ~near
        found.append((float(hours[near].sum()), near, at))
    found.sort(key=lambda one: (-one[0], one[2]))
    told = [
        _told(tracks, spots, now, rules, (at, float(total), near, np.unique(vehicle[near])))
        for total, near, at in found
    ]
    worth = [one for one in told if one.precision_with > now.precision + 1e-4]
    return tuple(sorted(worth, key=lambda one: (-one.precision_with, -one.hours))[:most])


def _parked_away(
    tracks: Tracks, spots: Sequence[Spot]
) -> tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64], NDArray[np.int32]]:
    """Return where, how many hours and by whom was parked long, away from all spots."""
    first, last = tracks.stop_first, tracks.stop_last
    lasts = tracks.time_s[last] - tracks.time_s[first]
    long = lasts >= _PARKED_S
    first, last, hours = first[long], last[long], lasts[long] / 3600
    middle = (first + last) // 2
    lat, lon = tracks.lat[middle], tracks.lon[middle]
    away = np.ones(len(lat), dtype=bool)
    for spot in spots:
        own = np.ones(len(lat), dtype=bool)
        if spot.vehicle:
            code = tracks.words.index(spot.vehicle) if spot.vehicle in tracks.words else -1
            own = tracks.vehicle[first] == code
        away &= ~(own & (metres(lat, lon, spot.lat, spot.lon) <= spot.radius_m))
    return lat[away], lon[away], hours[away], tracks.vehicle[first[away]]


def _told(
    tracks: Tracks,
    spots: Sequence[Spot],
    now: RoundTrips,
    rules: TripRules,
    place: tuple[tuple[float, float], float, NDArray[np.bool_], NDArray[np.int32]],
) -> SuggestedSpot:
    (lat, lon), hours, near, vehicles = place
    concerned = np.isin(np.arange(len(tracks.words)), vehicles)
    home = _home_of(now, concerned)
    spot = Spot(home or "+", lat, lon, _RADIUS_M)
    then = round_trips(take_vehicles(tracks, concerned), [*spots, spot], rules)
    others = ~concerned[now.trips.vehicle.codes]
    km = now.trips.distance_km
    complete = then.complete_km + float(km[others & (now.kind == 0)].sum())
    whole = then.km + float(km[others].sum())
    return SuggestedSpot(
        lat=round(lat, 5),
        lon=round(lon, 5),
        hours=round(hours, 1),
        stays=int(near.sum()),
        vehicles=len(vehicles),
        home=home,
        precision_with=complete / whole if whole else 0.0,
    )


def _home_of(now: RoundTrips, concerned: NDArray[np.bool_]) -> str:
    """Return the home that these vehicles use most; empty where they use none."""
    own = concerned[now.trips.vehicle.codes] & (now.trips.location.codes >= 0)
    codes = now.trips.location.codes[own]
    return now.trips.location.words[int(np.bincount(codes).argmax())] if len(codes) else ""
