"""What is asked of a fleet that is to be found."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Demand:
    """What the fleet must do, and what counts."""

    service_level: float = 1.0
    """Share of the trips that a vehicle must drive, 0 to 1."""
    co2e_dkk_tonne: float = 0.0
    """What a tonne of CO2e weighs when fleets are compared, on top of what the rules count as cost."""
    bikes: bool = True
    """Whether bikes may be chosen."""
    keep: Mapping[str, int] = field(default_factory=dict)
    """Least number of a kind."""
    most: Mapping[str, int] = field(default_factory=dict)
    """Most of a kind."""
    most_co2e_kg: float | None = None
    """Most kg CO2e a year. None: no goal."""
    most_dkk: float | None = None
    """Budget a year: of the fleets that cost no more, the one that emits least. None: no budget."""
    places: tuple[str, ...] = ()
    """Homes at each of which vehicles are placed; none: one pool for all."""
    front: bool = True
    """Whether to look for other fleets than the best one too."""
