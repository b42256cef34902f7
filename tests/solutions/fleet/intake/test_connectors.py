"""Answers of vendors, in the shapes that they publish, become positions."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest

from signatur.kernel.errors import InputProblem
from signatur.solutions.fleet.intake.bad_rows import Reason
from signatur.solutions.fleet.intake.connectors import CONNECTORS, Connector, Period
from signatur.solutions.fleet.intake.connectors.mileagebook import MILEAGEBOOK
from signatur.solutions.fleet.intake.connectors.traccar import TRACCAR

WEEK = Period(datetime(2025, 1, 6, tzinfo=UTC), datetime(2025, 1, 13, tzinfo=UTC))
HALF_PAST_S = 1_736_148_600
"""2025-01-06 07:30 on the wall clock."""

DEVICES = [
    {"id": 4, "name": "AB 12 345", "uniqueId": "8600", "status": "online", "disabled": False,
     "lastUpdate": "2025-01-06T06:30:00.000+00:00", "attributes": {}},
]  # fmt: skip
POSITION = {
    "id": 1, "deviceId": 4, "protocol": "teltonika", "serverTime": "2025-01-06T06:30:02.000+00:00",
    "deviceTime": "2025-01-06T06:30:00.000+00:00", "fixTime": "2025-01-06T06:30:00.000+00:00",
    "valid": True, "latitude": 56.15, "longitude": 10.2, "altitude": 0, "speed": 21.5, "course": 90,
    "address": None, "attributes": {"ignition": True, "totalDistance": 120500.0, "motion": True},
}  # fmt: skip
TRACCAR_TRIP = {
    "deviceId": 4, "deviceName": "AB 12 345", "distance": 7200.4, "averageSpeed": 20.1, "maxSpeed": 44,
    "spentFuel": 0, "duration": 900000, "startTime": "2025-01-06T06:30:00.000+00:00",
    "endTime": "2025-01-06T06:45:00.000+00:00", "startLat": 56.15, "startLon": 10.2, "endLat": 56.2,
    "endLon": 10.2, "startAddress": None, "endAddress": None, "driverUniqueId": "17",
    "driverName": "Ane Andersen",
}  # fmt: skip
CAR = {
    "InternalVehicleID": 31,
    "LicensePlate": "AB12345",
    "Name": "Bil 7",
    "Status": "Aktiv - I brug",
}
MILEAGE_TRIP = {
    "ID": 9, "CarID": 31, "Date": "2025-01-06", "StartTime": "23:50:00", "StopTime": "00:10:00",
    "TotalTime": "00:20:00", "DistanceTotal": "12.4", "AddressStartLatitude": "56.15",
    "AddressStartLongitude": "10.2", "AddressStopLatitude": "56.2", "AddressStopLongitude": "10.2",
}  # fmt: skip


@pytest.mark.parametrize("connector", CONNECTORS)
def test_a_connector_says_what_it_needs_and_what_to_ask(connector: Connector) -> None:
    asked = [connector.vehicles_request(), connector.drives_request(WEEK)]

    assert connector.name
    assert connector.title
    assert any(setting.is_secret for setting in connector.settings)
    assert all(one is not None and one.path.startswith("/api/") for one in asked)


@pytest.mark.parametrize("connector", CONNECTORS)
@pytest.mark.parametrize("answer", [None, 3, {"message": "no"}, [1], {"Trips": 3}])
def test_another_answer_is_refused_in_words(connector: Connector, answer: Any) -> None:
    with pytest.raises(InputProblem):
        connector.drives([answer], {})


def test_traccar_is_asked_for_a_period_in_utc() -> None:
    asked = TRACCAR.positions_request(WEEK)

    assert asked is not None
    assert asked.for_each_vehicle
    assert asked.parameters == {
        "deviceId": "{vehicle}",
        "from": "2025-01-06T00:00:00Z",
        "to": "2025-01-13T00:00:00Z",
    }


def test_traccar_gives_positions_with_the_name_of_the_device() -> None:
    no_fix = {**POSITION, "valid": False}

    found = TRACCAR.positions([[POSITION], [no_fix]], TRACCAR.vehicles([DEVICES]))

    assert found.positions.vehicle.word(0) == "AB 12 345"
    assert found.positions.time_s.tolist() == [HALF_PAST_S]
    assert found.positions.odometer_km.tolist() == [120.5]
    assert [row.reason for row in found.bad] == [Reason.UNREADABLE_PLACE]


def test_drives_are_positions_at_and_near_their_ends_without_the_driver() -> None:
    found = TRACCAR.drives([[TRACCAR_TRIP]], {})

    lasts = np.sort(found.positions.time_s) - HALF_PAST_S
    assert lasts.tolist() == [0, 60, 840, 900]
    assert found.positions.odometer_km.max() == pytest.approx(7.2004)
    assert "Ane" not in repr(found)


def test_a_drive_of_mileagebook_over_midnight_ends_the_day_after() -> None:
    found = MILEAGEBOOK.drives([{"Trips": [MILEAGE_TRIP]}], MILEAGEBOOK.vehicles([{"Cars": [CAR]}]))

    assert np.ptp(found.positions.time_s) == 1200
    assert found.positions.vehicle.word(0) == "AB12345"
    assert found.positions.odometer_km.max() == 12.4


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"startTime": None}, Reason.UNREADABLE_TIME),
        ({"endTime": "2025-01-05T06:45:00Z"}, Reason.END_BEFORE_START),
        ({"startLat": None}, Reason.UNREADABLE_PLACE),
        ({"distance": "far"}, Reason.NO_DISTANCE),
        ({"distance": -1}, Reason.NEGATIVE_DISTANCE),
    ],
)
def test_a_drive_that_cannot_be_is_listed_with_its_number(
    changes: dict[str, Any], reason: Reason
) -> None:
    found = TRACCAR.drives([[TRACCAR_TRIP, {**TRACCAR_TRIP, **changes}]], {})

    assert [(row.line, row.reason) for row in found.bad] == [(2, reason)]
    assert (found.rows, found.bad_rows) == (2, 1)


def test_mileagebook_is_read_page_by_page() -> None:
    first = {
        "Trips": [],
        "Pagination": {"CurrentPage": 1, "TotalPages": 2, "Next": "https://a/?Page=2"},
    }

    assert MILEAGEBOOK.next_page(first) == "https://a/?Page=2"
    assert MILEAGEBOOK.next_page({"Pagination": {"CurrentPage": 2, "TotalPages": 2}}) is None
    assert MILEAGEBOOK.next_page({"Trips": []}) is None
    assert TRACCAR.next_page([POSITION]) is None


def test_mileagebook_has_no_positions() -> None:
    assert MILEAGEBOOK.positions_request(WEEK) is None
    with pytest.raises(InputProblem):
        MILEAGEBOOK.positions([], {})
