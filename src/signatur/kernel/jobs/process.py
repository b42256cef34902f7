"""The job process: runs arriving jobs, finds lost ones, starts scheduled ones, empties the outbox.

Told to stop, it lets its jobs end at their next step and hands them back, so that the next process
goes on with them at once.
"""

from __future__ import annotations

import os
import signal
import threading
from datetime import time
from typing import TYPE_CHECKING

from signatur.kernel import outbox
from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import run_job, worker_name
from signatur.kernel.log import get_log
from signatur.kernel.permissions import SYSTEM

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.runtime import Runtime

log = get_log(__name__)

_TICK_SECONDS = 1.0
_SWEEP_EVERY_TICKS = 5
# So many deliveries in a round that more is likely to be due.
_MANY = 10
# Less than a supervisor commonly waits before it kills.
_STOP_SECONDS = 8.0


def work_on_jobs(runtime: Runtime, *, parent: int | None = None) -> None:
    """Run jobs until told to stop; with `parent`, also stop when that process is gone."""
    worker = worker_name()
    over = threading.Event()
    ticker = threading.Thread(target=_tick_until, args=(runtime, over, parent), name="ticker")
    postman = threading.Thread(target=_deliver_until, args=(runtime, over), name="postman")
    ticker.start()
    postman.start()

    def run(job_id: UUID) -> None:
        run_job(runtime, job_id, worker, over)

    try:
        runtime.carrier.consume(run, runtime.settings.kernel.job_workers)
    finally:
        over.set()
        ticker.join()
        postman.join(_STOP_SECONDS)
        runtime.carrier.wait_for_threads(_STOP_SECONDS)


def _tick_until(runtime: Runtime, over: threading.Event, parent: int | None) -> None:
    ticks = 0
    while not over.wait(_TICK_SECONDS):
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        try:
            if ticks % _SWEEP_EVERY_TICKS == 0:
                sweep(runtime)
        except Exception as problem:  # noqa: BLE001 (the next tick tries again; the log says why)
            log.failure("jobs.tick_failed", problem)
        ticks += 1


def _deliver_until(runtime: Runtime, over: threading.Event) -> None:
    """Empty the outbox; a receiver that is slow to answer holds up nothing else of this process."""
    while not over.wait(_TICK_SECONDS):
        try:
            while outbox.deliver_due(runtime) >= _MANY and not over.is_set():
                pass
        except Exception as problem:  # noqa: BLE001 (the next tick tries again; the log says why)
            log.failure("jobs.delivering_failed", problem)


def sweep(runtime: Runtime) -> None:
    """Start what the schedules ask for, and send free jobs again whose id was lost."""
    with runtime.work(SYSTEM) as work:
        for part in runtime.parts:
            for schedule in part.schedules:
                if work.now.time() >= time(schedule.hour, schedule.minute):
                    key = f"{schedule.job}:{work.now.date().isoformat()}"
                    store.start(work, schedule.job, key=key)
    _go_rounds(runtime)
    # An id that still lies in the queue is not lost; sending it again would only pile it up.
    if not runtime.carrier.is_empty():
        return
    with runtime.database.reading() as session:
        free = store.free_jobs(session, runtime.clock.now())
    for job_id in free:
        runtime.carrier.send(job_id)


def _go_rounds(runtime: Runtime) -> None:
    """Let each part start what it wants done every few seconds; one that fails hinders no other."""
    for part in runtime.parts:
        for go_round in part.rounds:
            try:
                go_round(runtime)
            except Exception as problem:  # noqa: BLE001 (the next round tries again; the log says why)
                log.failure("jobs.round_failed", problem, part=part.name)
