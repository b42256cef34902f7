"""Journeys that were simulated are found again: how many, when, from where to where, how far."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from signatur.solutions.fleet.model.round_trips import (
    RoundTrips,
    TripKind,
    TripRules,
    round_trips,
    suggest_spots,
    tracks_of,
)
from signatur.solutions.fleet.schema.positions import Positions, Spot, positions_of
from tests.solutions.fleet.model.round_trips.journeys import (
    CARE_CENTRE,
    DAY_S,
    EAST,
    HOMES,
    MONDAY_S,
    NORTH,
    TOWN_HALL,
    Driven,
    Simulator,
)

HOUR_S = 3600
HALL = (TOWN_HALL.lat, TOWN_HALL.lon)


def found_in(positions: Positions, homes: tuple[Spot, ...] = HOMES, **rules: float) -> RoundTrips:
    chosen = TripRules(**rules)  # type: ignore[arg-type]
    return round_trips(tracks_of(positions, chosen), homes, chosen)


def in_order(driven: list[Driven]) -> list[Driven]:
    return sorted(driven, key=lambda one: (one.start_s, one.end_s))


def kinds_of(found: RoundTrips) -> list[TripKind]:
    return [TripKind(kind) for kind in found.kind.tolist()]


@settings(max_examples=25, deadline=None)
@given(
    st.integers(0, 10_000),
    st.sampled_from([(10, 8.0), (30, 8.0), (30, 15.0), (60, 10.0)]),
    st.sampled_from(["speaks while parked", "is silent while parked"]),
)
def test_simulated_journeys_are_found_again(
    seed: int, tracker: tuple[int, float], parked: str
) -> None:
    every_s, noise_m = tracker
    simulator = Simulator(seed, every_s=every_s, noise_m=noise_m, silent="silent" in parked)
    simulator.days("bil 1", TOWN_HALL, 2)
    simulator.days("bil 2", TOWN_HALL, 2)

    found = found_in(simulator.positions(), (TOWN_HALL,))

    # By vehicle: two that leave within one sampling interval may be told in either order.
    true = sorted(simulator.driven, key=lambda one: (one.vehicle, one.start_s))
    order = np.lexsort((found.trips.start_s, found.trips.vehicle.codes))
    trips = found.trips.take(order)
    assert len(trips) == len(true) == found.complete
    assert np.abs(trips.start_s - [one.start_s for one in true]).max() <= max(every_s, 30)
    assert np.abs(trips.end_s - [one.end_s for one in true]).max() <= max(every_s, 30)
    assert trips.distance_km == pytest.approx([one.km for one in true], rel=0.08)
    assert {trips.location.word(row) for row in range(len(true))} == {"Rådhus"}
    assert np.bincount(found.segment_trip)[order].tolist() == [one.segments for one in true]
    assert found.precision == 1.0


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000))
def test_the_order_of_positions_and_repeats_change_nothing(seed: int) -> None:
    simulator = Simulator(seed, every_s=60)
    simulator.days("bil 1", TOWN_HALL, 1)
    simulator.days("bil 2", CARE_CENTRE, 1)
    positions = simulator.positions()
    chance = np.random.default_rng(seed)
    rows = np.concatenate([np.arange(len(positions)), chance.integers(0, len(positions), 50)])

    plain, turned = found_in(positions), found_in(positions.take(chance.permutation(rows)))

    assert turned.trips.start_s.tolist() == plain.trips.start_s.tolist()
    assert turned.trips.distance_km.tolist() == plain.trips.distance_km.tolist()
    assert turned.trips.ids.tolist() == plain.trips.ids.tolist()


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.floats(5, 100))
def test_a_vehicle_that_is_parked_has_no_trips_however_much_the_signal_drifts(
    seed: int, noise_m: float
) -> None:
    simulator = Simulator(seed, every_s=60, noise_m=noise_m)
    simulator.stand("bil", HALL, MONDAY_S, MONDAY_S + DAY_S)

    assert len(found_in(simulator.positions()).trips) == 0


def test_a_signal_that_jumps_to_another_town_is_left_out() -> None:
    simulator = Simulator(1)
    simulator.days("bil", TOWN_HALL, 1)
    plain = found_in(simulator.positions(), (TOWN_HALL,))
    for row in range(100, len(simulator.rows), 400):
        vehicle, time, lat, lon, odometer = simulator.rows[row]
        simulator.rows[row] = (vehicle, time, lat + 0.5, lon, odometer)

    jumped = found_in(simulator.positions(), (TOWN_HALL,))

    assert len(jumped.trips) == len(plain.trips)
    assert jumped.km == pytest.approx(plain.km, rel=0.02)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 1000), st.sampled_from([10, 30, 60]), st.floats(0, 0.02))
def test_drift_jumps_and_lost_positions_change_no_trip(
    seed: int, every_s: int, jumps: float
) -> None:
    simulator = Simulator(seed, every_s=every_s)
    simulator.days("bil", TOWN_HALL, 2)
    chance = np.random.default_rng(seed)
    positions = simulator.positions()
    jumped = chance.random(len(positions)) < jumps
    positions.lat[jumped] += chance.normal(0, 5_000, jumped.sum()) * NORTH
    positions.lon[jumped] += chance.normal(0, 5_000, jumped.sum()) * EAST

    found = found_in(positions.take(chance.random(len(positions)) > 0.02), (TOWN_HALL,))

    true = in_order(simulator.driven)
    assert len(found.trips) == len(true)
    assert np.abs(found.trips.start_s - [one.start_s for one in true]).max() <= 5 * every_s
    assert np.abs(found.trips.end_s - [one.end_s for one in true]).max() <= 5 * every_s


def test_a_trip_to_another_home_says_so() -> None:
    simulator = Simulator(2)
    simulator.stand("bil", HALL, MONDAY_S, MONDAY_S + HOUR_S)
    end = simulator.round_trip("bil", TOWN_HALL, CARE_CENTRE, MONDAY_S + HOUR_S, [])
    simulator.stand("bil", (CARE_CENTRE.lat, CARE_CENTRE.lon), end, end + HOUR_S)

    found = found_in(simulator.positions())

    assert kinds_of(found) == [TripKind.OTHER_HOME]
    assert (found.trips.location.word(0), found.to_home.word(0)) == ("Rådhus", "Plejecenter")
    assert found.precision == 0.0


def test_several_parking_spots_of_a_home_are_one_home() -> None:
    simulator = Simulator(2)
    yard = Spot("Rådhus", CARE_CENTRE.lat, CARE_CENTRE.lon)
    simulator.stand("bil", HALL, MONDAY_S, MONDAY_S + HOUR_S)
    end = simulator.round_trip("bil", TOWN_HALL, yard, MONDAY_S + HOUR_S, [])
    simulator.stand("bil", (yard.lat, yard.lon), end, end + HOUR_S)

    assert kinds_of(found_in(simulator.positions(), (TOWN_HALL, yard))) == [TripKind.COMPLETE]


def test_a_home_of_one_vehicle_is_none_for_another() -> None:
    simulator = Simulator(2)
    own = Spot("Rådhus", *HALL, vehicle="en anden")
    simulator.days("bil", TOWN_HALL, 1)

    assert set(kinds_of(found_in(simulator.positions(), (own,)))) == {TripKind.NEVER_HOME}


def test_where_positions_begin_and_end_away_the_trips_are_open() -> None:
    simulator = Simulator(3)
    away = (HALL[0] + 5_000 * NORTH, HALL[1])
    time, _km = simulator.drive("bil", away, HALL, MONDAY_S)
    simulator.stand("bil", HALL, time, time + HOUR_S)
    time, _km = simulator.drive("bil", HALL, away, time + HOUR_S)
    simulator.stand("bil", away, time, time + HOUR_S)

    found = found_in(simulator.positions())

    assert kinds_of(found) == [TripKind.BEGAN_ELSEWHERE, TripKind.UNFINISHED]
    assert found.trips.end_s[1] == pytest.approx(time, abs=60)


def test_a_trip_over_days_is_one_trip_unless_it_is_too_long() -> None:
    simulator = Simulator(4)
    simulator.stand("bil", HALL, MONDAY_S, MONDAY_S + HOUR_S)
    end = simulator.round_trip("bil", TOWN_HALL, TOWN_HALL, MONDAY_S + HOUR_S, [900, 20, 900])
    simulator.stand("bil", HALL, end, end + HOUR_S)
    positions = simulator.positions()

    whole, cut = found_in(positions, (TOWN_HALL,)), found_in(positions, (TOWN_HALL,), most_hours=12)

    assert kinds_of(whole) == [TripKind.COMPLETE]
    assert whole.trips.end_s[0] - whole.trips.start_s[0] > 86_400
    assert kinds_of(cut) == [TripKind.SPLIT] * 3
    assert cut.km == pytest.approx(whole.km, rel=0.01)


def test_driving_past_a_home_is_no_visit() -> None:
    simulator = Simulator(5, every_s=10)
    home = Spot("Rådhus", *HALL)
    west, east = (HALL[0], HALL[1] - 6_000 * EAST), (HALL[0], HALL[1] + 6_000 * EAST)
    start = (HALL[0] - 4_000 * NORTH, HALL[1])
    depot = Spot("Depot", *start)
    simulator.stand("bil", start, MONDAY_S, MONDAY_S + HOUR_S)
    time: float = MONDAY_S + HOUR_S
    for here, there in ((start, west), (west, east), (east, start)):
        time, _km = simulator.drive("bil", here, there, time)
    simulator.stand("bil", start, time, time + HOUR_S)

    assert kinds_of(found_in(simulator.positions(), (home, depot))) == [TripKind.COMPLETE]


def test_a_missing_signal_is_a_straight_line_and_marked() -> None:
    simulator = Simulator(6)
    simulator.stand("bil", HALL, MONDAY_S, MONDAY_S + HOUR_S)
    end = simulator.round_trip("bil", TOWN_HALL, TOWN_HALL, MONDAY_S + HOUR_S, [30])
    simulator.stand("bil", HALL, end, end + HOUR_S)
    begin = MONDAY_S + HOUR_S
    positions = simulator.positions()
    lost = (positions.time_s > begin + 120) & (positions.time_s < begin + 120 + 11 * 60)

    found = found_in(positions.take(~lost), (TOWN_HALL,))

    assert kinds_of(found) == [TripKind.COMPLETE]
    assert found.gap_km[0] > 0
    assert found.trips.distance_km[0] == pytest.approx(simulator.driven[0].km, rel=0.05)


def test_an_odometer_knows_the_distance_and_trips_that_nobody_saw() -> None:
    time = MONDAY_S + np.array([0, 1800, 3600, 5400, 7200])
    away = HALL[0] + 5_000 * NORTH
    positions = positions_of(
        vehicle=["bil"] * 5,
        time_s=time,
        lat=[HALL[0], away, HALL[0], HALL[0], HALL[0]],
        lon=[HALL[1]] * 5,
        odometer_km=[100.0, 107.0, 114.0, 114.0, 120.0],
    )

    found = found_in(positions)

    assert kinds_of(found) == [TripKind.COMPLETE, TripKind.COMPLETE]
    assert found.trips.distance_km.tolist() == [14.0, 6.0]


def test_the_time_under_way_is_the_sum_of_the_segments() -> None:
    simulator = Simulator(7)
    simulator.days("bil", TOWN_HALL, 1)
    found = found_in(simulator.positions(), (TOWN_HALL,))

    lasts = found.segment_end_s - found.segment_start_s
    assert np.bincount(found.segment_trip, lasts).tolist() == found.trips.driving_s.tolist()
    assert np.bincount(found.segment_trip, found.segment_km) == pytest.approx(
        found.trips.distance_km, abs=0.001
    )


def test_nothing_gives_nothing() -> None:
    found = found_in(positions_of(vehicle=[], time_s=[], lat=[], lon=[]))

    assert (len(found.trips), found.precision, found.km) == (0, 0.0, 0.0)
    assert (
        suggest_spots(tracks_of(positions_of(vehicle=[], time_s=[], lat=[], lon=[])), HOMES, found)
        == ()
    )


def test_a_parking_spot_that_nobody_told_is_suggested_with_what_it_is_worth() -> None:
    yard = Spot("Rådhus", HALL[0] + 3_000 * NORTH, HALL[1])
    simulator = Simulator(8, every_s=60)
    simulator.days("bil 1", TOWN_HALL, 2)
    simulator.days("bil 2", yard, 3)
    tracks = tracks_of(simulator.positions())
    now = round_trips(tracks, (TOWN_HALL,))

    suggested = suggest_spots(tracks, (TOWN_HALL,), now)

    assert len(suggested) == 1
    assert suggested[0].lat == pytest.approx(yard.lat, abs=30 * NORTH)
    assert suggested[0].vehicles == 1
    then = round_trips(tracks, (TOWN_HALL, Spot("+", suggested[0].lat, suggested[0].lon)))
    assert suggested[0].precision_with == pytest.approx(then.precision, abs=0.01)
    assert suggested[0].precision_with > now.precision + 0.2


def test_trips_name_homes_and_hold_no_positions() -> None:
    simulator = Simulator(9)
    simulator.days("bil", TOWN_HALL, 1)

    assert not {"lat", "lon"} & set(dir(found_in(simulator.positions()).trips))


def test_a_quarter_of_a_million_positions_are_run_again_in_less_than_a_second() -> None:
    from time import process_time

    simulator = Simulator(10, every_s=60)
    simulator.days("bil", TOWN_HALL, 7)
    one = simulator.positions()
    copies = 250_000 // len(one) + 1
    many = positions_of(
        vehicle=[f"bil {copy:03}" for copy in range(copies) for _row in range(len(one))],
        time_s=np.tile(one.time_s, copies),
        lat=np.tile(one.lat, copies),
        lon=np.tile(one.lon, copies),
    )

    begun = process_time()
    found = found_in(many, (TOWN_HALL,))

    assert process_time() - begun < 1
    assert len(found.trips) == copies * len(simulator.driven)


def test_drives_of_a_vendor_become_round_trips_too() -> None:
    from signatur.solutions.fleet.intake.connectors.drives import Drive, positions_of_drives

    away, further = (HALL[0] + 5_000 * NORTH, HALL[1]), (HALL[0] + 9_000 * NORTH, HALL[1])
    legs = [(HALL, away, 6.0), (away, further, 5.0), (further, HALL, 11.0), (HALL, HALL, 8.0)]
    drives = [
        Drive("bil", f"2025-01-06 {hour:02}:00", f"2025-01-06 {hour:02}:15", here, there, km)
        for hour, (here, there, km) in enumerate(legs, 8)
    ]

    found = found_in(positions_of_drives(drives).positions)

    assert kinds_of(found) == [TripKind.COMPLETE, TripKind.COMPLETE]
    assert found.trips.distance_km.tolist() == [22.0, 8.0]
    assert (found.trips.end_s - found.trips.start_s).tolist() == [8_100, 900]
    assert np.bincount(found.segment_trip).tolist() == [3, 1]
