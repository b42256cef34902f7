"""The values of letters: what a letter is made of, whose paper it stands on, and the document list."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.kernel.i18n import Text
    from signatur.solutions.disclosure.schema.documents import Access
    from signatur.solutions.disclosure.schema.law import Body, Regime


class LetterKind(StrEnum):
    """What a letter is for."""

    DECISION_FULL = "decision_full"
    DECISION_PARTIAL = "decision_partial"
    DECISION_REFUSAL = "decision_refusal"
    NOTHING_FOUND = "nothing_found"
    PARTIAL_NOW = "partial_now"
    RECEIPT = "receipt"
    TIME_CLAIM = "time_claim"
    CLARIFICATION = "clarification"
    PARTY_HEARING = "party_hearing"
    COMPANY_HEARING = "company_hearing"
    COVER_MAIL = "cover_mail"
    ARTICLE_15 = "article_15"


LETTER_TITLES: Mapping[LetterKind, Text] = {
    LetterKind.DECISION_FULL: _("Decision: full access"),
    LetterKind.DECISION_PARTIAL: _("Decision: access in part"),
    LetterKind.DECISION_REFUSAL: _("Decision: refusal"),
    LetterKind.NOTHING_FOUND: _("Decision: nothing was found"),
    LetterKind.PARTIAL_NOW: _("Partial decision: the undoubted documents at once"),
    LetterKind.RECEIPT: _("Receipt"),
    LetterKind.TIME_CLAIM: _("It takes longer: why, and until when"),
    LetterKind.CLARIFICATION: _("What is meant? Question to the requester"),
    LetterKind.PARTY_HEARING: _("Hearing of a party"),
    LetterKind.COMPANY_HEARING: _("Hearing of a company"),
    LetterKind.COVER_MAIL: _("Cover mail"),
    LetterKind.ARTICLE_15: _("Answer under the GDPR, article 15"),
}


class Manner(StrEnum):
    """How something is withheld."""

    REDACTED = "redacted"
    """What is protected is covered."""
    ANONYMISED = "anonymised"
    """What is protected is given, but whom it concerns is covered."""
    WHOLE = "whole"
    """Whole documents are held back."""
    MIXED = "mixed"
    """Some are covered in part, others held back whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Withheld:
    """One ground of a case, and what the letter tells of it without telling what is withheld."""

    ground: str
    what: str = ""
    """What sort of information it is, such as `CPR-numre`; empty: the sort itself would tell too much."""
    documents: tuple[str, ...] = ()
    """Numbers in the document list."""
    manner: Manner = Manner.REDACTED
    neutral: bool = False
    """Name the neutral ground instead."""
    considerations: str = ""
    """The main considerations of this case, in a person's own words."""
    reasons_for: str = ""
    """What speaks for giving it (environmental information)."""
    reasons_against: str = ""
    facts_extracted: str = ""
    """What was taken out and given all the same; empty: it was assessed, and there is nothing to take out."""
    more_access: str = ""
    """Why not more is given than required; empty where secrecy bars it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What a letter is made from. `words` fills placeholders that the phrases of the authority use."""

    regime: Regime
    day: date
    words: Mapping[str, str]
    withheld: tuple[Withheld, ...] = ()
    body: Body | None = None
    due: date | None = None
    """When the answer is expected."""
    lists: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Lines of lists, such as `questions` or `purposes`."""
    with_document_list: bool = True


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading; level 1 is the letter's title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a header."""

    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


Part = Heading | Paragraph | Bullets | Grid


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter without its paper."""

    kind: LetterKind
    title: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letterhead:
    """The paper: whose letter it is, to whom, and where answers go."""

    authority: str
    department: str = ""
    address: tuple[str, ...] = ()
    contact: tuple[str, ...] = ()
    """Telephone, mail and opening hours, a line each."""
    recipient: tuple[str, ...] = ()
    """Name and address, a line each."""
    day: date
    case_number: str = ""
    logo: bytes = b""
    """PNG or SVG for the PDF; empty: none."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedDocument:
    """One line of the document list (aktliste)."""

    number: str
    title: str
    dated: date | None = None
    category: str = ""
    attachment_of: str = ""
    """Number of the document that it is attached to."""
    is_covered: bool = True
    """The request covers it."""
    access: Access | None = None
    """None: it is not covered."""
    grounds: tuple[str, ...] = ()
    """Labels as they are shown, such as `§ 30, nr. 1`."""
    pages: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentList:
    """The document list of a case."""

    authority: str
    case_number: str
    day: date
    rows: tuple[ListedDocument, ...]
