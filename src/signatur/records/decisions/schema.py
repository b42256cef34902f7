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
# What tells whether the advice was followed, and so what it was to whoever must not see it.
FOLLOWING = (Outcome.ACCEPTED, Outcome.CHOSEN, Outcome.CHANGED)
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


@dataclass(frozen=True, slots=True)
class Showing:
    """That a person saw a suggestion, the first time."""

    suggestion_id: UUID
    person_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class NewDecision:
    """What somebody chose."""

    outcome: Outcome
    answer: Mapping[str, Any]
    suggestion_id: UUID | None
    note: str = ""
    at: datetime | None = None
    """When it was decided, for what was decided before Signatur; None: now."""


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

    def draws_control(self, item_id: UUID, share: float | None = None) -> bool:
        """Say whether an item belongs to the random share that a person also decides.

        The draw depends on the seed and the item alone, so that anyone can repeat it. A larger
        `share`, for a time of closer watch, holds all that the usual one does.
        """
        digest = hashlib.sha256(f"{self.seed}:{item_id}".encode()).digest()
        return int.from_bytes(digest[:8]) / 2**64 < max(self.control_share, share or 0.0)


@dataclass(frozen=True, slots=True)
class Step:
    """A decision as those who count need it."""

    outcome: Outcome
    answer: Mapping[str, Any]
    is_automatic: bool
    """Under a standing authorisation, not by a person."""
    at: datetime
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Course:
    """What became of an item so far: the newest suggestion, and all decisions, oldest first."""

    answer: Mapping[str, Any] | None = None
    """None: nothing was suggested."""
    confidence: float | None = None
    arm: Arm = Arm.SHOWN
    steps: tuple[Step, ...] = ()


@dataclass(frozen=True, slots=True)
class Label:
    """What a person settled about an item; the only thing that models may learn from."""

    item_id: UUID
    outcome: Outcome
    answer: Mapping[str, Any]
    at: datetime


@dataclass(frozen=True, slots=True)
class ArmPlan:
    """Which shares of a project's items meet advice late or never, and why."""

    project_id: UUID
    blind_share: float
    hidden_share: float
    seed: int
    because: str
    set_by: UUID
    set_at: datetime

    def arm_of(self, item_id: UUID) -> Arm:
        """Return the arm of an item. The draw depends on the seed and the item alone."""
        digest = hashlib.sha256(f"arm:{self.seed}:{item_id}".encode()).digest()
        place = int.from_bytes(digest[:8]) / 2**64
        if place < self.blind_share:
            return Arm.BLIND_FIRST
        return Arm.HIDDEN if place < self.blind_share + self.hidden_share else Arm.SHOWN


@dataclass(frozen=True, slots=True)
class FirstAnswer:
    """What a person answered before the advice was seen."""

    suggestion_id: UUID
    item_id: UUID
    person_id: UUID
    answer: Mapping[str, Any]
    agrees: bool
    at: datetime


@dataclass(frozen=True, slots=True)
class Observed:
    """How a person answered a suggestion, for measuring; nothing of what it was about."""

    arm: Arm
    person_id: UUID
    model_version_id: UUID | None
    confidence: float | None
    agrees_at_first: bool | None
    """Before the advice was seen; None where it was seen from the start."""
    agrees: bool
    is_aside: bool
    """It cannot be compared with other arms: it would have gone by itself, or nothing was advised."""
    at: datetime
