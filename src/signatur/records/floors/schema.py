"""The values of performance floors, and the pure rule that says whether a measurement keeps one."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text


class Metric(StrEnum):
    """What is measured; each is a share in which more is better."""

    PRECISION = "precision"
    RECALL = "recall"
    ACCURACY = "accuracy"
    SPECIFICITY = "specificity"
    AUTOMATIC_PRECISION = "automatic_precision"


METRIC_TITLES: Mapping[Metric, Text] = {
    Metric.PRECISION: _("Precision"),
    Metric.RECALL: _("Recall"),
    Metric.ACCURACY: _("Share that is right"),
    Metric.SPECIFICITY: _("Specificity"),
    Metric.AUTOMATIC_PRECISION: _("Share that is right of what goes by itself"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What is promised. Shares lie between 0 and 1, costs are in kroner for each case."""

    metric: Metric
    population: str
    """Of which cases it holds, in words."""
    floor: float
    margin: float = 0.0
    """How much worse than people it may be at most (non-inferiority); 0: not compared."""
    human_baseline: float | None = None
    human_cases: int = 0
    """How many cases people's own share was measured on, by double blind review."""
    cost_false_positive: float = 0.0
    cost_false_negative: float = 0.0
    least_group: int = 30
    """Groups with fewer cases than this are told of, but not judged."""
    confidence: float = 0.95
    reasoning: str = ""
    """Why this floor and no other, such as the business case that it follows from."""

    def hash(self) -> str:
        """Return the SHA-256 of the terms in their canonical form."""
        told = json.dumps(asdict(self), sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(told.encode()).hexdigest()


@dataclass(frozen=True, slots=True)
class Floor:
    """The terms for one project, drafted by one person and signed by another."""

    id: UUID
    project_id: UUID
    terms: Terms
    hash: str
    drafted_by: UUID
    drafted_at: datetime
    signed_by: UUID | None
    signed_at: datetime | None
    evidence_id: UUID | None
    withdrawn_at: datetime | None
    test_set_hash: str
    """SHA-256 of the sealed test set; empty until one is named."""
    opened_at: datetime | None
    """When the test set was first looked at; never before the floor was signed."""

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None and self.withdrawn_at is None
