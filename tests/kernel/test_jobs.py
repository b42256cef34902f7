"""Background jobs: written down with their cause, run once, and never lost."""

from __future__ import annotations

import threading
import time
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.kernel.jobs.carrier import Carrier
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.kernel.jobs.process import sweep
from signatur.kernel.jobs.run import JobRun, JobStopped, _Heartbeat, run_job, run_waiting_jobs
from signatur.kernel.jobs.store import JobNotFound, JobState
from signatur.kernel.permissions import SYSTEM
from tests.builders import FixedClock, World, a_world
from tests.stand_ins import Letters

if TYPE_CHECKING:
    import io
    from collections.abc import Callable, Iterator
    from pathlib import Path
    from uuid import UUID

    from signatur.kernel.jobs.store import Job
    from tests.databases import Template

LEASE = timedelta(seconds=60)


class Desk:
    """What the job of these tests does; each test says what."""

    def __init__(self) -> None:
        self.act: Callable[[JobRun], None] = lambda _run: None
        self.runs: list[JobRun] = []

    def run(self, run: JobRun) -> None:
        self.runs.append(run)
        self.act(run)


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def world(template: Template, tmp_path: Path, desk: Desk) -> Iterator[World]:
    kind = JobKind(name="letters.sort", title=_("Sorting letters"), run=desk.run, max_attempts=2)
    nightly = Schedule(job="letters.sort", hour=1, minute=30)
    solution = Letters(jobs=(kind,), schedules=(nightly,)).part()
    with template.copy(tmp_path) as url:
        world = a_world(tmp_path, url, FixedClock(), solution)
        yield world
        world.runtime.close()


def start(world: World, kind: str = "letters.sort", **options: Any) -> UUID:
    with world.runtime.work(world.actor("Fie")) as work:
        return store.start(work, kind, **options)


def look(world: World, job_id: UUID) -> Job:
    with world.runtime.reading(world.system) as work:
        return store.get(work, job_id)


# --- running -----------------------------------------------------------------------------------


def test_a_job_runs_with_its_payload_and_shows_its_result(world: World, desk: Desk) -> None:
    def act(run: JobRun) -> None:
        run.result["sorted"] = run.payload["letters"]

    desk.act = act
    job_id = start(world, payload={"letters": 7})

    assert run_waiting_jobs(world.runtime) == 1

    job = look(world, job_id)
    assert (job.state, job.result, job.attempts, job.is_open) == (
        JobState.DONE,
        {"sorted": 7},
        1,
        False,
    )


def test_a_job_whose_cause_is_rolled_back_never_was(world: World, desk: Desk) -> None:
    with pytest.raises(ZeroDivisionError), world.runtime.work(world.system) as work:
        store.start(work, "letters.sort")
        raise ZeroDivisionError

    assert run_waiting_jobs(world.runtime) == 0
    assert desk.runs == []


def test_a_job_works_within_the_authority_that_started_it(world: World, desk: Desk) -> None:
    seen: list[object] = []

    def act(run: JobRun) -> None:
        with run.work() as work, run.reading() as reading:
            seen.extend((work.authority_id, reading.authority_id))

    desk.act = act
    start(world)
    run_waiting_jobs(world.runtime)

    assert seen == [world.authority_id, world.authority_id]


def test_a_job_that_is_due_later_waits(world: World, desk: Desk) -> None:
    start(world, due_at=world.clock.now() + timedelta(hours=1))
    early = run_waiting_jobs(world.runtime)
    world.clock.advance(timedelta(hours=1))

    assert (early, run_waiting_jobs(world.runtime)) == (0, 1)


def test_a_second_start_with_the_same_key_is_the_first_job(world: World) -> None:
    assert start(world, key="one") == start(world, key="one")


def test_two_processes_that_start_the_same_key_at_once_start_one_job(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = start(world, key="one")
    seen = [None, first]  # nothing at the first look, the other's job after the clash
    monkeypatch.setattr(store, "_with_key", lambda _work, _key: seen.pop(0))

    assert (start(world, key="one"), seen) == (first, [])


def test_a_known_problem_is_told_in_its_own_words(world: World, desk: Desk) -> None:
    def act(_run: JobRun) -> None:
        raise InputProblem(log="no letters", shown=_("There is nothing to sort."))

    desk.act = act
    job_id = start(world)
    run_waiting_jobs(world.runtime)

    job = look(world, job_id)
    assert job.state is JobState.FAILED
    assert job.problem is not None
    assert job.problem.message == "There is nothing to sort."


def test_what_an_unknown_problem_says_is_told_to_nobody(
    world: World, desk: Desk, log_lines: io.StringIO
) -> None:
    def act(_run: JobRun) -> None:
        raise ValueError("Kære kommune, jeg hedder Bente")

    desk.act = act
    job_id = start(world)
    run_waiting_jobs(world.runtime)

    job = look(world, job_id)
    assert job.problem is not None
    assert "Bente" not in str(job.problem) + log_lines.getvalue()
    assert "jobs.failed" in log_lines.getvalue()


def test_a_job_of_a_kind_that_is_gone_fails_with_a_sentence(world: World) -> None:
    job_id = start(world, "letters.gone")
    run_waiting_jobs(world.runtime)

    assert look(world, job_id).state is JobState.FAILED


# --- taking, losing, dying ---------------------------------------------------------------------


def claim(world: World, job_id: UUID, worker: str) -> Job | None:
    with world.runtime.database.writing() as session:
        return store.claim(session, job_id, worker, world.clock.now(), LEASE)


def test_a_job_is_taken_by_one_worker_only(world: World) -> None:
    job_id = start(world)

    assert claim(world, job_id, "first") is not None
    assert claim(world, job_id, "second") is None


def test_an_id_that_arrives_twice_runs_once(world: World, desk: Desk) -> None:
    job_id = start(world)
    for _time in range(2):
        run_job(world.runtime, job_id, "me")

    assert len(desk.runs) == 1


def test_a_job_whose_worker_died_is_taken_by_another(world: World, desk: Desk) -> None:
    job_id = start(world)
    claim(world, job_id, "dead")
    early = run_waiting_jobs(world.runtime)
    world.clock.advance(LEASE + timedelta(seconds=1))

    assert (early, run_waiting_jobs(world.runtime)) == (0, 1)
    assert (look(world, job_id).state, look(world, job_id).attempts) == (JobState.DONE, 2)


def test_a_job_that_kills_every_worker_is_given_up(world: World, desk: Desk) -> None:
    job_id = start(world)
    for worker in ("first", "second"):
        claim(world, job_id, worker)
        world.clock.advance(LEASE + timedelta(seconds=1))
    run_waiting_jobs(world.runtime)

    assert look(world, job_id).state is JobState.FAILED
    assert desk.runs == []


def test_a_worker_that_lost_its_job_cannot_say_how_it_ended(world: World) -> None:
    job_id = start(world)
    claim(world, job_id, "slow")
    world.clock.advance(LEASE + timedelta(seconds=1))
    claim(world, job_id, "quick")

    with world.runtime.database.writing() as session:
        store.finish(session, job_id, "slow", world.clock.now(), JobState.FAILED)

    assert look(world, job_id).state is JobState.RUNNING


def beating(world: World, job: Job, worker: str) -> tuple[JobRun, _Heartbeat]:
    run = JobRun(world.runtime, job)
    return run, _Heartbeat(run, worker, LEASE)


def test_a_sign_of_life_prolongs_the_lease_and_writes_the_progress(world: World) -> None:
    job_id = start(world)
    job = claim(world, job_id, "me")
    assert job is not None
    run, heart = beating(world, job, "me")
    run.progress(3, 10, _("Reading"))
    world.clock.advance(timedelta(seconds=50))

    heart._beat_once()
    world.clock.advance(timedelta(seconds=50))

    shown = look(world, job_id)
    assert claim(world, job_id, "another") is None
    assert (shown.done, shown.total) == (3, 10)
    assert shown.step is not None
    assert shown.step.message == "Reading"


def test_a_worker_that_lost_its_lease_stops_at_its_next_step(world: World) -> None:
    job_id = start(world)
    job = claim(world, job_id, "slow")
    assert job is not None
    run, heart = beating(world, job, "slow")
    world.clock.advance(LEASE + timedelta(seconds=1))
    claim(world, job_id, "quick")

    heart._beat_once()

    with pytest.raises(JobStopped):
        run.progress(1, 2)


def test_a_missed_beat_is_logged_and_the_heart_goes_on(
    world: World, log_lines: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    job_id = start(world)
    job = claim(world, job_id, "me")
    assert job is not None
    _run, heart = beating(world, job, "me")
    heart._lease = timedelta(seconds=0.04)
    beats: list[bool] = []

    def beat() -> None:
        beats.append(True)
        if len(beats) == 1:
            raise OSError("the database is away")

    monkeypatch.setattr(heart, "_beat_once", beat)
    with heart:
        while len(beats) < 2:
            time.sleep(0.005)

    assert log_lines.getvalue().count("jobs.beat_failed") == 1


# --- stopping and starting again ---------------------------------------------------------------


def cancel(world: World, job_id: UUID) -> None:
    with world.runtime.work(world.system) as work:
        store.cancel(work, job_id)


def test_a_waiting_job_that_is_cancelled_never_runs(world: World, desk: Desk) -> None:
    job_id = start(world)
    cancel(world, job_id)
    run_waiting_jobs(world.runtime)

    assert (look(world, job_id).state, desk.runs) == (JobState.CANCELLED, [])


def test_a_running_job_that_is_cancelled_stops_at_its_next_step(world: World, desk: Desk) -> None:
    def act(run: JobRun) -> None:
        cancel(world, run.job.id)
        _Heartbeat(run, worker, LEASE)._beat_once()
        run.progress(1, 2)

    worker = "me"
    desk.act = act
    job_id = start(world)
    run_job(world.runtime, job_id, worker)

    assert look(world, job_id).state is JobState.CANCELLED


def test_cancelling_what_is_over_changes_nothing(world: World) -> None:
    job_id = start(world)
    run_waiting_jobs(world.runtime)
    cancel(world, job_id)

    assert look(world, job_id).state is JobState.DONE


def test_a_failed_job_can_be_started_again(world: World, desk: Desk) -> None:
    job_id = start(world, "letters.gone")
    run_waiting_jobs(world.runtime)
    with world.runtime.work(world.system) as work:
        store.retry(work, job_id)

    shown = look(world, job_id)
    assert (shown.state, shown.attempts, shown.problem) == (JobState.WAITING, 0, None)


def test_a_job_that_is_not_over_cannot_be_started_again(world: World) -> None:
    job_id = start(world)

    with pytest.raises(Conflict), world.runtime.work(world.system) as work:
        store.retry(work, job_id)


def test_a_job_whose_process_ends_is_handed_back_at_once(world: World, desk: Desk) -> None:
    process_ends = threading.Event()

    def act(run: JobRun) -> None:
        process_ends.set()
        run.progress(1, 2)

    desk.act = act
    job_id = start(world)
    run_job(world.runtime, job_id, "leaving", process_ends)
    handed_back = look(world, job_id)
    desk.act = lambda _run: None
    run_waiting_jobs(world.runtime)

    assert (handed_back.state, handed_back.attempts) == (JobState.WAITING, 0)
    assert (look(world, job_id).state, look(world, job_id).attempts) == (JobState.DONE, 1)


# --- lists -------------------------------------------------------------------------------------


def test_lists_show_the_newest_first(world: World) -> None:
    first, second = start(world), start(world, "letters.gone")

    with world.runtime.reading(world.system) as work:
        both = [job.id for job in store.recent(work)]
        of_kind = [job.id for job in store.recent(work, kind="letters.sort")]
        everywhere = [job.id for job in store.newest(work.session, limit=1)]

    assert (both, of_kind, everywhere) == ([second, first], [first], [second])


def test_a_job_of_another_authority_does_not_exist(world: World) -> None:
    with world.runtime.work(SYSTEM) as work:
        job_id = store.start(work, "letters.sort")

    with world.runtime.reading(world.system) as work, pytest.raises(JobNotFound):
        store.get(work, job_id)


# --- schedules and lost ids --------------------------------------------------------------------


def jobs_of_the_night(world: World) -> int:
    with world.runtime.database.reading() as session:
        found = store.newest(session, limit=100)
    # Of what starts by the day; some jobs start again every minute.
    return sum(one.kind in ("letters.sort", "retention.tidy") for one in found)


def test_a_schedule_starts_its_job_once_a_day_however_many_processes_look(world: World) -> None:
    world.clock.moment = world.clock.moment.replace(hour=1, minute=0)
    sweep(world.runtime)
    early = jobs_of_the_night(world)
    world.clock.advance(timedelta(minutes=30))
    for _process in range(3):
        sweep(world.runtime)
    once = jobs_of_the_night(world)
    world.clock.advance(timedelta(days=1))
    sweep(world.runtime)

    # The nightly tidying of the installation starts beside the schedule of this test.
    assert (early, once, jobs_of_the_night(world)) == (0, 2, 4)


def test_the_last_run_of_a_schedule_can_be_looked_up(world: World) -> None:
    for _night in range(2):
        sweep(world.runtime)
        world.clock.advance(timedelta(days=1))
    with world.runtime.database.reading() as session:
        last = store.latest(session, ["letters.sort", "letters.gone"])

    assert list(last) == ["letters.sort"]
    assert last["letters.sort"].created_at == world.clock.now() - timedelta(days=1)


def test_only_ids_that_are_lost_are_sent_again(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[UUID] = []
    world.clock.moment = world.clock.moment.replace(hour=0)
    with monkeypatch.context() as patch:
        patch.setattr(Carrier, "send", lambda _carrier, _job_id: None)  # the id is lost
        job_id = start(world)
    monkeypatch.setattr(Carrier, "send", lambda _carrier, job_id: sent.append(job_id))

    monkeypatch.setattr(Carrier, "is_empty", lambda _carrier: False)
    sweep(world.runtime)
    while_full = list(sent)
    monkeypatch.setattr(Carrier, "is_empty", lambda _carrier: True)
    sweep(world.runtime)

    # What starts every few seconds beside it is sent at once, and lost by nobody.
    assert (job_id in while_full, sent.count(job_id)) == (False, 1)


def test_the_queue_knows_whether_it_is_empty(world: World) -> None:
    before = world.runtime.carrier.is_empty()
    start(world)

    assert (before, world.runtime.carrier.is_empty()) == (True, False)


def test_a_process_that_only_sends_refuses_to_run(world: World) -> None:
    with pytest.raises(AssertionError, match="only sends"):
        world.runtime.carrier._run(start(world))
