"""The transactional outbox: what is to leave the house is written in the transaction of its cause.

A delivery is tried until it succeeds. Its number of tries is stored *before* each try, so that a
repeat after a crash is known to be one; the key on the wire stays the same, so that a receiver can
drop it. Waiting deliveries can be held, released and withdrawn.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol
from uuid import UUID

from sqlalchemy import Index, and_, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base
from signatur.kernel.errors import Conflict, SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.log import get_log
from signatur.kernel.permissions import SYSTEM, system_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work

log = get_log(__name__)

_LEASE = timedelta(minutes=5)
_FIRST_PAUSE = timedelta(seconds=10)
_LONGEST_PAUSE = timedelta(hours=1)
_MOST_ATTEMPTS = 20


class DeliveryState(StrEnum):
    """Where a delivery stands."""

    WAITING = "waiting"
    HELD = "held"
    UNDER_WAY = "under_way"
    DELIVERED = "delivered"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class OutboxRow(Base):
    """One delivery. `payload` holds ids and addresses of places, never content."""

    __tablename__ = "kernel_outbox"
    __table_args__ = (Index(None, "state", "due_at"), Index(None, "authority_id", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    channel: Mapped[str]
    key: Mapped[str] = mapped_column(unique=True)
    payload: Mapped[dict[str, Any]]
    state: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    created_at: Mapped[datetime]
    due_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    receipt: Mapped[dict[str, Any] | None]
    problem: Mapped[str | None]


@dataclass(frozen=True, slots=True)
class Delivery:
    """What a channel is asked to deliver."""

    id: UUID
    authority_id: UUID
    channel: str
    key: str
    """The same at every try; goes on the wire so that a receiver can drop a repeat."""
    payload: Mapping[str, Any]
    state: DeliveryState
    attempts: int
    created_at: datetime
    delivered_at: datetime | None
    problem: str | None

    @property
    def may_be_repeat(self) -> bool:
        """An earlier try was begun and may have reached the receiver."""
        return self.attempts > 1


class DeliveryFailed(SignaturError):
    """The receiver could not be reached or refused; `is_final` says whether to try again."""

    def __init__(self, *, log: str, is_final: bool = False) -> None:
        super().__init__(log=log, shown=_("The delivery failed."))
        self.is_final = is_final


class Channel(Protocol):
    """A way out of the house."""

    @property
    def name(self) -> str: ...

    def is_allowed(self, work: Work, delivery: Delivery) -> bool:
        """Say whether it may still leave; asked again right before each try."""
        ...

    def deliver(self, work: Work, delivery: Delivery) -> Mapping[str, Any]:
        """Deliver and return a receipt (ids, no content); `work` only reads. Raises DeliveryFailed."""
        ...


def post(
    work: Work,
    channel: str,
    key: str,
    payload: Mapping[str, Any],
    *,
    due_at: datetime | None = None,
) -> UUID:
    """Put something into the outbox; it leaves after this transaction is stored, not before."""
    row = OutboxRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        channel=channel,
        key=key,
        payload=dict(payload),
        state=DeliveryState.WAITING,
        created_at=work.now,
        due_at=due_at or work.now,
    )
    work.session.add(row)
    work.session.flush()
    return row.id


def withdraw(work: Work, delivery_id: UUID) -> None:
    """Take back what has not left yet. Raises Conflict when it has, or may have."""
    _move(work, delivery_id, (DeliveryState.WAITING, DeliveryState.HELD), DeliveryState.WITHDRAWN)


def hold(work: Work, delivery_id: UUID) -> None:
    """Keep something back until it is released. Raises Conflict when it has left."""
    _move(work, delivery_id, (DeliveryState.WAITING,), DeliveryState.HELD)


def release(work: Work, delivery_id: UUID) -> None:
    """Let something leave that was held, or try again what failed. Raises Conflict."""
    _move(work, delivery_id, (DeliveryState.HELD, DeliveryState.FAILED), DeliveryState.WAITING)


def get(work: Work, delivery_id: UUID) -> Delivery | None:
    row = work.session.get(OutboxRow, delivery_id)
    return _delivery(row) if row is not None and row.authority_id == work.authority_id else None


def _move(
    work: Work, delivery_id: UUID, allowed: tuple[DeliveryState, ...], to: DeliveryState
) -> None:
    change = update(OutboxRow).where(
        OutboxRow.id == delivery_id,
        OutboxRow.authority_id == work.authority_id,
        OutboxRow.state.in_(allowed),
    )
    if to is DeliveryState.WITHDRAWN:
        # A try that was begun may have reached the receiver: too late to take it back.
        change = change.where(OutboxRow.attempts == 0)
    moved = work.session.execute(change.values(state=to, due_at=work.now))
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(
            log=f"delivery {delivery_id} cannot become {to}",
            shown=_("It has already left, or is on its way."),
        )


def deliver_due(runtime: Runtime) -> int:
    """Try each delivery that is due, one transaction for each; return how many were tried."""
    with runtime.reading(SYSTEM) as work:
        due = work.session.scalars(
            select(OutboxRow.id).where(_is_due(work.now)).order_by(OutboxRow.id).limit(100)
        ).all()
    return sum(_try(runtime, delivery_id) for delivery_id in due)


def _is_due(now: datetime) -> Any:
    return or_(
        and_(OutboxRow.state == DeliveryState.WAITING, OutboxRow.due_at <= now),
        and_(OutboxRow.state == DeliveryState.UNDER_WAY, OutboxRow.lease_until < now),
    )


def _try(runtime: Runtime, delivery_id: UUID) -> bool:
    """Count the try and store that; deliver while no transaction is open for writing; store how it went."""
    with runtime.work(SYSTEM) as work:
        took = work.session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == delivery_id, _is_due(work.now))
            .values(
                state=DeliveryState.UNDER_WAY,
                attempts=OutboxRow.attempts + 1,
                lease_until=work.now + _LEASE,
            )
        )
        if took.rowcount != 1:  # type: ignore[attr-defined]
            return False
        delivery = _delivery(work.session.get_one(OutboxRow, delivery_id))
    actor = system_of(delivery.authority_id)
    with runtime.reading(actor) as work:
        outcome = _deliver(work, delivery)
    with runtime.work(actor) as work:
        _store(work, delivery, outcome)
    return True


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: DeliveryState
    receipt: Mapping[str, Any] | None = None
    problem: str | None = None


def _deliver(work: Work, delivery: Delivery) -> _Outcome:
    channel = _channel(work.runtime, delivery.channel)
    if not channel.is_allowed(work, delivery):
        return _Outcome(DeliveryState.HELD, problem="not allowed to leave")
    try:
        return _Outcome(DeliveryState.DELIVERED, channel.deliver(work, delivery))
    except DeliveryFailed as failure:
        is_over = failure.is_final or delivery.attempts >= _MOST_ATTEMPTS
        state = DeliveryState.FAILED if is_over else DeliveryState.WAITING
        return _Outcome(state, problem=failure.log)


def _store(work: Work, delivery: Delivery, outcome: _Outcome) -> None:
    row = work.session.get_one(OutboxRow, delivery.id)
    row.state = outcome.state
    row.lease_until = None
    row.problem = outcome.problem
    row.receipt = dict(outcome.receipt) if outcome.receipt is not None else None
    row.due_at = work.now + pause_after(delivery.attempts)
    row.delivered_at = work.now if outcome.state is DeliveryState.DELIVERED else None
    log.info("outbox.tried", delivery=delivery.id, attempt=delivery.attempts, state=outcome.state)


def pause_after(attempts: int) -> timedelta:
    """Return how long to wait after a failed try: doubling, at most an hour."""
    doublings = min(attempts - 1, 20)
    return min(_LONGEST_PAUSE, _FIRST_PAUSE * (1 << doublings))


def _channel(runtime: Runtime, name: str) -> Channel:
    for part in runtime.parts:
        for channel in part.channels:
            if channel.name == name:
                return channel
    raise KeyError(name)


def _delivery(row: OutboxRow) -> Delivery:
    return Delivery(
        id=row.id,
        authority_id=row.authority_id,
        channel=row.channel,
        key=row.key,
        payload=row.payload,
        state=DeliveryState(row.state),
        attempts=row.attempts,
        created_at=row.created_at,
        delivered_at=row.delivered_at,
        problem=row.problem,
    )
