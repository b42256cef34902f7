"""Making suggestions, and writing down all that is needed to rebuild them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select

from signatur.records.decisions import service as decisions
from signatur.records.decisions.schema import Arm, NewSuggestion
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing.model import Known, route
from signatur.solutions.mail_routing.schema import SuggestedBy, Target, enquiry_as_json
from signatur.solutions.mail_routing.service.answers import (
    answer_of,
    confidence_of,
    reasons_of,
    target_as_json,
)
from signatur.solutions.mail_routing.service.controls import note_drawn
from signatur.solutions.mail_routing.service.drawing import cover_of
from signatur.solutions.mail_routing.service.facts import note_fact
from signatur.solutions.mail_routing.service.knowing import canonical_json
from signatur.solutions.mail_routing.service.withholding import arm_of, blank, is_advice
from signatur.solutions.mail_routing.tables import EnquiryRow, ReferenceRow, RuleHitRow

if TYPE_CHECKING:
    from datetime import date, datetime

    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Suggestion
    from signatur.solutions.mail_routing.schema import Enquiry, Routing, Subject
    from signatur.solutions.mail_routing.service.drawing import Cover
    from signatur.solutions.mail_routing.service.knowing import Prepared


def suggest(work: Work, row: EnquiryRow, enquiry: Enquiry, prepared: Prepared) -> Suggestion:
    """Suggest where an enquiry goes and write that down. Raises GateClosed."""
    known = _known(work, row, enquiry)
    routing = route(enquiry, prepared.knowledge, known)
    cover = cover_of(work, row.project_id, enquiry, routing)
    is_control = cover is not None and cover.draws(row.item_id)
    arm = arm_of(work, row, routing, is_control=is_control)
    made = decisions.offer(
        work,
        items.get(work, row.item_id),
        NewSuggestion(
            answer=answer_of(routing),
            reasons=reasons_of(routing),
            confidence=confidence_of(routing),
            model_version_id=prepared.model_version_id,
            basis={"setup": prepared.setup_sha256, **_set_aside(routing, cover)},
            input=_write_input(enquiry, known),
            arm=arm,
        ),
    )
    _count_rules(work, row, routing)
    target = routing.alternatives[0].target if routing.alternatives else Target("")
    row.lane = routing.lane
    row.confidence = made.confidence
    row.department_key, row.subject_key = target.department_key, target.subject_key
    row.due_on = due_on(work, row.received_at, prepared.knowledge.subjects.get(target.subject_key))
    if cover is not None and is_control:
        note_drawn(work, row, made, routing, cover)
    elif arm is not Arm.SHOWN:
        blank(row)
    work.session.flush()
    note_fact(work, row.item_id)
    return made


def _set_aside(routing: Routing, cover: Cover | None) -> dict[str, bool]:
    """Mark what says nothing of whether people agree: nothing to agree with, or it goes by itself."""
    return {decisions.SET_ASIDE: True} if cover is not None or not is_advice(routing) else {}


def due_on(work: Work, received_at: datetime, subject: Subject | None) -> date | None:
    """Return the day by which an answer to a subject is promised.

    A subject's deadline is stated in days, not in working days; it counts from the day of receipt
    where the authority is.
    """
    if subject is None or subject.deadline_days is None:
        return None
    zone = ZoneInfo(work.runtime.settings.kernel.time_zone)
    return received_at.astimezone(zone).date() + timedelta(days=subject.deadline_days)


def references_to(enquiry: Enquiry) -> list[str]:
    """Return what an enquiry says of earlier ones: messages answered, its thread, its case."""
    thread = enquiry.thread
    cases = {enquiry.metadata.case_id} | {
        one.value
        for one in enquiry.identifiers
        if one.kind == "case_number" and one.certainty != "possible"
    }
    return [
        *(f"message:{one}" for one in (thread.in_reply_to, *thread.references) if one),
        *(f"thread:{one}" for one in (thread.thread_id,) if one),
        *(f"case:{one}" for one in sorted(cases) if one),
    ]


def _known(work: Work, row: EnquiryRow, enquiry: Enquiry) -> Known | None:
    """Return the newest decided enquiry that this one continues."""
    wanted = references_to(enquiry)
    if not wanted:
        return None
    earlier = work.session.scalar(
        select(EnquiryRow)
        .join(ReferenceRow, ReferenceRow.item_id == EnquiryRow.item_id)
        .where(
            ReferenceRow.project_id == row.project_id,
            ReferenceRow.reference.in_(wanted),
            EnquiryRow.item_id != row.item_id,
            EnquiryRow.state == ItemState.DECIDED,
            EnquiryRow.department_key != "",
        )
        .order_by(EnquiryRow.received_at.desc(), EnquiryRow.number.desc())
        .limit(1)
    )
    if earlier is None:
        return None
    return Known(str(earlier.item_id), Target(earlier.department_key, earlier.subject_key))


def _count_rules(work: Work, row: EnquiryRow, routing: Routing) -> None:
    """Write down which rule spoke, and which simulated ones would have."""
    spoke = [routing.because] if routing.by is SuggestedBy.RULE else []
    hits = [
        {
            "item_id": row.item_id,
            "rule_id": UUID(rule_id),
            "authority_id": row.authority_id,
            "project_id": row.project_id,
        }
        for rule_id in (*spoke, *routing.simulated)
    ]
    if hits:
        work.session.execute(insert(RuleHitRow), hits)


def _write_input(enquiry: Enquiry, known: Known | None) -> bytes:
    return canonical_json(
        {
            "enquiry": enquiry_as_json(enquiry),
            "known": {"item": known.item_id, **target_as_json(known.target)} if known else None,
        }
    )
