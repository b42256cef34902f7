"""MileageBook, which Danish authorities use: cars and drives of its enterprise API.

Source: the fields that the public extractor of OS2fleetoptimiser reads (`Fleet/Cars`,
`CompanyCarTrips`). Dates and times of day stand apart, on the wall clock; distances are in km. It
gives drives between two stops and no positions.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.intake.connectors.drives import Drive, positions_of_drives
from signatur.solutions.fleet.intake.connectors.interface import (
    Connector,
    ConnectorSetting,
    Period,
    VendorRequest,
    items_of,
    number,
    word,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.solutions.fleet.intake.positions import PositionsRead

_HEADERS: Final = {"X-Access-Token": "{token}"}


@dataclass(frozen=True, slots=True)
class MileageBook:
    """Reads what MileageBook answers."""

    name: str = "mileagebook"
    title: str = "MileageBook"
    settings: tuple[ConnectorSetting, ...] = (
        ConnectorSetting("address", _("Address of the server")),
        ConnectorSetting("token", _("Access token"), is_secret=True),
    )

    def vehicles_request(self) -> VendorRequest:
        since = {"LastModifiedDateTime": "2000-01-01T00:00:00"}
        return VendorRequest("/api/Fleet/Cars", since, _HEADERS)

    def positions_request(self, period: Period) -> None:
        """Return None: there are drives only."""

    def drives_request(self, period: Period) -> VendorRequest:
        parameters = {
            "CarID": "{vehicle}",
            "FromDateTime": period.since.strftime("%Y-%m-%dT%H:%M:%S"),
            "Properties": "Time,Coordinates,Distance",
        }
        return VendorRequest("/api/CompanyCarTrips", parameters, _HEADERS, for_each_vehicle=True)

    def next_page(self, answer: Any) -> str | None:
        pages = answer.get("Pagination") if isinstance(answer, dict) else None
        if not isinstance(pages, dict):
            return None
        current, total = number(pages.get("CurrentPage")), number(pages.get("TotalPages"))
        return None if current >= total else word(pages.get("Next")) or None

    def vehicles(self, answers: Sequence[Any]) -> Mapping[str, str]:
        """Return the number plates, or what the cars are called."""
        cars = items_of(answers, "Cars", self.title)
        return {
            word(one.get("InternalVehicleID")): word(one.get("LicensePlate"))
            or word(one.get("Name"))
            for one in cars
            if word(one.get("InternalVehicleID"))
        }

    def positions(
        self,
        answers: Sequence[Any],  # noqa: ARG002 (every connector has it)
        vehicles: Mapping[str, str],  # noqa: ARG002
    ) -> PositionsRead:
        """Refuse: this vendor gives drives only. Raises InputProblem."""
        raise InputProblem(
            log="connector mileagebook: no positions",
            shown=_("%(vendor)s gives drives, and no positions.", vendor=self.title),
        )

    def drives(self, answers: Sequence[Any], vehicles: Mapping[str, str]) -> PositionsRead:
        return positions_of_drives(
            [_drive(one, vehicles) for one in items_of(answers, "Trips", self.title)]
        )


def _drive(told: Mapping[str, Any], vehicles: Mapping[str, str]) -> Drive:
    """Return a drive; one that ends earlier in the day than it began ended the day after."""
    car = word(told.get("CarID"))
    day = word(told.get("Date"))[:10]
    starts, stops = word(told.get("StartTime")), word(told.get("StopTime"))
    return Drive(
        vehicle=vehicles.get(car) or car,
        start=f"{day} {starts}".strip(),
        end=f"{_next_day(day) if stops < starts else day} {stops}".strip(),
        start_place=_place(told, "Start"),
        end_place=_place(told, "Stop"),
        distance_km=number(told.get("DistanceTotal")),
    )


def _next_day(day: str) -> str:
    try:
        return str(date.fromisoformat(day) + timedelta(days=1))
    except (ValueError, OverflowError):
        return day


def _place(told: Mapping[str, Any], end: str) -> tuple[float, float]:
    latitude, longitude = (told.get(f"Address{end}{side}") for side in ("Latitude", "Longitude"))
    return number(latitude), number(longitude)


MILEAGEBOOK: Final[Connector] = MileageBook()
