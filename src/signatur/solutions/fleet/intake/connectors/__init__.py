"""Vendors of tracking: what to ask them for, and how their answers become positions.

A connector only describes requests and reads answers; a door outside fetches. A new vendor is one
module with one object that has the members of `Connector`, listed in `CONNECTORS`.
"""

from typing import Final

from signatur.solutions.fleet.intake.connectors.interface import (
    Connector,
    ConnectorSetting,
    Period,
    VendorRequest,
)
from signatur.solutions.fleet.intake.connectors.mileagebook import MILEAGEBOOK
from signatur.solutions.fleet.intake.connectors.traccar import TRACCAR

CONNECTORS: Final[tuple[Connector, ...]] = (TRACCAR, MILEAGEBOOK)

__all__ = ["CONNECTORS", "Connector", "ConnectorSetting", "Period", "VendorRequest"]
