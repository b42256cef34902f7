"""What a model says of an enquiry in its own labels, where no authority's setup stands behind it."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from signatur.solutions.mail_routing.model.caution import cautious
from signatur.solutions.mail_routing.model.lanes import lane_of
from signatur.solutions.mail_routing.schema import Lane

if TYPE_CHECKING:
    from signatur.methods.classification import Router, SimilarExample, WordWeight
    from signatur.solutions.mail_routing.schema import Enquiry

_ALTERNATIVES = 3


def suggestion_for(enquiry: Enquiry, router: Router, target: float) -> dict[str, Any]:
    """Return a suggestion as JSON values; nothing is suggested for an enquiry without text."""
    told: dict[str, Any] = {
        "id": enquiry.id,
        "source": enquiry.source.name,
        "subject": enquiry.subject,
        "problem": asdict(enquiry.problem) if enquiry.problem else None,
        "lane": Lane.READ.value,
        "confidence": None,
        "known": None,
        "clears": [],
        "alternatives": [],
        "words": [],
        "similar": [],
    }
    text = enquiry.model_text
    if not text.strip():
        return told
    (verdict,) = router.suggest([text])
    pairs = list(zip(verdict.labels, verdict.probabilities, strict=True))[:_ALTERNATIVES]
    lane = lane_of(verdict.among_three, is_ready=target in verdict.clears)
    return told | {
        "lane": cautious(lane, enquiry, may_be_several=False).value,
        "confidence": verdict.confidence,
        "known": verdict.known,
        "clears": list(verdict.clears),
        "alternatives": [{"label": one, "probability": share} for one, share in pairs],
        "words": [_fields(one) for one in router.explain(text, verdict.labels[0])],
        "similar": [_fields(one) for one in router.similar(text)],
    }


def _fields(one: WordWeight | SimilarExample) -> dict[str, Any]:
    """Return the fields of a flat value; `asdict` copies each of them, which takes its time."""
    return {name: getattr(one, name) for name in one.__slots__}
