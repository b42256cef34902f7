"""The transactional outbox: what is to leave the house is written in the transaction of its cause.

A delivery is tried until it succeeds. Its number of tries is stored *before* each try, so that a
repeat after a crash is known to be one; the key on the wire stays the same, so that a receiver can
drop it. Waiting deliveries can be held, released and withdrawn.

Deliveries to different places leave side by side, those to one place one after another. A place that
does not answer is left alone until later, so that it neither uses up tries nor holds up the others.
"""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable
from uuid import UUID

from sqlalchemy import Index, and_, func, null, or_, select, update
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base
from signatur.kernel.errors import Conflict, SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.log import get_log
from signatur.kernel.permissions import SYSTEM, system_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work

log = get_log(__name__)

PLACE = "route"
"""In a payload: which of a channel's places a delivery goes to, where it has several."""
_OF_ONE_PLACE = 50
"""Deliveries to one place in a round."""
_MOST_SECONDS = 5.0
"""After so long, what is left for a place waits for the next round."""
_FAILURES_IN_A_ROW = 3
_STAYED = {"left": False}
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

    has_left: bool = False
    """It reached somebody, or may have."""

    @property
    def may_be_withdrawn(self) -> bool:
        """It has certainly not left, or it failed for good and is given up."""
        waits = self.state in (DeliveryState.WAITING, DeliveryState.HELD)
        return self.state is DeliveryState.FAILED or (waits and not self.has_left)

    @property
    def may_be_repeat(self) -> bool:
        """An earlier try was begun and may have reached the receiver."""
        return self.attempts > 1


class DeliveryFailed(SignaturError):
    """The receiver could not be reached or refused; `is_final` says whether to try again.

    `again_after` is how long the receiver asks to be left alone. `has_left` False: it is certain
    that nothing reached anybody, so that the delivery may still be taken back.
    """

    def __init__(
        self,
        *,
        log: str,
        is_final: bool = False,
        again_after: timedelta | None = None,
        has_left: bool = True,
    ) -> None:
        super().__init__(log=log, shown=_("The delivery failed."))
        self.is_final = is_final
        self.again_after = again_after
        self.has_left = has_left


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


@runtime_checkable
class RememberingChannel(Channel, Protocol):
    """A channel that writes something down once it has delivered."""

    def remember(self, work: Work, delivery: Delivery, receipt: Mapping[str, Any]) -> None:
        """Write down what came of it, in the transaction that stores the success.

        When that transaction is lost, the delivery is repeated: it must bear being done again.
        """
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
    """Take back what has not left, or give up what failed. Raises Conflict when it may have left."""
    allowed = (DeliveryState.WAITING, DeliveryState.HELD, DeliveryState.FAILED)
    _move(work, delivery_id, allowed, DeliveryState.WITHDRAWN)


def hold(work: Work, delivery_id: UUID) -> None:
    """Keep something back until it is released. Raises Conflict when it has left."""
    _move(work, delivery_id, (DeliveryState.WAITING,), DeliveryState.HELD)


def release(work: Work, delivery_id: UUID) -> None:
    """Let something leave that was held, or try again what failed. Raises Conflict."""
    _move(work, delivery_id, (DeliveryState.HELD, DeliveryState.FAILED), DeliveryState.WAITING)


def get(work: Work, delivery_id: UUID) -> Delivery | None:
    """Return a delivery of the actor's authority."""
    row = work.session.get(OutboxRow, delivery_id)
    return read_delivery(row) if row is not None and row.authority_id == work.authority_id else None


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
        is_over = OutboxRow.state == DeliveryState.FAILED
        stayed = OutboxRow.receipt["left"].as_boolean().is_(False)
        change = change.where(or_(OutboxRow.attempts == 0, stayed, is_over))
    moved = work.session.execute(change.values(state=to, due_at=work.now))
    if moved.rowcount != 1:  # type: ignore[attr-defined]
        raise Conflict(
            log=f"delivery {delivery_id} cannot become {to}",
            shown=_("It has already left, or is on its way."),
        )


def deliver_due(runtime: Runtime, *, at_once: bool = False) -> int:
    """Try what is due, a transaction for each step of each; return how many were tried.

    `at_once`: also what waits for the time to regret, or for another try.
    """
    with runtime.reading(SYSTEM) as work:
        lanes = _due_by_place(work, at_once=at_once)
    workers = min(len(lanes), runtime.settings.kernel.outbox_workers)
    if workers <= 1:
        return sum(_run(runtime, lane, at_once=at_once) for lane in lanes)
    with ThreadPoolExecutor(workers, "outbox") as pool:
        return sum(pool.map(lambda lane: _run(runtime, lane, at_once=at_once), lanes))


def _due_by_place(work: Work, *, at_once: bool) -> list[list[UUID]]:
    """Return what is due, the oldest of each place."""
    place = (OutboxRow.channel, OutboxRow.payload[PLACE].as_string())
    number = func.row_number().over(partition_by=place, order_by=OutboxRow.id).label("number")
    due = (
        select(OutboxRow.id, OutboxRow.channel, place[1].label("place"), number)
        .where(_is_due(work.now, at_once=at_once))
        .subquery()
    )
    query = select(due).where(due.c.number <= _OF_ONE_PLACE).order_by(due.c.id)
    lanes: dict[tuple[str, str | None], list[UUID]] = {}
    for row in work.session.execute(query):
        lanes.setdefault((row.channel, row.place), []).append(row.id)
    return list(lanes.values())


def _is_due(now: datetime, *, at_once: bool = False) -> Any:
    waits = OutboxRow.state == DeliveryState.WAITING
    return or_(
        waits if at_once else and_(waits, OutboxRow.due_at <= now),
        and_(OutboxRow.state == DeliveryState.UNDER_WAY, OutboxRow.lease_until < now),
    )


def _run(runtime: Runtime, lane: Sequence[UUID], *, at_once: bool) -> int:
    """Try the deliveries to one place, until it fails several times in a row or takes too long."""
    until = time.monotonic() + _MOST_SECONDS
    tried = failures = 0
    for delivery_id in lane:
        if failures >= _FAILURES_IN_A_ROW or time.monotonic() > until:
            break
        state = _try(runtime, delivery_id, at_once=at_once)
        tried += state is not None
        failures = failures + 1 if state is DeliveryState.WAITING else 0
    return tried


def _try(runtime: Runtime, delivery_id: UUID, *, at_once: bool = False) -> DeliveryState | None:
    """Count the try and store that; deliver while no transaction is open for writing; store how it went.

    None: another process was quicker.
    """
    lease = timedelta(seconds=runtime.settings.kernel.outbox_lease_seconds)
    with runtime.work(SYSTEM) as work:
        before = work.session.execute(
            select(OutboxRow.attempts, OutboxRow.receipt).filter_by(id=delivery_id)
        ).one()
        took = work.session.execute(
            update(OutboxRow)
            .where(OutboxRow.id == delivery_id, _is_due(work.now, at_once=at_once))
            .values(
                state=DeliveryState.UNDER_WAY,
                attempts=OutboxRow.attempts + 1,
                receipt=null(),
                lease_until=work.now + lease,
            )
        )
        if took.rowcount != 1:  # type: ignore[attr-defined]
            return None
        delivery = read_delivery(work.session.get_one(OutboxRow, delivery_id))
    actor = system_of(delivery.authority_id)
    with runtime.reading(actor) as work:
        outcome = _deliver(work, delivery)
    if not outcome.has_left and not _has_left(before.attempts, before.receipt):
        outcome = replace(outcome, receipt=_STAYED)
    with runtime.work(actor) as work:
        _store(work, delivery, outcome)
    return outcome.state


@dataclass(frozen=True, slots=True)
class _Outcome:
    state: DeliveryState
    receipt: Mapping[str, Any] | None = None
    problem: str | None = None
    again_after: timedelta | None = None
    has_left: bool = True


def _has_left(attempts: int, receipt: Mapping[str, Any] | None) -> bool:
    """Say whether earlier tries may have reached somebody; one that was broken off may have."""
    return attempts > 0 and (receipt or {}).get("left", True)


def _deliver(work: Work, delivery: Delivery) -> _Outcome:
    try:
        channel = _channel(work.runtime, delivery.channel)
        if not channel.is_allowed(work, delivery):
            return _Outcome(DeliveryState.HELD, problem="not allowed to leave", has_left=False)
        return _Outcome(DeliveryState.DELIVERED, channel.deliver(work, delivery))
    except DeliveryFailed as failure:
        failed = _failed(delivery, failure.log, is_final=failure.is_final)
        return replace(failed, again_after=failure.again_after, has_left=failure.has_left)
    except Exception as problem:  # noqa: BLE001 (one broken channel must not stop the others)
        log.failure("outbox.channel_broke", problem, delivery=delivery.id)
        return _failed(delivery, type(problem).__name__)


def _failed(
    delivery: Delivery,
    problem: str,
    again_after: timedelta | None = None,
    *,
    is_final: bool = False,
) -> _Outcome:
    is_over = is_final or delivery.attempts >= _MOST_ATTEMPTS
    state = DeliveryState.FAILED if is_over else DeliveryState.WAITING
    return _Outcome(state, problem=problem, again_after=again_after)


def _store(work: Work, delivery: Delivery, outcome: _Outcome) -> None:
    """Write down how a try went, unless its lease ran out and another try was begun meanwhile."""
    row = work.session.get_one(OutboxRow, delivery.id, with_for_update=True)
    if row.attempts != delivery.attempts or row.state != DeliveryState.UNDER_WAY:
        log.warning("outbox.overtaken", delivery=delivery.id, attempt=delivery.attempts)
        return
    row.state = outcome.state
    row.lease_until = None
    row.problem = outcome.problem
    row.receipt = dict(outcome.receipt) if outcome.receipt is not None else None
    row.due_at = work.now + max(pause_after(delivery.attempts), outcome.again_after or timedelta())
    row.delivered_at = work.now if outcome.state is DeliveryState.DELIVERED else None
    if outcome.state is DeliveryState.HELD:
        # Nothing was sent in this try, so that it may still be withdrawn.
        row.attempts -= 1
    if outcome.state is DeliveryState.DELIVERED:
        _let_remember(work, delivery, outcome.receipt or {})
    log.info("outbox.tried", delivery=delivery.id, attempt=delivery.attempts, state=outcome.state)


def _let_remember(work: Work, delivery: Delivery, receipt: Mapping[str, Any]) -> None:
    channel = _channel(work.runtime, delivery.channel)
    if isinstance(channel, RememberingChannel):
        work.session.flush()
        channel.remember(work, delivery, receipt)


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


def read_delivery(row: OutboxRow) -> Delivery:
    """Return a row as the value that others see."""
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
        has_left=_has_left(row.attempts, row.receipt),
    )
