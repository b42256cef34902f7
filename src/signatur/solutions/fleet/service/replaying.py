"""Working a past suggestion out again from what was stored then."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.kernel.part import Replayed
from signatur.records.decisions import service as decisions
from signatur.records.registry import service as registry
from signatur.solutions.fleet.service.answering import answer, reasons_as_json
from signatur.solutions.fleet.service.basis import read_basis
from signatur.solutions.fleet.service.keeping import stored_trips
from signatur.solutions.fleet.service.writing import question_from

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work


def replay(work: Work, suggestion_id: UUID) -> Replayed:
    """Rebuild a suggestion from the stored question, trips and rules, none of them of today."""
    made = decisions.suggestion(work, suggestion_id)
    question = question_from(json.loads(decisions.read_input(work, made)))
    if made.model_version_id is not None:
        version = registry.get(work, made.model_version_id)
        question = replace(question, rules=read_basis(work, version))
    found = answer(question, stored_trips(work, question.trips_sha256))
    return Replayed(
        stored={
            "answer": dict(made.answer),
            "reasons": [dict(one) for one in made.reasons],
            "confidence": made.confidence,
        },
        rebuilt={
            "answer": found.answer,
            "reasons": [dict(one) for one in reasons_as_json(found.reasons)],
            "confidence": found.confidence,
        },
    )
