"""Questions, rules, and what the law makes of a system."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from signatur.kernel.i18n import Text

UNKNOWN: Final = "unknown"


class Truth(StrEnum):
    """Yes, no, or nobody knows yet (the three values of Kleene 1938)."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class AiClass(StrEnum):
    """What an AI system is under the AI Act, gravest first."""

    PROHIBITED = "prohibited"
    HIGH_RISK = "high_risk"
    LIMITED = "limited"
    MINIMAL = "minimal"
    OUT_OF_SCOPE = "out_of_scope"
    UNCLEAR = "unclear"


CLASS_TITLES: Mapping[AiClass, Text] = {
    AiClass.PROHIBITED: _("Prohibited"),
    AiClass.HIGH_RISK: _("High-risk"),
    AiClass.LIMITED: _("Limited risk: people must be told"),
    AiClass.MINIMAL: _("Minimal risk"),
    AiClass.OUT_OF_SCOPE: _("No AI system"),
    AiClass.UNCLEAR: _("Must be clarified"),
}


class AiRole(StrEnum):
    """What the authority is to the system."""

    PROVIDER = "provider"
    DEPLOYER = "deployer"
    BOTH = "both"
    UNCLEAR = "unclear"


ROLE_TITLES: Mapping[AiRole, Text] = {
    AiRole.PROVIDER: _("Provider: it develops the system or gives it to others"),
    AiRole.DEPLOYER: _("Deployer: it uses the system"),
    AiRole.BOTH: _("Provider and deployer"),
    AiRole.UNCLEAR: _("Must be clarified"),
}


@dataclass(frozen=True, slots=True)
class Question:
    """One question. Values are yes, no and unknown unless it has options of its own."""

    key: str
    group: str
    text: Text
    options: tuple[tuple[str, Text], ...] = ()
    help: Text | None = None
    when: str = ""
    """When it is asked, as an expression over the answers before it; empty: always."""

    def values(self) -> tuple[str, ...]:
        own = tuple(value for value, _title in self.options)
        return (*(own or ("yes", "no")), UNKNOWN)


LAWS: Mapping[str, Text] = {"ai_act": _("AI Act"), "gdpr": _("GDPR")}


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One wording of a rule, for as long as it was the law."""

    id: str
    instrument: str
    provision: str
    actor: str
    phases: tuple[str, ...]
    applies_if: str
    valid_from: date
    valid_to: date | None
    applies_from: date
    text_da: str
    text_en: str
    evidence: tuple[str, ...]
    confidence: str
    """H: read in primary text; M: one good source; L: must be confirmed."""
    amended_by: str = ""
    supersedes: str = ""
    source: str = ""
    law: str = ""
    """What the provision is of, in `LAWS`; empty where it names that itself."""
    verified_on: date | None = None
    verified_by: str = ""
    recorded_at: date | None = None
    later_if: str = ""
    """Of whom it is certain that it binds only from `later_from`, such as of systems already in use."""
    later_from: date | None = None

    @property
    def cited(self) -> str:
        """Where it stands, in the reader's language, such as GDPR Art. 35."""
        return f"{LAWS[self.law]} {self.provision}" if self.law else self.provision

    def is_law(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Awaited:
    """Something on its way that is no law yet, or of which nobody found that it has become law."""

    id: str
    text_da: str
    text_en: str
    applies_if: str
    confidence: str
    source: str
    verified_on: date


@dataclass(frozen=True, slots=True)
class RuleSet:
    """All rules, and the version that an assessment is made under."""

    rules: tuple[Rule, ...]
    awaited: tuple[Awaited, ...]
    version: str
    """The newest day of verification and a hash of all rules."""

    def get(self, rule_id: str) -> Rule:
        return next(one for one in self.rules if one.id == rule_id)


@dataclass(frozen=True, slots=True)
class Duty:
    """A rule that applies, or that may apply once something is clarified."""

    rule: Rule
    is_certain: bool
    in_force: bool
    applies_from: date
    """From when it binds this system."""


@dataclass(frozen=True, slots=True)
class Reason:
    """Why something follows, with the provision that says so."""

    provision: str
    text: Text


@dataclass(frozen=True, slots=True)
class Device:
    """Whether it is a medical device, and of which class."""

    is_device: Truth
    class_at_least: str
    """I, IIa, IIb or III; empty: none."""
    is_class_certain: bool
    may_be_transferred: Truth


@dataclass(frozen=True, slots=True)
class Classification:
    """What the law makes of a system on a day, from visible answers only."""

    day: date
    rules_version: str
    ai_class: AiClass
    """High-risk also where it may be prohibited on top, and while an exception is not established; else
    unclear while anything graver is possible."""
    possible: tuple[AiClass, ...]
    """Every class that it may turn out to have, gravest first."""
    role: AiRole
    annex_items: tuple[str, ...]
    exceptions: tuple[str, ...]
    """The exceptions of article 6(3) that are claimed."""
    exception_holds: Truth
    device: Device
    duties: tuple[Duty, ...]
    """In force on the day, or certain to come."""
    awaited: tuple[Awaited, ...]
    """What was known to be on its way and may change this; nothing follows from it yet."""
    to_clarify: tuple[Question, ...]
    reasons: tuple[Reason, ...]
    confidence: str
    """The lowest of what it rests on."""
