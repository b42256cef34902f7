"""The values of law: regimes, grounds, what a request is, and what must be considered before a release."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from signatur.kernel.i18n import Text


class Regime(StrEnum):
    """Under which rules a request is decided: party or not, environmental or not, and special roads."""

    PUBLIC = "public"
    PARTY = "party"
    ENVIRONMENTAL = "environmental"
    PARTY_ENVIRONMENTAL = "party_environmental"
    OWN_DATA = "own_data"
    DATA_EXTRACTION = "data_extraction"
    GDPR = "gdpr"
    PATIENT_RECORD = "patient_record"

    @property
    def is_environmental(self) -> bool:
        return self in {Regime.ENVIRONMENTAL, Regime.PARTY_ENVIRONMENTAL}

    @property
    def is_party(self) -> bool:
        return self in {Regime.PARTY, Regime.PARTY_ENVIRONMENTAL}


REGIME_TITLES: Mapping[Regime, Text] = {
    Regime.PUBLIC: _("Not a party: the act on public access"),
    Regime.PARTY: _("Party: the act on public administration"),
    Regime.ENVIRONMENTAL: _("Not a party, environmental information"),
    Regime.PARTY_ENVIRONMENTAL: _("Party, environmental information"),
    Regime.OWN_DATA: _("Own personal circumstances in others' cases"),
    Regime.DATA_EXTRACTION: _("Extraction of data from a register"),
    Regime.GDPR: _("Own data under the GDPR, article 15"),
    Regime.PATIENT_RECORD: _("Own patient record"),
}


class Confidence(StrEnum):
    """How sure the source of a rule is: read in the text, known from others, or unsure."""

    HIGH = "H"
    MEDIUM = "M"
    LOW = "L"


CONFIDENCE_TITLES: Mapping[Confidence, Text] = {
    Confidence.HIGH: _("Read in the act or in an official template"),
    Confidence.MEDIUM: _("Well known or from another source; read it before you rely on it"),
    Confidence.LOW: _("Unsure; have a lawyer confirm it"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Law:
    """An act in one wording."""

    key: str
    title: str
    cited: str
    """As a letter cites it, such as `offentlighedsloven`."""
    wording: str
    valid_from: date
    valid_to: date | None = None
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RegimeRule:
    """What a letter says of a regime, and which section holds which duty."""

    regime: Regime
    title: str
    laws: tuple[str, ...]
    choice: str
    """Danish sentence with the choice of law."""
    better: str = ""
    """Danish sentence on today's act where that is better for the requester."""
    sections: Mapping[str, str] = field(default_factory=dict)
    """Duty to section, such as `partial` to `offentlighedslovens § 34`."""
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """A rule by which something may be withheld, within the days on which it is in force."""

    key: str
    """Such as `ofl-30-1`; it never changes, so that old decisions can be read."""
    law: str
    section: str
    label: str
    """What stands in the box over what is withheld, such as `§ 30, nr. 1`."""
    title: str
    category: str
    """Chooses the phrase of the letter, such as `private`."""
    text: str
    """The rule as a letter tells it, in Danish."""
    applies_to: tuple[Regime, ...]
    kinds: tuple[FindingKind, ...] = ()
    """Kinds of findings for which it is proposed; the first such ground of the data is the proposal."""
    may_cover: tuple[FindingKind, ...] = ()
    """Kinds for which it is offered as an alternative."""
    extract_facts: bool = False
    more_access: bool = False
    """More access than required can come into question; false where secrecy bars it."""
    secrecy: bool = False
    """What it covers is as a rule under the duty of secrecy (forvaltningsloven § 27)."""
    neutral: tuple[str, ...] = ()
    """Keys of grounds to name instead, where naming this one would itself tell a secret: the first that applies."""
    valid_from: date
    valid_to: date | None = None
    confidence: Confidence
    source: str

    def in_force(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


class When(StrEnum):
    """What makes a duty come into question."""

    ALWAYS = "always"
    WITHHELD = "withheld"
    EXTRACT = "extract"
    MORE_ACCESS = "more_access"
    SECRECY = "secrecy"
    BUSINESS = "business"
    NEUTRAL = "neutral"
    INTERNAL = "internal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Duty:
    """Something that must be considered and answered with a reason before a release."""

    key: str
    title: str
    help: str
    when: When
    regimes: tuple[Regime, ...]
    section: str = ""
    """Name of a section in `RegimeRule.sections`, or the section itself."""
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Grounds:
    """One version of the law as the authority applies it."""

    version: str
    status: str
    laws: tuple[Law, ...]
    regimes: tuple[RegimeRule, ...]
    grounds: tuple[Ground, ...]
    duties: tuple[Duty, ...]

    def of(self, key: str) -> Ground | None:
        """Return the newest ground with this key, in force or not."""
        return next((one for one in reversed(self.grounds) if one.key == key), None)

    def in_force(self, regime: Regime, day: date) -> tuple[Ground, ...]:
        """Return the grounds that may be used under a regime on a day."""
        return tuple(one for one in self.grounds if regime in one.applies_to and one.in_force(day))

    def rule(self, regime: Regime) -> RegimeRule:
        """Return what is said of a regime. Raises KeyError where the data lack it."""
        for one in self.regimes:
            if one.regime is regime:
                return one
        raise KeyError(regime)

    def used(self, keys: Iterable[str]) -> tuple[Ground, ...]:
        """Return the grounds of these keys in the order of the data; unknown keys are left out."""
        wanted = set(keys)
        return tuple({one.key: one for one in self.grounds if one.key in wanted}.values())


@dataclass(frozen=True, slots=True)
class Problem:
    """Something wrong in edited law or letters: where, and what to do about it."""

    place: str
    said: Text
    stops: bool = True
    """It must be mended before the text can be used; otherwise it is a warning."""


@dataclass(frozen=True, slots=True)
class Change:
    """One difference between two versions."""

    place: str
    before: str
    """Empty: it is new."""
    after: str
    """Empty: it is gone."""


class Subject(StrEnum):
    """What a request asks for."""

    DOCUMENTS = "documents"
    EXTRACTION = "extraction"
    OWN_DATA = "own_data"
    PATIENT_RECORD = "patient_record"


class Extent(StrEnum):
    """An answer that may hold for a part."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


@dataclass(frozen=True, slots=True)
class Request:
    """What the wizard has been told so far; None: not yet asked."""

    subject: Subject | None = None
    is_party: Extent | None = None
    is_environmental: Extent | None = None
    about_requester: bool | None = None
    """Not a party, but the requester's own personal circumstances are told in the documents."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer to a question of the wizard."""

    value: str
    title: Text


@dataclass(frozen=True, slots=True)
class Question:
    """A question of the wizard. `field` names what it fills in `Request`."""

    field: str
    title: Text
    help: Text
    choices: tuple[Choice, ...]


@dataclass(frozen=True, slots=True)
class RegimeChoice:
    """A regime that applies, to all or to a part of what is asked for."""

    regime: Regime
    because: Text
    for_a_part: bool = False


@dataclass(frozen=True, slots=True)
class RegimeDecision:
    """Which regimes apply, and the record of why. The first is the main one."""

    choices: tuple[RegimeChoice, ...]
    answers: tuple[tuple[str, str], ...]
    """What was asked and answered, as codes."""
    advice: tuple[Text, ...] = ()

    @property
    def main(self) -> Regime:
        return self.choices[0].regime


@dataclass(frozen=True, slots=True, kw_only=True)
class ChecklistItem:
    """A duty as it stands in this case."""

    key: str
    title: str
    help: str
    section: str
    grounds: tuple[str, ...]
    """Keys of the grounds that call for it; empty: it is asked whatever is withheld."""
    confidence: Confidence
    source: str


@dataclass(frozen=True, slots=True)
class DutyAnswer:
    """What a person answered to an item of the check list."""

    key: str
    is_done: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Unmet:
    """An item that stands in the way of a release, and why."""

    key: str
    title: str
    said: Text


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """A body that decides complaints."""

    key: str
    name: str
    through_authority: bool = True
    """The complaint is sent to the authority, which passes it on."""
    forward: str = ""
    """Danish words for by when it is passed on, such as `7 arbejdsdage`."""
    contact: str = ""
    as_supervision: bool = False
    """No body decides the underlying case: the supervision of municipalities does."""
    note: str = ""
    """What the letter says besides, in Danish."""
    confidence: Confidence
    source: str
