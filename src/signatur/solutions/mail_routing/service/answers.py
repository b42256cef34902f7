"""How a routing is written down as a suggestion, and read back."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

from signatur.solutions.mail_routing.schema import (
    Alternative,
    Lane,
    Routing,
    SimilarReason,
    SuggestedBy,
    Target,
    WordReason,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.records.decisions.schema import Suggestion

# Enough digits that a rebuilt suggestion is compared in earnest, few enough to be read.
_DIGITS = 9


def answer_of(routing: Routing) -> dict[str, Any]:
    """Return what a suggestion answers, as it is stored."""
    return {
        "by": routing.by.value,
        "because": routing.because,
        "lane": routing.lane.value,
        "alternatives": [
            {**target_as_json(one.target), "probability": round(one.probability, _DIGITS)}
            for one in routing.alternatives
        ],
        "may_be_several": routing.may_be_several,
        "simulated": dict(routing.simulated),
    }


def reasons_of(routing: Routing) -> list[dict[str, Any]]:
    """Return the reasons of a suggestion, as they are stored."""
    stated = [{"kind": "stated", "by": routing.by.value, "because": routing.because}]
    words = [
        {"kind": "word", **asdict(one), "weight": round(one.weight, _DIGITS)}
        for one in routing.words
    ]
    similar = [
        {"kind": "similar", **asdict(one), "similarity": round(one.similarity, _DIGITS)}
        for one in routing.similar
    ]
    return (stated if routing.because else []) + words + similar


def confidence_of(routing: Routing) -> float | None:
    return None if routing.confidence is None else round(routing.confidence, _DIGITS)


def as_routing(suggestion: Suggestion) -> Routing:
    """Read a stored suggestion back."""
    return replace(
        routing_of(suggestion.answer, suggestion.confidence),
        words=tuple(_word(one) for one in _of_kind(suggestion.reasons, "word")),
        similar=tuple(_similar(one) for one in _of_kind(suggestion.reasons, "similar")),
    )


def routing_of(answer: Mapping[str, Any], confidence: float | None) -> Routing:
    """Read a stored answer back, without its reasons."""
    return Routing(
        by=SuggestedBy(answer["by"]),
        lane=Lane(answer["lane"]),
        alternatives=tuple(
            Alternative(target_from_json(one), one["probability"]) for one in answer["alternatives"]
        ),
        confidence=confidence,
        because=answer["because"],
        may_be_several=answer["may_be_several"],
        simulated=answer["simulated"],
    )


def target_as_json(target: Target) -> dict[str, str]:
    return {"department": target.department_key, "subject": target.subject_key}


def target_from_json(stored: Mapping[str, Any]) -> Target:
    return Target(stored["department"], stored["subject"])


def _of_kind(reasons: Sequence[Mapping[str, Any]], kind: str) -> list[Mapping[str, Any]]:
    return [reason for reason in reasons if reason["kind"] == kind]


def _word(stored: Mapping[str, Any]) -> WordReason:
    return WordReason(stored["word"], stored["start"], stored["end"], stored["weight"])


def _similar(stored: Mapping[str, Any]) -> SimilarReason:
    return SimilarReason(stored["key"], stored["similarity"], stored["label"])
