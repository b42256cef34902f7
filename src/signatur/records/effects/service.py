"""Ordering effects, withdrawing them while they can be, and asking whether one may still leave."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel import outbox
from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.outbox import DeliveryState
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.effects.schema import Effect
from signatur.records.effects.tables import EffectRow
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act, judge

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any
    from uuid import UUID

    from signatur.kernel.outbox import Delivery
    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision

AUDIT_PHRASES = {
    "effects.ordered": _("Will leave by %(channel)s"),
    "effects.withdrawn": _("Withdrawn before it left"),
    "effects.held": _("Held back"),
    "effects.released": _("Released"),
}

# Time in which a click can be regretted before anything leaves the house.
REGRET = timedelta(seconds=30)


def order(
    work: Work,
    decision: Decision,
    channel: str,
    payload: Mapping[str, Any],
    *,
    regret: timedelta = REGRET,
    place: str = "",
) -> Effect:
    """Let a decision have an effect outside, in the same transaction. Raises GateClosed.

    The key on the wire is made of channel and decision, so it is the same at every try; `place`
    tells several effects by one channel apart.
    """
    projects.require(work, decision.project_id, Act.AFFECT)
    delivery_id = outbox.post(
        work,
        channel,
        ":".join(filter(None, (channel, str(decision.id), place))),
        {**payload, "item": str(decision.item_id), "project": str(decision.project_id)},
        due_at=work.now + regret,
    )
    row = EffectRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=decision.project_id,
        item_id=decision.item_id,
        decision_id=decision.id,
        delivery_id=delivery_id,
        ordered_at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, row, "effects.ordered", channel=channel)
    return _effect(work, row)


def effects_of(work: Work, item_id: UUID) -> list[Effect]:
    """Return the effects of all decisions on an item, oldest first."""
    query = select(EffectRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    return [_effect(work, row) for row in work.session.scalars(query.order_by(EffectRow.id))]


def withdraw_all_of(work: Work, decision_id: UUID) -> None:
    """Withdraw every effect of a decision. Raises Conflict when one has left or may have."""
    query = select(EffectRow).filter_by(decision_id=decision_id, authority_id=work.authority_id)
    for row in work.session.scalars(query):
        delivery = outbox.get(work, row.delivery_id)
        if delivery is not None and delivery.state is DeliveryState.WITHDRAWN:
            continue
        outbox.withdraw(work, row.delivery_id)
        _tell(work, row, "effects.withdrawn")


def effect_of(work: Work, delivery_id: UUID) -> Effect:
    """Return the effect that a delivery is of. Raises NotFound."""
    return _effect(work, _row_of(work, delivery_id))


def hold(work: Work, delivery_id: UUID) -> None:
    """Keep an effect back until it is released. Raises NotFound, Conflict when it has left."""
    row = _row_of(work, delivery_id)
    outbox.hold(work, delivery_id)
    _tell(work, row, "effects.held")


def withdraw(work: Work, delivery_id: UUID) -> None:
    """Take one effect back, or give one up that failed. Raises NotFound, Conflict when it has left."""
    row = _row_of(work, delivery_id)
    outbox.withdraw(work, delivery_id)
    _tell(work, row, "effects.withdrawn")


def _row_of(work: Work, delivery_id: UUID) -> EffectRow:
    query = select(EffectRow).filter_by(delivery_id=delivery_id, authority_id=work.authority_id)
    row = work.session.scalar(query)
    if row is None:
        raise NotFound(log=f"no effect {delivery_id}", shown=_("This does not exist."))
    return row


def release(work: Work, effect: Effect) -> None:
    """Let an effect leave that was held back. Raises GateClosed, Conflict."""
    projects.require(work, effect.project_id, Act.AFFECT)
    outbox.release(work, effect.delivery.id)
    row = work.session.get_one(EffectRow, effect.id)
    _tell(work, row, "effects.released")


def may_leave(work: Work, delivery: Delivery) -> bool:
    """Say whether the gate is still open for a delivery that is about to leave."""
    query = select(EffectRow.project_id).filter_by(delivery_id=delivery.id)
    project_id = work.session.scalar(query)
    if project_id is None:
        return False
    project = projects.get(work, project_id)
    return judge(project, Act.AFFECT, work.today).is_allowed


def _tell(work: Work, row: EffectRow, action: str, **details: str) -> None:
    audit.write(work, action, ObjectRef("item", row.item_id), effect=row.id, **details)


def _effect(work: Work, row: EffectRow) -> Effect:
    delivery = outbox.get(work, row.delivery_id)
    assert delivery is not None, "an effect has a delivery by foreign key"
    return Effect(row.id, row.project_id, row.item_id, row.decision_id, delivery, row.ordered_at)
