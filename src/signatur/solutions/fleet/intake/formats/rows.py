"""What formats of points have in common: points become positions, and those without time are listed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.bad_rows import BadRow, Reason
from signatur.solutions.fleet.intake.moments import read_moments
from signatur.solutions.fleet.intake.positions import LISTED, PositionsRead, are_places
from signatur.solutions.fleet.intake.trips import names_of
from signatur.solutions.fleet.schema.positions import Positions

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Point:
    """One point as a file holds it; NaN and None where nothing can be read."""

    vehicle: str
    time: str | None
    lat: float
    lon: float
    odometer_km: float = float("nan")


def positions_read(points: Sequence[Point]) -> PositionsRead:
    """Return positions, and the points that are none; a line is the number of the point in the file.

    Raises InputProblem when there is no point at all.
    """
    import polars as pl

    if not points:
        raise InputProblem(
            log="positions: no point", shown=_("The file holds no points with a position.")
        )
    lat = np.array([one.lat for one in points], dtype=np.float64)
    lon = np.array([one.lon for one in points], dtype=np.float64)
    time = read_moments(pl.Series("time", [one.time for one in points], dtype=pl.String))
    has_time = time.is_not_null().to_numpy()
    is_place = are_places(lat, lon)
    has_vehicle = np.array([bool(one.vehicle) for one in points])
    good = has_time & is_place & has_vehicle
    bad = [
        BadRow(row + 1, _reason(points[row], is_place=bool(is_place[row])))
        for row in np.flatnonzero(~good)[:LISTED].tolist()
    ]
    vehicles = pl.Series("vehicle", [one.vehicle for one in points], dtype=pl.String)
    return PositionsRead(
        positions=Positions(
            vehicle=names_of(vehicles.filter(pl.Series(good))),
            time_s=time.fill_null(0).to_numpy()[good].astype(np.int64),
            lat=lat[good],
            lon=lon[good],
            odometer_km=np.array([one.odometer_km for one in points], dtype=np.float64)[good],
        ),
        bad=tuple(bad),
        bad_rows=int((~good).sum()),
        rows=len(points),
    )


def _reason(point: Point, *, is_place: bool) -> Reason:
    if not point.vehicle:
        return Reason.NO_VEHICLE
    if not is_place:
        return Reason.UNREADABLE_PLACE
    return Reason.UNREADABLE_TIME if point.time else Reason.NO_TIME
