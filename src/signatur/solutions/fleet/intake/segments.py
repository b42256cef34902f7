"""Segments: the single drives within the trips, from which follows how long each was under way."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.bad_rows import BadRow, Reason
from signatur.solutions.fleet.intake.headings import is_about
from signatur.solutions.fleet.intake.moments import read_moments
from signatur.solutions.fleet.intake.sheets import read_sheet

if TYPE_CHECKING:
    import polars as pl

    from signatur.solutions.fleet.schema.trips import Trips

_NEEDED = {
    "trip": ("tripid", "turid", "turnr", "roundtripid"),
    "start": ("start", "starttid", "afgang"),
    "end": ("end", "slut", "ankomst"),
}


@dataclass(frozen=True, slots=True, eq=False)
class SegmentsRead:
    """The trips with their time under way; every segment was counted or is listed."""

    trips: Trips
    bad: tuple[BadRow, ...]
    rows: int
    without: int
    """Trips that have no segment."""


def read_segments(content: bytes, trips: Trips) -> SegmentsRead:
    """Give trips their time under way from `trip_id,start_time,end_time`. Raises InputProblem."""
    import polars as pl

    sheet = read_sheet(content)
    columns = {
        name: next((header for header in sheet.headers if is_about(header, words)), "")
        for name, words in _NEEDED.items()
    }
    if not all(columns.values()):
        raise InputProblem(
            log="segments: a column is absent",
            shown=_("The file of segments needs the columns trip_id, start_time and end_time."),
        )
    rows = pl.DataFrame(
        {
            "line": sheet.lines,
            "trip": sheet.cells[columns["trip"]].str.strip_chars(),
            "start": read_moments(sheet.cells[columns["start"]]),
            "end": read_moments(sheet.cells[columns["end"]]),
        }
    )
    places = pl.DataFrame({"trip": trips.ids.tolist(), "place": np.arange(len(trips))})
    rows = rows.join(places.cast({"trip": pl.String}), on="trip", how="left", maintain_order="left")
    rows = rows.with_columns(_reason().alias("reason"))
    used = rows.filter(pl.col("reason").is_null())
    lasts = np.full(len(trips), np.nan)
    sums = used.group_by("place").agg((pl.col("end") - pl.col("start")).sum().alias("lasts"))
    lasts[sums["place"].to_numpy()] = sums["lasts"].to_numpy()
    bad = rows.filter(pl.col("reason").is_not_null())
    cells = sheet.cells.select(columns.values()).filter(rows["reason"].is_not_null()).fill_null("")
    return SegmentsRead(
        trips=replace(trips, driving_s=lasts),
        bad=tuple(
            BadRow(line, Reason(reason), shown)
            for (line, reason), shown in zip(
                bad.select("line", "reason").iter_rows(), cells.iter_rows(named=True), strict=True
            )
        ),
        rows=rows.height,
        without=int(np.isnan(lasts).sum()),
    )


def _reason() -> pl.Expr:
    import polars as pl

    return (
        pl.when(pl.col("start").is_null() | pl.col("end").is_null())
        .then(pl.lit(str(Reason.UNREADABLE_TIME)))
        .when(pl.col("end") < pl.col("start"))
        .then(pl.lit(str(Reason.END_BEFORE_START)))
        .when(pl.col("place").is_null())
        .then(pl.lit(str(Reason.NO_TRIP)))
    )
