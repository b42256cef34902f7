"""The values of routing: places, rules, suggestions with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

UNKNOWN_LABEL = "__unknown__"
"""Stands for an enquiry that belongs nowhere in the authority."""


@dataclass(frozen=True, slots=True)
class Department:
    """A part of the authority that enquiries are sent on to. `key` is stable; names change."""

    key: str
    name: str
    about: str = ""
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Subject:
    """A matter that enquiries are about, with the department that deals with it."""

    key: str
    name: str
    department_key: str
    kle_code: str = ""
    deadline_days: int | None = None
    is_active: bool = True


@dataclass(frozen=True, slots=True)
class Target:
    """Where an enquiry goes: a department and, where known, a subject."""

    department_key: str
    subject_key: str = ""


NOWHERE = Target("", UNKNOWN_LABEL)
"""The place of an enquiry that does not belong in the authority."""


class Lane(StrEnum):
    """How much of a caseworker's attention an enquiry needs."""

    READY = "ready"
    """Sure enough to be distributed without a click, where that is allowed."""
    PICK = "pick"
    """One of three is right with high probability."""
    READ = "read"
    """Must be read."""


class SuggestedBy(StrEnum):
    """What a suggestion rests on, in the order in which it is asked."""

    METADATA = "metadata"
    THREAD = "thread"
    RULE = "rule"
    MODEL = "model"
    NOTHING = "nothing"


class RuleField(StrEnum):
    """What a staff rule looks at."""

    SUBJECT = "subject"
    TEXT = "text"
    SUBJECT_OR_TEXT = "subject_or_text"
    SENDER = "sender"
    RECIPIENT = "recipient"
    CHANNEL = "channel"
    ATTACHMENT = "attachment"
    MESSAGE_CODE = "message_code"
    CONTACT_GROUP = "contact_group"
    KLE = "kle"


class RuleMatch(StrEnum):
    """How a staff rule compares."""

    CONTAINS = "contains"
    HAS_WORD = "has_word"
    HAS_ONE_OF = "has_one_of"
    """One of several words, parted by semicolons."""
    IS = "is"
    BEGINS = "begins"
    ENDS = "ends"
    PATTERN = "pattern"
    """With `*` for any characters, as in the spreadsheets that robots use."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule that staff wrote. Simulated: what it would say is noted, and nothing more."""

    id: str
    field: RuleField
    match: RuleMatch
    value: str
    target: Target
    is_simulated: bool = False
    note: str = ""
    removed_because: str = ""
    """Why it was taken out of use; kept, so that nobody writes it again unknowingly."""

    @property
    def is_in_use(self) -> bool:
        return not self.removed_because


@dataclass(frozen=True, slots=True)
class Alternative:
    """One possible target with its probability."""

    target: Target
    probability: float


@dataclass(frozen=True, slots=True)
class WordReason:
    """A word of the model's text that spoke for the first alternative; negative: against it."""

    word: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class SimilarReason:
    """A past enquiry with a similar text and where it ended."""

    key: str
    similarity: float
    label: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Routing:
    """Where an enquiry should go, why, and how sure that is."""

    by: SuggestedBy
    lane: Lane
    alternatives: tuple[Alternative, ...]
    confidence: float | None
    """Probability that the first alternative is right; None where a rule said it."""
    because: str = ""
    """Id of the rule or earlier enquiry, or the metadata field, that it rests on."""
    words: tuple[WordReason, ...] = ()
    similar: tuple[SimilarReason, ...] = ()
    may_be_several: bool = False
    """Passages of it point to different departments."""
    simulated: Mapping[str, str] = field(default_factory=dict)
    """What simulated rules would have said: rule id -> subject or department key."""


@dataclass(frozen=True, slots=True)
class Portion:
    """One of several matters in an enquiry: where it goes, and the words that are about it."""

    target: Target
    text: str = ""
    """Empty: the whole text, which then teaches the model nothing."""


@dataclass(frozen=True, slots=True)
class Traits:
    """What insight counts by beside the usual filters; empty: whatever it is."""

    how: str = ""
    """`automatic` or `person`."""
    suggested: str = ""
    """Department and subject that came first in the suggestion, as `vej/hul`."""
    is_otherwise: bool = False
    """A person decided otherwise than was suggested."""
    is_moved: bool = False
    is_late: bool = False
    is_blind: bool = False
    weekday: int | None = None
    """Monday is 0."""
    hour: int | None = None

    @property
    def is_empty(self) -> bool:
        return self == Traits()


@dataclass(frozen=True, slots=True)
class WorklistFilter:
    """What a caseworker wants to see; empty: everything that waits."""

    words: str = ""
    state: str = ""
    lane: str = ""
    department: str = ""
    subject: str = ""
    channel: str = ""
    language: str = ""
    needs_help: bool = False
    since: date | None = None
    until: date | None = None
    traits: Traits = Traits()
