"""What a caseworker can do with an enquiry; each act is one decision and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from signatur.kernel.errors import Conflict, InputProblem, NotAllowed
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Permission, Role
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import NewDecision, Outcome
from signatur.records.effects import service as effects
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState, Resolution
from signatur.solutions.mail_routing.schema import NOWHERE, Lane
from signatur.solutions.mail_routing.service.answers import as_routing, target_as_json
from signatur.solutions.mail_routing.service.controls import note_choice
from signatur.solutions.mail_routing.service.distributing import hand_over
from signatur.solutions.mail_routing.service.dividing import MOST_PORTIONS
from signatur.solutions.mail_routing.service.facts import note_fact
from signatur.solutions.mail_routing.service.listing import locked_row_of, need_to_see
from signatur.solutions.mail_routing.service.receiving import receive_portion
from signatur.solutions.mail_routing.service.setup import check_target, subject_with
from signatur.solutions.mail_routing.service.suggesting import due_on
from signatur.solutions.mail_routing.service.withholding import (
    agrees_with,
    awaits_first,
    is_hidden,
    lock,
    note_answer,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision, FirstAnswer, Suggestion
    from signatur.records.items.schema import Item
    from signatur.solutions.mail_routing.schema import Portion, Target
    from signatur.solutions.mail_routing.tables import EnquiryRow

DECIDE = Permission(
    "mail_routing.decide",
    _("decide where enquiries go"),
    frozenset({Role.CASEWORKER, Role.SUPER_USER}),
)
UNDO_OTHERS = Permission(
    "mail_routing.undo_others", _("undo what others decided"), frozenset({Role.SUPER_USER})
)


def answer(work: Work, item_id: UUID, target: Target, note: str = "") -> Decision | FirstAnswer:
    """Decide where an enquiry goes; where advice must be answered unseen and differs, lock that first.

    A locked answer is returned instead of a decision: whoever gave it sees the advice now, and keeps
    the answer or changes it with a reason. Raises as `send_to`.
    """
    row, item = _open(work, item_id)
    target = check_target(work, row.project_id, target)
    made = decisions.latest_suggestion(work, item.id)
    if made is not None and awaits_first(work, made) and not agrees_with(made, target):
        return lock(work, made, target)
    return send_to(work, item_id, target, note)


def send_to(work: Work, item_id: UUID, target: Target, note: str = "") -> Decision:
    """Decide where an enquiry goes, as suggested or not, for good.

    Raises NotFound, NotAllowed, InputProblem for an unknown target, Conflict when it is decided.
    """
    row, item = _open(work, item_id)
    target = check_target(work, row.project_id, target)
    if target == NOWHERE:
        return _refuse(work, row, item, note)
    return _send(work, row, item, target, note)


def _send(work: Work, row: EnquiryRow, item: Item, target: Target, note: str = "") -> Decision:
    made = decisions.latest_suggestion(work, item.id)
    note_answer(work, made, target, note)
    decision = decisions.decide(
        work,
        item,
        NewDecision(
            outcome=outcome_of(made, target),
            answer=target_as_json(target),
            suggestion_id=made.id if made else None,
            note=note,
        ),
    )
    carry_out(work, row, decision, target)
    note_choice(work, decision, target)
    return decision


def carry_out(work: Work, row: EnquiryRow, decision: Decision, target: Target) -> None:
    """Let a decision that has been written down settle its enquiry and take effect outside."""
    _settle(work, row, ItemState.DECIDED, target)
    hand_over(work, row, decision, target)


def outcome_of(made: Suggestion | None, target: Target) -> Outcome:
    """Say how a target relates to what was suggested."""
    suggested = [one.target for one in as_routing(made).alternatives] if made else []
    if target not in suggested:
        return Outcome.CHANGED
    return Outcome.ACCEPTED if target == suggested[0] else Outcome.CHOSEN


def send_nowhere(work: Work, item_id: UUID, note: str = "") -> Decision:
    """Decide that an enquiry does not belong in this authority.

    Raises NotFound, NotAllowed, Conflict when it is decided.
    """
    row, item = _open(work, item_id)
    return _refuse(work, row, item, note)


def _refuse(work: Work, row: EnquiryRow, item: Item, note: str) -> Decision:
    made = decisions.latest_suggestion(work, item.id)
    note_answer(work, made, NOWHERE, note)
    refused = NewDecision(
        outcome=Outcome.REFUSED, answer={}, suggestion_id=made.id if made else None, note=note
    )
    decision = decisions.decide(work, item, refused)
    _settle(work, row, ItemState.DECIDED, None)
    note_choice(work, decision, None)
    return decision


def ask_for_help(work: Work, item_id: UUID, note: str = "") -> Decision:
    """Write down that the acting person does not know; the enquiry waits for someone else."""
    row, item = _open(work, item_id)
    made = decisions.latest_suggestion(work, item_id)
    unsure = NewDecision(
        outcome=Outcome.UNDECIDED, answer={}, suggestion_id=made.id if made else None, note=note
    )
    decision = decisions.decide(work, item, unsure)
    row.needs_help = True
    work.session.flush()
    return decision


def divide(work: Work, item_id: UUID, portions: Sequence[Portion]) -> Decision:
    """Divide an enquiry into several matters, each sent to its own place.

    Raises InputProblem for fewer than two or more than six portions or an unknown target.
    """
    row, item = _open(work, item_id)
    if not 2 <= len(portions) <= MOST_PORTIONS:
        raise InputProblem(
            log=f"{len(portions)} portions",
            shown=_("Divide into at least two and at most %(most)d matters.", most=MOST_PORTIONS),
        )
    targets = [check_target(work, row.project_id, portion.target) for portion in portions]
    made = decisions.latest_suggestion(work, item_id)
    children = [
        receive_portion(work, row, item, number, portion.text)
        for number, portion in enumerate(portions, start=1)
    ]
    divided = NewDecision(
        outcome=Outcome.DIVIDED,
        answer={
            "portions": [
                {"item": str(child), **target_as_json(target)}
                for child, target in zip(children, targets, strict=True)
            ]
        },
        suggestion_id=made.id if made else None,
    )
    decision = decisions.decide(work, item, divided)
    _settle(work, row, ItemState.DECIDED, None)
    note_choice(work, decision, None)
    for child, target in zip(children, targets, strict=True):
        # Whoever may divide sends each matter on, also where they may not look themselves.
        child_row = locked_row_of(work, child)
        if target == NOWHERE:
            _refuse(work, child_row, items.get(work, child), "")
        else:
            _send(work, child_row, items.get(work, child), target)
    return decision


def undo(work: Work, decision_id: UUID) -> UUID:
    """Take a decision back while nothing has left the house; return the enquiry, which waits again.

    Raises NotFound, Conflict when it has left or was undone meanwhile, NotAllowed for another
    person's decision.
    """
    decision = decisions.get(work, decision_id)
    row = locked_row_of(work, decision.item_id)
    work.require(DECIDE, row.project_id)
    if decision.person_id != work.actor.id:
        # Their own may be undone also by those who sent it out of their sight.
        need_to_see(work, row)
        if not work.actor.may(UNDO_OTHERS, row.project_id):
            raise NotAllowed(
                log=f"decision {decision_id} is another's",
                shown=_("A colleague decided this. Ask a super-user to undo it."),
            )
    settled = decisions.current(work, decision.item_id)
    if settled is None or settled.id != decision_id:
        raise Conflict(
            log=f"decision {decision_id} is not in force",
            shown=_("This decision is no longer in force. Look at the history."),
        )
    _take_back(work, settled)
    made = decisions.latest_suggestion(work, decision.item_id)
    alternatives = as_routing(made).alternatives if made and not is_hidden(made) else ()
    _settle(work, row, ItemState.READY, alternatives[0].target if alternatives else None)
    return decision.item_id


def reopen(work: Work, decision_id: UUID) -> bool:
    """Let an enquiry wait for a person again whose receiver rejected it; say whether it did.

    It did not when the decision is no longer in force. What of it has not left stays here.
    """
    decision = decisions.get(work, decision_id)
    row = locked_row_of(work, decision.item_id)
    settled = decisions.current(work, decision.item_id)
    if settled is None or settled.id != decision_id:
        return False
    for effect in effects.effects_of(work, decision.item_id):
        if effect.decision_id == decision_id and effect.delivery.may_be_withdrawn:
            effects.withdraw(work, effect.delivery.id)
    decisions.undo(work, decision_id)
    _settle(work, row, ItemState.READY, None)
    row.needs_help, row.lane = True, Lane.READ
    work.session.flush()
    note_fact(work, row.item_id)
    return True


def _take_back(work: Work, settled: Decision) -> None:
    """Undo a decision and, where it divided an enquiry, all that was decided of the portions."""
    effects.withdraw_all_of(work, settled.id)
    decisions.undo(work, settled.id)
    if settled.outcome is not Outcome.DIVIDED:
        return
    for portion in settled.answer["portions"]:
        child = locked_row_of(work, UUID(portion["item"]))
        of_child = decisions.current(work, child.item_id)
        if of_child is not None:
            _take_back(work, of_child)
        _settle(work, child, ItemState.SET_ASIDE, None)


def _open(work: Work, item_id: UUID) -> tuple[EnquiryRow, Item]:
    """Return an enquiry that the actor may see and decide, and that waits; others wait for it."""
    row = locked_row_of(work, item_id)
    need_to_see(work, row)
    work.require(DECIDE, row.project_id)
    allowed = work.actor.limit(DECIDE, row.project_id, "department")
    if allowed is not None and row.department_key not in allowed:
        raise NotAllowed(
            log=f"{work.actor.id} may not decide for this department",
            shown=_("You may see this enquiry, but not decide where it goes."),
        )
    item = items.get(work, item_id)
    if item.state not in (ItemState.READY, ItemState.QUARANTINED):
        raise Conflict(
            log=f"item {item_id} is {item.state}",
            shown=_("This enquiry has been dealt with meanwhile. Look at the history."),
        )
    return row, item


def _settle(work: Work, row: EnquiryRow, state: ItemState, target: Target | None) -> None:
    if row.state == ItemState.QUARANTINED:
        _settle_troubles(work, row.item_id)
    items.move_to(work, row.item_id, state)
    row.state = state
    row.needs_help = False
    row.department_key = target.department_key if target else ""
    row.subject_key = target.subject_key if target else ""
    subject = subject_with(work, row.project_id, row.subject_key) if row.subject_key else None
    row.due_on = due_on(work, row.received_at, subject)
    work.session.flush()
    note_fact(work, row.item_id)


def _settle_troubles(work: Work, item_id: UUID) -> None:
    """Whoever decides about something that nobody could read has read it by hand."""
    for one in items.troubles_of(work, item_id):
        if one.resolved_at is None:
            items.resolve(work, one.id, Resolution.READ_BY_HAND)
