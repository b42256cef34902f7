"""Positions of vehicles and the places where they live: what round trips are made of, and then erased."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.solutions.fleet.schema.trips import Names

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True, eq=False)
class Positions:
    """Where vehicles were, in any order."""

    vehicle: Names
    """Shape (positions,)."""
    time_s: NDArray[np.int64]
    """Seconds since 1970-01-01 00:00 on the wall clock."""
    lat: NDArray[np.float64]
    lon: NDArray[np.float64]
    odometer_km: NDArray[np.float64]
    """NaN where it is not known."""

    def __len__(self) -> int:
        return len(self.time_s)

    def take(self, rows: NDArray[Any]) -> Positions:
        """Return some of the positions, by place or by a mask."""
        return replace(
            self,
            vehicle=self.vehicle.take(rows),
            time_s=self.time_s[rows],
            lat=self.lat[rows],
            lon=self.lon[rows],
            odometer_km=self.odometer_km[rows],
        )


@dataclass(frozen=True, slots=True)
class Spot:
    """A place where vehicles of a home are parked; a home may have several."""

    home: str
    lat: float
    lon: float
    radius_m: float = 200.0
    vehicle: str = ""
    """Only this vehicle lives here; empty: every vehicle."""


def positions_of(
    *,
    vehicle: Sequence[str],
    time_s: Sequence[int] | NDArray[np.int64],
    lat: Sequence[float] | NDArray[np.float64],
    lon: Sequence[float] | NDArray[np.float64],
    odometer_km: Sequence[float] | NDArray[np.float64] | None = None,
) -> Positions:
    """Return positions from plain columns."""
    rows = len(vehicle)
    odometer = np.full(rows, np.nan) if odometer_km is None else odometer_km
    return Positions(
        vehicle=Names.of(vehicle),
        time_s=np.asarray(time_s, dtype=np.int64),
        lat=np.asarray(lat, dtype=np.float64),
        lon=np.asarray(lon, dtype=np.float64),
        odometer_km=np.asarray(odometer, dtype=np.float64),
    )
