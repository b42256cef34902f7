"""The job process: runs arriving jobs, finds lost ones, starts scheduled ones, empties the outbox."""

from __future__ import annotations

import os
import signal
import threading
from typing import TYPE_CHECKING

from signatur.kernel import outbox
from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import run_job, worker_name
from signatur.kernel.log import get_log
from signatur.kernel.permissions import SYSTEM

if TYPE_CHECKING:
    from signatur.kernel.runtime import Runtime

log = get_log(__name__)

_TICK_SECONDS = 1.0
_SWEEP_EVERY_TICKS = 5


def work_on_jobs(runtime: Runtime, *, parent: int | None = None) -> None:
    """Run jobs until told to stop; with `parent`, also stop when that process is gone."""
    worker = worker_name()
    over = threading.Event()
    ticker = threading.Thread(target=_tick_until, args=(runtime, over, parent), name="ticker")
    ticker.start()
    try:
        runtime.carrier.consume(
            lambda job_id: run_job(runtime, job_id, worker), runtime.settings.kernel.job_workers
        )
    finally:
        over.set()
        ticker.join()


def _tick_until(runtime: Runtime, over: threading.Event, parent: int | None) -> None:
    ticks = 0
    while not over.wait(_TICK_SECONDS):
        if parent is not None and os.getppid() != parent:
            os.kill(os.getpid(), signal.SIGTERM)
            return
        try:
            outbox.deliver_due(runtime)
            if ticks % _SWEEP_EVERY_TICKS == 0:
                sweep(runtime)
        except Exception as problem:  # noqa: BLE001 (the next tick tries again; the log says why)
            log.failure("jobs.tick_failed", problem)
        ticks += 1


def sweep(runtime: Runtime) -> None:
    """Start what the schedules ask for, and send free jobs again whose id was lost."""
    with runtime.work(SYSTEM) as work:
        for part in runtime.parts:
            for schedule in part.schedules:
                today = work.now.replace(hour=schedule.hour, minute=schedule.minute, second=0)
                if work.now >= today:
                    key = f"{schedule.job}:{work.now.date().isoformat()}"
                    store.start(work, schedule.job, key=key)
        free = store.free_jobs(work.session, work.now)
    for job_id in free:
        runtime.carrier.send(job_id)
