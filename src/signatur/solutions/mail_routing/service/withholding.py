"""Advice that a person must not see: not before answering without it, or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import FOLLOWING, Arm, Outcome
from signatur.solutions.mail_routing.schema import NOWHERE, Lane
from signatur.solutions.mail_routing.service.answers import (
    as_routing,
    target_as_json,
    target_from_json,
)
from signatur.solutions.mail_routing.tables import ControlRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import FirstAnswer, Suggestion
    from signatur.solutions.mail_routing.schema import Routing, Target
    from signatur.solutions.mail_routing.tables import EnquiryRow


def arm_of(work: Work, row: EnquiryRow, routing: Routing, *, is_control: bool) -> Arm:
    """Return how a suggestion meets whoever decides; an enquiry keeps the arm that it once had."""
    if is_control:
        return Arm.BLIND_FIRST
    if not is_advice(routing):
        return Arm.SHOWN
    before = decisions.latest_suggestion(work, row.item_id)
    if before is not None and not is_control_of(work, before):
        return before.arm
    return decisions.draw_arm(work, row.project_id, row.item_id)


def is_advice(routing: Routing) -> bool:
    """Say whether a routing names a place in the authority, so that people can be of its mind."""
    return bool(routing.alternatives) and routing.alternatives[0].target != NOWHERE


def blank(row: EnquiryRow) -> None:
    """Let a row tell nothing of the answer: no list, filter, order or count may betray it."""
    row.lane, row.confidence = Lane.READ, None
    row.department_key, row.subject_key, row.due_on = "", "", None


def is_control_of(work: Work, made: Suggestion) -> bool:
    """Say whether a suggestion was drawn for control of what goes by itself."""
    control = work.session.get(ControlRow, made.item_id)
    return control is not None and control.suggestion_id == made.id


def is_hidden(made: Suggestion | None) -> bool:
    """Say whether a suggestion is never seen, not even once it is decided."""
    return made is not None and made.arm is Arm.HIDDEN


def is_withheld(work: Work, made: Suggestion | None) -> bool:
    """Say whether a suggestion must not be seen now.

    One that is blind first is seen once somebody has answered without it, one that is hidden never.
    """
    if made is None or made.arm is Arm.SHOWN:
        return False
    if made.arm is Arm.HIDDEN:
        return True
    chosen = decisions.decisions(work, made.item_id)
    if any(one.outcome is not Outcome.UNDECIDED for one in chosen):
        return False
    return decisions.first_answer(work, made.id) is None


def awaits_first(work: Work, made: Suggestion | None) -> bool:
    """Say whether the next answer is locked, and compared with advice that nobody has seen yet."""
    return (
        made is not None
        and made.arm is Arm.BLIND_FIRST
        and is_withheld(work, made)
        and not is_control_of(work, made)
    )


def agrees_with(made: Suggestion, target: Target) -> bool:
    """Say whether a place is the one that was suggested first."""
    alternatives = as_routing(made).alternatives
    return bool(alternatives) and alternatives[0].target == target


def lock(work: Work, made: Suggestion, target: Target) -> FirstAnswer:
    """Lock where somebody would send an enquiry whose advice they have not seen. Raises Conflict."""
    decisions.lock_first(work, made, target_as_json(target), agrees=agrees_with(made, target))
    first = decisions.first_answer(work, made.id)
    assert first is not None, "it was locked just now"
    return first


def note_answer(work: Work, made: Suggestion | None, target: Target, note: str) -> None:
    """Lock an answer given without advice; one that differed, and is changed since, needs a reason.

    Raises InputProblem when there is none.
    """
    if made is None:
        return
    if awaits_first(work, made):
        lock(work, made, target)
        return
    first = decisions.first_answer(work, made.id)
    if first is None or first.agrees:
        return
    if target_from_json(first.answer) != target and not note.strip():
        raise InputProblem(
            log="changed without a reason", shown=_("Write why you change your answer.")
        )


def outcome_told(work: Work, item_id: UUID, outcome: Outcome) -> Outcome | None:
    """Return how a decision relates to what was suggested; None where that would betray it."""
    is_telling = outcome in FOLLOWING
    hides = is_telling and is_hidden(decisions.latest_suggestion(work, item_id))
    return None if hides else outcome
