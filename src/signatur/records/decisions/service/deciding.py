"""Writing down suggestions and the decisions of people, and reading them back."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError

from signatur.kernel import blob_uses
from signatur.kernel.errors import Conflict, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.part import Replayed, Solution
from signatur.kernel.permissions import ActorKind, system_of
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.decisions.schema import (
    CONFIRMED,
    Arm,
    Decision,
    Label,
    NewDecision,
    NewSuggestion,
    Outcome,
    Showing,
    Suggestion,
)
from signatur.records.decisions.service.arms import erase_first_answers
from signatur.records.decisions.tables import DecisionRow, ShowingRow, SuggestionRow
from signatur.records.items import service as items
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item

AUDIT_PHRASES = {
    "decisions.suggested": _("Suggestion made"),
    "decisions.shown": _("Suggestion shown"),
    "decisions.decided": _("Decision: %(outcome)s"),
    "decisions.undone": _("Decision undone"),
    "decisions.first_locked": _("First answer locked before the suggestion was seen"),
    "decisions.arms_planned": _("Shares answered without advice changed: %(because)s"),
    "decisions.authorised": _("Standing authorisation given"),
    "decisions.suspended": _("Standing authorisation suspended: %(because)s"),
}


def offer(work: Work, item: Item, new: NewSuggestion) -> Suggestion:
    """Write down a suggestion for an item. Raises GateClosed when the project may not suggest."""
    projects.require(work, item.project_id, Act.SUGGEST)
    blob = work.runtime.blobs.put(work.authority_id, io.BytesIO(new.input))
    blob_uses.use(work, item.id, blob)
    row = SuggestionRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=item.project_id,
        item_id=item.id,
        model_version_id=new.model_version_id,
        answer=dict(new.answer),
        reasons=[dict(reason) for reason in new.reasons],
        confidence=new.confidence,
        basis=dict(new.basis),
        input_sha256=blob.sha256,
        arm=new.arm,
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, item.id, "decisions.suggested", suggestion=row.id, model=new.model_version_id)
    return _suggestion(row)


def suggestion(work: Work, suggestion_id: UUID) -> Suggestion:
    """Return a suggestion of the authority. Raises NotFound."""
    row = work.session.get(SuggestionRow, suggestion_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no suggestion {suggestion_id}", shown=_("This suggestion does not exist.")
        )
    return _suggestion(row)


def replay(work: Work, suggestion_id: UUID) -> Replayed:
    """Rebuild a suggestion of any authority from what was stored. Raises NotFound.

    Only for those who run or audit the installation.
    """
    row = work.session.get(SuggestionRow, suggestion_id)
    if row is None:
        raise NotFound(
            log=f"no suggestion {suggestion_id}", shown=_("This suggestion does not exist.")
        )
    within = work.acting_as(system_of(row.authority_id))
    name = projects.get(within, row.project_id).solution
    solution = work.runtime.part(name)
    assert isinstance(solution, Solution), "projects are of solutions"
    return solution.replay(within, suggestion_id)


def latest_suggestion(work: Work, item_id: UUID) -> Suggestion | None:
    """Return the newest suggestion for an item."""
    rows = _suggestion_rows(work, item_id)
    return _suggestion(rows[-1]) if rows else None


def suggestions(work: Work, item_id: UUID) -> list[Suggestion]:
    """Return all suggestions for an item, oldest first."""
    return [_suggestion(row) for row in _suggestion_rows(work, item_id)]


def read_input(work: Work, made: Suggestion) -> bytes:
    """Return exactly what the model saw. Raises NotFound when it was erased."""
    if not made.input_sha256:
        raise NotFound(
            log=f"input of suggestion {made.id} is erased",
            shown=_("The content has been erased."),
        )
    with work.runtime.blobs.open(work.authority_id, made.input_sha256) as file:
        return file.read()


def note_shown(work: Work, made: Suggestion, shown: Mapping[str, Any]) -> None:
    """Write down what the acting person sees of a suggestion; only the first time counts."""
    person_id = work.actor.id
    if work.actor.kind is not ActorKind.PERSON or person_id is None:
        return
    if work.session.get(ShowingRow, (made.id, person_id)) is not None:
        return
    row = ShowingRow(
        suggestion_id=made.id,
        person_id=person_id,
        authority_id=work.authority_id,
        shown=dict(shown),
        at=work.now,
    )
    work.session.add(row)
    work.session.flush()
    _tell(work, made.item_id, "decisions.shown", suggestion=made.id)


def was_shown(work: Work, made: Suggestion) -> bool:
    """Say whether anybody has seen a suggestion."""
    query = select(ShowingRow.person_id).filter_by(suggestion_id=made.id).limit(1)
    return work.session.scalar(query) is not None


def showings(work: Work, item_id: UUID) -> list[Showing]:
    """Return who saw which suggestion for an item, in the order of time."""
    query = (
        select(ShowingRow)
        .join(SuggestionRow, SuggestionRow.id == ShowingRow.suggestion_id)
        .where(SuggestionRow.item_id == item_id, SuggestionRow.authority_id == work.authority_id)
        .order_by(ShowingRow.at)
    )
    return [
        Showing(row.suggestion_id, row.person_id, row.at) for row in work.session.scalars(query)
    ]


def decide(work: Work, item: Item, new: NewDecision) -> Decision:
    """Write down what the acting person chose, or vouches was chosen before Signatur.

    Raises GateClosed when the project may not record decisions, Conflict when the item has been
    decided meanwhile or nobody in person acts.
    """
    # What was decided before is there to be learnt from; nothing follows from it outside.
    projects.require(work, item.project_id, Act.DECIDE if new.at is None else Act.LEARN)
    if work.actor.kind is not ActorKind.PERSON or work.actor.id is None:
        raise Conflict(log="no person decides", shown=_("Only a person can decide."))
    if current(work, item.id) is not None:
        raise _decided_meanwhile(item.id)
    return write(work, item, new, person_id=work.actor.id, authorisation_id=None)


def write(
    work: Work,
    item: Item,
    new: NewDecision,
    *,
    person_id: UUID | None,
    authorisation_id: UUID | None,
) -> Decision:
    """Store a decision whose maker has been checked. Raises Conflict when another was first."""
    row = DecisionRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=item.project_id,
        item_id=item.id,
        suggestion_id=new.suggestion_id,
        outcome=new.outcome,
        answer=dict(new.answer),
        note=new.note.strip(),
        person_id=person_id,
        authorisation_id=authorisation_id,
        at=new.at or work.now,
    )
    work.session.add(row)
    try:
        work.session.flush()
    except IntegrityError as clash:
        raise _decided_meanwhile(item.id) from clash
    _tell(
        work,
        item.id,
        "decisions.decided",
        decision=row.id,
        outcome=new.outcome,
        answer=new.answer,
        note=row.note,
    )
    return _decision(row)


def _decided_meanwhile(item_id: UUID) -> Conflict:
    return Conflict(
        log=f"item {item_id} is decided",
        shown=_("A colleague has decided this meanwhile. Look at the history."),
    )


def undo(work: Work, decision_id: UUID) -> Decision:
    """Take a decision back, so that the item waits again. Raises NotFound."""
    row = work.session.get(DecisionRow, decision_id)
    if row is None or row.authority_id != work.authority_id or row.undone_at is not None:
        raise NotFound(
            log=f"no decision {decision_id}", shown=_("This decision does not exist any more.")
        )
    row.undone_at = work.now
    row.undone_by = work.actor.id
    work.session.flush()
    _tell(work, row.item_id, "decisions.undone", decision=decision_id)
    return _decision(row)


def get(work: Work, decision_id: UUID) -> Decision:
    """Return a decision of the authority, also one that was undone. Raises NotFound."""
    row = work.session.get(DecisionRow, decision_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no decision {decision_id}", shown=_("This decision does not exist."))
    return _decision(row)


def current(work: Work, item_id: UUID) -> Decision | None:
    """Return the decision that settles an item now; not knowing settles nothing."""
    query = (
        select(DecisionRow)
        .where(
            DecisionRow.item_id == item_id,
            DecisionRow.authority_id == work.authority_id,
            DecisionRow.undone_at.is_(None),
            DecisionRow.outcome != Outcome.UNDECIDED,
        )
        .order_by(DecisionRow.id.desc())
        .limit(1)
    )
    row = work.session.scalar(query)
    return _decision(row) if row is not None else None


def decisions(work: Work, item_id: UUID) -> list[Decision]:
    """Return all decisions on an item, oldest first, those that were undone too."""
    query = select(DecisionRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    return [_decision(row) for row in work.session.scalars(query.order_by(DecisionRow.id))]


def labels(work: Work, project_id: UUID) -> list[Label]:
    """Return what people have settled in a project, oldest first: the only training data.

    What was erased is no longer learnt from.
    """
    query = (
        select(DecisionRow)
        .where(
            DecisionRow.project_id == project_id,
            DecisionRow.authority_id == work.authority_id,
            DecisionRow.person_id.is_not(None),
            DecisionRow.undone_at.is_(None),
            DecisionRow.outcome.in_(CONFIRMED),
            DecisionRow.item_id.in_(items.kept(project_id)),
        )
        .order_by(DecisionRow.at, DecisionRow.id)
    )
    return [
        Label(row.item_id, Outcome(row.outcome), row.answer, row.at)
        for row in work.session.scalars(query)
    ]


def erase_content(work: Work, item_id: UUID) -> None:
    """Remove from suggestions and decisions on an item what tells of its content.

    What stays is that something was suggested and decided, when, by whom, and with what outcome.
    """
    of_item = select(SuggestionRow.id).filter_by(item_id=item_id)
    work.session.execute(delete(ShowingRow).where(ShowingRow.suggestion_id.in_(of_item)))
    erase_first_answers(work, item_id)
    emptied = {"answer": {}, "reasons": [], "input_sha256": ""}
    work.session.execute(update(SuggestionRow).filter_by(item_id=item_id).values(emptied))
    work.session.execute(update(DecisionRow).filter_by(item_id=item_id).values(answer={}, note=""))


def _suggestion_rows(work: Work, item_id: UUID) -> list[SuggestionRow]:
    query = select(SuggestionRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    return list(work.session.scalars(query.order_by(SuggestionRow.id)))


def _tell(work: Work, item_id: UUID, action: str, **details: object) -> None:
    audit.write(work, action, ObjectRef("item", item_id), **details)


def _suggestion(row: SuggestionRow) -> Suggestion:
    return Suggestion(
        id=row.id,
        project_id=row.project_id,
        item_id=row.item_id,
        answer=row.answer,
        reasons=row.reasons,
        confidence=row.confidence,
        model_version_id=row.model_version_id,
        basis=row.basis,
        input_sha256=row.input_sha256,
        arm=Arm(row.arm),
        at=row.at,
    )


def _decision(row: DecisionRow) -> Decision:
    return Decision(
        id=row.id,
        project_id=row.project_id,
        item_id=row.item_id,
        suggestion_id=row.suggestion_id,
        outcome=Outcome(row.outcome),
        answer=row.answer,
        note=row.note,
        person_id=row.person_id,
        authorisation_id=row.authorisation_id,
        at=row.at,
    )
