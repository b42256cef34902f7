"""Positions become round trips, places are mended, and the positions are soon gone."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.jobs import store as jobs
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.jobs.store import JobState
from signatur.solutions.fleet import service
from signatur.solutions.fleet.service.places import Place
from tests.solutions.fleet.situations import a_fleet, a_study

if TYPE_CHECKING:
    from uuid import UUID

    from tests.builders import World

HOME = (56.30, 9.70)
YARD = (56.33, 9.70)  # some three km north; nobody has said that it is a parking spot
_BEGIN = datetime(2026, 1, 5, 7, 0, tzinfo=UTC)


def some_positions(days: int = 6) -> bytes:
    """Let a car be home, drive north, work, and spend the night at home or in the yard by turns."""
    lines = ["vehicle,time,lat,lon"]
    for day in range(days):
        begin = _BEGIN + timedelta(days=day)
        night = HOME if day % 2 == 0 else YARD
        lines += _stay(begin - timedelta(hours=1), HOME if day % 2 else YARD if day else HOME, 60)
        away = (56.38, 9.70)
        lines += _stay(begin + timedelta(minutes=20), away, 60)
        lines += _stay(begin + timedelta(minutes=110), night, 600)
    return "\n".join([*lines, ""]).encode()


def _stay(begin: datetime, place: tuple[float, float], minutes: int) -> list[str]:
    return [
        f"B1,{begin + timedelta(minutes=minute):%Y-%m-%d %H:%M:%S},{place[0]},{place[1]}"
        for minute in range(0, minutes + 1, 5)
    ]


def on_the_map(world: World) -> None:
    a_fleet(world)
    with world.runtime.work(world.actor("Bo")) as work:
        project_id = service.project_of(work).id
        service.save_place(work, project_id, Place("Nord", latitude=HOME[0], longitude=HOME[1]))


def made(world: World) -> UUID:
    """Hand positions in and let trips be made of them; return the file of driving."""
    with world.runtime.work(world.actor("Anna")) as work:
        job_id = service.receive_positions(work, "uge 2.csv", io.BytesIO(some_positions()))
    return after(world, job_id)


def after(world: World, job_id: UUID) -> UUID:
    from uuid import UUID

    run_waiting_jobs(world.runtime)
    with world.runtime.reading(world.actor("Anna")) as work:
        return UUID(jobs.get(work, job_id).result["dataset"])


def test_positions_become_trips_that_name_their_home(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)

    with world.runtime.reading(world.actor("Anna")) as work:
        found, trips = service.dataset(work, dataset_id), service.trips_of(work, dataset_id)
    assert found.is_ready
    assert found.trips == len(trips) >= 3
    assert trips.vehicle.words == ("B1",)
    assert trips.location.words == ("Nord",)
    assert found.origin is not None
    assert 0 < found.origin["precision"] <= 1


def test_a_parking_spot_that_is_added_makes_the_trips_better_at_once(world: World) -> None:
    on_the_map(world)
    first = made(world)
    with world.runtime.work(world.actor("Bo")) as work:
        before = service.dataset(work, first).origin
        job_id = service.run_again(work, first, "Nord", YARD)
    again = after(world, job_id)

    with world.runtime.reading(world.actor("Anna")) as work:
        now = service.dataset(work, again).origin
        (place,) = service.places(work, service.project_of(work).id)
        names = [one.id for one in service.datasets(work, service.project_of(work).id)]
    assert place.spots == (YARD,)
    assert before is not None
    assert now is not None
    assert now["precision"] > before["precision"]
    assert names == [again]


def test_trips_that_a_study_rests_on_stay_beside_the_new_ones(world: World) -> None:
    on_the_map(world)
    first = made(world)
    a_study(world, first)
    with world.runtime.work(world.actor("Anna")) as work:
        job_id = service.run_again(work, first)
    again = after(world, job_id)

    with world.runtime.reading(world.actor("Anna")) as work:
        found = [one.id for one in service.datasets(work, service.project_of(work).id)]
    assert found == [again, first]


def test_positions_are_deleted_after_a_day_and_the_trips_stay(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)
    world.clock.advance(timedelta(hours=25))
    with world.runtime.work(world.system) as work:
        jobs.start(work, service.FORGET_JOB)
    run_waiting_jobs(world.runtime)

    with world.runtime.work(world.actor("Anna")) as work:
        found = service.dataset(work, dataset_id)
        assert found.trips == len(service.trips_of(work, dataset_id))
        assert found.origin is not None
        assert (found.origin["sha256"], found.origin["suggested"]) == ("", [])
        with pytest.raises(Conflict):
            service.run_again(work, dataset_id)
    kept = [
        path.read_bytes()
        for path in (world.runtime.settings.kernel.data_folder / "blobs").rglob("*")
        if path.is_file()
    ]
    assert not any(b"vehicle,time,lat,lon" in one for one in kept)


def test_positions_of_which_no_trips_can_be_made_are_not_kept(world: World) -> None:
    on_the_map(world)
    with world.runtime.work(world.actor("Anna")) as work:
        job_id = service.receive_positions(work, "tal.csv", io.BytesIO(b"a;b\n1;2\n"))
    run_waiting_jobs(world.runtime)

    with world.runtime.reading(world.actor("Anna")) as work:
        job = jobs.get(work, job_id)
    assert job.state is JobState.FAILED
    assert job.problem is not None


def test_without_a_place_on_the_map_positions_are_refused(world: World) -> None:
    a_fleet(world)
    with world.runtime.work(world.actor("Anna")) as work, pytest.raises(InputProblem):
        service.receive_positions(work, "uge 2.csv", io.BytesIO(some_positions()))


def test_stops_within_trips_tell_how_long_a_trip_was_under_way(world: World) -> None:
    from tests.solutions.fleet.situations import driving

    a_fleet(world)
    dataset_id = driving(world)
    stops = (
        b"trip_id,start_time,end_time\n1,2026-01-05 08:00,2026-01-05 08:20\n"
        b"1,2026-01-05 08:40,2026-01-05 09:00\n9,2026-01-05 08:00,2026-01-05 08:20\n"
    )
    with world.runtime.work(world.actor("Anna")) as work:
        found = service.add_segments(work, dataset_id, stops)
        trips = service.trips_of(work, dataset_id)
        assert service.dataset(work, dataset_id).has_segments
        with pytest.raises(InputProblem):
            service.add_segments(work, dataset_id, b"trip_id,start_time,end_time\n77,,\n")
    assert (len(found.bad), found.without) == (1, 3)
    assert trips.driving_s[list(trips.ids).index("1")] == 40 * 60
