"""Vehicles from a sheet or from a fleet file; what could not be used of a sheet is told by line."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.service.vehicles import take_fleet

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.fleet.intake.bad_rows import BadRow


@dataclass(frozen=True, slots=True)
class TakenVehicles:
    """How many vehicles were taken over, and the lines that were not."""

    count: int
    bad: Sequence[BadRow]


def import_vehicles(
    work: Work, project_id: UUID, name: str, content: bytes, *, replaces: bool = False
) -> TakenVehicles:
    """Take over vehicles and their kinds from a file. Raises NotAllowed, InputProblem.

    `name`: the file's, whose ending says whether it is a fleet file (JSON).
    """
    if not content:
        raise InputProblem(log="empty upload", shown=_("Choose a file first."))
    if name.lower().endswith(".json") or content.lstrip().startswith(b"{"):
        from signatur.solutions.fleet.intake.fleet_file import read_fleet

        fleet = read_fleet(content)
        return TakenVehicles(take_fleet(work, project_id, fleet, replaces=replaces), ())
    from signatur.solutions.fleet.intake.vehicle_sheet import read_vehicles

    found = read_vehicles(content)
    count = take_fleet(work, project_id, found.fleet, replaces=replaces)
    return TakenVehicles(count, found.bad)
