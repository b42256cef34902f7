"""Situations of the fleet: a small place with two cars, a file of its trips, and what is asked of it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.solutions.fleet import service
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.studies import Aim, Question
from signatur.solutions.fleet.schema.vehicles import Body, Energy, Fleet, Kind, Vehicle
from tests.builders import a_project

if TYPE_CHECKING:
    from collections.abc import Mapping
    from uuid import UUID

    from tests.builders import World

KINDS = {
    "yaris": Kind("yaris", "Yaris", Body.CAR, Energy.PETROL, 46_000, 0.05),
    "zoe": Kind("zoe", "Zoe", Body.CAR, Energy.ELECTRICITY, 50_000, 0.17, 300.0, 0.2),
}
FLEET = Fleet(
    kinds=KINDS,
    vehicles=(
        Vehicle("B1", "yaris", "B1", ("Nord",)),
        Vehicle("B2", "yaris", "B2", ("Nord",)),
        Vehicle("B3", "zoe", "B3"),
    ),
    candidates=("yaris", "zoe"),
)
HEADING = "Turnr;Bil;Start;Slut;Km;Chauffør"
GOOD = (
    "1;B1;05-01-2026 08:00;05-01-2026 09:00;12,5;Ida Holm",
    "2;B2;05-01-2026 08:30;05-01-2026 09:30;4;Ida Holm",
    "3;B1;05-01-2026 10:00;05-01-2026 11:00;30;Bo Lund",
    "4;B2;06-01-2026 08:00;06-01-2026 12:00;55,5;Bo Lund",
)
NO_END = "5;B1;06-01-2026 13:00;;8;Ida Holm"


def a_file(*lines: str) -> bytes:
    return "\r\n".join([HEADING, *(lines or GOOD), ""]).encode()


def a_fleet(world: World, fleet: Fleet = FLEET) -> UUID:
    """Open a project in operation with vehicles; return it."""
    project = a_project(world, "fleet")
    with world.runtime.work(world.actor("Bo")) as work:
        service.take_fleet(work, project.id, fleet)
    return project.id


def driving(world: World, content: bytes | None = None, name: str = "ture.csv") -> UUID:
    """Hand a file in, confirm what its columns seem to mean, and let it be read."""
    with world.runtime.work(world.actor("Anna")) as work:
        found = service.receive(work, name, io.BytesIO(content or a_file()))
        seen = service.look_at(work, found.id)
        service.confirm(work, found.id, seen.columns.to_json(), seen.signature)
    run_waiting_jobs(world.runtime)
    return found.id


def a_study(
    world: World,
    dataset_id: UUID,
    counts: Mapping[str, int] | None = None,
    demand: Demand | None = None,
) -> UUID:
    """Ask a study, an optimisation where a demand is made, and let it be worked out."""
    with world.runtime.work(world.actor("Anna")) as work:
        project_id = service.project_of(work).id
        fleet = service.fleet_of(work, project_id)
        named = counts or service.count_vehicles(work, project_id)
        question = Question(
            aim=Aim.OPTIMISE if demand else Aim.SIMULATE,
            rules=service.rules_now(work, project_id),
            kinds=fleet.kinds,
            vehicles=service.named_fleet(fleet, named, service.trips_of(work, dataset_id)),
            candidates=fleet.candidates,
            demand=demand or Demand(),
        )
        study_id = service.ask(work, dataset_id, "Prøve", question)
    run_waiting_jobs(world.runtime)
    return study_id
