"""Understanding files: what their columns seem to mean, and the trips that they hold."""

from __future__ import annotations

import csv
import hashlib
import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import counted
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.sheets import Sheet, read_sheet
from signatur.solutions.fleet.intake.trip_columns import (
    COLUMN_TITLES,
    TripColumns,
    is_driver,
)
from signatur.solutions.fleet.intake.trips import propose, read_trips

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from signatur.kernel.i18n import Text
    from signatur.solutions.fleet.intake.bad_rows import BadRow
    from signatur.solutions.fleet.intake.trips import TripsRead
    from signatur.solutions.fleet.schema.trips import Trips

# "Start" and "End" alone are what buttons are called.
MEANING_TITLES: Mapping[str, Text] = {
    **COLUMN_TITLES,
    "start": _("Start of the trip"),
    "end": _("End of the trip"),
}
_SHOWN_ROWS = 8


@dataclass(frozen=True, slots=True)
class Looked:
    """The head of a file, and what its columns seem to mean."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    """The first rows."""
    count: int
    columns: TripColumns
    signature: str
    is_remembered: bool

    def meaning_of(self, heading: str) -> str:
        """Return what a column is taken for first; empty: it is not used."""
        return next((name for name in MEANING_TITLES if getattr(self.columns, name) == heading), "")


@dataclass(frozen=True, slots=True)
class Understood:
    """The trips of a file, the lines that were not used, and what a person should know."""

    trips: Trips
    bad: Sequence[BadRow]
    warnings: tuple[Text, ...] = ()


def minimised(content: bytes) -> bytes:
    """Return a table without the columns that name people; other files as they are.

    Each row keeps its line.
    """
    try:
        sheet = read_sheet(content)
    except InputProblem:
        return content
    names = [name for name in sheet.headers if is_driver(name)]
    return _without(sheet, names) if names else content


def _without(sheet: Sheet, names: Sequence[str]) -> bytes:
    cells = sheet.cells.drop(names)
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\n")
    writer.writerow(cells.columns)
    line = 1
    for at, row in zip(sheet.lines.to_list(), cells.iter_rows(), strict=True):
        file.write("\n" * max(0, at - line - 1))
        writer.writerow(["" if one is None else " ".join(one.split()) for one in row])
        line = max(line + 1, at)
    return file.getvalue().encode()


def look(
    content: bytes, remembered: Callable[[str], Mapping[str, Any] | None] = lambda _signature: None
) -> Looked:
    """Return the head of a file and what its columns seem to mean. Raises InputProblem.

    `remembered`: returns what files with the same headings were last said to mean, by their signature.
    """
    sheet = read_sheet(content)
    signature = signature_of(sheet.headers)
    stored = remembered(signature)
    known = TripColumns.from_json(stored) if stored else None
    is_remembered = known is not None and known.fits(sheet.headers)
    return Looked(
        headings=sheet.headers,
        rows=tuple(
            tuple("" if one is None else str(one) for one in row)
            for row in sheet.cells.head(_SHOWN_ROWS).iter_rows()
        ),
        count=sheet.cells.height,
        columns=known if known is not None and is_remembered else propose(sheet),
        signature=signature,
        is_remembered=is_remembered,
    )


def signature_of(headings: Sequence[str]) -> str:
    """Return by what files with the same headings are known."""
    return hashlib.sha256("\x1f".join(headings).encode()).hexdigest()


def understand(content: bytes, mapping: Mapping[str, Any]) -> Understood:
    """Return the trips of a file whose columns were confirmed. Raises InputProblem."""
    found = read_trips(content, TripColumns.from_json(mapping) if mapping else None)
    return Understood(found.trips, found.bad, tuple(_warnings(found)))


def _warnings(found: TripsRead) -> Sequence[Text]:
    if not found.doubtful:
        return ()
    lines = ", ".join(str(one.line) for one in found.doubtful[:_SHOWN_ROWS])
    more = " …" if len(found.doubtful) > _SHOWN_ROWS else ""
    return (
        counted(
            "%(num)d trip meets another of the same vehicle at the same time. It is used as it stands: line %(lines)s.",
            "%(num)d trips meet others of the same vehicle at the same time. They are used as they stand: lines %(lines)s.",
            len(found.doubtful),
            lines=lines + more,
        ),
    )
