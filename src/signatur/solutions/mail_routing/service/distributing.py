"""Letting decisions take effect outside: which routes they take, and what may be done on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, NotFound, SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.outbox import PLACE, DeliveryState, OutboxRow
from signatur.kernel.permissions import Permission, Role
from signatur.records.effects import service as effects
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act, judge
from signatur.solutions.mail_routing.schema.outgoing import (
    CHANNELS,
    RouteKind,
    channel_name,
    routes_for,
    wire_id,
)
from signatur.solutions.mail_routing.service.answers import target_as_json
from signatur.solutions.mail_routing.service.listing import READ, suffix_of
from signatur.solutions.mail_routing.service.outgoing.routes import (
    CHANGE_ROUTES,
    mark_held,
    note_tried,
    route,
    routes,
)
from signatur.solutions.mail_routing.service.setup import NAME
from signatur.solutions.mail_routing.tables import OutgoingRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from typing import Any
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision
    from signatur.records.effects.schema import Effect
    from signatur.solutions.mail_routing.schema import Target
    from signatur.solutions.mail_routing.schema.outgoing import Route
    from signatur.solutions.mail_routing.tables import EnquiryRow

MANAGE_OUTGOING = Permission(
    "mail_routing.manage_outgoing",
    _("hold, release, retry and withdraw what is on its way out"),
    frozenset({Role.SUPER_USER, Role.OPERATIONS}),
)


def hand_over(work: Work, row: EnquiryRow, decision: Decision, target: Target) -> list[Effect]:
    """Let a decision take effect by every route that it takes, when the project's gate is open.

    Where no route is set up, the enquiry is put into the folder for outgoing mail.
    """
    project = projects.get(work, row.project_id)
    if not judge(project, Act.AFFECT, work.today).is_allowed:
        return []
    taken = routes_for(routes(work, row.project_id), target)
    return [_order(work, row, decision, target, one) for one in taken or (None,)]


def _order(
    work: Work, row: EnquiryRow, decision: Decision, target: Target, taken: Route | None
) -> Effect:
    kind = taken.kind if taken else RouteKind.FOLDER
    payload = {**target_as_json(target), "suffix": suffix_of(row)}
    if taken is not None:
        payload[PLACE] = str(taken.id)
    place = str(taken.id) if taken else ""
    effect = effects.order(work, decision, channel_name(kind), payload, place=place)
    work.session.add(
        OutgoingRow(
            delivery_id=effect.delivery.id,
            authority_id=work.authority_id,
            project_id=row.project_id,
            item_id=row.item_id,
            decision_id=decision.id,
            route_id=taken.id if taken else None,
            channel=effect.delivery.channel,
            department_key=target.department_key,
            subject_key=target.subject_key,
            wire_id=wire_id(effect.delivery.key),
            is_held_alone=False,
            last_code="",
            ordered_at=work.now,
        )
    )
    work.session.flush()
    if taken is not None and taken.is_held:
        effects.hold(work, effect.delivery.id)
    return effect


# --- one or several deliveries -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Acted:
    """How many of several deliveries could be acted on, and how many had left meanwhile."""

    done: int = 0
    refused: int = 0


def hold(work: Work, delivery_ids: Iterable[UUID]) -> Acted:
    """Hold deliveries back until each is released; those that have left are passed over."""

    def act(row: OutgoingRow) -> None:
        effects.hold(work, row.delivery_id)
        row.is_held_alone = True

    return _each(work, delivery_ids, act)


def release(work: Work, delivery_ids: Iterable[UUID]) -> Acted:
    """Let deliveries leave that were held, or try again what failed."""

    def act(row: OutgoingRow) -> None:
        if row.route_id is not None and route(work, row.route_id).is_held:
            raise Conflict(log="route held", shown=_("The whole route is held. Release it first."))
        effects.release(work, effects.effect_of(work, row.delivery_id))
        row.is_held_alone = False

    return _each(work, delivery_ids, act)


def withdraw(work: Work, delivery_ids: Iterable[UUID]) -> Acted:
    """Take deliveries back that have not left, or give up those that failed for good."""
    return _each(work, delivery_ids, lambda row: effects.withdraw(work, row.delivery_id))


def _each(work: Work, delivery_ids: Iterable[UUID], act: Callable[[OutgoingRow], None]) -> Acted:
    """Act on each of several deliveries; one that has moved on meanwhile stops no other.

    When there is only one, what is wrong with it is raised.
    """
    ids = list(dict.fromkeys(delivery_ids))
    done = 0
    for delivery_id in ids:
        row = _visible_row(work, delivery_id)
        work.require(MANAGE_OUTGOING, row.project_id)
        try:
            act(row)
        except SignaturError:
            if len(ids) == 1:
                raise
            continue
        done += 1
    work.session.flush()
    return Acted(done, len(ids) - done)


def _visible_row(work: Work, delivery_id: UUID) -> OutgoingRow:
    row = work.session.get(OutgoingRow, delivery_id)
    if row is None or row.authority_id != work.authority_id:
        raise _no_such(delivery_id)
    allowed = work.actor.limit(READ, row.project_id, "department")
    if allowed is not None and row.department_key not in allowed:
        raise _no_such(delivery_id)
    return row


def _no_such(delivery_id: UUID) -> NotFound:
    return NotFound(log=f"no delivery {delivery_id}", shown=_("This does not exist."))


# --- everything of a route ---------------------------------------------------------------------


def hold_route(work: Work, route_id: UUID) -> int:
    """Hold back everything that takes a route, now and later; return how many waited."""
    work.require(CHANGE_ROUTES)
    mark_held(work, route_id, is_held=True)
    waiting = _of_route(work, route_id, DeliveryState.WAITING)
    return sum(_hold_if_waiting(work, row) for row in waiting)


def release_route(work: Work, route_id: UUID) -> int:
    """Let everything of a route leave that was held with it; what was held alone stays held."""
    work.require(CHANGE_ROUTES)
    mark_held(work, route_id, is_held=False)
    held = [one for one in _of_route(work, route_id, DeliveryState.HELD) if not one.is_held_alone]
    for row in held:
        effects.release(work, effects.effect_of(work, row.delivery_id))
    return len(held)


def _of_route(work: Work, route_id: UUID, state: DeliveryState) -> list[OutgoingRow]:
    query = (
        select(OutgoingRow)
        .join(OutboxRow, OutboxRow.id == OutgoingRow.delivery_id)
        .where(
            OutgoingRow.route_id == route_id,
            OutgoingRow.authority_id == work.authority_id,
            OutboxRow.state == state,
        )
        .order_by(OutgoingRow.delivery_id)
    )
    return list(work.session.scalars(query))


def _hold_if_waiting(work: Work, row: OutgoingRow) -> bool:
    try:
        effects.hold(work, row.delivery_id)
    except Conflict:
        return False  # it has just begun to leave
    return True


def note_trial(work: Work, route_id: UUID) -> Route:
    """Write down that the acting person tries a route out, and return it. Raises NotAllowed."""
    work.require(CHANGE_ROUTES)
    note_tried(work, route_id)
    return route(work, route_id)


# --- counting ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Counted:
    """How many deliveries of a kind stand in each state, and how many went out more than once."""

    kind: RouteKind
    states: Mapping[DeliveryState, int]
    repeats: int
    """Tries beyond the first of those that were delivered: a receiver may have met them before."""


def count_outgoing(work: Work, project_id: UUID) -> list[Counted]:
    """Count a project's deliveries by kind and state, of those that the actor may see."""
    extra = func.sum(OutboxRow.attempts - 1)
    query = (
        select(OutgoingRow.channel, OutboxRow.state, func.count(), extra)
        .join(OutboxRow, OutboxRow.id == OutgoingRow.delivery_id)
        .where(*visible_outgoing(work, project_id))
        .group_by(OutgoingRow.channel, OutboxRow.state)
    )
    found: dict[str, dict[DeliveryState, int]] = {}
    repeats: dict[str, int] = {}
    for channel, state, number, more in work.session.execute(query):
        found.setdefault(channel, {})[DeliveryState(state)] = number
        if state == DeliveryState.DELIVERED:
            repeats[channel] = int(more)
    return [
        Counted(CHANNELS[channel], states, repeats.get(channel, 0))
        for channel, states in sorted(found.items())
    ]


def visible_outgoing(work: Work, project_id: UUID) -> list[Any]:
    """Return the conditions for the deliveries that the actor may see."""
    conditions: list[Any] = [
        OutgoingRow.authority_id == work.authority_id,
        OutgoingRow.project_id == project_id,
    ]
    allowed = work.actor.limit(READ, project_id, "department")
    if allowed is not None:
        conditions.append(OutgoingRow.department_key.in_(sorted(allowed)))
    return conditions


def count_troubled(work: Work, project_id: UUID) -> int:
    """Return how many deliveries need a person: failed for good."""
    query = (
        select(func.count())
        .select_from(OutgoingRow)
        .join(OutboxRow, OutboxRow.id == OutgoingRow.delivery_id)
        .where(*visible_outgoing(work, project_id), OutboxRow.state == DeliveryState.FAILED)
    )
    return work.session.scalar(query) or 0


def count_troubled_here(work: Work) -> int:
    """Return how many deliveries of the authority's mail routing failed for good, for the menu."""
    project = projects.find(work, NAME)
    return count_troubled(work, project.id) if project else 0
