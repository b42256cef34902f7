"""The values of suggestions, decisions and standing authorisations."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text


class Arm(StrEnum):
    """How a suggestion meets the caseworker; drawn per item."""

    SHOWN = "shown"
    BLIND_FIRST = "blind_first"
    HIDDEN = "hidden"


class Outcome(StrEnum):
    """How a decision relates to what was suggested."""

    ACCEPTED = "accepted"
    """The first answer that was suggested."""
    CHOSEN = "chosen"
    """Another of the answers that were suggested."""
    CHANGED = "changed"
    """An answer of the person's own, or one where nothing was suggested."""
    DIVIDED = "divided"
    """The item was divided into several, each with a decision of its own."""
    REFUSED = "refused"
    """It belongs nowhere in this authority."""
    UNDECIDED = "undecided"
    """The person does not know; someone else must decide."""


OUTCOME_TITLES: Mapping[Outcome, Text] = {
    Outcome.ACCEPTED: _("Accepted"),
    Outcome.CHOSEN: _("Chosen among the suggestions"),
    Outcome.CHANGED: _("Changed"),
    Outcome.DIVIDED: _("Divided"),
    Outcome.REFUSED: _("Not ours"),
    Outcome.UNDECIDED: _("Do not know"),
}
# What a person settled for good, and so may be learnt from.
CONFIRMED = (Outcome.ACCEPTED, Outcome.CHOSEN, Outcome.CHANGED, Outcome.REFUSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewSuggestion:
    """What a model or rule proposes for an item."""

    answer: Mapping[str, Any]
    reasons: Sequence[Mapping[str, Any]]
    confidence: float | None
    """Probability that the answer is right; None where a rule gave it."""
    model_version_id: UUID | None
    basis: Mapping[str, Any]
    """Whatever else is needed to rebuild it: thresholds, hash of the rules, versions."""
    input: bytes
    """Exactly what the model saw."""
    arm: Arm = Arm.SHOWN


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A suggestion that was written down; never changed, only followed by a newer one."""

    id: UUID
    project_id: UUID
    item_id: UUID
    answer: Mapping[str, Any]
    reasons: Sequence[Mapping[str, Any]]
    confidence: float | None
    model_version_id: UUID | None
    basis: Mapping[str, Any]
    input_sha256: str
    arm: Arm
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """What somebody chose."""

    outcome: Outcome
    answer: Mapping[str, Any]
    suggestion_id: UUID | None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision:
    """A decision that was written down, by a person or under a standing authorisation."""

    id: UUID
    project_id: UUID
    item_id: UUID
    suggestion_id: UUID | None
    outcome: Outcome
    answer: Mapping[str, Any]
    note: str
    person_id: UUID | None
    authorisation_id: UUID | None
    at: datetime


@dataclass(frozen=True, slots=True)
class Authorisation:
    """A named person's leave to let suggestions above a floor be decided without a click."""

    id: UUID
    project_id: UUID
    giver_id: UUID
    scope: frozenset[str]
    """Keys of the answers that it covers."""
    floor: float
    """Precision that must hold."""
    valid_from: datetime
    valid_to: datetime
    control_share: float
    daily_cap: int
    seed: int
    suspended_at: datetime | None
    suspended_because: str

    def is_in_force(self, now: datetime) -> bool:
        return self.suspended_at is None and self.valid_from <= now < self.valid_to

    def draws_control(self, item_id: UUID) -> bool:
        """Say whether an item belongs to the random share that a person also decides.

        The draw depends on the seed and the item alone, so that anyone can repeat it.
        """
        digest = hashlib.sha256(f"{self.seed}:{item_id}".encode()).digest()
        return int.from_bytes(digest[:8]) / 2**64 < self.control_share


@dataclass(frozen=True, slots=True)
class Label:
    """What a person settled about an item; the only thing that models may learn from."""

    item_id: UUID
    outcome: Outcome
    answer: Mapping[str, Any]
    at: datetime
