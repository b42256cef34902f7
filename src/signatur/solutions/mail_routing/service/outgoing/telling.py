"""Everything that happened to one enquiry, in the order of time."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from signatur.records.audit import service as audit
from signatur.records.decisions import service as decisions
from signatur.records.items import service as items
from signatur.solutions.mail_routing.service.answers import as_routing
from signatur.solutions.mail_routing.service.listing import row_of
from signatur.solutions.mail_routing.service.outgoing.listing import outgoing_of
from signatur.solutions.mail_routing.service.outgoing.receipts import receipts_of
from signatur.solutions.mail_routing.service.withholding import is_withheld, outcome_told

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work

# The same moment: what caused something stands before it.
_ORDER = ("received", "stored", "suggestion", "shown", "decision", "effect", "receipt", "audit")


def history_of(work: Work, item_id: UUID) -> dict[str, Any]:
    """Return an enquiry's history as plain JSON values. Raises NotFound."""
    row = row_of(work, item_id)
    events = [
        *_of_item(work, item_id),
        *_of_suggestions(work, item_id),
        *_of_decisions(work, item_id),
        *_of_effects(work, row.project_id, item_id),
        *_of_receipts(work, item_id),
        *_of_audit(work, item_id),
    ]
    events.sort(key=lambda event: (event[0], _ORDER.index(event[1])))
    return {
        "id": item_id,
        "state": row.state,
        "department": row.department_key,
        "subject": row.subject_key,
        "events": [{"at": at.isoformat(), "what": what, **details} for at, what, details in events],
    }


_Event = tuple["datetime", str, dict[str, Any]]


def _of_item(work: Work, item_id: UUID) -> Iterator[_Event]:
    item = items.get(work, item_id)
    yield item.received_at, "received", {"kind": item.kind}
    yield item.stored_at, "stored", {"sha256": item.sha256, "size": item.size}


def _of_suggestions(work: Work, item_id: UUID) -> Iterator[_Event]:
    for made in decisions.suggestions(work, item_id):
        told: dict[str, Any] = {"id": made.id, "confidence": made.confidence, "arm": made.arm}
        if is_withheld(work, made):
            told["confidence"] = None
        elif made.answer:
            routing = as_routing(made)
            told |= {
                "by": routing.by,
                "lane": routing.lane,
                "places": [
                    {"department": one.target.department_key, "subject": one.target.subject_key}
                    for one in routing.alternatives
                ],
            }
        yield made.at, "suggestion", {**told, "model": made.model_version_id}
    for shown in decisions.showings(work, item_id):
        yield shown.at, "shown", {"suggestion": shown.suggestion_id, "person": shown.person_id}


def _of_decisions(work: Work, item_id: UUID) -> Iterator[_Event]:
    for made in decisions.decisions(work, item_id):
        yield (
            made.at,
            "decision",
            {
                "id": made.id,
                "outcome": outcome_told(work, item_id, made.outcome),
                **{name: made.answer.get(name) for name in ("department", "subject")},
                "person": made.person_id,
                "authorisation": made.authorisation_id,
            },
        )


def _of_effects(work: Work, project_id: UUID, item_id: UUID) -> Iterator[_Event]:
    for one in outgoing_of(work, project_id, item_id):
        yield (
            one.ordered_at,
            "effect",
            {
                "delivery": one.id,
                "decision": one.decision_id,
                "kind": one.kind,
                "route": one.route_id,
                "key": one.key,
                "wire_id": one.wire_id,
                "state": one.state,
                "attempts": one.attempts,
                "is_repeat": one.is_repeat,
                "delivered_at": one.delivered_at.isoformat() if one.delivered_at else None,
                "problem": one.problem or None,
            },
        )


def _of_receipts(work: Work, item_id: UUID) -> Iterator[_Event]:
    for one in receipts_of(work, item_id):
        told = {"delivery": one.delivery_id, "kind": one.kind, "code": one.code, "text": one.text}
        yield one.at, "receipt", told


def _of_audit(work: Work, item_id: UUID) -> Iterator[_Event]:
    for entry in audit.trail(work, items.ref(item_id)):
        yield (
            entry.at,
            "audit",
            {
                "number": entry.number,
                "action": entry.action,
                "actor": entry.actor_kind,
                "person": entry.actor_id,
                "hash": entry.hash,
            },
        )
