"""Positions and homes from tables, GPX and GeoJSON."""

from __future__ import annotations

import json

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.kernel.errors import InputProblem
from signatur.solutions.fleet.intake.bad_rows import Reason
from signatur.solutions.fleet.intake.formats import read_any_positions
from signatur.solutions.fleet.intake.positions import read_homes, read_positions
from signatur.solutions.fleet.schema.positions import Spot

HALF_PAST_S = 1_736_148_600
"""2025-01-06 07:30 on the wall clock."""


def test_positions_are_read_and_bad_ones_listed_with_line_and_reason() -> None:
    found = read_positions(
        "car_id;time;lat;lon;odometer_m;fører\n"
        "3;2025-01-06 07:30:00;56,15;10,2;120500;Ane\n"
        ";2025-01-06 07:30:00;56,15;10,2;;Ane\n"
        "3;;56,15;10,2;;Ane\n"
        "3;i går;56,15;10,2;;Ane\n"
        "3;2025-01-06 07:30:00;;10,2;;Ane\n"
        "3;2025-01-06 07:30:00;0;0;;Ane\n"
        "3;2025-01-06 07:30:00;561,5;10,2;;Ane\n".encode()
    )

    assert found.positions.time_s.tolist() == [HALF_PAST_S]
    assert found.positions.lat.tolist() == [56.15]
    assert found.positions.odometer_km.tolist() == [120.5]
    assert [(row.line, row.reason) for row in found.bad] == [
        (3, Reason.NO_VEHICLE),
        (4, Reason.NO_TIME),
        (5, Reason.UNREADABLE_TIME),
        (6, Reason.NO_PLACE),
        (7, Reason.UNREADABLE_PLACE),
        (8, Reason.UNREADABLE_PLACE),
    ]
    assert (found.rows, found.bad_rows) == (7, 6)
    assert "Ane" not in repr(found)


@pytest.mark.parametrize("written", ["1736145000", "1736145000000", "2025-01-06T06:30:00+0000"])
def test_times_of_trackers_become_the_wall_clock(written: str) -> None:
    found = read_positions(
        f"vehicle,timestamp,latitude,longitude\nA,{written},56.1,10.2\n".encode()
    )

    assert found.positions.time_s.tolist() == [HALF_PAST_S]


def test_homes_have_radius_and_vehicle_where_they_are_given() -> None:
    found = read_homes(
        b"name,lat,lon,radius_m,vehicle\nA,56.1,10.2,150,\nA,56.2,10.2,,V1\nB,x,10,,\n,56,10,,\n"
        b"C,56,10,9999,\n"
    )

    assert found.spots == (Spot("A", 56.1, 10.2, 150.0), Spot("A", 56.2, 10.2, 200.0, "V1"))
    assert [(row.line, row.reason) for row in found.bad] == [
        (4, Reason.UNREADABLE_PLACE),
        (5, Reason.NO_NAME),
        (6, Reason.UNREADABLE_FIGURE),
    ]


def test_homes_may_have_numbers_instead_of_names() -> None:
    assert read_homes(b"id,lat,lon\n7,56.1,10.2\n").spots == (Spot("7", 56.1, 10.2),)


@pytest.mark.parametrize("content", [b"", b"a,b\n1,2\n", b"name,lat,lon\nA,x,y\n"])
def test_what_holds_no_home_is_refused(content: bytes) -> None:
    with pytest.raises(InputProblem):
        read_homes(content)


GPX = b"""<?xml version="1.0"?>
<gpx xmlns="http://www.topografix.com/GPX/1/1" version="1.1" creator="test">
<trk><name>Bil 7</name><trkseg>
<trkpt lat="56.15" lon="10.2"><time>2025-01-06T06:30:00Z</time></trkpt>
<trkpt lat="56.16" lon="10.2"/>
<trkpt lat="x" lon="10.2"><time>2025-01-06T06:31:00Z</time></trkpt>
</trkseg></trk>
<trk><trkseg><trkpt lat="56.15" lon="10.2"><time>2025-01-06T06:30:00Z</time></trkpt></trkseg></trk>
</gpx>"""


def test_tracks_of_gpx_become_positions_of_the_vehicle_that_they_name() -> None:
    found = read_any_positions(GPX, "filnavn")

    assert found.positions.time_s.tolist() == [HALF_PAST_S, HALF_PAST_S]
    assert [found.positions.vehicle.word(row) for row in (0, 1)] == ["Bil 7", "filnavn"]
    assert [(row.line, row.reason) for row in found.bad] == [
        (2, Reason.NO_TIME),
        (3, Reason.UNREADABLE_PLACE),
    ]


def test_gpx_with_entities_is_refused() -> None:
    bomb = b'<!DOCTYPE gpx [<!ENTITY a "aaaa">]><gpx><trk><name>&a;</name></trk></gpx>'

    with pytest.raises(InputProblem):
        read_any_positions(bomb)


def test_points_and_lines_of_geojson_become_positions() -> None:
    point = {
        "type": "Feature",
        "properties": {"vehicle": "A", "time": "2025-01-06 07:30"},
        "geometry": {"type": "Point", "coordinates": [10.2, 56.15]},
    }
    line = {
        "type": "Feature",
        "properties": {"coordTimes": ["2025-01-06T06:30:00Z", "2025-01-06T06:31:00Z"]},
        "geometry": {
            "type": "LineString",
            "coordinates": [[10.2, 56.15], [10.3, 56.15, 12], [10, 56]],
        },
    }
    told = {"type": "FeatureCollection", "features": [point, line]}

    found = read_any_positions(json.dumps(told).encode(), "filnavn")

    assert found.positions.lon.tolist() == [10.2, 10.2, 10.3]
    assert [found.positions.vehicle.word(row) for row in range(3)] == ["A", "filnavn", "filnavn"]
    assert [(row.line, row.reason) for row in found.bad] == [(4, Reason.NO_TIME)]


@pytest.mark.parametrize(
    "content", [b"{", b"[]", b'{"type": "FeatureCollection", "features": 3}', b"{}", b"<a/>", b"<gpx/>", b"<"],
)  # fmt: skip
def test_what_holds_no_points_is_refused_in_words(content: bytes) -> None:
    with pytest.raises(InputProblem):
        read_any_positions(content)


@settings(max_examples=40, deadline=None)
@given(st.binary(max_size=60))
def test_strange_bytes_are_read_or_refused(content: bytes) -> None:
    for start in (b"", b"<gpx>", b'{"features":', b"vehicle,time,lat,lon\n"):
        try:
            found = read_any_positions(start + content)
        except InputProblem:
            continue
        assert len(found.positions) + found.bad_rows == found.rows
        assert np.isfinite(found.positions.lat).all()
