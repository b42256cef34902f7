"""The values of readiness: questions, answers, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text

UNKNOWN: Final = "unknown"
"""The answer of whoever does not know yet: it must be clarified, and never means no."""


class Side(StrEnum):
    """The sides from which a use case is looked at."""

    TASK = "task"
    PROCESS = "process"
    LAW_DEVELOPMENT = "law_development"
    LAW_OPERATION = "law_operation"
    DATA = "data"
    WAY = "way"
    INTEGRATION = "integration"
    OWNERSHIP = "ownership"
    HYPOTHESES = "hypotheses"


SIDE_TITLES: Mapping[Side, Text] = {
    Side.TASK: _("The task"),
    Side.PROCESS: _("The process around it"),
    Side.LAW_DEVELOPMENT: _("Law: may it be developed?"),
    Side.LAW_OPERATION: _("Law: may it be used?"),
    Side.DATA: _("Data"),
    Side.WAY: _("Build, buy or share"),
    Side.INTEGRATION: _("Integration"),
    Side.OWNERSHIP: _("Who owns it"),
    Side.HYPOTHESES: _("More than one way to succeed"),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One answer to a question: what it is worth, and why it matters."""

    value: str
    title: Text
    points: float
    """From 0, speaks against, to 1, speaks for."""
    reason: Text | None = None
    """Why this answer counts; told where it is not the best one."""
    stops: bool = False
    """With this answer the project should not go on as it is, whatever else speaks for it."""


@dataclass(frozen=True, slots=True)
class Question:
    """One question; it is visible when another has one of some answers."""

    code: str
    side: Side
    text: Text
    options: tuple[Option, ...]
    help: Text | None = None
    when: tuple[str, frozenset[str]] | None = None

    def option(self, value: str) -> Option | None:
        return next((one for one in self.options if one.value == value), None)


class Zone(StrEnum):
    """How complex the law is."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


ZONE_TITLES: Mapping[Zone, Text] = {
    Zone.LOW: _("Green: low legal complexity"),
    Zone.MEDIUM: _("Yellow: medium legal complexity"),
    Zone.HIGH: _("Red: high legal complexity"),
}


class Advice(StrEnum):
    """What the answers speak for; a person decides."""

    GO = "go"
    ADJUST = "adjust"
    STOP = "stop"


ADVICE_TITLES: Mapping[Advice, Text] = {
    Advice.GO: _("Go on"),
    Advice.ADJUST: _("Adjust first"),
    Advice.STOP: _("Stop"),
}


@dataclass(frozen=True, slots=True)
class SideResult:
    """How one side stands: a score from 0 to 1, and how far what is unknown may move it."""

    side: Side
    low: float
    """If everything unknown speaks against it."""
    high: float
    """If everything unknown speaks for it."""
    reasons: tuple[Text, ...]
    unknown: tuple[Question, ...]

    @property
    def is_known(self) -> bool:
        return not self.unknown


@dataclass(frozen=True, slots=True)
class ZoneResult:
    """The legal complexity, at least and at most, and why."""

    low: Zone
    high: Zone
    reasons: tuple[Text, ...]
    unknown: tuple[Question, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """What the visible answers say."""

    sides: tuple[SideResult, ...]
    zone: ZoneResult
    advice: Advice
    because: tuple[Text, ...]

    @property
    def to_clarify(self) -> tuple[Question, ...]:
        """What must be clarified, each question once."""
        every = [one for side in self.sides for one in side.unknown] + list(self.zone.unknown)
        return tuple({one.code: one for one in every}.values())


@dataclass(frozen=True, slots=True)
class Hypothesis:
    """One way in which the project may help, how that will be seen, and what to do if it does not."""

    claim: str
    sign: str
    fall_back: str


@dataclass(frozen=True, slots=True)
class UseCase:
    """A use case as it was described, and what was decided about it."""

    id: UUID
    project_id: UUID
    version: int
    problem: str
    for_whom: str
    answers: Mapping[str, str]
    hypotheses: tuple[Hypothesis, ...]
    described_by: UUID
    described_at: datetime
    decision: Advice | None
    decided_by: UUID | None
    decided_at: datetime | None
    decided_because: str
