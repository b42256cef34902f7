"""What the commands of the fleet are given: files, vehicles, numbers, windows of the day."""

from __future__ import annotations

import json
import math
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.terminal import bytes_of, complain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

    from signatur.solutions.fleet.intake.bad_rows import BadRow
    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips
    from signatur.solutions.fleet.schema.vehicles import Fleet, Vehicle

_LISTED = 20


class RuleSet(StrEnum):
    """By whose rules costs and bikes are counted."""

    SIGNATUR = "signatur"
    ORIGINAL = "original"


def trips_of(file: Path, segments: Path | None) -> tuple[Trips, int]:
    """Return the trips of a file, and how many of its rows could not be read; those are told.

    However long or fast a trip is, it is driven: only a person can say that it is a mistake.
    """
    from signatur.solutions.fleet.intake.segments import read_segments
    from signatur.solutions.fleet.intake.trip_checks import TripLimits
    from signatur.solutions.fleet.intake.trips import read_trips

    anything = TripLimits(most_days=math.inf, most_kmh=math.inf)
    read = read_trips(bytes_of(file), limits=anything)
    _tell(file, read.bad)
    if segments is None:
        return read.trips, len(read.bad)
    parts = read_segments(bytes_of(segments), read.trips)
    _tell(segments, parts.bad)
    return parts.trips, len(read.bad)


def _tell(file: Path, bad: Sequence[BadRow]) -> None:
    for row in bad[:_LISTED]:
        complain(
            _("%(file)s, line %(line)d: %(why)s", file=file.name, line=row.line, why=row.title)
        )
    if len(bad) > _LISTED:
        more = len(bad) - _LISTED
        complain(_("%(file)s: %(more)d more rows could not be read.", file=file.name, more=more))


def fleet_of(file: Path) -> Fleet:
    """Return the vehicles of a file. Raises InputProblem."""
    from signatur.solutions.fleet.intake.fleet_file import read_fleet

    return read_fleet(bytes_of(file))


def vehicles_of(fleet: Fleet, keep: str | None, counts: str | None) -> list[Vehicle]:
    """Return the vehicles to drive with. Raises InputProblem."""
    if keep and counts:
        raise InputProblem(
            log="keep and counts", shown=_("Give either --keep or --counts, not both.")
        )
    from signatur.solutions.fleet.schema.vehicles import Vehicle

    if counts:
        return [
            Vehicle(id=f"{kind}-{number}", kind=kind)
            for kind, count in numbers_of(fleet, counts, "--counts").items()
            for number in range(1, count + 1)
        ]
    if keep is None:
        return list(fleet.vehicles)
    wanted = [word.strip() for word in keep.split(",") if word.strip()]
    known = {vehicle.id: vehicle for vehicle in fleet.vehicles}
    for word in wanted:
        if word not in known:
            raise InputProblem(
                log="unknown vehicle",
                shown=_("There is no vehicle %(id)s in the fleet.", id=word),
            )
    return [known[word] for word in dict.fromkeys(wanted)]


def numbers_of(fleet: Fleet, words: str | None, option: str) -> Mapping[str, int]:
    """Return kinds with numbers from JSON. Raises InputProblem."""
    if words is None:
        return {}
    wrong = InputProblem(
        log="counts are no JSON object of whole numbers",
        shown=_('%(option)s needs kinds with whole numbers, as {"ebike": 4}.', option=option),
    )
    try:
        given = json.loads(words)
    except ValueError as error:
        raise wrong from error
    if not isinstance(given, dict):
        raise wrong
    for kind, count in given.items():
        if kind not in fleet.kinds:
            known = ", ".join(sorted(fleet.kinds))
            raise InputProblem(
                log="unknown kind",
                shown=_(
                    "There is no kind %(kind)s in the fleet. There are: %(known)s.",
                    kind=kind,
                    known=known,
                ),
            )
        if not isinstance(count, int) or isinstance(count, bool) or not 0 <= count <= 100_000:
            raise wrong
    return given


def rules_of(
    name: RuleSet, changeover_min: float, bike_km: float | None, bike_hours: str | None
) -> Rules:
    """Return a set of rules with what was asked for otherwise. Raises InputProblem."""
    from dataclasses import replace

    from signatur.solutions.fleet.model import RULES

    rules = RULES[name].with_changeover(changeover_min)
    bikes = rules.bikes
    if bike_km is not None:
        bikes = replace(bikes, most_km=bike_km, ebike_most_km=bike_km)
    if bike_hours:
        bikes = replace(bikes, hours=tuple(windows_of(bike_hours, "--bike-hours")))
    return replace(rules, bikes=bikes)


def windows_of(words: str, option: str) -> list[tuple[float, float]]:
    """Return windows of the day in hours, from 07:00-15:30. Raises InputProblem."""
    try:
        found = []
        for window in words.split(","):
            begins, ends = (_hour(part) for part in window.split("-"))
            found.append((begins, ends))
    except ValueError as error:
        raise InputProblem(
            log="window of the day",
            shown=_("%(option)s needs hours of the day, as 07:00-15:30.", option=option),
        ) from error
    return found


def _hour(words: str) -> float:
    hours, _colon, minutes = words.strip().partition(":")
    hour = int(hours) + int(minutes or 0) / 60
    if not 0 <= hour <= 24 or not 0 <= int(minutes or 0) < 60:
        raise ValueError(words)
    return hour


def months_of(words: str | None) -> frozenset[int]:
    """Return months from 11,12,1; all of them where none are given. Raises InputProblem."""
    if words is None:
        return frozenset(range(1, 13))
    try:
        found = frozenset(int(word) for word in words.split(",") if word.strip())
    except ValueError:
        found = frozenset({0})
    if not found <= set(range(1, 13)):
        raise InputProblem(
            log="months", shown=_("--cold-months needs months from 1 to 12, as 11,12,1,2,3.")
        )
    return found


def shares_of(words: str, option: str, *, least: float, most: float) -> list[float]:
    """Return shares from 0,0.1. Raises InputProblem."""
    try:
        found = [float(word) for word in words.split(",") if word.strip()]
    except ValueError:
        found = []
    if not found or not all(least <= one <= most for one in found):
        raise InputProblem(
            log="shares",
            shown=_(
                "%(option)s needs shares between %(least)s and %(most)s, as 0,0.1.",
                option=option,
                least=str(least),
                most=str(most),
            ),
        )
    return found
