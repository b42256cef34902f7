"""Small sets of trips on whole minutes, so that a count minute by minute is the whole truth."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import strategies as st

from signatur.solutions.fleet.schema.trips import trips_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.solutions.fleet.schema.trips import Trips

MONDAY_S = 20_094 * 86_400
"""Midnight before Monday 6 January 2025."""
MINUTES = 4 * 1440


def trips(rows: Sequence[tuple[int, int, str | None]]) -> Trips:
    """Return trips of start and end, in minutes after that midnight, and vehicle."""
    return trips_of(
        ids=[str(number) for number in range(len(rows))],
        start_s=[MONDAY_S + start * 60 for start, _end, _vehicle in rows],
        end_s=[MONDAY_S + end * 60 for _start, end, _vehicle in rows],
        distance_km=[1.0 + number for number in range(len(rows))],
        vehicle=[vehicle for _start, _end, vehicle in rows],
        location=[vehicle and "East" for _start, _end, vehicle in rows],
    )


@st.composite
def some_trips(draw: st.DrawFn) -> Trips:
    """Draw up to twelve trips within four days from a Monday on."""
    rows = draw(
        st.lists(
            st.tuples(
                st.integers(0, MINUTES - 400),
                st.integers(0, 400),
                st.sampled_from(["A", "B", "C", None]),
            ),
            max_size=12,
        )
    )
    return trips([(start, start + length, vehicle) for start, length, vehicle in rows])


def away_in(given: Trips, minute: int) -> int:
    """Count who is away in the minute that begins there: every vehicle once, strangers one by one."""
    second = MONDAY_S + minute * 60
    out = [
        row
        for row in range(len(given))
        if given.start_s[row] <= second and second + 60 <= given.end_s[row]
    ]
    known = {given.vehicle.word(row) for row in out} - {""}
    return len(known) + sum(given.vehicle.word(row) == "" for row in out)
