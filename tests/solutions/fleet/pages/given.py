"""What the tests of the pages have: a project with vehicles, places, driving and a study."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

from signatur.solutions.fleet import service
from signatur.solutions.fleet.schema.datasets import DatasetState
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.studies import Aim, Question
from signatur.solutions.fleet.schema.trips import trips_of
from signatur.solutions.fleet.schema.vehicles import Fleet
from signatur.solutions.fleet.service.datasets import dataset_row, put_trips
from tests.builders import NOON, World, a_project
from tests.solutions.fleet.service.out.answers import KINDS, TODAY

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.solutions.fleet.schema.trips import Trips

_WEEK_S = 7 * 86_400


def a_fleet(world: World) -> UUID:
    """Open a project with three vehicles and one place on the map; return it."""
    project = a_project(world, "fleet")
    with world.runtime.work(world.actor("Erik")) as work:
        service.take_fleet(work, project.id, Fleet(KINDS, TODAY, tuple(KINDS)))
        hall = service.Place("Rådhuset", latitude=57.46, longitude=9.98)
        service.save_place(work, project.id, hall)
    return project.id


def some_driving(world: World, trips: Trips, name: str = "Ture 2025") -> UUID:
    """Keep trips as if they had been read from a file; return the file's id."""
    with world.runtime.work(world.actor("Erik")) as work:
        given = service.receive(work, name, io.BytesIO(f"id;start_time\n{name};1\n".encode()))
        row = dataset_row(work, given.id)
        put_trips(work, row, trips)
        row.state = DatasetState.READY
    return given.id


def more_weeks(trips: Trips, weeks: int) -> Trips:
    """Return the same three weeks again and again."""
    turns = range(0, weeks, 3)
    return trips_of(
        ids=[f"{turn}-{one}" for turn in turns for one in trips.ids],
        start_s=[int(one) + turn * _WEEK_S for turn in turns for one in trips.start_s],
        end_s=[int(one) + turn * _WEEK_S for turn in turns for one in trips.end_s],
        distance_km=[float(one) for _turn in turns for one in trips.distance_km],
        vehicle=[trips.vehicle.word(row) for _turn in turns for row in range(len(trips))],
        location=[trips.location.word(row) for _turn in turns for row in range(len(trips))],
    )


def later(trips: Trips) -> Trips:
    """Return the same driving in the weeks after today."""
    gap = int((NOON + timedelta(days=1)).timestamp()) - int(trips.start_s.min())
    shift = -(-gap // _WEEK_S) * _WEEK_S
    return replace(trips, start_s=trips.start_s + shift, end_s=trips.end_s + shift)


def an_open_study(world: World, project_id: UUID, dataset_id: UUID) -> UUID:
    """Ask for the cheapest fleet; its job has not run."""
    with world.runtime.work(world.actor("Erik")) as work:
        fleet = service.fleet_of(work, project_id)
        question = Question(
            Aim.OPTIMISE,
            service.rules_now(work, project_id),
            fleet.kinds,
            fleet.vehicles,
            fleet.candidates,
            Demand(),
        )
        return service.ask(work, dataset_id, "Færre biler", question)


def a_study(world: World, project_id: UUID, dataset_id: UUID) -> UUID:
    """Ask for the cheapest fleet and work it out at once."""
    study_id = an_open_study(world, project_id, dataset_id)
    with world.runtime.work(world.actor("Erik")) as work:
        frozen, trips = service.question_of(work, study_id)
    found = service.answer(frozen, trips)
    with world.runtime.work(world.system) as work:
        service.finish(work, study_id, found)
    return study_id
