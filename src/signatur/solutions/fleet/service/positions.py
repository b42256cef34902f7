"""Positions of vehicles become round trips; the positions themselves are soon forgotten.

They are kept for a day at most, so that places can be mended and the trips made anew from them. What
stays is when a vehicle left and came back, how far it drove, and the name of its home.
"""

from __future__ import annotations

import io
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePath
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from signatur.kernel import blob_uses
from signatur.kernel.blobs import BlobRef
from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import Text, counted
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store as jobs
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.retention import service as retention
from signatur.solutions.fleet.intake.positions import read_homes
from signatur.solutions.fleet.schema.datasets import DatasetState
from signatur.solutions.fleet.schema.positions import Spot
from signatur.solutions.fleet.service.datasets import dataset_row, new_row, put_trips
from signatur.solutions.fleet.service.keeping import store, trips_as_bytes
from signatur.solutions.fleet.service.places import places, save_place
from signatur.solutions.fleet.service.rights import HAND_IN, TRIPS_KIND, project_of, tidy
from signatur.solutions.fleet.service.tracks import tracks_as_bytes
from signatur.solutions.fleet.settings import FleetSettings
from signatur.solutions.fleet.tables import DatasetRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import BinaryIO

    from signatur.kernel.work import Work
    from signatur.solutions.fleet.intake.positions import PositionsRead
    from signatur.solutions.fleet.model.round_trips import RoundTrips, SuggestedSpot
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.service.places import Place

POSITIONS_JOB = "fleet.read_positions"
FORGET_JOB = "fleet.forget_positions"
KEPT = timedelta(hours=24)
_LISTED = 50


@dataclass(frozen=True, slots=True)
class Made:
    """The trips that were made of positions, and how good that went."""

    trips: Trips
    origin: dict[str, Any]
    tracks: bytes = b""
    """Positions in order, to try parking spots on; kept as long as the positions are."""


def receive_positions(work: Work, name: str, content: BinaryIO, homes: bytes = b"") -> UUID:
    """Take positions and start to make trips of them; return the job.

    `homes`: a file of where vehicles live, beside the places. Raises NotAllowed, InputProblem for an empty or
    too large file or where no home is on the map.
    """
    project = project_of(work)
    work.require(HAND_IN, project.id)
    known = spots_of(places(work, project.id))
    given = dict.fromkeys(read_homes(homes).spots if homes else ())
    tried = [one for one in given if one not in known]
    if not tried and not known:
        raise InputProblem(
            log="no places with coordinates",
            shown=_(
                "Say first where vehicles live: at least one place needs latitude and longitude."
            ),
        )
    blob = work.runtime.blobs.put(work.authority_id, content)
    most = work.runtime.settings.of(FleetSettings).most_megabytes
    if not blob.size:
        raise InputProblem(log="empty upload", shown=_("Choose a file first."))
    if blob.size > most * 1_000_000:
        raise InputProblem(
            log="file too large", shown=_("The file is larger than %(most)s MB.", most=most)
        )
    known_as = tidy(PurePath(name).name) or "–"
    until = work.now + KEPT
    return _start(work, known_as, blob.sha256, until=until, tried=spots_as_json(tried))


def spots_as_json(spots: Sequence[Spot]) -> list[list[Any]]:
    """Return parking spots as JSON values; `Spot(*one)` reads each back."""
    return [[one.home, one.lat, one.lon, one.radius_m, one.vehicle] for one in spots]


def _start(
    work: Work,
    name: str,
    sha256: str,
    until: datetime,
    *,
    tried: list[list[Any]],
    before: UUID | None = None,
) -> UUID:
    # Bytes are in use by an id of their own, so that they can be let go without the trips.
    holder = work.new_id()
    blob_uses.use(work, holder, BlobRef(work.authority_id, sha256, 0))
    payload = {
        "holder": str(holder),
        "sha256": sha256,
        "name": name,
        "until": until.isoformat(),
        "tried": tried,
        "person": str(work.actor.id) if work.actor.id else None,
        "before": str(before) if before else None,
    }
    return jobs.start(work, POSITIONS_JOB, payload)


def spots_of(found: list[Place]) -> tuple[Spot, ...]:
    """Return where vehicles are parked, of the places that are on the map."""
    return tuple(
        Spot(one.name, latitude, longitude)
        for one in found
        for latitude, longitude in ((one.latitude, one.longitude), *one.spots)
        if latitude is not None and longitude is not None
    )


def read_kept(work: Work, sha256: str) -> bytes:
    """Return kept positions as they came. Raises BlobMissing."""
    with work.runtime.blobs.open(work.authority_id, sha256) as file:
        return file.read()


def let_go(work: Work, holder: UUID) -> None:
    """Delete positions of which no trips could be made."""
    blob_uses.release_all(work, holder)


def make_trips(
    content: bytes, name: str, spots: tuple[Spot, ...], tell: Callable[[float], None]
) -> Made:
    """Make round trips of positions. Raises InputProblem for what holds none."""
    from signatur.solutions.fleet.intake.formats import read_any_positions

    read = read_any_positions(content, PurePath(name).stem)
    tell(0.4)
    return trips_from(read, spots, tell)


def trips_from(read: PositionsRead, spots: tuple[Spot, ...], tell: Callable[[float], None]) -> Made:
    """Make round trips of positions that have been read."""
    from signatur.solutions.fleet.model import round_trips as model

    rules = model.TripRules()
    tracks = model.tracks_of(read.positions, rules)
    found = model.round_trips(tracks, spots, rules)
    tell(0.7)
    suggested = model.suggest_spots(tracks, spots, found, rules)
    return Made(found.trips, _origin(read, found, suggested), tracks_as_bytes(tracks))


def _origin(
    read: PositionsRead, found: RoundTrips, suggested: tuple[SuggestedSpot, ...]
) -> dict[str, Any]:
    return {
        "positions": read.rows,
        "bad": read.bad_rows,
        "bad_lines": [[one.line, str(one.reason)] for one in read.bad[:_LISTED]],
        **told_of(found),
        "suggested": [
            {
                "lat": round(one.lat, 5), "lon": round(one.lon, 5), "hours": one.hours,
                "stays": one.stays, "vehicles": one.vehicles, "home": one.home,
                "precision": one.precision_with,
            }
            for one in suggested
        ],
    }  # fmt: skip


def told_of(found: RoundTrips) -> dict[str, Any]:
    """Return how good round trips are, as JSON values."""
    from signatur.solutions.fleet.model.round_trips import TripKind

    return {
        "precision": found.precision,
        "complete": found.complete,
        "gap_km": float(found.gap_km.sum()),
        "kinds": {kind.word: int((found.kind == kind).sum()) for kind in TripKind},
    }


def keep_made(work: Work, payload: dict[str, Any], made: Made) -> UUID:
    """Keep the trips that were made of positions as a file of driving; return it.

    Made anew, the trips from before are erased unless a study rests on them.
    """
    from signatur.solutions.fleet.service.studying import studies

    project = project_of(work)
    content = trips_as_bytes(made.trips)
    received = items.receive(
        work,
        project.id,
        kind=TRIPS_KIND,
        source_key=f"positions:{payload['holder']}",
        original=io.BytesIO(content),
    )
    retention.apply_to(work, received.item)
    row = new_row(work, project.id, received.item.id, payload["name"])
    row.created_by = UUID(payload["person"]) if payload["person"] else None
    row.state = DatasetState.READY
    kept = ("holder", "sha256", "until", "tried") if payload["sha256"] else ("holder", "sha256")
    row.origin = made.origin | {name: payload[name] for name in kept}
    if payload["sha256"]:
        tracks = store(work, UUID(payload["holder"]), made.tracks)
        row.origin = {**row.origin, "tracks": tracks}
    else:
        # They cannot be asked again: where vehicles were parked long is not kept either.
        row.origin = {**row.origin, "suggested": []}
    row.warnings = [one.to_json() for one in _warnings(made.origin)]
    work.session.add(row)
    put_trips(work, row, made.trips)
    items.move_to(work, row.item_id, ItemState.READY)
    audit.write(work, "fleet.trips_read", items.ref(row.item_id), trips=row.trips, bad=0)
    before = payload["before"]
    if before and not studies(work, project.id, dataset_id=UUID(before), limit=1):
        retention.erase_item(work, items.get(work, UUID(before)), str(_("made anew")))
    return row.item_id


def _warnings(origin: dict[str, Any]) -> list[Text]:
    found = []
    if origin["bad"]:
        found.append(
            counted(
                "%(num)d position could not be used: time or place is missing or wrong.",
                "%(num)d positions could not be used: time or place is missing or wrong.",
                origin["bad"],
            )
        )
    rest = sum(origin["kinds"].values()) - origin["complete"]
    if rest:
        found.append(
            counted(
                "%(num)d trip does not begin and end at the same home.",
                "%(num)d trips do not begin and end at the same home.",
                rest,
            )
        )
    return found


def run_again(
    work: Work, dataset_id: UUID, home: str = "", spot: tuple[float, float] | None = None
) -> UUID:
    """Make the trips anew from positions that are still kept; return the job.

    `spot`: where vehicles of a home are parked too, which is noted first. Raises NotAllowed, NotFound,
    InputProblem for an unknown home, Conflict when the positions are gone.
    """
    row = dataset_row(work, dataset_id)
    work.require(HAND_IN, row.project_id)
    origin = kept_origin(row)
    if spot is not None:
        _note_spot(work, row.project_id, home, spot)
    until = datetime.fromisoformat(origin["until"])
    tried = origin.get("tried", [])
    return _start(work, row.name, origin["sha256"], until, tried=tried, before=dataset_id)


def _note_spot(work: Work, project_id: UUID, home: str, spot: tuple[float, float]) -> None:
    known = {one.name: one for one in places(work, project_id)}
    if home not in known:
        raise InputProblem(log="unknown home", shown=_("Choose which place it belongs to."))
    place = known[home]
    save_place(work, project_id, replace(place, spots=(*place.spots, spot)))


def kept_origin(row: DatasetRow) -> dict[str, Any]:
    """Return where the positions of trips still lie, for this folder only. Raises Conflict when they are gone."""
    if not row.origin or not row.origin.get("sha256"):
        raise Conflict(
            log="positions gone",
            shown=_("The positions are deleted. Hand them in again to make the trips anew."),
        )
    return dict(row.origin)


def forget_positions(work: Work, dataset_id: UUID) -> None:
    """Delete the positions of a file now. Raises NotAllowed, NotFound, Conflict."""
    row = dataset_row(work, dataset_id)
    work.require(HAND_IN, row.project_id)
    kept_origin(row)
    forget(work, row)


def forget_due(work: Work) -> int:
    """Delete positions whose time is up; return of how many files."""
    query = select(DatasetRow).filter_by(authority_id=work.authority_id)
    rows = [row for row in work.session.scalars(query) if row.origin and row.origin.get("sha256")]
    due = [
        row
        for row in rows
        if row.origin and datetime.fromisoformat(row.origin["until"]) <= work.now
    ]
    for row in due:
        forget(work, row)
    return len(due)


def forget(work: Work, row: DatasetRow) -> None:
    """Delete positions and what was put in order of them, for this folder only."""
    assert row.origin is not None, "there are positions"
    blob_uses.release_all(work, UUID(row.origin["holder"]))
    # Where vehicles were parked long is a position too.
    row.origin = {**row.origin, "sha256": "", "tracks": "", "tried": [], "suggested": []}
    work.session.flush()
    audit.write(work, "fleet.positions_forgotten", items.ref(row.item_id))
