"""Signs that a decided enquiry may belong elsewhere: they teach once a person has confirmed them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.kernel.db import add_unless_there
from signatur.kernel.errors import Conflict, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import NewDecision, Outcome
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.projects import service as projects
from signatur.solutions.mail_routing.schema import NOWHERE, Target
from signatur.solutions.mail_routing.service.answers import target_as_json, target_from_json
from signatur.solutions.mail_routing.service.facts import note_fact
from signatur.solutions.mail_routing.service.listing import line, locked_row_of, may_see, row_of
from signatur.solutions.mail_routing.service.setup import NAME, check_target
from signatur.solutions.mail_routing.tables import EnquiryRow, HintRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision
    from signatur.solutions.mail_routing.service.listing import Line

CONFIRM = Permission(
    "mail_routing.confirm_hints",
    _("confirm what enquiries teach"),
    frozenset({Role.CASEWORKER, Role.SUPER_USER}),
)


class HintSource(StrEnum):
    """Where a hint comes from."""

    RECEIPT = "receipt"
    """The receiving system sent it back."""
    MOVE = "move"
    """Somebody moved the mail to another folder."""
    PERSON = "person"
    """Somebody said so."""
    DOUBT = "doubt"
    """The model, learning without it, thinks it was filed wrongly."""


class HintState(StrEnum):
    """Whether somebody has looked at a hint."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


SOURCE_TITLES = {
    HintSource.RECEIPT: _("Sent back by the receiver"),
    HintSource.MOVE: _("Moved to another folder"),
    HintSource.PERSON: _("Said by a colleague"),
    HintSource.DOUBT: _("Unlike its fellows"),
}


@dataclass(frozen=True, slots=True)
class Hint:
    """A sign that a decided enquiry may belong somewhere else."""

    id: UUID
    line: Line
    source: HintSource
    sent_to: Target | None
    """Where it was sent; None: nowhere."""
    target: Target | None
    """Where it may belong; None: that is not known."""
    because: str
    noted_at: datetime


def note_hint(
    work: Work, item_id: UUID, source: str, target: Target | None, because: str
) -> UUID | None:
    """Write down a sign that an enquiry may belong elsewhere; the same one twice is one.

    `target` is None where only that it is wrong is known. `because` holds no content of the
    enquiry. Returns the hint; None when the enquiry lies there already or is not decided. Nothing
    is learnt from it until a person confirms it.
    """
    row = work.session.scalar(
        select(EnquiryRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    )
    settled = decisions.current(work, item_id)
    if row is None or settled is None or (target is not None and _target_of(settled) == target):
        return None
    key = target or Target("")
    known = {
        "item_id": item_id,
        "source": HintSource(source),
        "department_key": key.department_key,
        "subject_key": key.subject_key,
    }
    existing = work.session.scalar(select(HintRow).filter_by(**known))
    if existing is not None:
        return existing.id
    hint = HintRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=row.project_id,
        because=because.strip(),
        noted_by=work.actor.id if work.actor.kind == "person" else None,
        noted_at=work.now,
        state=HintState.OPEN,
        **known,
    )
    if not add_unless_there(work.session, hint):
        return work.session.scalar(select(HintRow.id).filter_by(**known))
    _tell(work, item_id, "mail_routing.hint_noted", source=source, because=because.strip())
    return hint.id


def say_wrong(work: Work, item_id: UUID, target: Target) -> None:
    """Let the acting person say where a decided enquiry belongs. Raises NotFound, InputProblem."""
    row = row_of(work, item_id)
    note_hint(work, item_id, HintSource.PERSON, check_target(work, row.project_id, target), "")


def hints(work: Work, project_id: UUID, limit: int = 100) -> list[Hint]:
    """Return the open hints that the actor may see, oldest first."""
    query = (
        select(HintRow, EnquiryRow)
        .join(EnquiryRow, EnquiryRow.item_id == HintRow.item_id)
        .where(
            HintRow.authority_id == work.authority_id,
            HintRow.project_id == project_id,
            HintRow.state == HintState.OPEN,
            # What waits is decided in the list, and teaches by that.
            EnquiryRow.state == ItemState.DECIDED,
        )
        .order_by(HintRow.noted_at, HintRow.id)
        .limit(limit)
    )
    return [
        _hint(work, hint, row) for hint, row in work.session.execute(query) if may_see(work, row)
    ]


def count_hints(work: Work) -> int:
    """Return how many hints wait for somebody to look at them."""
    project = projects.find(work, NAME)
    if project is None:
        return 0
    query = select(func.count()).select_from(HintRow)
    wanted = {"authority_id": work.authority_id, "project_id": project.id, "state": HintState.OPEN}
    return work.session.scalar(query.filter_by(**wanted)) or 0


def confirm_hint(work: Work, hint_id: UUID, target: Target) -> Decision:
    """Correct where an enquiry belongs: a decision that teaches, and that sends nothing anew.

    Raises NotFound, NotAllowed, InputProblem for an unknown target, Conflict when somebody was
    first or the enquiry waits for a decision anyway.
    """
    hint, row = _open_hint(work, hint_id)
    target = check_target(work, row.project_id, target)
    settled = decisions.current(work, row.item_id)
    if settled is None or settled.outcome is Outcome.DIVIDED:
        raise Conflict(
            log=f"item {row.item_id} is not decided as a whole",
            shown=_("This enquiry waits for a decision or was divided. Decide it in the list."),
        )
    decisions.undo(work, settled.id)
    is_nowhere = target == NOWHERE
    corrected = NewDecision(
        outcome=Outcome.REFUSED if is_nowhere else Outcome.CHANGED,
        answer={} if is_nowhere else target_as_json(target),
        suggestion_id=settled.suggestion_id,
    )
    decision = decisions.decide(work, items.get(work, row.item_id), corrected)
    row.department_key = "" if is_nowhere else target.department_key
    row.subject_key = "" if is_nowhere else target.subject_key
    row.state = ItemState.DECIDED
    _settle(work, hint, HintState.CONFIRMED, decision.id)
    note_fact(work, row.item_id)
    return decision


def dismiss_hint(work: Work, hint_id: UUID) -> None:
    """Say that an enquiry was sent rightly. Raises NotFound, NotAllowed, Conflict."""
    hint, _row = _open_hint(work, hint_id)
    _settle(work, hint, HintState.DISMISSED, None)


def _open_hint(work: Work, hint_id: UUID) -> tuple[HintRow, EnquiryRow]:
    hint = work.session.get(HintRow, hint_id)
    if hint is None or hint.authority_id != work.authority_id:
        raise _no_such(hint_id)
    work.require(CONFIRM, hint.project_id)
    row = locked_row_of(work, hint.item_id)
    if not may_see(work, row):
        raise _no_such(hint_id)
    work.session.refresh(hint)
    if hint.state != HintState.OPEN:
        raise Conflict(
            log=f"hint {hint_id} is {hint.state}",
            shown=_("A colleague has looked at this already."),
        )
    return hint, row


def _no_such(hint_id: UUID) -> NotFound:
    return NotFound(log=f"no hint {hint_id}", shown=_("This does not exist any more."))


def _settle(work: Work, hint: HintRow, state: HintState, decision_id: UUID | None) -> None:
    hint.state, hint.settled_by, hint.settled_at = state, work.actor.id, work.now
    hint.decision_id = decision_id
    work.session.flush()
    _tell(work, hint.item_id, f"mail_routing.hint_{state}", source=hint.source)


def _hint(work: Work, hint: HintRow, row: EnquiryRow) -> Hint:
    settled = decisions.current(work, row.item_id)
    target = Target(hint.department_key, hint.subject_key)
    return Hint(
        id=hint.id,
        line=line(row),
        source=HintSource(hint.source),
        sent_to=_target_of(settled) if settled else None,
        target=target if target != Target("") else None,
        because=hint.because,
        noted_at=hint.noted_at,
    )


def _target_of(settled: Decision) -> Target | None:
    return target_from_json(settled.answer) if "department" in settled.answer else None


def _tell(work: Work, item_id: UUID, action: str, **details: str) -> None:
    audit.write(work, action, ObjectRef("item", item_id), **details)
