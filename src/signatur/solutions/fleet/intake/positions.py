"""Positions and homes from files; bad rows are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.bad_rows import BadRow, Reason
from signatur.solutions.fleet.intake.figures import read_figures
from signatur.solutions.fleet.intake.headings import words_of
from signatur.solutions.fleet.intake.moments import read_moments
from signatur.solutions.fleet.intake.sheets import Sheet, read_sheet
from signatur.solutions.fleet.intake.trips import names_of
from signatur.solutions.fleet.schema.positions import Positions, Spot

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl
    from numpy.typing import NDArray

    from signatur.kernel.i18n import Text

LISTED: Final = 1000
"""So many bad rows are listed; all are counted."""
_VEHICLE: Final = ("vehicle", "carid", "car", "vehicleid", "bil", "køretøj", "nummerplade", "regnr", "plate",
                   "registreringsnummer", "deviceid", "device", "enhed")  # fmt: skip
_LAT: Final = ("lat", "latitude", "breddegrad", "bredde", "y")
_LON: Final = ("lon", "lng", "long", "longitude", "længdegrad", "længde", "x")
_POSITION_HEADINGS: Final = {
    "vehicle": _VEHICLE,
    "time": ("time", "timestamp", "tid", "tidspunkt", "fixtime", "devicetime", "datetime", "dato", "gpstime"),
    "lat": _LAT,
    "lon": _LON,
    "odometer": ("odometer", "odometerkm", "kilometertæller", "kmtæller", "kmstand", "odometerm"),
}  # fmt: skip
_HOME_HEADINGS: Final = {
    "name": ("name", "navn", "home", "hjemsted", "location", "lokation", "id"),
    "lat": _LAT,
    "lon": _LON,
    "radius": ("radiusm", "radius", "radiusmeter"),
    "vehicle": _VEHICLE,
}  # fmt: skip


@dataclass(frozen=True, slots=True, eq=False)
class PositionsRead:
    """What a file of positions held; `len(positions) + bad_rows == rows`."""

    positions: Positions
    bad: tuple[BadRow, ...]
    """The first `LISTED` rows that were not used."""
    bad_rows: int
    rows: int


@dataclass(frozen=True, slots=True)
class HomesRead:
    """Parking spots of homes; `len(spots) + len(bad) == rows`."""

    spots: tuple[Spot, ...]
    bad: tuple[BadRow, ...]
    rows: int


def read_positions(content: bytes) -> PositionsRead:
    """Read positions from CSV or XLSX: vehicle (or car_id), time, lat, lon, and odometer if there is one.

    Other columns, such as driver and speed, are not used. An odometer is in km, or in metres where its
    heading says so.

    Raises:
        InputProblem: the file is no table, or lacks a column.
    """
    import polars as pl

    sheet = read_sheet(content)
    columns = _columns(sheet.headers, _POSITION_HEADINGS)
    _need(columns, ("vehicle", "time", "lat", "lon"), _NEEDED_POSITIONS)
    rows = _position_rows(sheet, columns)
    rows = rows.with_columns(_position_reason().alias("reason"))
    good = rows.filter(pl.col("reason").is_null())
    return PositionsRead(
        positions=Positions(
            vehicle=names_of(good["vehicle"]),
            time_s=good["time"].to_numpy().astype(np.int64),
            lat=good["lat"].to_numpy().astype(np.float64),
            lon=good["lon"].to_numpy().astype(np.float64),
            odometer_km=good["odometer"].fill_null(float("nan")).to_numpy().astype(np.float64),
        ),
        bad=_bad(sheet, rows, columns),
        bad_rows=rows.height - good.height,
        rows=rows.height,
    )


_NEEDED_POSITIONS: Final = _("The file of positions needs the columns vehicle, time, lat and lon.")
_NEEDED_HOMES: Final = _("The file of homes needs the columns name, lat and lon.")


def _columns(headers: tuple[str, ...], known: Mapping[str, tuple[str, ...]]) -> dict[str, str]:
    """Return the heading of each thing; of several the one whose name stands first among the known."""
    joined = {"".join(words_of(header)): header for header in reversed(headers)}
    found: dict[str, str] = {}
    for name, words in known.items():
        fitting = [joined[word] for word in words if word in joined]
        free = [header for header in fitting if header not in found.values()]
        if free:
            found[name] = free[0]
    return found


def _need(columns: Mapping[str, str], names: tuple[str, ...], shown: Text) -> None:
    if not set(names) <= set(columns):
        raise InputProblem(log="positions: a column is absent", shown=shown)


def _position_rows(sheet: Sheet, columns: Mapping[str, str]) -> pl.DataFrame:
    import polars as pl

    cells = {name: _stripped(sheet.cells[header]) for name, header in columns.items()}
    nothing = pl.Series("", [None], dtype=pl.Float64).new_from_index(0, sheet.cells.height)
    odometer = read_figures(cells["odometer"]) if "odometer" in cells else nothing
    if "odometer" in columns and words_of(columns["odometer"])[-1] in {"m", "meter"}:
        odometer = odometer / 1000
    found = {
        "line": sheet.lines,
        "vehicle": cells["vehicle"],
        "time_cell": cells["time"].is_not_null(),
        "time": read_moments(cells["time"]),
        "place_cell": cells["lat"].is_not_null() & cells["lon"].is_not_null(),
        "lat": read_figures(cells["lat"]),
        "lon": read_figures(cells["lon"]),
        "odometer": odometer,
    }
    return pl.DataFrame({name: series.alias(name) for name, series in found.items()})


def _stripped(cells: pl.Series) -> pl.Series:
    import polars as pl

    bare = cells.str.strip_chars()
    return pl.select(pl.when(bare.str.len_bytes() > 0).then(bare)).to_series()


def _is_place() -> pl.Expr:
    """Whether latitude and longitude lie on earth; a tracker without signal says 0, 0."""
    import polars as pl

    lat, lon = pl.col("lat"), pl.col("lon")
    return lat.is_between(-85, 85) & lon.is_between(-180, 180) & ((lat != 0) | (lon != 0))


def are_places(lat: NDArray[np.float64], lon: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return which of these are places on earth; NaN is none."""
    return np.asarray((np.abs(lat) <= 85) & (np.abs(lon) <= 180) & ((lat != 0) | (lon != 0)))


def _position_reason() -> pl.Expr:
    import polars as pl

    return (
        pl.when(pl.col("vehicle").is_null())
        .then(pl.lit(str(Reason.NO_VEHICLE)))
        .when(~pl.col("time_cell"))
        .then(pl.lit(str(Reason.NO_TIME)))
        .when(pl.col("time").is_null())
        .then(pl.lit(str(Reason.UNREADABLE_TIME)))
        .when(~pl.col("place_cell"))
        .then(pl.lit(str(Reason.NO_PLACE)))
        .when(~_is_place().fill_null(value=False))
        .then(pl.lit(str(Reason.UNREADABLE_PLACE)))
    )


def _bad(sheet: Sheet, rows: pl.DataFrame, columns: Mapping[str, str]) -> tuple[BadRow, ...]:
    refused = rows["reason"].is_not_null()
    if not refused.any():
        return ()
    places = refused.arg_true().head(LISTED)
    cells = sheet.cells.select(columns.values())[places].fill_null("")
    return tuple(
        BadRow(line, Reason(reason), shown)
        for line, reason, shown in zip(
            rows["line"].gather(places).to_list(),
            rows["reason"].gather(places).to_list(),
            cells.iter_rows(named=True),
            strict=True,
        )
    )


def read_homes(content: bytes) -> HomesRead:
    """Read homes from CSV or XLSX: name (or id), lat, lon, and where they are given radius_m and vehicle.

    Several rows of one name are parking spots of one home.

    Raises:
        InputProblem: the file is no table, lacks a column, or holds no home that can be used.
    """
    import polars as pl

    sheet = read_sheet(content)
    columns = _columns(sheet.headers, _HOME_HEADINGS)
    _need(columns, ("name", "lat", "lon"), _NEEDED_HOMES)
    cells = {name: _stripped(sheet.cells[header]) for name, header in columns.items()}
    nothing = pl.Series("", [None], dtype=pl.String).new_from_index(0, sheet.cells.height)
    radius = cells.get("radius", nothing)
    rows = pl.DataFrame(
        {
            "line": sheet.lines,
            "name": cells["name"],
            "place_cell": cells["lat"].is_not_null() & cells["lon"].is_not_null(),
            "lat": read_figures(cells["lat"]),
            "lon": read_figures(cells["lon"]),
            "radius_cell": radius.is_not_null(),
            "radius": read_figures(radius),
            "vehicle": cells.get("vehicle", nothing),
        }
    ).with_columns(_home_reason().alias("reason"))
    good = rows.filter(pl.col("reason").is_null())
    if good.is_empty():
        raise InputProblem(
            log="homes: none", shown=_("The file of homes holds no home that can be used.")
        )
    spots = tuple(
        Spot(name, lat, lon, 200.0 if radius is None else radius, vehicle or "")
        for name, lat, lon, radius, vehicle in good.select(
            "name", "lat", "lon", "radius", "vehicle"
        ).iter_rows()
    )
    return HomesRead(spots, _bad(sheet, rows, columns), rows.height)


def _home_reason() -> pl.Expr:
    import polars as pl

    return (
        pl.when(pl.col("name").is_null())
        .then(pl.lit(str(Reason.NO_NAME)))
        .when(~pl.col("place_cell"))
        .then(pl.lit(str(Reason.NO_PLACE)))
        .when(~_is_place().fill_null(value=False))
        .then(pl.lit(str(Reason.UNREADABLE_PLACE)))
        .when(pl.col("radius_cell") & ~pl.col("radius").is_between(1, 5000).fill_null(value=False))
        .then(pl.lit(str(Reason.UNREADABLE_FIGURE)))
    )
