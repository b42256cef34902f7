"""Who is who in a case: persons, what mentions them, what reviewers stated about them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TypeAlias

from signatur.solutions.disclosure.schema.finding import Finding


class Role(StrEnum):
    """What somebody is to the request for access."""

    REQUESTER = "requester"
    PARTY = "party"
    CHILD = "child"
    OTHER_PERSON = "other_person"
    EMPLOYEE = "employee"
    """In service of an authority; the name is normally not withheld."""
    COMPANY = "company"
    PUBLIC_FIGURE = "public_figure"
    """Only ever stated by a person."""
    UNKNOWN = "unknown"

    @property
    def is_party(self) -> bool:
        """Whether the case is about somebody in this role."""
        return self in {Role.REQUESTER, Role.PARTY, Role.CHILD}


class Gender(StrEnum):
    WOMAN = "woman"
    MAN = "man"
    UNKNOWN = "unknown"


class MentionKind(StrEnum):
    NAME = "name"
    CPR = "cpr"
    BIRTH_DATE = "birth_date"
    PHONE = "phone"
    EMAIL = "email"
    ADDRESS = "address"
    INITIALS = "initials"
    ROLE_WORD = "role_word"
    ORGANISATION = "organisation"
    CVR = "cvr"


@dataclass(frozen=True, slots=True, order=True)
class Spot:
    """A stretch of one document's text; texts do not change, so a spot stays what it is."""

    document: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, or a company, in one case. What is said of them is kept out of `repr`."""

    key: str
    role: Role = Role.UNKNOWN
    names: tuple[str, ...] = field(default=(), repr=False)
    """In full first, then as also written."""
    cpr: tuple[str, ...] = field(default=(), repr=False)
    """Ten digits each; more than one only where they differ by a slip."""
    birth_date: date | None = field(default=None, repr=False)
    phones: tuple[str, ...] = field(default=(), repr=False)
    emails: tuple[str, ...] = field(default=(), repr=False)
    addresses: tuple[str, ...] = field(default=(), repr=False)
    role_words: tuple[str, ...] = field(default=(), repr=False)
    """Words that name this person in this case, such as *far*."""
    gender: Gender = Gender.UNKNOWN
    """A guess from the CPR number, a title or a role word."""
    is_stated: bool = False
    """A caseworker said that this person exists; otherwise it was found."""
    reasons: tuple[str, ...] = ()
    """Codes that say why the role is what it is; `ROLE_REASONS` says them in words."""
    former_keys: tuple[str, ...] = ()
    """Keys of persons that a statement joined with this one."""

    @property
    def is_party(self) -> bool:
        """Whether the case is about this person."""
        return self.role.is_party


@dataclass(frozen=True, slots=True)
class Candidate:
    """Somebody whom a mention may mean, with a probability from 0 to 1."""

    person: str
    probability: float
    evidence: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A stretch of a document that means somebody."""

    document: str
    start: int
    end: int
    text: str = field(repr=False)
    kind: MentionKind
    confidence: float
    """Probability that it means `person`, or the best candidate's."""
    person: str
    """Key; empty where it is not clear who is meant: then `candidates` says who may be."""
    evidence: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()
    is_added: bool = False
    """Not among the findings: seen because the name is known from elsewhere in the case."""

    @property
    def spot(self) -> Spot:
        return Spot(self.document, self.start, self.end)


@dataclass(frozen=True, slots=True)
class DocumentMentions:
    """One document with what was found in it; in the order of the case."""

    document: str
    text: str = field(repr=False)
    findings: tuple[Finding, ...] = field(repr=False)
    title: str = field(default="", repr=False)
    day: date | None = None
    recognised: tuple[tuple[int, int], ...] = ()
    """Where the text was read from a picture, and may be misread."""


class StatementKind(StrEnum):
    SAME = "same"
    """Two persons, or a mention and a person, are one."""
    DIFFERENT = "different"
    ROLE = "role"
    CALLED = "called"
    """In this case a role word means this person."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a reviewer said of who is who. It holds whenever the case is linked again."""

    kind: StatementKind
    first: str | Spot
    """A person's key, or one mention."""
    second: str | Spot = ""
    role: Role = Role.UNKNOWN
    word: str = field(default="", repr=False)
    """For `CALLED`: the role word in its base form, such as *far*."""
    of: str = ""
    """For `CALLED`: the key of the person whose *far* it is; empty: whoever it is said of."""


@dataclass(frozen=True, slots=True)
class Authority:
    """What tells the authority's own people from others."""

    domains: tuple[str, ...] = ()
    """Of its mail addresses, such as `havby.dk`."""
    names: tuple[str, ...] = ()
    case_numbers: tuple[str, ...] = field(default=(), repr=False)
    """The numbers of this case; empty: the most frequent one is taken."""


@dataclass(frozen=True, slots=True)
class Request:
    """What a request for access tells of who is who."""

    names: tuple[str, ...] = field(default=(), repr=False)
    """Of who asks, and on whose behalf."""
    emails: frozenset[str] = field(default=frozenset(), repr=False)
    """Where the answer goes, in small letters."""
    words: str = field(default="", repr=False)
    """The request and the title of the case: whom they name, the case is about."""


@dataclass(frozen=True, slots=True)
class Linked:
    """A whole case with every mention linked to somebody."""

    persons: tuple[Person, ...] = field(repr=False)
    mentions: tuple[Mention, ...] = field(repr=False)
    """By document in the order of the case, then by place."""

    def person(self, key: str) -> Person | None:
        """Return the person of that key, also of one joined with another since."""
        for person in self.persons:
            if key == person.key or key in person.former_keys:
                return person
        return None


class DoubtReason(StrEnum):
    """Why something may not belong in the case; `DOUBT_REASONS` says it in words."""

    OTHER_CPR_IN_HEADING = "other_cpr_in_heading"
    OTHER_NAME_IN_HEADING = "other_name_in_heading"
    OTHER_CPR = "other_cpr"
    OTHER_CASE_NUMBER = "other_case_number"
    OTHER_RECIPIENT = "other_recipient"
    NO_PARTY = "no_party"
    UNKNOWN_PERSONS = "unknown_persons"
    OWN_HEADING = "own_heading"


@dataclass(frozen=True, slots=True)
class Doubt:
    """A document, or a paragraph of one, that may be about somebody else's matters."""

    document: str
    start: int
    end: int
    is_whole: bool
    score: float
    """0 to 1, the higher the likelier that it does not belong; not calibrated."""
    reasons: tuple[DoubtReason, ...]
    evidence: tuple[Spot, ...]


class Treatment(StrEnum):
    WITHHOLD = "withhold"
    KEEP = "keep"


@dataclass(frozen=True, slots=True)
class Remembered:
    """A decision that holds for a value wherever it stands, in one case or the whole authority."""

    kind: str
    """A `FindingKind` value; empty: any."""
    value: str = field(repr=False)
    """As `Finding.value`, or the text; compared without case, accents and blanks."""
    treatment: Treatment
    ground: str = ""
    since: date | None = None
    by: str = ""
    is_for_authority: bool = False
    """Otherwise for one case, which goes before what the authority has decided."""


@dataclass(frozen=True, slots=True)
class PersonDecision:
    """What a reviewer decided on one person, or on what one mention says of that person."""

    person: str
    treatment: Treatment
    ground: str = ""
    kinds: frozenset[MentionKind] = frozenset(MentionKind)


@dataclass(frozen=True, slots=True)
class Spread:
    """One mention under a decision that was made on its person."""

    mention: Mention = field(repr=False)
    treatment: Treatment
    ground: str
    is_sure: bool
    """False: the mention may mean somebody else, so a reviewer has to look."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A finding and what is remembered of it, if anything."""

    finding: Finding
    remembered: Remembered | None


Side: TypeAlias = "str | Spot"
