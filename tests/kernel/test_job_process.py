"""Real job processes on the real queue: killed, stopped, left alone by their parent."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from signatur.kernel import outbox
from signatur.kernel.jobs import process, store
from signatur.kernel.jobs.store import JobState
from signatur.kernel.outbox import DeliveryState
from tests.builders import FixedClock, World, a_world
from tests.kernel.job_process import parts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from uuid import UUID

    from signatur.kernel.jobs.store import Job
    from tests.databases import Template

PROJECT = Path(__file__).resolve().parent.parent.parent
PATIENCE_SECONDS = 60


@pytest.fixture
def world(template: Template, tmp_path: Path) -> Iterator[World]:
    with template.copy(tmp_path) as url:
        more = {"SIGNATUR_JOB_LEASE_SECONDS": "12"}
        world = a_world(tmp_path, url, FixedClock(), parts()[-1], **more)
        yield world
        world.runtime.close()


def start(world: World, kind: str = "letters.steps") -> UUID:
    with world.runtime.work(world.system) as work:
        return store.start(work, kind)


def look(world: World, job_id: UUID) -> Job:
    with world.runtime.reading(world.system) as work:
        return store.get(work, job_id)


def environment(world: World) -> dict[str, str]:
    kernel = world.runtime.settings.kernel
    own = {"SIGNATUR_DATA_FOLDER": str(kernel.data_folder), "SIGNATUR_JOB_LEASE_SECONDS": "12"}
    if kernel.database_url:
        own["SIGNATUR_DATABASE_URL"] = kernel.database_url
    return {"PATH": os.environ["PATH"], "PYTHONPATH": str(PROJECT), **own}  # noqa: TID251


@contextmanager
def a_process(world: World, *command: str) -> Iterator[subprocess.Popen[bytes]]:
    started = subprocess.Popen(
        [sys.executable, "-m", *command], env=environment(world), cwd=PROJECT
    )
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def wait_until(is_so: Callable[[], bool]) -> None:
    """Wait until something is so; the patience is for machines that are busy."""
    for _ in range(PATIENCE_SECONDS * 50):
        if is_so():
            return
        time.sleep(0.02)
    raise AssertionError("it never came to be")


def count(world: World, name: str) -> int:
    file = world.runtime.settings.kernel.data_folder / name
    return len(file.read_text(encoding="utf-8")) if file.exists() else 0


def let_end(world: World) -> None:
    (world.runtime.settings.kernel.data_folder / "may-end").touch()


def test_a_job_whose_process_is_killed_is_finished_by_another(world: World) -> None:
    job_id = start(world)
    with a_process(world, "tests.kernel.job_process") as first:
        wait_until(lambda: count(world, "begun") == 1)
        first.send_signal(signal.SIGKILL)
        first.wait()
    let_end(world)
    with a_process(world, "tests.kernel.job_process"):
        wait_until(lambda: look(world, job_id).state is JobState.DONE)

    assert (count(world, "begun"), count(world, "ended")) == (2, 1)
    assert look(world, job_id).attempts == 2


def test_a_delivery_whose_process_is_killed_is_repeated_and_known_as_a_repeat(
    world: World,
) -> None:
    with world.runtime.work(world.system) as work:
        delivery_id = outbox.post(work, "slow_box", "letter:7", {})
    sent = world.runtime.settings.kernel.data_folder / "sent"
    with a_process(world, "tests.kernel.job_process") as first:
        wait_until(sent.exists)
        first.send_signal(signal.SIGKILL)
        first.wait()
    let_end(world)
    # Its lease has run out by then.
    with a_process(world, "tests.kernel.job_process", "10"):
        wait_until(lambda: state_of(world, delivery_id) is DeliveryState.DELIVERED)

    assert sent.read_text(encoding="utf-8").splitlines() == ["letter:7 False", "letter:7 True"]


def state_of(world: World, delivery_id: UUID) -> DeliveryState:
    with world.runtime.reading(world.system) as work:
        delivery = outbox.get(work, delivery_id)
    assert delivery is not None
    return delivery.state


def test_a_process_that_is_told_to_stop_hands_its_jobs_back(world: World) -> None:
    job_id = start(world)
    with a_process(world, "tests.kernel.job_process") as leaving:
        wait_until(lambda: count(world, "begun") == 1)
        leaving.terminate()
        status = leaving.wait(PATIENCE_SECONDS)

    assert (status, look(world, job_id).state, look(world, job_id).attempts) == (
        0,
        JobState.WAITING,
        0,
    )


def test_the_command_runs_jobs_that_other_processes_start(world: World) -> None:
    job_id = start(world, "audit.check_chain")
    with a_process(world, "signatur", "jobs", "work"):
        wait_until(lambda: look(world, job_id).state is JobState.DONE)
        second = start(world, "audit.check_chain")
        wait_until(lambda: look(world, second).state is JobState.DONE)

    assert look(world, job_id).result["break_count"] == 0


# --- in this process ---------------------------------------------------------------------------


@pytest.fixture
def own_signals() -> Iterator[None]:
    """Give signals back that the queue's consumer takes."""
    taken = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {one: signal.getsignal(one) for one in taken}
    yield
    for one, handler in before.items():
        signal.signal(one, handler)


@pytest.mark.usefixtures("own_signals")
def test_a_process_runs_what_arrives_until_it_is_told_to_stop(world: World) -> None:
    let_end(world)
    job_id = start(world)
    others = set(threading.enumerate())

    def stop_when_done() -> None:
        wait_until(lambda: look(world, job_id).state is JobState.DONE)
        os.kill(os.getpid(), signal.SIGTERM)

    watcher = threading.Thread(target=stop_when_done)
    watcher.start()
    process.work_on_jobs(world.runtime)
    left = set(threading.enumerate()) - others - {watcher}
    watcher.join()

    assert (look(world, job_id).state, left) == (JobState.DONE, set())


@pytest.mark.usefixtures("own_signals")
def test_a_process_waits_for_its_jobs_but_not_for_ever(world: World) -> None:
    carrier = world.runtime.carrier
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()

    def run(_job_id: UUID) -> None:
        begun.set()
        may_end.wait(PATIENCE_SECONDS)
        ended.set()

    def stop_when_begun() -> None:
        begun.wait(PATIENCE_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    start(world)
    stopper = threading.Thread(target=stop_when_begun)
    stopper.start()
    carrier.consume(run, 1)
    stopper.join()
    carrier.wait_for_threads(0.01)
    had_ended = ended.is_set()
    may_end.set()
    carrier.wait_for_threads(PATIENCE_SECONDS)

    assert (had_ended, ended.is_set()) == (False, True)


def test_a_process_whose_parent_is_gone_stops_itself(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    sent: list[tuple[int, int]] = []
    monkeypatch.setattr(process, "_TICK_SECONDS", 0.001)
    monkeypatch.setattr(os, "kill", lambda pid, number: sent.append((pid, number)))

    process._tick_until(world.runtime, threading.Event(), parent=-1)

    assert sent == [(os.getpid(), signal.SIGTERM)]


def test_a_tick_that_fails_is_logged_and_followed_by_the_next(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    done: list[str] = []

    def sweep(_runtime: object) -> None:
        done.append("sweep")
        if len(done) == 1:
            raise OSError("the database is away")
        over.set()

    monkeypatch.setattr(process, "_TICK_SECONDS", 0.001)
    monkeypatch.setattr(process, "_SWEEP_EVERY_TICKS", 1)
    monkeypatch.setattr(process, "sweep", sweep)
    process._tick_until(world.runtime, over, parent=os.getppid())

    assert done == ["sweep", "sweep"]


def test_the_outbox_is_emptied_again_at_once_after_a_full_round_and_after_a_failure(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    rounds = iter([OSError("the database is away"), 10, 2, 0])
    asked: list[object] = []

    def deliver(_runtime: object) -> int:
        asked.append(found := next(rounds))
        if isinstance(found, OSError):
            raise found
        if found == 0:
            over.set()
        return found

    monkeypatch.setattr(process, "_TICK_SECONDS", 0.001)
    monkeypatch.setattr(process.outbox, "deliver_due", deliver)
    process._deliver_until(world.runtime, over)

    assert asked[1:] == [10, 2, 0]


def test_not_every_tick_looks_for_lost_jobs(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    over = threading.Event()
    done: list[str] = []

    def getppid() -> int:
        done.append("tick")
        if len(done) == 4:
            over.set()
        return 1

    monkeypatch.setattr(process, "_TICK_SECONDS", 0.001)
    monkeypatch.setattr(process, "_SWEEP_EVERY_TICKS", 2)
    monkeypatch.setattr(process, "sweep", lambda _runtime: done.append("sweep"))
    monkeypatch.setattr(process.os, "getppid", getppid)
    process._tick_until(world.runtime, over, parent=1)

    assert done == ["tick", "sweep", "tick", "tick", "sweep"]
