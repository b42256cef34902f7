"""The command that makes round trips of positions; no database is needed."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from signatur.kernel.terminal import AsJson, bytes_of, print_json, say

if TYPE_CHECKING:
    from signatur.solutions.fleet.intake.positions import PositionsRead
    from signatur.solutions.fleet.model.round_trips import RoundTrips, SuggestedSpot

_LISTED = 20


def round_trips(
    positions: Annotated[
        Path, typer.Argument(help="CSV or XLSX with vehicle, time, lat, lon; GPX; GeoJSON.")
    ],
    homes: Annotated[
        Path, typer.Option(help="CSV or XLSX with name, lat, lon, radius_m, vehicle.")
    ],
    out: Annotated[Path, typer.Option(help="CSV that the trips are written to.")],
    segments: Annotated[
        Path | None, typer.Option(help="CSV that the drives between stops are written to.")
    ] = None,
    most_hours: Annotated[
        float | None, typer.Option(min=0.5, help="Cut longer trips at long stops away.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Make round trips of positions: when each vehicle left home, when it was back, how far it drove.

    Positions are not written anywhere; trips name the home. A part of the distance that was driven
    without signal is a straight line.
    """
    from time import perf_counter

    from signatur.solutions.fleet.intake.positions import read_homes
    from signatur.solutions.fleet.model import round_trips as model

    begun = perf_counter()
    read = _positions(positions)
    known = read_homes(bytes_of(homes))
    rules = model.TripRules(most_hours=most_hours)
    tracks = model.tracks_of(read.positions, rules)
    found = model.round_trips(tracks, known.spots, rules)
    suggested = model.suggest_spots(tracks, known.spots, found, rules)
    write_trips(found, out)
    if segments is not None:
        write_segments(found, segments)
    told = summary(read, found, suggested)
    told["bad_homes"] = [
        {"line": one.line, "reason": str(one.reason), "title": str(one.title)} for one in known.bad
    ]
    told["vehicles"] = len(set(tracks.vehicle.tolist()))
    told |= {"jumps": tracks.jumps, "repeats": tracks.repeats}
    told["seconds"] = round(perf_counter() - begun, 3)
    if as_json:
        print_json(told)
        return
    say(
        f"{told['positions']} positions of {told['vehicles']} vehicles, {told['bad_rows']} bad rows"
    )
    say(
        f"{told['round_trips']} trips, {told['complete']} complete; {told['precision']:.1%} of the km"
    )
    for one in suggested:
        say(f"  {one.lat}, {one.lon}: {one.hours} hours parked, {one.precision_with:.1%} with it")


def _positions(file: Path) -> PositionsRead:
    from signatur.solutions.fleet.intake.formats import read_any_positions

    return read_any_positions(bytes_of(file), file.stem)


def summary(
    read: PositionsRead, found: RoundTrips, suggested: tuple[SuggestedSpot, ...]
) -> dict[str, Any]:
    """Return what the command tells, as plain values."""
    from signatur.solutions.fleet.model.round_trips import TripKind

    return {
        "positions": read.rows,
        "bad_rows": read.bad_rows,
        "bad": [
            {"line": one.line, "reason": str(one.reason), "title": str(one.title)}
            for one in read.bad[:_LISTED]
        ],
        "vehicles": 0,
        "round_trips": len(found.trips),
        "complete": found.complete,
        "kinds": {kind.word: int((found.kind == kind).sum()) for kind in TripKind},
        "precision": round(found.precision, 4),
        "km": round(found.km, 1),
        "gap_km": round(float(found.gap_km.sum()), 1),
        "suggested_spots": [
            {
                "lat": one.lat,
                "lon": one.lon,
                "hours_parked": one.hours,
                "stays": one.stays,
                "vehicles": one.vehicles,
                "home": one.home,
                "precision_with": round(one.precision_with, 4),
            }
            for one in suggested
        ],
    }


def write_trips(found: RoundTrips, file: Path) -> None:
    """Write trips as a file that the other commands read."""
    from signatur.solutions.fleet.model.round_trips import TripKind

    trips = found.trips
    words = {int(kind): kind.word for kind in TripKind}
    _write(
        file,
        {
            "id": trips.ids.tolist(),
            "start_time": _moments(trips.start_s),
            "end_time": _moments(trips.end_s),
            "distance_km": trips.distance_km.round(3),
            "car_id": [trips.vehicle.word(row) for row in range(len(trips))],
            "location": [trips.location.word(row) or None for row in range(len(trips))],
            "kind": [words[kind] for kind in found.kind.tolist()],
        },
    )


def write_segments(found: RoundTrips, file: Path) -> None:
    """Write the drives between stops, as `signatur fleet simulate --segments` reads them."""
    _write(
        file,
        {
            "trip_id": found.trips.ids[found.segment_trip].tolist(),
            "start_time": _moments(found.segment_start_s),
            "end_time": _moments(found.segment_end_s),
            "distance_km": found.segment_km.round(3),
        },
    )


def _moments(seconds: Any) -> list[str]:
    return [str(one).replace("T", " ") for one in seconds.astype("datetime64[s]")]


def _write(file: Path, columns: dict[str, Any]) -> None:
    import polars as pl

    from signatur.kernel.errors import InputProblem
    from signatur.kernel.i18n import text as _

    try:
        pl.DataFrame(columns).write_csv(file)
    except OSError as error:
        raise InputProblem(
            log=f"out: {error.strerror}",
            shown=_("The file %(name)s cannot be written.", name=str(file)),
        ) from error


def add_to(commands: typer.Typer) -> None:
    """Add this command to the group."""
    commands.command(name="round-trips")(round_trips)
