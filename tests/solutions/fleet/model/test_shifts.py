"""Trips of one vehicle within a shift are one; nothing of them is lost."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from signatur.solutions.fleet.model.shifts import by_shift
from signatur.solutions.fleet.schema.trips import trips_of
from tests.solutions.fleet.model.situations import MONDAY

DAY = [(7.0, 15.0), (15.0, 23.0), (23.0, 7.0)]
ROWS = st.lists(
    st.tuples(st.integers(0, 72 * 4), st.integers(1, 12), st.sampled_from([None, "a", "b"])),
    max_size=12,
)


@given(ROWS)
def test_km_and_trips_are_all_in_some_shift(rows: list[tuple[int, int, str | None]]) -> None:
    start = [MONDAY + at * 900 for at, _long, _car in rows]
    trips = trips_of(
        ids=[str(at) for at in range(len(rows))],
        start_s=start,
        end_s=[begin + long * 900 for begin, (_at, long, _car) in zip(start, rows, strict=True)],
        distance_km=[1.0] * len(rows),
        vehicle=[car for _at, _long, car in rows],
    )

    joined, where = by_shift(trips, DAY)

    assert joined.distance_km.sum() == len(rows)
    assert (joined.start_s[where] <= trips.start_s).all()
    assert (joined.end_s[where] >= trips.end_s).all()
    assert (np.diff(joined.start_s) >= 0).all()
    assert (joined.vehicle.codes[where] == trips.vehicle.codes).all()


def test_a_night_shift_goes_over_midnight_and_another_evening_is_another_shift() -> None:
    hours = (23.5, 25.0, 30.0, 47.5)
    trips = trips_of(
        ids=["1", "2", "3", "4"],
        start_s=[MONDAY + round(hour * 3600) for hour in hours],
        end_s=[MONDAY + round(hour * 3600) + 600 for hour in hours],
        distance_km=[1.0] * 4,
        vehicle=["a"] * 4,
    )

    joined, where = by_shift(trips, [(23.0, 7.0)])

    assert where.tolist() == [0, 0, 0, 1]
    assert joined.ids.tolist() == ["1", "4"]


def test_trips_outside_shifts_and_without_a_vehicle_stay_as_they_are() -> None:
    trips = trips_of(
        ids=["1", "2", "3"],
        start_s=[MONDAY + hour * 3600 for hour in (8, 9, 20)],
        end_s=[MONDAY + hour * 3600 + 600 for hour in (8, 9, 20)],
        distance_km=[1.0] * 3,
        vehicle=[None, None, "a"],
    )

    joined, _where = by_shift(trips, [(7.0, 15.0)])

    assert len(joined) == 3
