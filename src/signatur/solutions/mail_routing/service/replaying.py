"""Rebuilding a past suggestion from what was stored then."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from signatur.kernel.part import Replayed
from signatur.records.decisions import service as decisions
from signatur.solutions.mail_routing.model import Known, route
from signatur.solutions.mail_routing.schema import enquiry_from_json
from signatur.solutions.mail_routing.service.answers import (
    answer_of,
    confidence_of,
    reasons_of,
    target_from_json,
)
from signatur.solutions.mail_routing.service.knowing import stored_knowledge

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work


def replay(work: Work, suggestion_id: UUID) -> Replayed:
    """Rebuild a suggestion from stored model bytes, setup and input, none of them of today."""
    made = decisions.suggestion(work, suggestion_id)
    stored = json.loads(decisions.read_input(work, made))
    known = stored["known"]
    routing = route(
        enquiry_from_json(stored["enquiry"]),
        stored_knowledge(work, made.basis["setup"], made.model_version_id),
        Known(known["item"], target_from_json(known)) if known else None,
    )
    return Replayed(
        stored={
            "answer": dict(made.answer),
            "reasons": [dict(one) for one in made.reasons],
            "confidence": made.confidence,
        },
        rebuilt={
            "answer": answer_of(routing),
            "reasons": reasons_of(routing),
            "confidence": confidence_of(routing),
        },
    )
