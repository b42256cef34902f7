"""How long trips are, and which of them a bike could take."""

from __future__ import annotations

import pytest

from signatur.solutions.fleet.model.looking import (
    km_histogram,
    minutes_histogram,
    rideable,
    shares_up_to,
)
from signatur.solutions.fleet.model.prices import SIGNATUR_RULES
from signatur.solutions.fleet.schema.trips import trips_of
from signatur.solutions.fleet.schema.vehicles import Body
from tests.solutions.fleet.model.looking.small_trips import trips

# From 1 to 20 km.
TRIPS = trips([(480 + number, 480 + 2 * number, "A") for number in range(20)])


def test_every_trip_is_in_one_bar_and_the_last_bar_is_open() -> None:
    found = km_histogram(TRIPS)

    assert found.edges == (0, 1, 2, 3, 5, 7, 10, 15)
    assert found.counts == (1, 1, 1, 2, 2, 3, 5, 5)
    assert (found.total, found.median, found.longest) == (20, 10.5, 20.0)
    assert sum(found.shares) == pytest.approx(1.0)


def test_durations_are_told_in_minutes() -> None:
    assert minutes_histogram(TRIPS).counts == (11, 5, 4)


def test_the_share_of_short_trips_is_told() -> None:
    assert shares_up_to(TRIPS) == (0.25, 0.5, 0.75)


def test_no_trips_have_no_lengths() -> None:
    assert km_histogram(trips([])).total == 0
    assert shares_up_to(trips([])) == (0.0, 0.0, 0.0)


def test_a_bike_takes_short_trips_by_day_and_no_load() -> None:
    noon, night = 12 * 3600, 23 * 3600
    given_trips = trips_of(
        ids=["short", "far", "dark", "loaded"],
        start_s=[noon, noon, night, noon],
        end_s=[noon + 3600, noon + 3600, night + 3600, noon + 3600],
        distance_km=[3.0, 60.0, 3.0, 3.0],
        load=[None, None, None, "aids"],
    )

    found = rideable(given_trips, SIGNATUR_RULES, Body.BIKE)

    assert (found.trips, found.share, found.km) == (1, 0.25, 3.0)
