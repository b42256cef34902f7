"""What an identifier in a text is: its kind, where it stands, how sure we are, what it tells."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date


class IdentifierKind(StrEnum):
    """Kinds of identifiers, those whose disclosure does most harm first.

    The order decides which of two overlapping identifiers of the same certainty is kept.
    """

    CPR = "cpr"
    CPR_FRAGMENT = "cpr_fragment"
    """The birth date part, the last four characters hidden: `010190-xxxx`."""
    IBAN = "iban"
    EMAIL = "email"
    GLN = "gln"
    CASE_NUMBER = "case_number"
    P_NUMBER = "p_number"
    CVR = "cvr"
    SE_NUMBER = "se_number"
    BANK_ACCOUNT = "bank_account"
    KLE = "kle"
    PROPERTY = "property"
    ADDRESS = "address"
    """Street, house number, floor and door; the postal town is an identifier of its own."""
    VEHICLE = "vehicle"
    PHONE = "phone"
    URL = "url"
    POSTAL_TOWN = "postal_town"


class Certainty(StrEnum):
    """How sure it is that the text is what the kind says, surest first."""

    CHECKED = "checked"
    """A check digit holds, and the shape or a word before it says the kind."""
    LIKELY = "likely"
    """The shape is unmistakable, or a word before it says the kind."""
    POSSIBLE = "possible"
    """The shape alone fits, and other numbers have it too."""


@dataclass(frozen=True, slots=True)
class CprFacts:
    """What a CPR number says about its holder and itself."""

    birth_date: date | None
    """None where the digits name no day: a slip in a number that a word says is a CPR number."""
    is_replacement: bool
    """Made up by an authority for a person without a CPR number; not in the CPR register."""
    has_check_digit: bool
    """Modulus 11 holds. Numbers without it have been issued since 2007."""


@dataclass(frozen=True, slots=True)
class KleFacts:
    """The subject number and handling facet within a KLE or journal number."""

    code: str
    facet: str = ""


@dataclass(frozen=True, slots=True)
class AddressFacts:
    """The parts of a Danish address as written."""

    street: str
    house_number: str
    floor_and_door: str = ""


Facts = CprFacts | KleFacts | AddressFacts


@dataclass(frozen=True, slots=True)
class Identifier:
    """One identifier. What it says is kept out of `repr`, so that logging one leaks nothing."""

    kind: IdentifierKind
    start: int
    end: int
    certainty: Certainty
    text: str = field(repr=False)
    """As written, that is `whole_text[start:end]`."""
    value: str = field(repr=False)
    """The same in one spelling: digits only for numbers, lower case for e-mail."""
    facts: Facts | None = field(default=None, repr=False)
