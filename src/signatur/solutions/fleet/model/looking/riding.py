"""How much of the driving a bike could take, if one always stood ready."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.fleet.model.case import Group, case_of
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Kind

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from signatur.solutions.fleet.schema.rules import Rules
    from signatur.solutions.fleet.schema.trips import Trips


@dataclass(frozen=True, slots=True)
class Rideable:
    """How many trips and km a bike, or an e-bike, could take under the rules."""

    trips: int
    share: float
    km: float
    km_share: float


def rideable(trips: Trips, rules: Rules, body: Body) -> Rideable:
    """Return how much a bike of this body could take; the limit of its day is not looked at."""
    fits = _fits(trips, rules, body)
    km = float(trips.distance_km[fits].sum())
    return Rideable(
        int(fits.sum()),
        float(fits.mean()) if len(trips) else 0.0,
        km,
        km / (float(trips.distance_km.sum()) or 1.0),
    )


def _fits(trips: Trips, rules: Rules, body: Body) -> NDArray[np.bool_]:
    kind = Kind(body.value, body.value, body, Energy.NONE, fixed_dkk_year=0.0)
    return case_of(trips, [Group(kind, frozenset(), "")], rules).allowed[:, 0]
