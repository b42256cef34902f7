"""The values of review: findings and what is decided on them, every step, and who is meant."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.methods.documents.laid_out import Box
    from signatur.solutions.disclosure.schema.finding import FindingKind
    from signatur.solutions.disclosure.schema.parties import DoubtReason, Role, Treatment


class FindingState(StrEnum):
    """What became of a finding."""

    PROPOSED = "proposed"
    WITHHELD = "withheld"
    KEPT = "kept"
    REMOVED = "removed"
    """A box or mark of a reviewer that was undone; never shown."""


class FindingOrigin(StrEnum):
    """How a finding came about."""

    FOUND = "found"
    LINKED = "linked"
    """A mention of somebody known from elsewhere in the case."""
    DRAWN = "drawn"
    MARKED = "marked"
    """Words that a reviewer marked."""
    WHOLE_PAGE = "whole_page"


class How(StrEnum):
    """In what way a finding was decided."""

    SINGLE = "single"
    ALL_MENTIONS = "all_mentions"
    PERSON = "person"
    REMEMBERED = "remembered"
    RULE = "rule"
    SECOND_READER = "second_reader"


HOW_TITLES: Mapping[How, Text] = {
    How.SINGLE: _("one by one"),
    How.ALL_MENTIONS: _("with all mentions"),
    How.PERSON: _("by a decision on the person"),
    How.REMEMBERED: _("as decided before"),
    How.RULE: _("by a rule"),
    How.SECOND_READER: _("by the second reader"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FindingLine:
    """A finding in a case, and what was decided on it."""

    id: UUID
    document_id: UUID
    kind: FindingKind
    start: int
    end: int
    page: int
    boxes: tuple[Box, ...]
    text: str = field(repr=False)
    value: str = field(repr=False)
    confidence: float
    evidence: tuple[str, ...]
    proposed: str
    """Key of the ground that is proposed; empty: none."""
    person: str
    """Key of the person meant; empty: nobody, or not clear who."""
    unit: str
    """Quoted mail that is the same in several documents has one key; it is reviewed once."""
    origin: FindingOrigin
    state: FindingState
    ground: str
    how: How | None
    decided_by: UUID | None
    decided_at: datetime | None
    version: int
    """Say it back with a decision: another's decision since is then not overwritten unseen."""


class Action(StrEnum):
    """A step of review as it stands in the log."""

    WITHHOLD = "withhold"
    KEEP = "keep"
    REOPEN = "reopen"
    GROUND = "ground"
    DRAW = "draw"
    MARK = "mark"
    WHOLE_PAGE = "whole_page"
    SPREAD = "spread"
    PERSON = "person"
    ROLE = "role"
    MERGE = "merge"
    SPLIT = "split"
    CALL = "call"
    DOUBT = "doubt"
    UNDO = "undo"
    REDO = "redo"


ACTION_TITLES: Mapping[Action, Text] = {
    Action.WITHHOLD: _("Withheld"),
    Action.KEEP: _("Given out"),
    Action.REOPEN: _("Made undecided again"),
    Action.GROUND: _("Ground changed"),
    Action.DRAW: _("Box drawn"),
    Action.MARK: _("Words marked"),
    Action.WHOLE_PAGE: _("Whole page withheld"),
    Action.SPREAD: _("Carried to all mentions"),
    Action.PERSON: _("Decided for a person"),
    Action.ROLE: _("Role of a person stated"),
    Action.MERGE: _("Two persons joined"),
    Action.SPLIT: _("Mention taken from a person"),
    Action.CALL: _("Role word tied to a person"),
    Action.DOUBT: _("Answered whether it belongs here"),
    Action.UNDO: _("Undone"),
    Action.REDO: _("Done again"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One step of review: who did what, when. Nothing is ever taken out of the log."""

    id: UUID
    number: int
    """From 1 in its case."""
    document_id: UUID | None
    action: Action
    person_id: UUID
    at: datetime
    findings: int
    """How many findings it changed."""
    undoes: UUID | None
    is_undone: bool


@dataclass(frozen=True, slots=True)
class Presence:
    """Somebody who looks at a page now."""

    person_id: UUID
    page: int
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonLine:
    """Somebody in a case, as reviewers see them."""

    key: str
    role: Role
    names: tuple[str, ...] = field(repr=False)
    cpr: tuple[str, ...] = field(repr=False)
    role_words: tuple[str, ...] = field(repr=False)
    reasons: tuple[str, ...]
    is_stated: bool
    mentions: int
    documents: int
    open_mentions: int
    treatment: str
    """`withhold` or `keep` where it was decided for the person; empty otherwise."""
    ground: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtLine:
    """A document or paragraph that may not belong in the case."""

    id: UUID
    document_id: UUID
    start: int
    end: int
    page: int
    is_whole: bool
    score: float
    reasons: tuple[DoubtReason, ...]
    belongs: bool | None
    """None: nobody has answered yet."""
    answered_by: UUID | None
    note: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Hit:
    """A place where something that was searched for stands."""

    document_id: UUID
    number: int
    """Of the document in the list."""
    page: int
    start: int
    end: int
    before: str = field(repr=False)
    text: str = field(repr=False)
    after: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class RememberedValue:
    """A decision that holds for a value in all cases of the authority."""

    id: UUID
    kind: FindingKind
    value: str = field(repr=False)
    treatment: Treatment
    ground: str
    since: date
    by: UUID | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundValue:
    """All findings of one value in a case, to be decided at once."""

    kind: FindingKind
    text: str = field(repr=False)
    finding_id: UUID
    """Of the first open one, else of the first."""
    document_id: UUID
    page: int
    proposed: str
    mentions: int
    documents: int
    open: int
