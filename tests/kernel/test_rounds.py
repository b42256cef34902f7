"""What is done every few seconds: started again when it is over and due, never twice at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.kernel.jobs.kinds import JobKind
from signatur.kernel.jobs.process import sweep
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.jobs.store import JobState
from signatur.kernel.part import Part
from tests.builders import FixedClock, World, a_world

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from uuid import UUID

    from signatur.kernel.runtime import Runtime
    from tests.databases import Template

EVERY = 30


@pytest.fixture
def looks() -> list[str]:
    return []


@pytest.fixture
def world(template: Template, tmp_path: Path, looks: list[str]) -> Iterator[World]:
    kind = JobKind(name="mailman.look", title=_("Looking"), run=lambda _run: looks.append("look"))

    def stumble(_runtime: Runtime) -> None:
        raise OSError("something is away")

    mailman = Part(name="mailman", title=_("Looking"), jobs=(kind,), rounds=(stumble, go_round))
    with template.copy(tmp_path) as url:
        world = a_world(tmp_path, url, FixedClock(), mailman)
        yield world
        world.runtime.close()


def go_round(runtime: Runtime) -> None:
    from signatur.kernel.permissions import SYSTEM

    with runtime.work(SYSTEM) as work:
        start(work)


def start(work: object) -> UUID:
    return store.start_again(work, "mailman.look", {"n": 1}, key="mailman", every=EVERY)  # type: ignore[arg-type]


def test_a_round_starts_its_job_when_it_is_due_and_in_one_row(
    world: World, looks: list[str]
) -> None:
    for seconds in (0, 10, 25, EVERY):
        world.clock.advance(timedelta(seconds=seconds))
        for _process in range(2):
            sweep(world.runtime)
        run_waiting_jobs(world.runtime)

    # At 0, at 35 and at 65 seconds; at 10 it was not due.
    assert len(looks) == 3
    with world.runtime.database.reading() as session:
        found = [job for job in store.newest(session, 100) if job.kind == "mailman.look"]
    assert [(job.state, job.attempts) for job in found] == [(JobState.DONE, 1)]


def test_what_waits_or_runs_is_left_alone(world: World) -> None:
    with world.runtime.work(world.system) as work:
        first = start(work)
    world.clock.advance(timedelta(hours=1))
    with world.runtime.work(world.system) as work:
        again = start(work)
    with world.runtime.reading(world.system) as work:
        job = store.get(work, first)

    assert again == first
    assert (job.state, job.created_at) == (JobState.WAITING, world.clock.now() - timedelta(hours=1))
