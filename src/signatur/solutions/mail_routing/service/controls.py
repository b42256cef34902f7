"""Enquiries drawn for control: a person chooses blindly, and it is compared with what was suggested."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.records.decisions.schema import Outcome
from signatur.solutions.mail_routing.model import agrees, label_of, succeeding, target_of
from signatur.solutions.mail_routing.schema import Target
from signatur.solutions.mail_routing.schema.second_look import Verdict
from signatur.solutions.mail_routing.service.succession import successors_of
from signatur.solutions.mail_routing.service.watching import look
from signatur.solutions.mail_routing.service.withholding import blank
from signatur.solutions.mail_routing.tables import ControlRow, SecondLookRow

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision, Suggestion
    from signatur.solutions.mail_routing.schema import Routing
    from signatur.solutions.mail_routing.service.drawing import Cover
    from signatur.solutions.mail_routing.tables import EnquiryRow


@dataclass(frozen=True, slots=True, kw_only=True)
class ControlOutcome:
    """What came of one control: an enquiry that would have gone by itself, and where it belongs."""

    item_id: UUID
    authorisation_id: UUID
    model_version_id: UUID | None
    suggested_by: str
    confidence: float | None
    suggested: Target
    decided: Target | None
    """None: nowhere in the authority, or several places."""
    outcome: Outcome
    is_right: bool
    """Whether the suggestion was right: what the person chose or, where they differ, what a second
    person found. Until then it counts as wrong."""
    verdict: Verdict | None
    """What a second person found; None: nobody has looked, or there is nothing to settle."""
    share: float
    drawn_at: datetime
    decided_at: datetime

    @property
    def agreed(self) -> bool:
        """Whether the person chose, unseen, what was suggested."""
        return self.is_right and self.verdict is None

    @property
    def waits(self) -> bool:
        """Whether a second person can still look; what was erased stays as it is."""
        return not self.is_right and self.verdict is None and bool(self.suggested.department_key)


def note_drawn(
    work: Work, row: EnquiryRow, made: Suggestion, routing: Routing, cover: Cover
) -> None:
    """Write down that an enquiry is a control, and let its row tell nothing of the answer."""
    control = work.session.get(ControlRow, row.item_id)
    if control is None:
        control = ControlRow(
            item_id=row.item_id,
            authority_id=row.authority_id,
            project_id=row.project_id,
            decision_id=None,
            decided_at=None,
            is_right=None,
        )
        work.session.add(control)
    target = routing.alternatives[0].target
    control.authorisation_id = cover.authorisation.id
    control.suggestion_id = made.id
    control.model_version_id = made.model_version_id
    control.suggested_by = routing.by
    control.confidence = made.confidence
    control.department_key, control.subject_key = target.department_key, target.subject_key
    control.share = max(cover.share, cover.authorisation.control_share)
    control.drawn_at = work.now
    blank(row)
    work.session.flush()


def note_choice(work: Work, decision: Decision, target: Target | None) -> None:
    """Write down what a person chose on a control, once, and look whether the promise still holds.

    `target` is None when it belongs nowhere or was divided.
    """
    control = work.session.get(ControlRow, decision.item_id)
    is_first = control is not None and control.decided_at is None
    if control is None or not is_first or control.suggestion_id != decision.suggestion_id:
        return
    control.decision_id = decision.id
    control.outcome = decision.outcome
    control.decided_at = work.now
    if target is not None:
        control.decided_department = target.department_key
        control.decided_subject = target.subject_key
    suggested = Target(control.department_key, control.subject_key)
    # What was suggested under a key that was merged meanwhile means what took its place.
    label = succeeding(label_of(suggested), successors_of(work, control.project_id))
    if label and label != label_of(suggested):
        suggested = Target(suggested.department_key, target_of(label).subject_key)
        if target is not None and target.subject_key == suggested.subject_key:
            suggested = target
    control.is_right = target is not None and agrees(suggested, target)
    work.session.flush()
    look(work, control.authorisation_id)


def control_outcomes(
    work: Work,
    project_id: UUID,
    since: datetime | None = None,
    until: datetime | None = None,
    *,
    authorisation_id: UUID | None = None,
) -> list[ControlOutcome]:
    """Return what came of the controls that were decided within a time, oldest first.

    The share that is right among these is the true precision of what goes by itself: they were
    drawn at random from it, whoever chose had not seen the answer, and whoever settled a
    disagreement did not know whose answer was which.
    """
    query = (
        select(ControlRow, SecondLookRow.verdict)
        .outerjoin(SecondLookRow, SecondLookRow.item_id == ControlRow.item_id)
        .where(
            ControlRow.authority_id == work.authority_id,
            ControlRow.project_id == project_id,
            ControlRow.decided_at.is_not(None),
        )
    )
    if since is not None:
        query = query.where(ControlRow.decided_at >= since)
    if until is not None:
        query = query.where(ControlRow.decided_at < until)
    if authorisation_id is not None:
        query = query.where(ControlRow.authorisation_id == authorisation_id)
    rows = work.session.execute(query.order_by(ControlRow.decided_at, ControlRow.item_id))
    return [_outcome(row, verdict) for row, verdict in rows]


def _outcome(row: ControlRow, verdict: str | None) -> ControlOutcome:
    assert row.decided_at is not None, "only decided ones are asked for"
    decided = Target(row.decided_department, row.decided_subject)
    return ControlOutcome(
        item_id=row.item_id,
        authorisation_id=row.authorisation_id,
        model_version_id=row.model_version_id,
        suggested_by=row.suggested_by,
        confidence=row.confidence,
        suggested=Target(row.department_key, row.subject_key),
        decided=decided if decided.department_key else None,
        outcome=Outcome(row.outcome),
        is_right=bool(row.is_right),
        verdict=Verdict(verdict) if verdict else None,
        share=row.share,
        drawn_at=row.drawn_at,
        decided_at=row.decided_at,
    )
