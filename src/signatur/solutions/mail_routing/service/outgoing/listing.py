"""Lists of what is on its way out, has left, or could not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select

from signatur.kernel.outbox import DeliveryState, OutboxRow, read_delivery
from signatur.solutions.mail_routing.schema.outgoing import (
    BAD_CODES,
    CHANNELS,
    ReceiptCode,
    RouteKind,
    channel_name,
)
from signatur.solutions.mail_routing.service.distributing import visible_outgoing
from signatur.solutions.mail_routing.tables import EnquiryRow, OutgoingRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlalchemy import Select

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema.outgoing import OutgoingFilter

REPEATS = "repeats"
REJECTED = "rejected"
MOST_AT_ONCE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingLine:
    """One delivery in a list."""

    id: UUID
    item_id: UUID
    decision_id: UUID
    subject: str
    """The enquiry's subject line; empty once it is erased."""
    route_id: UUID | None
    kind: RouteKind
    department_key: str
    subject_key: str
    state: DeliveryState
    attempts: int
    ordered_at: datetime
    due_at: datetime
    delivered_at: datetime | None
    problem: str
    code: ReceiptCode | None
    wire_id: UUID
    key: str
    may_withdraw: bool

    @property
    def is_repeat(self) -> bool:
        return self.state is DeliveryState.DELIVERED and self.attempts > 1

    @property
    def may_hold(self) -> bool:
        return self.state is DeliveryState.WAITING

    @property
    def may_release(self) -> bool:
        return self.state in (DeliveryState.HELD, DeliveryState.FAILED)


@dataclass(frozen=True, slots=True)
class OutgoingPage:
    """Some deliveries, newest first, and from where the next page goes on."""

    lines: Sequence[OutgoingLine]
    next_before: UUID | None


def outgoing(
    work: Work,
    project_id: UUID,
    wanted: OutgoingFilter,
    *,
    before: UUID | None = None,
    limit: int = 50,
) -> OutgoingPage:
    """Return deliveries that fit and that the actor may see, newest first."""
    query = _filtered(work, project_id, wanted)
    if before is not None:
        query = query.where(OutgoingRow.delivery_id < before)
    rows = work.session.execute(query.limit(limit + 1)).all()
    lines = [_line(*row) for row in rows[:limit]]
    return OutgoingPage(lines, lines[-1].id if len(rows) > limit else None)


def outgoing_of(work: Work, project_id: UUID, item_id: UUID) -> list[OutgoingLine]:
    """Return all deliveries of one enquiry, oldest first."""
    query = _columns(work, project_id).where(OutgoingRow.item_id == item_id)
    rows = work.session.execute(query.order_by(OutgoingRow.delivery_id))
    return [_line(*row) for row in rows]


def ids_of(work: Work, project_id: UUID, wanted: OutgoingFilter) -> list[UUID]:
    """Return the deliveries that fit, for acting on all of them; at most `MOST_AT_ONCE`."""
    query = _filtered(work, project_id, wanted).with_only_columns(OutgoingRow.delivery_id)
    return list(work.session.scalars(query.limit(MOST_AT_ONCE)))


def count_states(work: Work, project_id: UUID) -> dict[str, int]:
    """Return how many deliveries stand in each state, are repeats, or were rejected."""
    states = (
        select(OutboxRow.state, func.count())
        .join(OutgoingRow, OutboxRow.id == OutgoingRow.delivery_id)
        .where(*visible_outgoing(work, project_id))
        .group_by(OutboxRow.state)
    )
    found = {row[0]: row[1] for row in work.session.execute(states)}
    counted: dict[str, int] = {str(state): found.get(state, 0) for state in DeliveryState}
    for name in (REPEATS, REJECTED):
        inner = _columns(work, project_id).where(_special(name)).subquery()
        counted[name] = work.session.scalar(select(func.count()).select_from(inner)) or 0
    return counted


def _columns(work: Work, project_id: UUID) -> Select[OutgoingRow, OutboxRow, str]:
    return (
        select(OutgoingRow, OutboxRow, EnquiryRow.subject)
        .join(OutboxRow, OutboxRow.id == OutgoingRow.delivery_id)
        .outerjoin(EnquiryRow, EnquiryRow.item_id == OutgoingRow.item_id)
        .where(*visible_outgoing(work, project_id))
    )


def _filtered(
    work: Work, project_id: UUID, wanted: OutgoingFilter
) -> Select[OutgoingRow, OutboxRow, str]:
    query = _columns(work, project_id).order_by(OutgoingRow.delivery_id.desc())
    if wanted.state in (REPEATS, REJECTED):
        query = query.where(_special(wanted.state))
    elif wanted.state:
        query = query.where(OutboxRow.state == wanted.state)
    if wanted.kind:
        query = query.where(OutgoingRow.channel == channel_name(RouteKind(wanted.kind)))
    if wanted.department:
        query = query.where(OutgoingRow.department_key == wanted.department)
    if wanted.route_id:
        query = query.where(OutgoingRow.route_id == wanted.route_id)
    if wanted.enquiry:
        query = query.where(_of_enquiry(wanted.enquiry))
    return query


def _special(name: str) -> Any:
    if name == REJECTED:
        return OutgoingRow.last_code.in_(sorted(BAD_CODES))
    return (OutboxRow.state == DeliveryState.DELIVERED) & (OutboxRow.attempts > 1)


def _of_enquiry(words: str) -> Any:
    """Return the condition for an enquiry by its number, its number on the wire, or its subject."""
    try:
        number = UUID(words.strip())
    except ValueError:
        pattern = words.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
        return EnquiryRow.subject.ilike(f"%{pattern}%", escape="\\")
    return (OutgoingRow.item_id == number) | (OutgoingRow.wire_id == number)


def _line(row: OutgoingRow, sent: OutboxRow, subject: str | None) -> OutgoingLine:
    delivery = read_delivery(sent)
    return OutgoingLine(
        id=row.delivery_id,
        item_id=row.item_id,
        decision_id=row.decision_id,
        subject=subject or "",
        route_id=row.route_id,
        kind=CHANNELS[row.channel],
        department_key=row.department_key,
        subject_key=row.subject_key,
        state=delivery.state,
        attempts=sent.attempts,
        ordered_at=row.ordered_at,
        due_at=sent.due_at,
        delivered_at=sent.delivered_at,
        problem=sent.problem or "",
        code=ReceiptCode(row.last_code) if row.last_code else None,
        wire_id=row.wire_id,
        key=sent.key,
        may_withdraw=delivery.may_be_withdrawn,
    )
