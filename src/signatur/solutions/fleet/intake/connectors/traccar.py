"""Traccar, the open GPS server: devices, positions and drives of its REST API.

Source: the OpenAPI description of Traccar (`openapi.yaml`; `/devices`, `/positions`, `/reports/trips`).
Its "trips" are drives between two stops. Distances are in metres, times in UTC.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

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
from signatur.solutions.fleet.intake.formats.rows import Point, positions_read

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.solutions.fleet.intake.positions import PositionsRead

_HEADERS: Final = {"Accept": "application/json", "Authorization": "Bearer {token}"}


@dataclass(frozen=True, slots=True)
class Traccar:
    """Reads what a Traccar server answers."""

    name: str = "traccar"
    title: str = "Traccar"
    settings: tuple[ConnectorSetting, ...] = (
        ConnectorSetting("address", _("Address of the server")),
        ConnectorSetting("token", _("Access token"), is_secret=True),
    )

    def vehicles_request(self) -> VendorRequest:
        return VendorRequest("/api/devices", headers=_HEADERS)

    def positions_request(self, period: Period) -> VendorRequest:
        return self._of_period("/api/positions", period)

    def drives_request(self, period: Period) -> VendorRequest:
        return self._of_period("/api/reports/trips", period)

    def _of_period(self, path: str, period: Period) -> VendorRequest:
        parameters = {
            "deviceId": "{vehicle}",
            "from": period.since.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "to": period.until.strftime("%Y-%m-%dT%H:%M:%SZ"),
        }
        return VendorRequest(path, parameters, _HEADERS, for_each_vehicle=True)

    def next_page(self, answer: Any) -> None:
        """Return None: Traccar answers with everything at once."""

    def vehicles(self, answers: Sequence[Any]) -> Mapping[str, str]:
        devices = items_of(answers, None, self.title)
        return {
            word(one.get("id")): word(one.get("name")) for one in devices if word(one.get("id"))
        }

    def positions(self, answers: Sequence[Any], vehicles: Mapping[str, str]) -> PositionsRead:
        return positions_read(
            [_point(one, vehicles) for one in items_of(answers, None, self.title)]
        )

    def drives(self, answers: Sequence[Any], vehicles: Mapping[str, str]) -> PositionsRead:
        return positions_of_drives(
            [_drive(one, vehicles) for one in items_of(answers, None, self.title)]
        )


def _vehicle(told: Mapping[str, Any], vehicles: Mapping[str, str]) -> str:
    device = word(told.get("deviceId"))
    return vehicles.get(device) or word(told.get("deviceName")) or device


def _point(told: Mapping[str, Any], vehicles: Mapping[str, str]) -> Point:
    attributes = told.get("attributes")
    known = attributes if isinstance(attributes, dict) else {}
    # `valid` is what the tracker itself thinks of its fix.
    is_fix = told.get("valid") is not False
    metres = known.get("odometer", known.get("totalDistance"))
    return Point(
        vehicle=_vehicle(told, vehicles),
        time=word(told.get("fixTime")) or word(told.get("deviceTime")) or None,
        lat=number(told.get("latitude")) if is_fix else float("nan"),
        lon=number(told.get("longitude")) if is_fix else float("nan"),
        odometer_km=number(metres) / 1000,
    )


def _drive(told: Mapping[str, Any], vehicles: Mapping[str, str]) -> Drive:
    return Drive(
        vehicle=_vehicle(told, vehicles),
        start=word(told.get("startTime")),
        end=word(told.get("endTime")),
        start_place=(number(told.get("startLat")), number(told.get("startLon"))),
        end_place=(number(told.get("endLat")), number(told.get("endLon"))),
        distance_km=number(told.get("distance")) / 1000,
    )


TRACCAR: Final[Connector] = Traccar()
