"""Runs one job: takes it, keeps its lease, writes down its progress and how it ended."""

from __future__ import annotations

import os
import secrets
import socket
import threading
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.kernel.jobs.store import JobState
from signatur.kernel.log import get_log
from signatur.kernel.permissions import SYSTEM, Actor, ActorKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from contextlib import AbstractContextManager
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.jobs.kinds import JobKind
    from signatur.kernel.jobs.store import Job
    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work

log = get_log(__name__)


class JobStopped(Exception):
    """Raised inside a job at its next step when it should not go on.

    It was cancelled, its lease was lost, or its process is about to end.
    """


@dataclass(eq=False)
class JobRun:
    """What a running job has in hand."""

    runtime: Runtime
    job: Job
    result: dict[str, Any] = field(default_factory=dict)
    """Ids and numbers to show when it is done."""
    _progress: tuple[int, int, Text | None] = (0, 0, None)
    _stop: threading.Event = field(default_factory=threading.Event)
    _process_ends: threading.Event = field(default_factory=threading.Event)

    @property
    def payload(self) -> Mapping[str, Any]:
        return self.job.payload

    def work(self) -> AbstractContextManager[Work]:
        """Open a transaction in the name of the installation; keep it short."""
        return self.runtime.work(self._actor)

    def reading(self) -> AbstractContextManager[Work]:
        return self.runtime.reading(self._actor)

    @property
    def _actor(self) -> Actor:
        return Actor(ActorKind.SYSTEM, authority_id=self.job.authority_id)

    def progress(self, done: int, total: int, step: Text | None = None) -> None:
        """Say how far the job is. Raises JobStopped when it should not go on."""
        self._progress = (done, total, step)
        if self._stop.is_set() or self._process_ends.is_set():
            raise JobStopped


def worker_name() -> str:
    """Return a name that no other process has now or after a restart."""
    return f"{socket.gethostname()}:{os.getpid()}:{secrets.token_hex(4)}"


def run_job(
    runtime: Runtime, job_id: UUID, worker: str, process_ends: threading.Event | None = None
) -> None:
    """Run a job if it is free, and write down how it ended. Never raises for what the job did.

    When `process_ends` is set meanwhile, the job is stopped at its next step and handed back.
    """
    lease = timedelta(seconds=runtime.settings.kernel.job_lease_seconds)
    with runtime.database.writing() as session:
        job = store.claim(session, job_id, worker, runtime.clock.now(), lease)
    if job is None:
        return
    log.info("jobs.started", job=job.id, kind=job.kind, attempt=job.attempts)
    kind = _kinds(runtime).get(job.kind)
    if kind is None:
        problem = _("This installation does not know this kind of job.")
        _finish(runtime, job, worker, JobState.FAILED, problem=problem)
    elif job.attempts > kind.max_attempts:
        problem = _("The job was started several times and died each time.")
        _finish(runtime, job, worker, JobState.FAILED, problem=problem)
    else:
        run = JobRun(runtime, job, _process_ends=process_ends or threading.Event())
        _run(run, kind, worker, lease)


def run_waiting_jobs(runtime: Runtime) -> int:
    """Run all jobs that are due, in this thread; return how many. For commands and tests."""
    count = 0
    worker = worker_name()
    while True:
        with runtime.database.reading() as session:
            free = store.free_jobs(session, runtime.clock.now())
        if not free:
            return count
        for job_id in free:
            run_job(runtime, job_id, worker)
            count += 1


def _kinds(runtime: Runtime) -> Mapping[str, JobKind]:
    return {kind.name: kind for part in runtime.parts for kind in part.jobs}


def _run(run: JobRun, kind: JobKind, worker: str, lease: timedelta) -> None:
    runtime, job = run.runtime, run.job
    with _Heartbeat(run, worker, lease):
        try:
            kind.run(run)
        except JobStopped:
            _stopped(run, worker)
        except SignaturError as problem:
            log.failure("jobs.failed", problem, job=job.id, kind=job.kind)
            _finish(runtime, job, worker, JobState.FAILED, problem=problem.shown)
        except Exception as problem:  # noqa: BLE001 (whatever a job raises must be written down)
            log.failure("jobs.failed", problem, job=job.id, kind=job.kind)
            shown = _("The job failed. The technical log says where.")
            _finish(runtime, job, worker, JobState.FAILED, problem=shown)
        else:
            _finish(runtime, job, worker, JobState.DONE, result=run.result)
            log.info("jobs.done", job=job.id, kind=job.kind)


def _stopped(run: JobRun, worker: str) -> None:
    if run._stop.is_set():  # noqa: SLF001 (a run and what runs it belong together)
        _finish(run.runtime, run.job, worker, JobState.CANCELLED)
        return
    with run.runtime.work(SYSTEM) as work:
        store.hand_back(work.session, run.job.id, worker, work.now)
    log.info("jobs.handed_back", job=run.job.id, kind=run.job.kind)


def _finish(
    runtime: Runtime,
    job: Job,
    worker: str,
    state: JobState,
    *,
    result: Mapping[str, Any] | None = None,
    problem: Text | None = None,
) -> None:
    with runtime.work(SYSTEM) as work:
        store.finish(work.session, job.id, worker, work.now, state, result=result, problem=problem)


class _Heartbeat:
    """Prolongs the lease of a running job from a thread of its own."""

    def __init__(self, run: JobRun, worker: str, lease: timedelta) -> None:
        self._run = run
        self._worker = worker
        self._lease = lease
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._beat, name="heartbeat", daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_exception: object) -> None:
        self._over.set()
        self._thread.join()

    def _beat(self) -> None:
        # Progress is shown to people who wait, so it is written more often than the lease needs.
        pause = min(1.0, self._lease.total_seconds() / 4)
        while not self._over.wait(pause):
            try:
                self._beat_once()
            except Exception as problem:  # noqa: BLE001 (a beat may be missed; the next one tells more)
                log.failure("jobs.beat_failed", problem, job=self._run.job.id)

    def _beat_once(self) -> None:
        run = self._run
        until = run.runtime.clock.now() + self._lease
        with run.runtime.database.writing() as session:
            heard = store.beat(session, run.job.id, self._worker, until, run._progress)  # noqa: SLF001
        if heard.is_cancel_asked or not heard.is_still_ours:
            run._stop.set()  # noqa: SLF001
