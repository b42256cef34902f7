"""Sealing and opening test sets, signing what came of it, and the model card."""

from signatur.stewardship.evaluation.service.evaluating import (
    AUDIT_PHRASES,
    BIAS,
    SIGN,
    bias_alarms,
    evaluate,
    evaluations,
    evidence_of,
    get,
    obstacles,
    opened_sets,
    seal,
    sign,
    test_sets,
    withdraw,
)
from signatur.stewardship.evaluation.service.paper import card_of, pdf

__all__ = [
    "AUDIT_PHRASES",
    "BIAS",
    "SIGN",
    "bias_alarms",
    "card_of",
    "evaluate",
    "evaluations",
    "evidence_of",
    "get",
    "obstacles",
    "opened_sets",
    "pdf",
    "seal",
    "sign",
    "test_sets",
    "withdraw",
]
