"""Loads the invented home care: places and vehicles, months of trips, a sheet with mistakes, and studies."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from signatur.kernel.jobs.run import run_job, worker_name
from signatur.kernel.permissions import Role
from signatur.records.retention import service as retention
from signatur.records.retention.schema import RetentionRule
from signatur.solutions.fleet import service
from signatur.solutions.fleet.demo import home_care
from signatur.solutions.fleet.schema.demands import Demand
from signatur.solutions.fleet.schema.studies import Aim, Question
from signatur.solutions.fleet.service.places import Place
from signatur.solutions.fleet.settings import FleetSettings

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from signatur.kernel.part import Demo

SEED = 2026
DAYS = 91
_FEWEST_DAYS = 7
_TYPED = 34
_BIKES = ("cykel", "elcykel")


def load_demo(demo: Demo) -> None:
    """Load everything that is not there yet; begun and broken off, it goes on where it was."""
    with demo.runtime.reading(demo.actors[Role.SUPER_USER]) as work:
        if service.is_demo_loaded(work):
            return
        project = service.project_of(work)
        today = work.today
    days = max(_FEWEST_DAYS, round(DAYS * demo.scale))
    first = today - timedelta(days=days + 3)
    _set_up(demo, project.id, today)
    demo.tell(f"  {days} days of driving")
    trips = list(home_care.trips(SEED, first, days))
    driving = _hand_in(demo, "Hjemmeplejens kørsel.csv", home_care.as_file(trips))
    typed = list(home_care.trips(SEED + 1, first, 7))[:_TYPED]
    _hand_in(demo, "Lånebiler, tastet i hånden.csv", home_care.with_mistakes(typed))
    demo.tell("  studies of the driving")
    _study(demo, driving, project.id, days)
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        service.note_demo_loaded(work)


def _set_up(demo: Demo, project_id: UUID, today: date) -> None:
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        if not service.kinds(work, project_id):
            for name, (north, east) in home_care.PLACES.items():
                place = Place(name, chargers=4, charger_kw=11.0, latitude=north, longitude=east)
                service.save_place(work, project_id, place)
            service.take_fleet(work, project_id, home_care.fleet(today))
    with demo.runtime.work(demo.actors[Role.LEGAL]) as work:
        if not retention.rules(work, project_id):
            days = work.runtime.settings.of(FleetSettings).keep_days
            for kind in (service.TRIPS_KIND, service.STUDY_KIND):
                rule = RetentionRule(project_id, kind, days, "Opfundet til prøve.")
                retention.set_rule(work, rule)


def _hand_in(demo: Demo, name: str, content: bytes) -> UUID:
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        found = service.receive(work, name, io.BytesIO(content))
        if service.dataset(work, found.id).is_ready:
            return found.id
        seen = service.look_at(work, found.id)
        job_id = service.confirm(work, found.id, seen.columns.to_json(), seen.signature)
    run_job(demo.runtime, job_id, worker_name())
    return found.id


def _study(demo: Demo, driving: UUID, project_id: UUID, days: int) -> None:
    """Ask three studies of the same driving; one proposal is decided on, one waits."""
    with demo.runtime.reading(demo.actors[Role.SUPER_USER]) as work:
        if service.studies(work, project_id):
            return
        own = service.count_vehicles(work, project_id)
        until = service.dataset(work, driving).last_on
    assert until is not None, "there are trips"
    _ask(demo, driving, "Som i dag", Aim.SIMULATE, own)
    fewer = {**own, "toyota_yaris": max(0, own.get("toyota_yaris", 0) - 3)}
    _ask(demo, driving, "Tre benzinbiler færre", Aim.SIMULATE, fewer)
    # A proposal rests on the newest weeks: enough to see, quick enough for a first start.
    recent = {"since": until - timedelta(days=min(days, 13))}
    settled = _ask(
        demo, driving, "Billigste flåde uden cykler", Aim.OPTIMISE, own,
        demand=Demand(bikes=False, front=False), **recent,
    )  # fmt: skip
    _ask(
        demo, driving, "Billigste flåde med elcykler", Aim.OPTIMISE, own,
        demand=Demand(bikes=True, front=True), **recent,
    )  # fmt: skip
    with demo.runtime.work(demo.actors[Role.PROJECT_OWNER]) as work:
        note = "Vi begynder med bilerne og ser på cykler til foråret."
        service.choose(work, settled, 0, note)


def _ask(
    demo: Demo,
    driving: UUID,
    name: str,
    aim: Aim,
    counts: Mapping[str, int],
    demand: Demand | None = None,
    **period: Any,
) -> UUID:
    with demo.runtime.work(demo.actors[Role.SUPER_USER]) as work:
        project = service.project_of(work)
        fleet = service.fleet_of(work, project.id)
        question = Question(
            aim=aim,
            rules=service.rules_now(work, project.id),
            kinds=fleet.kinds,
            vehicles=service.named_fleet(fleet, counts, service.trips_of(work, driving)),
            candidates=fleet.candidates,
            demand=demand or Demand(),
            **period,
        )
        study_id = service.ask(work, driving, name, service.charged_kinds(work, question))
        job = service.job_of(work, study_id)
    assert job is not None, "a study is asked with a job"
    run_job(demo.runtime, job.id, worker_name())
    return study_id
