"""What a calculation says: who drives what, what it costs, how good it could be."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

NOBODY = -1
"""Stands in a plan for the vehicle of a trip that no vehicle drives."""


class Why(IntEnum):
    """Why a trip has no vehicle; the last thing that stood in the way of the nearest vehicle."""

    DRIVEN = 0
    NO_VEHICLE = 1
    """No vehicle of the fleet belongs to its location, department or load."""
    ALL_BUSY = 2
    """Those that could were under way."""
    BEYOND_RANGE = 3
    """Longer than a full battery reaches."""
    NOT_CHARGED = 4
    """Those that were free had not charged enough."""
    LEASE_KM = 5
    """The km of the lease were used up."""
    RESTING = 6
    """The vehicle had to stand still that day."""


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """Which vehicle drives each trip."""

    vehicle: NDArray[np.int32]
    """Shape (trips,): position in the fleet, or `NOBODY`."""
    why: NDArray[np.int8]
    """Shape (trips,): a `Why`."""
    until_s: NDArray[np.int64]
    """Shape (trips,): when the vehicle is back; later than recorded where a bike took a car's trip."""
    charge_from_s: NDArray[np.int64]
    """Shape (trips,): when the vehicle begins to charge after the trip; 0 where it has no battery."""

    @property
    def undriven(self) -> int:
        return int(np.count_nonzero(self.vehicle == NOBODY))


@dataclass(frozen=True, slots=True)
class Audit:
    """What an independent look at a plan found that no plan may hold."""

    overlaps: int
    short_changeovers: int
    over_range: int

    @property
    def is_clean(self) -> bool:
        return not (self.overlaps or self.short_changeovers or self.over_range)


@dataclass(frozen=True, slots=True)
class Cost:
    """What a plan costs in a year, and what it emits."""

    dkk_year: float
    co2e_kg_year: float
    fixed_dkk: float
    energy_dkk: float
    employee_dkk: float
    co2e_dkk: float


@dataclass(frozen=True, slots=True)
class Simulation:
    """A fleet on paper."""

    plan: Plan
    cost: Cost
    audit: Audit
    vehicles_used: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """One fleet, driven on paper."""

    counts: Mapping[str, int]
    """How many of each kind."""
    cost: Cost
    undriven: int
    co2e_dkk_tonne: float
    """The weight of a tonne CO2e for which it was found."""
    by_place: Mapping[str, Mapping[str, int]]
    """How many of each kind live where; empty where all share one pool."""
    bound_dkk: float
    """With that weight, no fleet that leaves no more trips comes to less: cost and weighted CO2e."""

    @property
    def weighted_dkk(self) -> float:
        """Cost in a year, and CO2e with its weight."""
        return self.cost.dkk_year + self.cost.co2e_kg_year / 1000 * self.co2e_dkk_tonne

    @property
    def gap(self) -> float:
        """How much above the bound it is, as a share of the bound."""
        return self.weighted_dkk / self.bound_dkk - 1 if self.bound_dkk > 0 else 0.0


@dataclass(frozen=True, slots=True)
class Optimisation:
    """The best fleet, what is proven of it, and what else could be chosen."""

    best: Proposal
    front: tuple[Proposal, ...]
    """Proposals of which none is beaten in cost, CO2e and undriven trips at once."""


@dataclass(frozen=True, slots=True)
class Minimum:
    """The least number of interchangeable cars, and when it was needed."""

    cars: int
    at_s: int | None
    """A moment at which so many cars were away; None without trips."""
