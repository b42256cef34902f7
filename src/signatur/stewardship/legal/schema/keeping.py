"""What a project keeps of law: bases, rules of its own, measures, and living documents."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.stewardship.legal.schema.law import Rule


class Phase(StrEnum):
    """The phases that each need a basis of their own."""

    DEVELOPMENT = "development"
    TRIAL = "trial"
    OPERATION = "operation"
    RETRAINING = "retraining"


PHASE_TITLES: Mapping[Phase, Text] = {
    Phase.DEVELOPMENT: _("Development"),
    Phase.TRIAL: _("Test on real cases"),
    Phase.OPERATION: _("Operation"),
    Phase.RETRAINING: _("Retraining"),
}


class Step(StrEnum):
    """How intrusive something is; a person says so, with a reason."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


STEP_TITLES: Mapping[Step, Text] = {
    Step.LOW: _("A little"),
    Step.MEDIUM: _("Some"),
    Step.HIGH: _("Much"),
}
# The sides from which intrusiveness is judged, after decisions of Datatilsynet.
SIDES: Mapping[str, Text] = {
    "kind_of_data": _("How sensitive are the data?"),
    "vulnerable_people": _("How vulnerable are the people?"),
    "profiling": _("How far are individual people judged or predicted?"),
    "joining": _("How far are sources joined that were apart?"),
    "effect": _("How far does it reach into people's lives?"),
    "avoidable": _("How hard is it for people to avoid it?"),
    "scale": _("How many people are concerned?"),
    "human_part": _("How far is the human part a formality, and the effect hard to undo?"),
}


class BasisState(StrEnum):
    """How a basis stands."""

    DRAFTED = "drafted"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


BASIS_TITLES: Mapping[BasisState, Text] = {
    BasisState.DRAFTED: _("Waits for a signature"),
    BasisState.SIGNED: _("Signed"),
    BasisState.REFUSED: _("Refused"),
    BasisState.WITHDRAWN: _("Withdrawn"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BasisTerms:
    """A legal basis for one phase, as it is drafted."""

    phase: Phase
    article: str
    """Such as GDPR article 6(1)(e)."""
    supplementary: str
    """The rule of EU or Danish law that it rests on."""
    special_categories: str = ""
    conditions: str = ""
    reasoning: str
    is_explicit: bool
    """The rule names this use, and not only the task."""
    is_research_only: bool
    valid_from: date
    valid_to: date | None
    steps: Mapping[str, Step]
    """Side -> how intrusive, as the drafting person judged."""
    overall: Step | None = None
    """How intrusive the whole is, as the drafting person judged; it never counts for less than the sides."""
    step_reasons: str

    @property
    def step(self) -> Step:
        """Return how intrusive it is: what the person said, and at least what the sides amount to."""
        order = list(Step)
        return max(intrusiveness(self.steps), self.overall or Step.LOW, key=order.index)


@dataclass(frozen=True, slots=True)
class Basis:
    """A legal basis that was drafted, and what became of it."""

    id: UUID
    project_id: UUID
    terms: BasisTerms
    state: BasisState
    drafted_by: UUID
    drafted_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    because: str

    @property
    def is_open(self) -> bool:
        return self.state is BasisState.DRAFTED

    def is_valid(self, day: date) -> bool:
        ends = self.terms.valid_to
        return (
            self.state is BasisState.SIGNED
            and self.terms.valid_from <= day
            and (ends is None or day <= ends)
        )


def intrusiveness(steps: Mapping[str, Step]) -> Step:
    """Return how intrusive the whole is: high from two high sides or much of everything.

    A side that nobody has judged counts as high: it must be judged before anything is lenient.
    """
    found = [steps.get(side, Step.HIGH) for side in SIDES]
    high, medium = found.count(Step.HIGH), found.count(Step.MEDIUM)
    if high >= 2 or (high == 1 and medium >= 3):
        return Step.HIGH
    return Step.MEDIUM if high or medium >= 2 else Step.LOW


@dataclass(frozen=True, slots=True)
class OwnRule:
    """A rule, such as of sector law, that an authority added; it counts once another signed it."""

    id: UUID
    rule: Rule
    state: BasisState
    drafted_by: UUID
    drafted_at: datetime
    decided_by: UUID | None
    decided_at: datetime | None
    because: str


@dataclass(frozen=True, slots=True)
class Assessment:
    """Answers to the questions, as they were given, and under which version of the rules."""

    id: UUID
    project_id: UUID
    answers: Mapping[str, str]
    rules_version: str
    ai_class: str
    made_by: UUID
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Task:
    """What is done about a duty, by whom and by when, and how that is shown."""

    id: UUID
    project_id: UUID
    rule_id: str
    measure: str
    owner_id: UUID
    due_on: date
    shown_by: str
    done_at: datetime | None
    done_by: UUID | None

    def is_late(self, day: date) -> bool:
        return self.done_at is None and self.due_on < day


class DocumentKind(StrEnum):
    """The living documents."""

    DPIA = "dpia"
    FRIA = "fria"


DOCUMENT_TITLES: Mapping[DocumentKind, Text] = {
    DocumentKind.DPIA: _("Impact assessment (GDPR article 35)"),
    DocumentKind.FRIA: _("Fundamental rights impact assessment (AI Act article 27)"),
}


class DocumentState(StrEnum):
    """How far a version of a document has come."""

    DRAFT = "draft"
    SIGNED = "signed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


DOCUMENT_STATE_TITLES: Mapping[DocumentState, Text] = {
    DocumentState.DRAFT: _("Draft"),
    DocumentState.SIGNED: _("Signed"),
    DocumentState.REFUSED: _("Refused"),
    DocumentState.WITHDRAWN: _("Withdrawn"),
}


class Mark(StrEnum):
    """What whoever examines an answer makes of it."""

    TO_FIX = "to_fix"
    IMPROVABLE = "improvable"
    ACCEPTABLE = "acceptable"


MARK_TITLES: Mapping[Mark, Text] = {
    Mark.TO_FIX: _("Must be mended"),
    Mark.IMPROVABLE: _("Could be better"),
    Mark.ACCEPTABLE: _("Acceptable"),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One thing that a document asks for."""

    key: str
    title: str
    help: str = ""
    reuses: str = ""
    """Key of the impact assessment's answer that is shown here, where it is the same."""


@dataclass(frozen=True, slots=True)
class Section:
    """One part of a document."""

    key: str
    title: str
    fields: tuple[Field, ...]


@dataclass(frozen=True, slots=True)
class Answer:
    """What was written in one field, and what a second person made of it."""

    key: str
    words: str
    written_by: UUID
    written_at: datetime
    mark: Mark | None
    comment: str
    examined_by: UUID | None


HIGH_FROM: Final = 3
"""From this step on, of four, something is grave, and it is likely."""


@dataclass(frozen=True, slots=True)
class Risk:
    """Something that may go wrong for people, before and after what is done about it (1 to 4)."""

    key: str
    what: str
    measures: str
    severity: int
    likelihood: int
    severity_after: int
    likelihood_after: int

    @property
    def stays_high(self) -> bool:
        """Say whether it is grave and likely even after the measures (GDPR article 36)."""
        return min(self.severity_after, self.likelihood_after) >= HIGH_FROM


@dataclass(frozen=True, slots=True)
class Document:
    """One version of a living document."""

    id: UUID
    project_id: UUID
    kind: DocumentKind
    version: int
    state: DocumentState
    author_id: UUID
    begun_at: datetime
    answers: Mapping[str, Answer]
    risks: tuple[Risk, ...]
    review_on: date | None
    decided_by: UUID | None
    decided_at: datetime | None
    because: str
