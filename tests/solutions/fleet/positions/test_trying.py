"""Parking spots are tried on positions that are kept; in use, the trips stay and the positions go."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from time import perf_counter
from typing import TYPE_CHECKING
from uuid import UUID

import numpy as np
import pytest

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.solutions.fleet import service
from signatur.solutions.fleet.model.round_trips import round_trips, tracks_of
from signatur.solutions.fleet.schema.positions import Positions, Spot, positions_of
from signatur.solutions.fleet.service.tracks import tracks_as_bytes, tracks_from_bytes
from tests.solutions.fleet.service.test_positions import (
    HOME,
    YARD,
    after,
    made,
    on_the_map,
    some_positions,
)
from tests.solutions.fleet.situations import a_fleet, a_study
from tests.stand_ins import a_browser

if TYPE_CHECKING:
    from tests.builders import World


def test_a_spot_that_is_tried_raises_the_precision_and_undone_it_falls_again(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)
    with world.runtime.work(world.actor("Anna")) as work:
        before = service.trial(work, dataset_id)
        service.try_spot(work, dataset_id, "Nord", *YARD)
        tried = service.trial(work, dataset_id)
        service.try_spot(work, dataset_id, "Nord", *YARD)
        again = service.trial(work, dataset_id)
        for _click in range(2):
            service.drop_spot(work, dataset_id, "Nord", *YARD)
        undone = service.trial(work, dataset_id)

    assert before.precision == before.precision_before < tried.precision
    assert tried.precision_before == before.precision
    assert tried.tried == again.tried == (Spot("Nord", *YARD),)
    assert undone == before


def test_a_suggestion_keeps_what_it_promised(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)
    with world.runtime.work(world.actor("Anna")) as work:
        best = service.trial(work, dataset_id).suggested[0]
        service.try_spot(work, dataset_id, best.home or "Ny", best.lat, best.lon)
        assert service.trial(work, dataset_id).precision == pytest.approx(best.precision_with)


def test_trips_in_use_remember_the_spot_and_leave_no_position_behind(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)
    world.clock.advance(timedelta(hours=2))  # younger bytes are left to the nightly cleaning
    with world.runtime.work(world.actor("Bo")) as work:
        service.try_spot(work, dataset_id, "Nord", *YARD)
        promised = service.trial(work, dataset_id)
        used = service.use_trial(work, dataset_id)

    with world.runtime.work(world.actor("Bo")) as work:
        project_id = service.project_of(work).id
        found = service.dataset(work, used)
        (place,) = service.places(work, project_id)
        assert [one.id for one in service.datasets(work, project_id)] == [used]
        assert np.isfinite(service.trips_of(work, used).driving_s).all()
        with pytest.raises(Conflict):
            service.trial(work, used)
    assert place.spots == (YARD,)
    assert found.origin is not None
    assert found.origin["precision"] == promised.precision
    assert (found.trips, found.origin["sha256"]) == (promised.trips, "")
    assert "tracks" not in found.origin
    assert "tried" not in found.origin
    assert not _blobs_with(world, b"vehicle,time,lat,lon")
    assert not _blobs_with(world, b"stop_first.npy")


def _blobs_with(world: World, words: bytes) -> list[str]:
    folder = world.runtime.settings.kernel.data_folder / "blobs"
    return [one.name for one in folder.rglob("*") if one.is_file() and words in one.read_bytes()]


def test_who_may_not_change_places_uses_the_trips_and_leaves_places_alone(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)
    with world.runtime.work(world.actor("Anna")) as work:
        service.try_spot(work, dataset_id, "Nord", *YARD)
        used = service.use_trial(work, dataset_id)
        (place,) = service.places(work, service.project_of(work).id)
    assert place.spots == ()
    assert used != dataset_id


def test_without_a_change_the_file_of_driving_stays_and_the_positions_go(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)
    world.clock.advance(timedelta(hours=2))
    with world.runtime.work(world.actor("Anna")) as work:
        assert service.use_trial(work, dataset_id) == dataset_id
    with world.runtime.work(world.actor("Anna")) as work:
        told = [one.action for one in audit.trail(work, items.ref(dataset_id))]
    assert "fleet.positions_forgotten" in told
    assert not _blobs_with(world, b"stop_first.npy")


def test_trips_that_a_study_rests_on_stay_when_better_ones_are_used(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)
    a_study(world, dataset_id)
    with world.runtime.work(world.actor("Anna")) as work:
        service.try_spot(work, dataset_id, "Nord", *YARD)
        used = service.use_trial(work, dataset_id)
        found = [one.id for one in service.datasets(work, service.project_of(work).id)]
        with pytest.raises(Conflict):
            service.trial(work, dataset_id)
    assert found == [used, dataset_id]


def test_homes_may_come_in_a_file_and_become_places(world: World) -> None:
    a_fleet(world)
    homes = f"name;lat;lon\nSyd;{HOME[0]};{HOME[1]}\nSyd;{YARD[0]};{YARD[1]}\n".encode()
    with world.runtime.work(world.actor("Bo")) as work:
        content = io.BytesIO(some_positions())
        job_id = service.receive_positions(work, "uge 2.csv", content, homes)
    dataset_id = after(world, job_id)
    with world.runtime.work(world.actor("Bo")) as work:
        found = service.trial(work, dataset_id)
        assert (found.homes, len(found.tried)) == (("Syd",), 2)
        assert found.precision == found.precision_before > 0
        service.use_trial(work, dataset_id)
        (place,) = service.places(work, service.project_of(work).id)
    assert (place.name, place.latitude, place.longitude) == ("Syd", *HOME)
    assert place.spots == (YARD,)


def test_homes_of_a_file_that_are_places_already_are_not_tried_twice(world: World) -> None:
    on_the_map(world)
    homes = f"name;lat;lon\nNord;{HOME[0]};{HOME[1]}\n".encode()
    with world.runtime.work(world.actor("Anna")) as work:
        content = io.BytesIO(some_positions())
        job_id = service.receive_positions(work, "uge 2.csv", content, homes)
    dataset_id = after(world, job_id)
    with world.runtime.reading(world.actor("Anna")) as work:
        assert service.trial(work, dataset_id).tried == ()


def test_what_is_no_place_on_earth_is_not_tried(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)
    with world.runtime.work(world.actor("Anna")) as work:
        for home, lat, lon in (("Nord", 95.0, 9.0), ("Nord", 56.0, 190.0), (" ", 56.0, 9.0)):
            with pytest.raises(InputProblem):
                service.try_spot(work, dataset_id, home, lat, lon)
        with pytest.raises(InputProblem):
            service.try_homes(work, dataset_id, b"name,lat\nNord,56\n")
        assert service.trial(work, dataset_id).tried == ()


def test_only_who_hands_in_sees_where_vehicles_were(world: World) -> None:
    on_the_map(world)
    dataset_id = made(world)
    with world.runtime.work(world.actor("Gert")) as work, pytest.raises(NotAllowed):
        service.trial(work, dataset_id)


def test_tracks_come_back_from_bytes_as_they_were() -> None:
    tracks = tracks_of(_many(600))
    back = tracks_from_bytes(tracks_as_bytes(tracks))
    spots = [Spot("Nord", *HOME)]
    assert back.words == tracks.words
    assert (back.jumps, back.repeats) == (tracks.jumps, tracks.repeats)
    first, second = round_trips(tracks, spots), round_trips(back, spots)
    assert np.array_equal(first.trips.start_s, second.trips.start_s)
    assert np.array_equal(first.trips.distance_km, second.trips.distance_km)


def _many(each: int, vehicles: int = 3) -> Positions:
    step = np.arange(each)
    away = 0.1 * np.maximum(0, np.sin(step / 40))
    return positions_of(
        vehicle=[f"B{vehicle}" for vehicle in range(vehicles) for _step in range(each)],
        time_s=np.tile(1_767_600_000 + step * 300, vehicles),
        lat=np.tile(HOME[0] + away, vehicles),
        lon=np.tile(np.full(each, HOME[1]), vehicles),
    )


def test_the_page_shows_the_precision_the_suggestions_and_the_change_at_once(world: World) -> None:
    on_the_map(world)
    with a_browser(world, "Anna") as anna:
        content = some_positions() + b"B1,i morgen,56,9\n"
        page = anna.post("/flaade/positioner", files={"file": ("uge 2.csv", content, "text/csv")})
        run_waiting_jobs(world.runtime)
        own = anna.get(page.headers["location"]).headers["location"]
        shown = anna.get(own).text
        added = anna.post(
            f"{own}/tilfoej",
            {"home": "Nord", "latitude": "56,33", "longitude": "9,70"},
            headers={"HX-Request": "true"},
        ).text
        undone = anna.post(
            f"{own}/fortryd", {"home": "Nord", "latitude": "56,33", "longitude": "9,7"}
        ).headers["location"]
        used = anna.post(f"{own}/brug").headers["location"]

    assert own.endswith("/pladser")
    assert "Use as a parking spot of Nord" in shown
    assert "1 position could not be used" in shown
    assert "<html" not in added
    assert "Before:" in added
    assert "Nord has one more parking spot now." in added
    assert undone == own
    assert UUID(used.rsplit("/", 1)[1]).version == 7


def test_a_hundred_thousand_positions_are_tried_anew_in_less_than_a_second(world: World) -> None:
    on_the_map(world)
    many = _many(25_000, vehicles=4)
    lines = ["vehicle,time,lat,lon"]
    lines += [
        f"B{code},{moment},{lat:.5f},{lon:.5f}"
        for code, moment, lat, lon in zip(
            many.vehicle.codes, many.time_s.astype("datetime64[s]"), many.lat, many.lon, strict=True
        )
    ]
    with world.runtime.work(world.actor("Anna")) as work:
        content = io.BytesIO("\n".join(lines).encode())
        job_id = service.receive_positions(work, "aar.csv", content)
    dataset_id = after(world, job_id)
    with world.runtime.work(world.actor("Anna")) as work:
        begun = perf_counter()
        service.try_spot(work, dataset_id, "Nord", *YARD)
        found = service.trial(work, dataset_id)
        took = perf_counter() - begun
        assert json.dumps(found.kinds)
    assert took < 1
