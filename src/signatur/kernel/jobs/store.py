"""The table of jobs and every change of a job's state."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, and_, func, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base, add_unless_there
from signatur.kernel.errors import Conflict, NotFound
from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from sqlalchemy.orm import Session

    from signatur.kernel.work import Work


class JobState(StrEnum):
    """Where a job stands."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class JobRow(Base):
    """One job. `payload` and `result` hold ids and numbers, never content."""

    __tablename__ = "kernel_job"
    __table_args__ = (
        Index(None, "state", "due_at"),
        Index(None, "authority_id", "id"),
        CheckConstraint("attempts >= 0", name="attempts"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID | None]
    kind: Mapped[str]
    payload: Mapped[dict[str, Any]]
    key: Mapped[str | None] = mapped_column(unique=True)
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    is_cancel_asked: Mapped[bool] = mapped_column(default=False)
    created_by: Mapped[UUID | None]
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    finished_at: Mapped[datetime | None]
    worker: Mapped[str | None]
    lease_until: Mapped[datetime | None]
    done: Mapped[int] = mapped_column(default=0)
    total: Mapped[int] = mapped_column(default=0)
    step: Mapped[dict[str, Any] | None]
    result: Mapped[dict[str, Any] | None]
    problem: Mapped[dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Job:
    """A job as others see it."""

    id: UUID
    authority_id: UUID | None
    kind: str
    payload: Mapping[str, Any]
    state: JobState
    attempts: int
    is_cancel_asked: bool
    created_by: UUID | None
    """The person who started it; None when it started by itself."""
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
    done: int
    total: int
    step: Text | None
    result: Mapping[str, Any]
    problem: Text | None

    @property
    def is_open(self) -> bool:
        return self.state in (JobState.WAITING, JobState.RUNNING)


class JobNotFound(NotFound):
    """No such job, or none that this person may know of."""

    def __init__(self, job_id: UUID) -> None:
        super().__init__(log=f"no job {job_id}", shown=_("This job does not exist."))


def start(
    work: Work,
    kind: str,
    payload: Mapping[str, Any] | None = None,
    *,
    key: str | None = None,
    due_at: datetime | None = None,
) -> UUID:
    """Write down a job, which runs once this transaction is stored.

    With a `key`, a second start with the same key returns the first job instead.
    """
    if key is not None and (known := _with_key(work, key)):
        return known
    row = JobRow(
        id=work.new_id(),
        authority_id=work.actor.authority_id,
        kind=kind,
        payload=dict(payload or {}),
        key=key,
        state=JobState.WAITING,
        created_by=work.actor.id,
        created_at=work.now,
        due_at=due_at or work.now,
    )
    if not add_unless_there(work.session, row):
        assert key is not None, "only a key can clash"
        known = _with_key(work, key)
        assert known is not None, "another process has just started it"
        return known
    if row.due_at <= work.now:
        work.after_commit(lambda: work.runtime.carrier.send(row.id))
    return row.id


def start_again(
    work: Work,
    kind: str,
    payload: Mapping[str, Any] | None = None,
    *,
    key: str,
    every: int = 0,
) -> UUID:
    """Start a job that is started time and again: one row, which waits anew when it is over.

    Nothing happens while it waits or runs, or when it last began less than `every` seconds ago; so
    it never runs twice at a time, and there are no more rows the longer it is done.
    """
    job_id = start(work, kind, payload, key=key)
    again = work.session.execute(
        update(JobRow)
        .where(
            JobRow.id == job_id,
            JobRow.state.in_((JobState.DONE, JobState.FAILED, JobState.CANCELLED)),
            JobRow.due_at <= work.now - timedelta(seconds=every),
        )
        .values(
            payload=dict(payload or {}),
            state=JobState.WAITING,
            attempts=0,
            is_cancel_asked=False,
            due_at=work.now,
            finished_at=None,
            done=0,
            total=0,
            step=None,
            problem=None,
        )
    )
    if again.rowcount == 1:  # type: ignore[attr-defined]
        work.after_commit(lambda: work.runtime.carrier.send(job_id))
    return job_id


def _with_key(work: Work, key: str) -> UUID | None:
    return work.session.scalar(select(JobRow.id).filter_by(key=key))


def get(work: Work, job_id: UUID) -> Job:
    """Return a job of the actor's authority. Raises JobNotFound."""
    return _job(_row(work, job_id))


def recent(work: Work, *, kind: str | None = None, limit: int = 100) -> list[Job]:
    """Return the newest jobs of the actor's authority."""
    query = select(JobRow).filter_by(authority_id=work.authority_id)
    if kind is not None:
        query = query.filter_by(kind=kind)
    return [
        _job(row) for row in work.session.scalars(query.order_by(JobRow.id.desc()).limit(limit))
    ]


def newest(session: Session, limit: int) -> list[Job]:
    """Return the newest jobs of the installation; for those who run it."""
    return [
        _job(row) for row in session.scalars(select(JobRow).order_by(JobRow.id.desc()).limit(limit))
    ]


def authority_of(session: Session, job_id: UUID) -> UUID | None:
    """Return the authority of a job, None for one of the installation. Raises JobNotFound."""
    row = session.get(JobRow, job_id)
    if row is None:
        raise JobNotFound(job_id)
    return row.authority_id


def latest(session: Session, kinds: Collection[str]) -> dict[str, Job]:
    """Return the newest job of some kinds that belongs to no authority, such as last night's."""
    newest_ids = (
        select(func.max(JobRow.created_at).label("at"), JobRow.kind)
        .where(JobRow.kind.in_(kinds), JobRow.authority_id.is_(None))
        .group_by(JobRow.kind)
        .subquery()
    )
    query = select(JobRow).join(
        newest_ids, and_(JobRow.kind == newest_ids.c.kind, JobRow.created_at == newest_ids.c.at)
    )
    return {row.kind: _job(row) for row in session.scalars(query.order_by(JobRow.id))}


def cancel(work: Work, job_id: UUID) -> None:
    """Stop a waiting job; ask a running one to stop at its next step. Raises JobNotFound."""
    row = _row(work, job_id)
    if row.state == JobState.WAITING:
        row.state = JobState.CANCELLED
        row.finished_at = work.now
    elif row.state == JobState.RUNNING:
        row.is_cancel_asked = True
    work.session.flush()


def retry(work: Work, job_id: UUID) -> None:
    """Let a failed or cancelled job run again. Raises JobNotFound, Conflict."""
    row = _row(work, job_id)
    if row.state not in (JobState.FAILED, JobState.CANCELLED):
        raise Conflict(
            log=f"job {job_id} is {row.state}",
            shown=_("Only a job that failed or was cancelled can be started again."),
        )
    row.state = JobState.WAITING
    row.attempts = 0
    row.is_cancel_asked = False
    row.problem = None
    row.finished_at = None
    row.due_at = work.now
    work.session.flush()
    work.after_commit(lambda: work.runtime.carrier.send(job_id))


def _row(work: Work, job_id: UUID) -> JobRow:
    row = work.session.get(JobRow, job_id)
    if row is None or row.authority_id != work.actor.authority_id:
        raise JobNotFound(job_id)
    return row


def _job(row: JobRow) -> Job:
    return Job(
        id=row.id,
        authority_id=row.authority_id,
        kind=row.kind,
        payload=row.payload,
        state=JobState(row.state),
        attempts=row.attempts,
        is_cancel_asked=row.is_cancel_asked,
        created_by=row.created_by,
        created_at=row.created_at,
        started_at=row.started_at,
        finished_at=row.finished_at,
        done=row.done,
        total=row.total,
        step=Text.from_json(row.step) if row.step else None,
        result=row.result or {},
        problem=Text.from_json(row.problem) if row.problem else None,
    )


# --- what a job process does, outside of any authority -----------------------------------------


def claim(
    session: Session, job_id: UUID, worker: str, now: datetime, lease: timedelta
) -> Job | None:
    """Take a job for a worker, unless another has it or it is over."""
    took = session.execute(
        update(JobRow)
        .where(JobRow.id == job_id, _is_free(now))
        .values(
            state=JobState.RUNNING,
            worker=worker,
            lease_until=now + lease,
            started_at=now,
            attempts=JobRow.attempts + 1,
        )
    )
    if took.rowcount != 1:  # type: ignore[attr-defined]
        return None
    return _job(session.get_one(JobRow, job_id))


def free_jobs(session: Session, now: datetime) -> Sequence[UUID]:
    """Return the jobs that are due and that nobody is working on."""
    return session.scalars(select(JobRow.id).where(_is_free(now)).order_by(JobRow.id)).all()


def _is_free(now: datetime) -> Any:
    return or_(
        and_(JobRow.state == JobState.WAITING, JobRow.due_at <= now),
        and_(JobRow.state == JobState.RUNNING, JobRow.lease_until < now),
    )


@dataclass(frozen=True, slots=True)
class Beat:
    """What a worker learns when it says that it is alive."""

    is_still_ours: bool
    is_cancel_asked: bool


def beat(
    session: Session,
    job_id: UUID,
    worker: str,
    lease_until: datetime,
    progress: tuple[int, int, Text | None],
) -> Beat:
    """Prolong the lease and write down the progress."""
    done, total, step = progress
    kept = session.execute(
        update(JobRow)
        .where(_held_by(job_id, worker))
        .values(
            lease_until=lease_until, done=done, total=total, step=step.to_json() if step else None
        )
    )
    asked = session.scalar(select(JobRow.is_cancel_asked).filter_by(id=job_id))
    return Beat(is_still_ours=kept.rowcount == 1, is_cancel_asked=bool(asked))  # type: ignore[attr-defined]


def finish(
    session: Session,
    job_id: UUID,
    worker: str,
    now: datetime,
    state: JobState,
    *,
    result: Mapping[str, Any] | None = None,
    problem: Text | None = None,
) -> None:
    """Write down how a job ended; without effect when the worker has lost the job meanwhile."""
    session.execute(
        update(JobRow)
        .where(_held_by(job_id, worker))
        .values(
            state=state,
            finished_at=now,
            lease_until=None,
            result=dict(result or {}),
            problem=problem.to_json() if problem else None,
        )
    )


def hand_back(session: Session, job_id: UUID, worker: str, now: datetime) -> None:
    """Let another process take a job at once that was stopped because its process ends."""
    session.execute(
        update(JobRow)
        .where(_held_by(job_id, worker))
        .values(
            state=JobState.WAITING,
            due_at=now,
            lease_until=None,
            worker=None,
            # It did not die: this start does not count.
            attempts=JobRow.attempts - 1,
        )
    )


def _held_by(job_id: UUID, worker: str) -> Any:
    return and_(JobRow.id == job_id, JobRow.worker == worker, JobRow.state == JobState.RUNNING)
