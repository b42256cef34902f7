"""Single drives as positions at their ends, with an odometer that counts their km."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.bad_rows import BadRow, Reason
from signatur.solutions.fleet.intake.moments import read_moments
from signatur.solutions.fleet.intake.positions import LISTED, PositionsRead, are_places
from signatur.solutions.fleet.schema.positions import Positions
from signatur.solutions.fleet.schema.trips import Names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# Beside its ends a drive is told where it was so long after its start and before its end, on the
# straight line: that it set out then, and did not stand at home for half of the time.
_BESIDE_S: Final = 60
_LEAST_S: Final = 180
_LEAST_DEGREES: Final = 0.004


@dataclass(frozen=True, slots=True)
class Drive:
    """From one stop to the next, as a vendor tells it."""

    vehicle: str
    start: str
    """A moment that `read_moments` understands, as the end is."""
    end: str
    start_place: tuple[float, float]
    """Latitude and longitude; NaN where they are not told."""
    end_place: tuple[float, float]
    distance_km: float


def positions_of_drives(drives: Sequence[Drive]) -> PositionsRead:
    """Return where vehicles were; `rows`, `bad_rows` and lines count drives, in the order of the answer.

    Raises InputProblem when there is no drive.
    """
    import polars as pl

    if not drives:
        raise InputProblem(log="drives: none", shown=_("The answer holds no drives."))
    start, end = (
        read_moments(pl.Series(name, [getattr(one, name) for one in drives], dtype=pl.String))
        for name in ("start", "end")
    )
    start_s, end_s = (one.fill_null(0).to_numpy().astype(np.int64) for one in (start, end))
    has_time = (start.is_not_null() & end.is_not_null()).to_numpy()
    begins = np.array([one.start_place for one in drives], dtype=np.float64)
    ends = np.array([one.end_place for one in drives], dtype=np.float64)
    km = np.array([one.distance_km for one in drives], dtype=np.float64)
    reasons = np.select(
        [
            np.array([not one.vehicle for one in drives]),
            ~has_time,
            end_s < start_s,
            ~(are_places(*begins.T) & are_places(*ends.T)),
            np.isnan(km),
            ~(km >= 0) | np.isinf(km),
        ],
        [
            Reason.NO_VEHICLE,
            Reason.UNREADABLE_TIME,
            Reason.END_BEFORE_START,
            Reason.UNREADABLE_PLACE,
            Reason.NO_DISTANCE,
            Reason.NEGATIVE_DISTANCE,
        ],
        "",
    )
    good = np.flatnonzero(reasons == "")
    bad = np.flatnonzero(reasons != "")
    names = Names.of([drives[row].vehicle for row in good.tolist()])
    return PositionsRead(
        positions=_positions(names, start_s[good], end_s[good], begins[good], ends[good], km[good]),
        bad=tuple(BadRow(row + 1, Reason(str(reasons[row]))) for row in bad[:LISTED].tolist()),
        bad_rows=len(bad),
        rows=len(drives),
    )


def _positions(
    names: Names,
    start_s: NDArray[np.int64],
    end_s: NDArray[np.int64],
    begins: NDArray[np.float64],
    ends: NDArray[np.float64],
    km: NDArray[np.float64],
) -> Positions:
    """Return two or four positions of each drive: at its ends, and a minute from them."""
    order = np.lexsort((end_s, start_s, names.codes))
    names, start_s, end_s = names.take(order), start_s[order], end_s[order]
    begins, ends, km = begins[order], ends[order], km[order]
    driven = np.concatenate([[0.0], np.cumsum(km)])
    lasts = end_s - start_s
    is_long = (lasts >= _LEAST_S) & (np.abs(ends - begins).max(axis=1, initial=0) > _LEAST_DEGREES)
    share = np.where(lasts > 0, _BESIDE_S / np.maximum(lasts, 1), 0.0)
    every = np.ones(len(km), dtype=bool)
    parts = [
        (every, np.zeros(len(km))),
        (is_long, share),
        (is_long, 1 - share),
        (every, np.ones(len(km))),
    ]
    rows = np.concatenate([np.flatnonzero(chosen) for chosen, _share in parts])
    along = np.concatenate([part[chosen] for chosen, part in parts])
    places = begins[rows] + along[:, None] * (ends[rows] - begins[rows])
    return Positions(
        vehicle=names.take(rows),
        time_s=np.round(start_s[rows] + along * lasts[rows]).astype(np.int64),
        lat=places[:, 0],
        lon=places[:, 1],
        odometer_km=driven[rows] + along * km[rows],
    )
