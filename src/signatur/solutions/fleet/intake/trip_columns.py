"""Which column of a file of trips is what: proposed from the headings, mended by a person, remembered."""

from __future__ import annotations

from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.headings import (
    Look,
    are_clocks,
    figure_of,
    is_about,
    look_of,
    words_of,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.kernel.i18n import Text

_START: Final = (
    "start",
    "afgang",
    "begin",
    "depart",
    "departure",
    "begyndt",
    "kørtfra",
    "fra",
    "from",
)
_END: Final = (
    "end",
    "slut",
    "ankomst",
    "stop",
    "arrival",
    "arrive",
    "retur",
    "hjemkomst",
    "til",
    "to",
)
_NO_TIME: Final = (
    "km", "adresse", "address", "sted", "location", "lokation", "lat", "lon", "latitude", "longitude",
    "position", "odometer", "tæller", "stand", "by", "postnr", "koordinat", "by", "zone",
)  # fmt: skip
_DISTANCE: Final = (
    "km",
    "distance",
    "afstand",
    "kilometer",
    "meter",
    "metres",
    "længde",
    "length",
    "kørt",
    "dist",
)
_NO_DISTANCE: Final = (
    "start", "slut", "end", "odometer", "tæller", "stand", "time", "speed", "fart", "hastighed", "t", "max",
    "pris", "takst",
)  # fmt: skip
_VEHICLE: Final = (
    "car", "carid", "bil", "køretøj", "vehicle", "nummerplade", "regnr", "plate", "registreringsnummer",
    "registration", "bilnr", "vogn", "vognnr",
)  # fmt: skip
_LOCATION: Final = ("location", "lokation", "hjemsted", "base", "depot", "home", "sted", "garage")
_DEPARTMENT: Final = ("department", "afdeling", "forvaltning", "center", "team", "område")
_LOAD: Final = ("load", "last", "gods", "hjælpemiddel", "hjælpemidler", "passagerer", "passengers")
_DRIVER: Final = (
    "driver", "chauffør", "chauffor", "fører", "forer", "medarbejder", "employee", "bruger", "user",
    "initialer", "cpr", "person", "navn", "name", "bestiller", "booker",
)  # fmt: skip
_ID: Final = ("id", "tripid", "turid", "turnr", "turnummer", "tripnumber", "nr", "nummer")


@dataclass(frozen=True, slots=True)
class TripColumns:
    """The heading of the column for each thing; empty where the file does not have it."""

    start: str = ""
    """Date and time at which trips begin, or the date alone."""
    end: str = ""
    distance: str = ""
    id: str = ""
    start_clock: str = ""
    """The time of day, where it stands in a column of its own."""
    end_clock: str = ""
    vehicle: str = ""
    location: str = ""
    department: str = ""
    load: str = ""
    in_metres: bool = False
    """Whether the distance is in metres, where cells do not say."""

    def used(self) -> tuple[str, ...]:
        """Return the headings that are used, each once."""
        given = [getattr(self, one.name) for one in fields(self) if one.name != "in_metres"]
        return tuple(dict.fromkeys(name for name in given if name))

    def to_json(self) -> dict[str, Any]:
        """Return what `from_json` reads, so that it can be remembered for the next file."""
        return asdict(self)

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> TripColumns:
        known = {one.name for one in fields(cls)}
        return cls(**{key: value for key, value in stored.items() if key in known})

    def fits(self, headers: Sequence[str]) -> bool:
        """Whether a file with these headings can be read so."""
        return bool(self.start and self.end and self.distance) and set(self.used()) <= set(headers)


COLUMN_TITLES: Final[Mapping[str, Text]] = {
    "start": _("Start"),
    "end": _("End"),
    "distance": _("Distance"),
    "id": _("Trip id"),
    "start_clock": _("Start, time of day"),
    "end_clock": _("End, time of day"),
    "vehicle": _("Vehicle"),
    "location": _("Location"),
    "department": _("Department"),
    "load": _("Load"),
}


def is_driver(header: str) -> bool:
    """Whether a column most likely names a person; such a column is never taken in."""
    if is_about(header, _VEHICLE) or is_about(header, _LOCATION) or is_about(header, _DEPARTMENT):
        return bool(set(words_of(header)) & {"chauffør", "driver", "fører", "chauffor"})
    return is_about(header, _DRIVER)


def guess_columns(
    headers: Sequence[str], sample: Mapping[str, Sequence[str | None]]
) -> TripColumns:
    """Propose which column is what, from the headings and some cells of each column.

    Args:
        headers: in their order.
        sample: cells by heading; some tens of them are enough.
    """
    free = [header for header in headers if not is_driver(header)]
    looks = {header: _look(header, sample.get(header, ())) for header in free}
    times = _times(free, looks)
    free = [header for header in free if header not in times.values()]
    distance = _first(
        free, _DISTANCE, without=_NO_DISTANCE, looks=looks, look={Look.NUMBER, Look.SERIAL}
    )
    distance = distance or _first(free, _DISTANCE, without=_NO_DISTANCE)
    free = [header for header in free if header != distance]
    trip_id = next((header for header in free if _is_id(header)), "")
    free = [header for header in free if header != trip_id]
    chosen = {}
    for name, words in (
        ("vehicle", _VEHICLE),
        ("department", _DEPARTMENT),
        ("location", _LOCATION),
        ("load", _LOAD),
    ):
        chosen[name] = _first(free, words)
        free = [header for header in free if header != chosen[name]]
    return TripColumns(
        **times,
        **chosen,
        distance=distance,
        id=trip_id,
        in_metres=bool(distance) and _is_metres(distance, sample.get(distance, ())),
    )


def _look(header: str, cells: Sequence[str | None]) -> Look:
    is_time = is_about(header, (*_START, *_END)) and not set(words_of(header)) & set(_NO_TIME)
    return Look.CLOCK if is_time and are_clocks(cells) else look_of(cells)


def _first(
    headers: Sequence[str],
    words: Sequence[str],
    *,
    without: Sequence[str] = (),
    looks: Mapping[str, Look] | None = None,
    look: set[Look] | None = None,
) -> str:
    """Return the heading with the fewest words that holds one of these, and none of those."""
    fitting = [
        header
        for header in headers
        if is_about(header, words)
        and not (set(words_of(header)) & set(without))
        and (looks is None or look is None or looks[header] in look)
    ]
    return min(fitting, key=lambda header: len(words_of(header)), default="")


def _is_id(header: str) -> bool:
    words = words_of(header)
    return "".join(words) in _ID or (
        words[-1:] in {("id",), ("nr",), ("nummer",)} and words[0] in {"tur", "trip", "rute"}
    )


def _times(headers: Sequence[str], looks: Mapping[str, Look]) -> dict[str, str]:
    """Return the columns of start and end, each with its time of day where that stands apart."""
    dates = [h for h in headers if looks[h] in {Look.DATE, Look.SERIAL} and _is_date(h, looks)]
    clocks = [h for h in headers if looks[h] is Look.CLOCK]
    for wanted in ({Look.MOMENT}, {Look.MOMENT, Look.SERIAL}):
        start, end = _pair([h for h in headers if _is_time(h, looks, wanted)])
        if start and end:
            return {"start": start, "end": end}
    start_clock, end_clock = _pair(clocks)
    if dates and start_clock and end_clock:
        start, end = _pair(dates)
        first = start or dates[0]
        return {
            "start": first,
            "end": end or first,
            "start_clock": start_clock,
            "end_clock": end_clock,
        }
    moments = [h for h in headers if looks[h] is Look.MOMENT]
    if len(moments) >= 2:
        start, end = _pair(moments)
        others = [one for one in moments if one not in {start, end}]
        start = start or others.pop(0)
        return {"start": start, "end": end or others.pop(0)}
    start, end = _pair([h for h in headers if not is_about(h, _NO_TIME)])
    return {"start": start, "end": end}


def _is_time(header: str, looks: Mapping[str, Look], wanted: set[Look]) -> bool:
    if looks[header] not in wanted or set(words_of(header)) & set(_NO_TIME):
        return False
    return looks[header] is Look.MOMENT or is_about(header, (*_START, *_END))


def _is_date(header: str, looks: Mapping[str, Look]) -> bool:
    return looks[header] is Look.DATE or is_about(header, ("dato", "date", "dag", "day"))


def _pair(headers: Sequence[str]) -> tuple[str, str]:
    start = _first(headers, _START)
    end = _first([header for header in headers if header != start], _END)
    return start, end


def _is_metres(header: str, cells: Sequence[str | None]) -> bool:
    words = set(words_of(header))
    if words & {"km", "kilometer", "kilometre", "kilometers"}:
        return False
    if words & {"m", "meter", "metre", "metres", "meters"} or is_about(header, ("meter",)):
        return True
    known = sorted(
        figure for cell in cells if cell and (figure := figure_of(cell)) is not None and figure > 0
    )
    # Half of the trips longer than 500 km: those are metres.
    return bool(known) and known[len(known) // 2] > 500


def need(columns: TripColumns, headers: Sequence[str]) -> None:
    """Refuse columns with which no trip can be read. Raises InputProblem."""
    absent = [name for name in columns.used() if name not in headers]
    if absent:
        raise InputProblem(
            log="trips: a chosen column is absent",
            shown=_("The file has no column %(name)s. Choose another.", name=absent[0]),
        )
    for name in ("start", "end", "distance"):
        if not getattr(columns, name):
            raise InputProblem(
                log=f"trips: no column for {name}",
                shown=_(
                    "No column was found for: %(thing)s. Choose which column it is.",
                    thing=COLUMN_TITLES[name],
                ),
            )
