"""What goes by itself: suggestions decided under a standing authorisation that a person gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.errors import Conflict, InputProblem
from signatur.kernel.permissions import Actor, ActorKind
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm, NewSuggestion
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.registry import service as registry
from signatur.solutions.mail_routing.schema import Lane, enquiry_from_json
from signatur.solutions.mail_routing.service.answers import as_routing, target_as_json
from signatur.solutions.mail_routing.service.controls import note_drawn
from signatur.solutions.mail_routing.service.deciding import carry_out
from signatur.solutions.mail_routing.service.drawing import cover_of, is_gate_open
from signatur.solutions.mail_routing.service.facts import note_fact
from signatur.solutions.mail_routing.service.setup import check_target
from signatur.solutions.mail_routing.settings import MailRoutingSettings
from signatur.solutions.mail_routing.tables import EnquiryRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Authorisation, Decision, Suggestion
    from signatur.solutions.mail_routing.schema import Routing
    from signatur.solutions.mail_routing.service.drawing import Cover

# Of what waits, so much is looked at in one transaction.
_AT_ONCE = 50


def automate(work: Work, item_id: UUID) -> Decision | None:
    """Decide an enquiry that waits under a standing authorisation, if one covers it.

    None: a person decides it, as ever. Nothing that a person has had in hand goes by itself: what
    was decided once and undone, what somebody asked for help with, or holds at this moment.
    """
    row = _free_row(work, item_id)
    if row is None or decisions.decisions(work, item_id):
        return None
    made = decisions.latest_suggestion(work, item_id)
    if made is None or made.arm is not Arm.SHOWN:
        return None
    routing = as_routing(made)
    cover = _cover(work, row, routing)
    if cover is None:
        return None
    if cover.draws(item_id):
        _blind(work, row, made, routing, cover)
        return None
    return _decide(work, row, made, routing, cover)


def automate_waiting(work: Work, project_id: UUID, *, after: int = 0) -> tuple[int, int | None]:
    """Decide what waits and is covered, the oldest first, of what nobody has seen yet.

    Returns how many were decided, and the number of the last row looked at; None: there is no more.
    """
    query = (
        select(EnquiryRow.number, EnquiryRow.item_id)
        .where(
            EnquiryRow.authority_id == work.authority_id,
            EnquiryRow.project_id == project_id,
            EnquiryRow.state == ItemState.READY,
            EnquiryRow.lane == Lane.READY,
            EnquiryRow.number > after,
        )
        .order_by(EnquiryRow.number)
        .limit(_AT_ONCE)
    )
    waiting = work.session.execute(query).all()
    if not waiting:
        return 0, None
    unseen = [item_id for _number, item_id in waiting if not _is_stale_or_seen(work, item_id)]
    decided = sum(automate(work, item_id) is not None for item_id in unseen)
    return decided, waiting[-1][0]


def may_automate(work: Work, project_id: UUID) -> bool:
    """Say whether anything may go by itself here and now."""
    is_on = work.runtime.settings.of(MailRoutingSettings).automation
    return is_on and is_gate_open(work, project_id) and bool(decisions.in_force(work, project_id))


def _free_row(work: Work, item_id: UUID) -> EnquiryRow | None:
    """Return the row of an enquiry that waits and that nobody else changes now."""
    row = work.session.scalar(
        select(EnquiryRow)
        .filter_by(item_id=item_id, authority_id=work.authority_id, state=ItemState.READY)
        .with_for_update(skip_locked=True)
        .execution_options(populate_existing=True)
    )
    return None if row is None or row.needs_help else row


def _cover(work: Work, row: EnquiryRow, routing: Routing) -> Cover | None:
    if routing.lane is not Lane.READY:
        return None
    return cover_of(work, row.project_id, enquiry_from_json(row.document), routing, locks=True)


def _decide(
    work: Work, row: EnquiryRow, made: Suggestion, routing: Routing, cover: Cover
) -> Decision | None:
    authorisation = cover.authorisation
    item = items.get(work, row.item_id)
    try:
        with work.session.begin_nested():
            # What was open when it was suggested may have been closed since.
            target = check_target(work, row.project_id, routing.alternatives[0].target)
            decision = decisions.decide_under(
                work, item, made, authorisation, cover.scope_key, answer=target_as_json(target)
            )
    except (Conflict, InputProblem):
        return None
    carry_out(work.acting_as(_actor(work, authorisation)), row, decision, target)
    return decision


def _actor(work: Work, authorisation: Authorisation) -> Actor:
    return Actor(ActorKind.AUTHORISATION, authorisation.id, work.authority_id)


def _blind(work: Work, row: EnquiryRow, made: Suggestion, routing: Routing, cover: Cover) -> None:
    """Put an enquiry that waited before the authorisation was given before a person blindly."""
    again = NewSuggestion(
        answer=made.answer,
        reasons=made.reasons,
        confidence=made.confidence,
        model_version_id=made.model_version_id,
        basis={**made.basis, decisions.SET_ASIDE: True},
        input=decisions.read_input(work, made),
        arm=Arm.BLIND_FIRST,
    )
    blind = decisions.offer(work, items.get(work, row.item_id), again)
    note_drawn(work, row, blind, routing, cover)
    note_fact(work, row.item_id)


def _is_stale_or_seen(work: Work, item_id: UUID) -> bool:
    """Say whether an enquiry is a person's: seen by somebody, or suggested by an earlier model."""
    made = decisions.latest_suggestion(work, item_id)
    if made is None or decisions.was_shown(work, made):
        return True
    champion = registry.champion(work, made.project_id)
    return made.model_version_id not in (None, champion.id if champion else None)


def waiting_for_automation(work: Work, project_id: UUID) -> Iterator[int]:
    """Decide in steps everything that waits and is covered; yields how many each step decided."""
    after: int | None = 0
    while after is not None:
        decided, after = automate_waiting(work, project_id, after=after)
        yield decided
