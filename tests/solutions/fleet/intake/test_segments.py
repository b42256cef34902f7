"""Segments give trips their time under way."""

from __future__ import annotations

import numpy as np
import pytest

from signatur.kernel.errors import InputProblem
from signatur.solutions.fleet.intake.bad_rows import Reason
from signatur.solutions.fleet.intake.segments import read_segments
from signatur.solutions.fleet.schema.trips import trips_of

TRIPS = trips_of(ids=["1", "2"], start_s=[0, 10_000], end_s=[5_000, 20_000], distance_km=[3, 4])


def test_the_time_under_way_is_the_sum_of_the_segments() -> None:
    found = read_segments(
        b"trip_id,start_time,end_time,distance_km\n"
        b"1,2025-01-06 14:00:00,2025-01-06 14:10:00,3\n"
        b"9,2025-01-06 14:00:00,2025-01-06 14:10:00,3\n"
        b"1,2025-01-06 14:20:00,2025-01-06 14:25:00,3\n"
        b"1,2025-01-06 14:20:00,x,3\n",
        TRIPS,
    )

    assert found.trips.driving_s[0] == 900
    assert np.isnan(found.trips.driving_s[1])
    assert [(row.line, row.reason) for row in found.bad] == [
        (3, Reason.NO_TRIP),
        (5, Reason.UNREADABLE_TIME),
    ]
    assert (found.rows, found.without) == (4, 1)


def test_a_file_of_segments_without_trips_is_refused() -> None:
    with pytest.raises(InputProblem):
        read_segments(b"a,b\n1,2\n", TRIPS)
