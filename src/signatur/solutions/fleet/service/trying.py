"""Trying parking spots on positions that are still kept: what would the round trips be like?

A trial changes nothing but itself. Taken into use, its trips take the place of those of before, its spots are
remembered with their places, and the positions are deleted at once.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.positions import read_homes
from signatur.solutions.fleet.schema.positions import Spot
from signatur.solutions.fleet.service.datasets import dataset_row
from signatur.solutions.fleet.service.keeping import trips_as_bytes
from signatur.solutions.fleet.service.places import Place, places, save_place
from signatur.solutions.fleet.service.positions import (
    Made,
    forget,
    keep_made,
    kept_origin,
    read_kept,
    spots_as_json,
    spots_of,
    told_of,
)
from signatur.solutions.fleet.service.rights import CHANGE_SETUP, HAND_IN, need_name
from signatur.solutions.fleet.service.tracks import tracks_from_bytes

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.fleet.model.round_trips import RoundTrips, SuggestedSpot, Tracks
    from signatur.solutions.fleet.tables import DatasetRow

_MOST_TRIED = 100
_LAT, _LON = 85.0, 180.0


@dataclass(frozen=True, slots=True)
class Trial:
    """What round trips would be like with some more parking spots."""

    dataset_id: UUID
    name: str
    known: tuple[Spot, ...]
    """Parking spots of the places."""
    tried: tuple[Spot, ...]
    """Spots of this trial alone, the last added last."""
    precision: float
    """Share of km in complete round trips, 0 to 1."""
    precision_before: float
    """The same of the trips as they are kept."""
    trips: int
    km: float
    gap_km: float
    kinds: dict[str, int]
    """How many trips of each kind, by the word of `TripKind`."""
    kinds_before: dict[str, int]
    suggested: tuple[SuggestedSpot, ...]
    bad: int
    bad_lines: tuple[tuple[int, str], ...]
    """Line and reason of the first positions that could not be used."""

    @property
    def homes(self) -> tuple[str, ...]:
        """Names of all homes, as they stand first."""
        return tuple(dict.fromkeys(one.home for one in (*self.known, *self.tried)))


def trial(work: Work, dataset_id: UUID) -> Trial:
    """Return what the round trips would be like now.

    Raises NotAllowed, NotFound, Conflict when the positions are deleted.
    """
    row, origin = _own(work, dataset_id)
    from signatur.solutions.fleet.model.round_trips import suggest_spots

    known, tried = _known(work, row), _tried(origin)
    tracks, found = _run(work, origin, (*known, *tried))
    told = told_of(found)
    return Trial(
        dataset_id=dataset_id,
        name=row.name,
        known=known,
        tried=tried,
        precision=told["precision"],
        precision_before=origin["precision"],
        trips=len(found.trips),
        km=found.km,
        gap_km=told["gap_km"],
        kinds=told["kinds"],
        kinds_before=origin["kinds"],
        suggested=suggest_spots(tracks, (*known, *tried), found),
        bad=origin["bad"],
        bad_lines=tuple((line, reason) for line, reason in origin["bad_lines"]),
    )


def try_spot(work: Work, dataset_id: UUID, home: str, latitude: float, longitude: float) -> None:
    """Add a parking spot to a trial, of a home that is known or a new one.

    Raises NotAllowed, NotFound, Conflict, InputProblem for what is no place on earth.
    """
    _try(work, dataset_id, [Spot(need_name(home), latitude, longitude)])


def try_homes(work: Work, dataset_id: UUID, content: bytes) -> int:
    """Add the homes of a file to a trial; return how many lines could not be used.

    Raises NotAllowed, NotFound, Conflict, InputProblem for what holds no home.
    """
    found = read_homes(content)
    _try(work, dataset_id, found.spots)
    return len(found.bad)


def drop_spot(work: Work, dataset_id: UUID, home: str, latitude: float, longitude: float) -> None:
    """Take a spot out of a trial; one that is gone already is not missed.

    Raises NotAllowed, NotFound, Conflict.
    """
    row, origin = _own(work, dataset_id)
    gone = (home, latitude, longitude)
    _note(work, row, [one for one in _tried(origin) if (one.home, one.lat, one.lon) != gone])


def use_trial(work: Work, dataset_id: UUID) -> UUID:
    """Keep the round trips of a trial as driving and delete the positions; return the file of driving.

    The trips of before are erased unless a study rests on them. Spots are remembered with their places
    if the person may change places. Raises NotAllowed, NotFound, Conflict.
    """
    row, origin = _own(work, dataset_id)
    tried = _tried(origin)
    _tracks, found = _run(work, origin, (*_known(work, row), *tried))
    if may_remember(work, row.project_id):
        _remember(work, row.project_id, tried)
    if hashlib.sha256(trips_as_bytes(found.trips)).hexdigest() == row.trips_sha256:
        forget(work, row)
        return dataset_id
    payload = {
        "holder": str(work.new_id()),
        "sha256": "",
        "name": row.name,
        "person": str(work.actor.id) if work.actor.id else None,
        "before": str(dataset_id),
    }
    read = {name: origin[name] for name in ("positions", "bad", "bad_lines")}
    told = {**read, **told_of(found), "suggested": []}
    forget(work, row)
    return keep_made(work, payload, Made(found.trips, told))


def may_remember(work: Work, project_id: UUID) -> bool:
    """Say whether the person may note parking spots with places."""
    return work.actor.may(CHANGE_SETUP, project_id)


def _own(work: Work, dataset_id: UUID) -> tuple[DatasetRow, dict[str, Any]]:
    row = dataset_row(work, dataset_id)
    work.require(HAND_IN, row.project_id)
    return row, kept_origin(row)


def _known(work: Work, row: DatasetRow) -> tuple[Spot, ...]:
    return spots_of(places(work, row.project_id))


def _tried(origin: dict[str, Any]) -> tuple[Spot, ...]:
    return tuple(Spot(*one) for one in origin.get("tried", ()))


def _run(work: Work, origin: dict[str, Any], spots: tuple[Spot, ...]) -> tuple[Tracks, RoundTrips]:
    from signatur.solutions.fleet.model.round_trips import round_trips

    tracks = tracks_from_bytes(read_kept(work, origin["tracks"]))
    return tracks, round_trips(tracks, spots)


def _try(work: Work, dataset_id: UUID, spots: list[Spot] | tuple[Spot, ...]) -> None:
    row, origin = _own(work, dataset_id)
    if any(not (abs(one.lat) <= _LAT and abs(one.lon) <= _LON) for one in spots):
        raise InputProblem(
            log="spot", shown=_("Write parking spots as degrees, such as 56,15 10,2.")
        )
    there = {*_known(work, row), *_tried(origin)}
    tried = [*_tried(origin), *(one for one in dict.fromkeys(spots) if one not in there)]
    if len(tried) > _MOST_TRIED:
        raise InputProblem(
            log="too many spots",
            shown=_("At most %(most)d parking spots can be tried at once.", most=_MOST_TRIED),
        )
    _note(work, row, tried)


def _note(work: Work, row: DatasetRow, tried: list[Spot]) -> None:
    row.origin = {**(row.origin or {}), "tried": spots_as_json(tried)}
    work.session.flush()


def _remember(work: Work, project_id: UUID, tried: tuple[Spot, ...]) -> None:
    """Note spots with their places, and homes that are new as places; those of a single vehicle are left out."""
    for home in dict.fromkeys(one.home for one in tried if not one.vehicle):
        known = {one.name: one for one in places(work, project_id)}
        place = known.get(home, Place(home))
        at = [(one.lat, one.lon) for one in tried if one.home == home and not one.vehicle]
        if place.latitude is None:
            place = replace(place, latitude=at[0][0], longitude=at[0][1])
            at = at[1:]
        new = [one for one in at if one not in place.spots]
        save_place(work, project_id, replace(place, spots=(*place.spots, *new)))
