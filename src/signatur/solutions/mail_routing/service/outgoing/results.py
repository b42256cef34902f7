"""What a delivery is about: the routing result, put together at the moment of leaving."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.outbox import PLACE, DeliveryFailed
from signatur.records.decisions import service as decisions
from signatur.records.items import service as items
from signatur.solutions.mail_routing.schema import enquiry_from_json
from signatur.solutions.mail_routing.schema.outgoing import Party, Route, RoutingResult
from signatur.solutions.mail_routing.service.outgoing.routes import route
from signatur.solutions.mail_routing.service.setup import departments, subject_with
from signatur.solutions.mail_routing.tables import EnquiryRow

if TYPE_CHECKING:
    from signatur.kernel.outbox import Delivery
    from signatur.kernel.work import Work
    from signatur.records.decisions.schema import Decision
    from signatur.solutions.mail_routing.schema import Enquiry

TRIAL = "trial"
"""In a key: sent by a person who tries a route out."""
_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def route_of(work: Work, delivery: Delivery) -> Route:
    """Return the route that a delivery takes, as it says now. Raises DeliveryFailed."""
    try:
        return route(work, UUID(delivery.payload[PLACE]))
    except (KeyError, NotFound):
        raise DeliveryFailed(log="no route", is_final=True) from None


def result_of(work: Work, delivery: Delivery) -> tuple[RoutingResult, Enquiry]:
    """Return what a delivery tells, and the enquiry. Raises DeliveryFailed when it was erased."""
    item_id = UUID(delivery.payload["item"])
    decision = decisions.get(work, decision_of(delivery))
    row = _enquiry_row(work, item_id)
    enquiry = enquiry_from_json(row.document)
    item = items.get(work, item_id)
    made = decisions.suggestion(work, decision.suggestion_id) if decision.suggestion_id else None
    target = delivery.payload
    subject = subject_with(work, row.project_id, target["subject"]) if target["subject"] else None
    names = {one.key: one.name for one in departments(work, row.project_id)}
    return (
        RoutingResult(
            key=delivery.key,
            attempt=delivery.attempts,
            item_id=item_id,
            received_at=row.received_at,
            channel=row.channel,
            language=row.language,
            message_id=enquiry.thread.message_id,
            original_sha256=item.sha256,
            original_suffix=target["suffix"],
            decision_id=decision.id,
            decided_at=decision.at,
            outcome=decision.outcome,
            decided_by=_decider(work, decision),
            decided_by_id=_decider_id(decision),
            is_automatic=decision.person_id is None,
            department_key=target["department"],
            department=names.get(target["department"], target["department"]),
            subject_key=target["subject"],
            subject=subject.name if subject else "",
            kle_code=subject.kle_code if subject else "",
            kle_facet=enquiry.metadata.kle_facet,
            due_on=row.due_on.isoformat() if row.due_on else "",
            confidence=made.confidence if made else None,
            suggestion_id=decision.suggestion_id,
            link=link_to(work, item_id),
            case_id=_case_id(enquiry),
            parties=parties_of(enquiry),
        ),
        enquiry,
    )


def decision_of(delivery: Delivery) -> UUID:
    """Return the decision that a delivery's key names."""
    return UUID(delivery.key.split(":")[1])


def link_to(work: Work, item_id: UUID) -> str:
    """Return the address of an enquiry in Signatur; empty where no public address is set."""
    public = work.runtime.settings.kernel.public_url.rstrip("/")
    return f"{public}/postfordeling/{item_id}" if public else ""


def _enquiry_row(work: Work, item_id: UUID) -> EnquiryRow:
    row = work.session.scalar(select(EnquiryRow).filter_by(item_id=item_id))
    if row is None or row.authority_id != work.authority_id:
        raise DeliveryFailed(log="content erased", is_final=True)
    return row


def _decider(work: Work, decision: Decision) -> str:
    if decision.person_id is None:
        return f"standing authorisation {decision.authorisation_id}"
    names = work.runtime.identity.names_of(work.session, {decision.person_id})
    return names.get(decision.person_id, str(_("Unknown")))


def _decider_id(decision: Decision) -> UUID:
    decider = decision.person_id or decision.authorisation_id
    assert decider is not None, "somebody decided, by the table's own rule"
    return decider


def _case_id(enquiry: Enquiry) -> str:
    case_id = enquiry.metadata.case_id
    return case_id if _UUID.fullmatch(case_id) else ""


def parties_of(enquiry: Enquiry) -> tuple[Party, ...]:
    """Return whom an enquiry is about, where its sender is known by number, else what it names.

    A number in the text counts only where it is the only one of its kind: else it may be anybody's.
    """
    sender = enquiry.sender
    if sender is not None and sender.id_type.upper() in ("CPR", "CVR"):
        kind = "Person" if sender.id_type.upper() == "CPR" else "Virksomhed"
        return (Party(kind=kind, number=_digits(sender.id)),)
    found = []
    for kind, name in (("Person", "cpr"), ("Virksomhed", "cvr")):
        numbers = {_digits(one.value) for one in enquiry.identifiers if one.kind == name}
        if len(numbers) == 1:
            found.append(Party(kind=kind, number=numbers.pop()))
    return tuple(found)


def _digits(number: str) -> str:
    return "".join(filter(str.isdigit, number))
