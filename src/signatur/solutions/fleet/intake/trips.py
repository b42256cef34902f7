"""Trips from a file: every row is read, or listed with the reason why it was not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.solutions.fleet.intake.bad_rows import BadRow, Reason
from signatur.solutions.fleet.intake.figures import read_distances
from signatur.solutions.fleet.intake.moments import DAY_S, join_clock, read_clocks, read_moments
from signatur.solutions.fleet.intake.sheets import Sheet, read_sheet
from signatur.solutions.fleet.intake.trip_checks import (
    TripLimits,
    first_lines,
    overlaps_of,
    reasons_of,
)
from signatur.solutions.fleet.intake.trip_columns import TripColumns, guess_columns, is_driver, need
from signatur.solutions.fleet.schema.trips import UNKNOWN, Names, Trips

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    import polars as pl

_LOOKED_AT: Final = 200
_WORDS: Final = ("vehicle", "location", "department", "load")
# The column to look at first, by what is wrong.
_WHERE: Final = {
    Reason.NO_DISTANCE: "distance",
    Reason.UNREADABLE_DISTANCE: "distance",
    Reason.NEGATIVE_DISTANCE: "distance",
    Reason.TOO_FAST: "distance",
    Reason.DUPLICATE_ID: "id",
    Reason.END_BEFORE_START: "end",
    Reason.TOO_LONG: "end",
}


@dataclass(frozen=True, slots=True, eq=False)
class TripsRead:
    """What a file of trips held; `len(trips) + len(bad) == rows`."""

    trips: Trips
    bad: tuple[BadRow, ...]
    """Rows that were not used, by line."""
    doubtful: tuple[BadRow, ...]
    """Rows that were used, and that somebody should look at."""
    columns: TripColumns
    """How the columns were understood."""
    headers: tuple[str, ...]
    rows: int
    drivers: tuple[str, ...] = ()
    """Headings of columns that name persons; they were left out."""
    unused: tuple[str, ...] = ()
    """Headings of other columns that were not used."""


def read_trips(
    content: bytes, columns: TripColumns | None = None, limits: TripLimits | None = None
) -> TripsRead:
    """Read trips from CSV or XLSX.

    Args:
        content: the file.
        columns: which column is what; None: as the headings say.
        limits: beyond what a trip is taken for a mistake.

    Raises:
        InputProblem: the file is no table, or start, end or distance cannot be found in it.
    """
    sheet = read_sheet(content)
    chosen = propose(sheet) if columns is None else columns
    need(chosen, sheet.headers)
    return _read(sheet, chosen, limits or TripLimits())


def propose(sheet: Sheet) -> TripColumns:
    """Propose which column is what."""
    return guess_columns(sheet.headers, sheet.cells.head(_LOOKED_AT).to_dict(as_series=False))


def mend(
    row: BadRow,
    cells: Mapping[str, str],
    columns: TripColumns,
    taken: Collection[str] = (),
    limits: TripLimits | None = None,
) -> TripsRead:
    """Read one row again that a person has changed.

    Args:
        row: as it was listed.
        cells: the changed cells by heading; the others stay.
        columns: how the file was understood.
        taken: ids of the trips that were read already.
        limits: as when the file was read.
    """
    import polars as pl

    whole = {name: cells.get(name, row.cells.get(name)) for name in columns.used()}
    frame = pl.DataFrame(
        {name: [cell] for name, cell in whole.items()}, schema=dict.fromkeys(whole, pl.String)
    )
    sheet = Sheet(frame, pl.Series("line", [row.line], dtype=pl.Int64))
    read = _read(sheet, columns, limits or TripLimits())
    if len(read.trips) and str(read.trips.ids[0]) in taken:
        again = BadRow(row.line, Reason.DUPLICATE_ID, {k: v or "" for k, v in whole.items()})
        none = read.trips.take(np.empty(0, dtype=np.int64))
        return TripsRead(none, (again,), (), columns, read.headers, 1)
    return read


def _read(sheet: Sheet, columns: TripColumns, limits: TripLimits) -> TripsRead:
    import polars as pl

    rows = _rows(sheet, columns)
    rows = rows.with_columns(reasons_of(rows, limits).alias("reason"))
    good = rows.filter(pl.col("reason").is_null())
    bad = _bad(sheet, rows, columns) if good.height < rows.height else ()
    used = set(columns.used())
    left = [name for name in sheet.headers if name not in used]
    return TripsRead(
        trips=_trips(good),
        bad=bad,
        doubtful=overlaps_of(good) if columns.vehicle else (),
        columns=columns,
        headers=sheet.headers,
        rows=rows.height,
        drivers=tuple(name for name in left if is_driver(name)),
        unused=tuple(name for name in left if not is_driver(name)),
    )


def _rows(sheet: Sheet, columns: TripColumns) -> pl.DataFrame:
    """Return the rows with what could be read of them, under the names of the schema."""
    import polars as pl

    cells = sheet.cells
    start, end, told_start, told_end = _times(cells, columns)
    distance = _stripped(cells[columns.distance])
    ids = _stripped(cells[columns.id]) if columns.id else None
    lines = sheet.lines.cast(pl.String)
    found = {
        "line": sheet.lines,
        "start": start,
        "end": end,
        "start_cell": told_start,
        "end_cell": told_end,
        "km": read_distances(distance, in_metres=columns.in_metres),
        "km_cell": distance.is_not_null(),
        "id": lines if ids is None else ids.fill_null("line " + lines),
    }
    for name in _WORDS:
        header = getattr(columns, name)
        found[name] = (
            _stripped(cells[header])
            if header
            else pl.Series(name, [None], dtype=pl.String).new_from_index(0, len(cells))
        )
    return pl.DataFrame({name: series.alias(name) for name, series in found.items()})


def _times(
    cells: pl.DataFrame, columns: TripColumns
) -> tuple[pl.Series, pl.Series, pl.Series, pl.Series]:
    """Return start and end in seconds, and whether something stands where they should."""
    import polars as pl

    first, last = _stripped(cells[columns.start]), _stripped(cells[columns.end])
    start = read_moments(first)
    end = start if columns.end == columns.start else read_moments(last)
    told_start, told_end = first.is_not_null(), last.is_not_null()
    if columns.start_clock:
        clock = _stripped(cells[columns.start_clock])
        start, told_start = join_clock(start, read_clocks(clock)), told_start & clock.is_not_null()
    if columns.end_clock:
        clock = _stripped(cells[columns.end_clock])
        end, told_end = join_clock(end, read_clocks(clock)), told_end & clock.is_not_null()
    if columns.end == columns.start:
        # One date for both: who comes home earlier in the day than they left came home the day after.
        late = (end < start).fill_null(value=False)
        end = pl.select(pl.when(late).then(end + DAY_S).otherwise(end)).to_series()
    return start, end, told_start, told_end


def _stripped(cells: pl.Series) -> pl.Series:
    import polars as pl

    bare = cells.str.strip_chars()
    return pl.select(pl.when(bare.str.len_bytes() > 0).then(bare)).to_series()


def _trips(good: pl.DataFrame) -> Trips:
    ordered = good.sort("start", "end", "id")
    return Trips(
        ids=_text(ordered["id"]),
        start_s=ordered["start"].to_numpy().astype(np.int64),
        end_s=ordered["end"].to_numpy().astype(np.int64),
        distance_km=ordered["km"].to_numpy().astype(np.float64),
        driving_s=np.full(ordered.height, np.nan),
        vehicle=names_of(ordered["vehicle"]),
        location=names_of(ordered["location"]),
        department=names_of(ordered["department"]),
        load=names_of(ordered["load"]),
    )


def _text(words: pl.Series) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    if not len(words):
        return np.empty(0, dtype="<U1")
    return np.array(words.to_list(), dtype=np.str_)


def names_of(words: pl.Series) -> Names:
    """Return a column of words as codes, without a loop over its rows."""
    import polars as pl

    known = words.drop_nulls().unique().sort()
    if not len(known):
        return Names.nothing(len(words))
    codes = words.cast(pl.Enum(known)).to_physical().cast(pl.Int32).fill_null(UNKNOWN)
    return Names(codes.to_numpy().astype(np.int32), tuple(known.to_list()))


def _bad(sheet: Sheet, rows: pl.DataFrame, columns: TripColumns) -> tuple[BadRow, ...]:
    """List the rows that are not used, with the cells of the columns that are."""
    import polars as pl

    refused = rows["reason"].is_not_null()
    bad = rows.filter(refused)
    firsts = first_lines(rows, bad)
    used = sheet.cells.select(columns.used()).filter(refused).fill_null("")
    return tuple(
        BadRow(
            line=line,
            reason=Reason(reason),
            cells=cells,
            column=_column(Reason(reason), columns, has_start=has_start and start is not None),
            other_line=firsts.get(line),
        )
        for (line, reason, has_start, start), cells in zip(
            bad.select("line", "reason", pl.col("start_cell"), "start").iter_rows(),
            used.iter_rows(named=True),
            strict=True,
        )
    )


def _column(reason: Reason, columns: TripColumns, *, has_start: bool) -> str:
    if reason in {Reason.NO_TIME, Reason.UNREADABLE_TIME}:
        if has_start:
            return columns.end_clock or columns.end
        return columns.start_clock or columns.start
    return str(getattr(columns, _WHERE.get(reason, "start")))
