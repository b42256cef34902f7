"""Vehicles: what each kind can do and costs, and which ones an authority has."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date


class Energy(StrEnum):
    """What a vehicle runs on."""

    PETROL = "petrol"
    DIESEL = "diesel"
    HVO = "hvo"
    ELECTRICITY = "electricity"
    NONE = "none"
    """A bike: the electricity of an e-bike is so little that nobody counts it."""


class Body(StrEnum):
    """How it moves: a bike keeps its own speed, and not everybody's load."""

    CAR = "car"
    EBIKE = "ebike"
    BIKE = "bike"


ENERGY_TITLES = {
    Energy.PETROL: _("Petrol"),
    Energy.DIESEL: _("Diesel"),
    Energy.HVO: _("HVO (renewable diesel)"),
    Energy.ELECTRICITY: _("Electricity"),
    Energy.NONE: _("None"),
}
BODY_TITLES = {Body.CAR: _("Car"), Body.EBIKE: _("E-bike"), Body.BIKE: _("Bike")}


@dataclass(frozen=True, slots=True)
class Kind:
    """Vehicles that are alike in everything that a calculation looks at."""

    key: str
    title: str
    """Make and model, for people."""
    body: Body
    energy: Energy
    fixed_dkk_year: float
    """Lease, tax, insurance, service: what it costs standing still."""
    use_per_km: float = 0.0
    """Litres per km, or kWh per km; 0 for bikes."""
    range_km: float | None = None
    """On a full battery in mild weather; for a bike, the most km of one day. None: no limit."""
    range_loss: float = 0.0
    """Share of the range that is lost in the months of `Rules.cold_months`, 0 to 1."""
    charge_hours: float | None = None
    """From empty to full on its own charger. None: `Rules.charge_hours`."""
    lease_km_year: float | None = None
    """Km a year that the lease allows."""

    @property
    def is_bike(self) -> bool:
        return self.body is not Body.CAR


@dataclass(frozen=True, slots=True)
class Vehicle:
    """One vehicle that an authority has."""

    id: str
    kind: str
    name: str = ""
    """Number plate, or what people call it."""
    homes: tuple[str, ...] = ()
    """Locations at which it may begin a trip; none: any."""
    department: str = ""
    """Only this department drives it; empty: everybody."""
    lease_end: date | None = None


@dataclass(frozen=True, slots=True)
class Fleet:
    """The vehicles that there are, and the kinds that may be bought."""

    kinds: Mapping[str, Kind]
    vehicles: tuple[Vehicle, ...]
    candidates: tuple[str, ...]
    """Keys of the kinds that an optimisation may choose from."""
