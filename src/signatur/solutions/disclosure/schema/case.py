"""The values of a request for access: the case, its documents, what is decided in them, and how far it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.giving_out import (
    RELEASE_STATE_TITLES,
    Disclosed,
    LeakLine,
    LetterLine,
    Release,
    ReleasedDocument,
    ReleaseState,
    SetupKind,
    SetupVersion,
)
from signatur.solutions.disclosure.schema.reviewing import (
    ACTION_TITLES,
    HOW_TITLES,
    Action,
    DoubtLine,
    Event,
    FindingLine,
    FindingOrigin,
    FindingState,
    FoundValue,
    HandlingTime,
    Hindrance,
    HindranceCode,
    Hit,
    How,
    PersonLine,
    Presence,
    Progress,
    RememberedValue,
    SampledPage,
    Share,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.solutions.disclosure.schema.deadlines import Pause
    from signatur.solutions.disclosure.schema.law import Regime


class CaseState(StrEnum):
    """Where a request for access stands."""

    RECEIVED = "received"
    COLLECTING = "collecting"
    READING = "reading"
    REVIEW = "review"
    SECOND_READER = "second_reader"
    READY = "ready"
    RELEASED = "released"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"

    @property
    def is_open(self) -> bool:
        return self not in {CaseState.CLOSED, CaseState.WITHDRAWN}


CASE_STATE_TITLES: Mapping[CaseState, Text] = {
    CaseState.RECEIVED: _("Received"),
    CaseState.COLLECTING: _("Documents are collected"),
    CaseState.READING: _("Documents are read"),
    CaseState.REVIEW: _("Under review"),
    CaseState.SECOND_READER: _("Waits for the second reader"),
    CaseState.READY: _("Ready to be decided"),
    CaseState.RELEASED: _("Answered"),
    CaseState.CLOSED: _("Closed"),
    CaseState.WITHDRAWN: _("Withdrawn by the requester"),
}


class ReviewArm(StrEnum):
    """Whether reviewers see what was found; the control arm shows what the help is worth."""

    AIDED = "aided"
    UNAIDED = "unaided"


ARM_TITLES: Mapping[ReviewArm, Text] = {
    ReviewArm.AIDED: _("with help"),
    ReviewArm.UNAIDED: _("without help"),
}


@dataclass(frozen=True, slots=True)
class Requester:
    """Who asks for access."""

    name: str = field(default="", repr=False)
    contact: str = field(default="", repr=False)
    """Where the answer goes: mail or postal address."""
    is_journalist: bool = False
    represents: str = field(default="", repr=False)
    """On whose behalf, such as a client or a medium."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewCase:
    """A request for access as it came."""

    title: str = field(repr=False)
    request: str = field(repr=False)
    """The words of the request as received."""
    requester: Requester = Requester()
    received_at: datetime | None = None
    """None: now."""
    case_number: str = field(default="", repr=False)
    """In the authority's own system."""
    is_article_15: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseChange:
    """What somebody changes of a case; None: stays as it is."""

    title: str | None = field(default=None, repr=False)
    requester: Requester | None = None
    understood: str | None = field(default=None, repr=False)
    case_number: str | None = field(default=None, repr=False)
    kle: str | None = None
    body: str | None = None
    handler_id: UUID | None = None
    deadline_kind: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A request for access."""

    id: UUID
    project_id: UUID
    number: int
    title: str = field(repr=False)
    requester: Requester
    request: str = field(repr=False)
    understood: str = field(repr=False)
    """What is asked for, as the authority understands it."""
    received_at: datetime
    received_on: date
    case_number: str = field(repr=False)
    regime: Regime | None
    regime_answers: tuple[tuple[str, str], ...]
    regime_by: UUID | None
    regime_at: datetime | None
    deadline_kind: str
    pauses: tuple[Pause, ...]
    due_on: date
    kle: str
    body: str
    """Key of the body that decides complaints."""
    state: CaseState
    handler_id: UUID | None
    arm: ReviewArm
    is_article_15: bool
    closed_at: datetime | None
    created_by: UUID | None
    version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """A case in the list of cases."""

    id: UUID
    number: int
    title: str = field(repr=False)
    requester: str = field(repr=False)
    state: CaseState
    received_on: date
    due_on: date
    days_left: int
    """Working days; below 0: overdue."""
    handler_id: UUID | None
    documents: int
    pages: int
    pages_seen: int
    open_findings: int


class DocumentState(StrEnum):
    """How far a document is read."""

    WAITING = "waiting"
    READING = "reading"
    READ = "read"
    UNREADABLE = "unreadable"
    """Shown and named; blocks a release until it is replaced, read by hand or set aside."""
    SET_ASIDE = "set_aside"
    REPLACED = "replaced"


DOCUMENT_STATE_TITLES: Mapping[DocumentState, Text] = {
    DocumentState.WAITING: _("Waits to be read"),
    DocumentState.READING: _("Is being read"),
    DocumentState.READ: _("Read"),
    DocumentState.UNREADABLE: _("Could not be read"),
    DocumentState.SET_ASIDE: _("Set aside"),
    DocumentState.REPLACED: _("Replaced by another file"),
}


class Access(StrEnum):
    """How far a document is given out."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"


ACCESS_TITLES: Mapping[Access, Text] = {
    Access.YES: _("Yes"),
    Access.PARTLY: _("Partly"),
    Access.NO: _("No"),
}


HIDDEN_TITLES: Mapping[str, Text] = {
    "comment": _("comments"),
    "change": _("tracked changes"),
    "speaker_note": _("speaker notes"),
    "hidden_text": _("hidden text"),
    "hidden_sheet": _("hidden sheets"),
    "hidden_cells": _("hidden rows or columns"),
    "unseen": _("text that cannot be seen on the page"),
}


class Likeness(StrEnum):
    """In what way a document repeats another."""

    SAME_FILE = "same_file"
    SAME_TEXT = "same_text"
    NEARLY = "nearly"


LIKENESS_TITLES: Mapping[Likeness, Text] = {
    Likeness.SAME_FILE: _("The same file"),
    Likeness.SAME_TEXT: _("The same text"),
    Likeness.NEARLY: _("Nearly the same text"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One document of a case, as it stands in the list of documents."""

    id: UUID
    case_id: UUID
    number: int
    """In the list of documents, from 1."""
    parent_id: UUID | None
    """The document that it came with, such as the mail that it is attached to."""
    name: str = field(repr=False)
    """File name or path as handed in."""
    title: str = field(repr=False)
    day: date | None
    category: str
    media_type: str
    size: int
    sha256: str
    state: DocumentState
    pages: int
    """Pages that are looked at and may be given out."""
    problems: tuple[tuple[str, str], ...]
    """Code of what could not be read (see `items.TROUBLE_TEXTS`), and where."""
    duplicate_of: UUID | None
    likeness: Likeness | None
    is_decoration: bool
    """A logo or the like, that nobody needs to look at."""
    is_covered: bool | None
    """The request covers it; None: nobody has said so yet, which counts as covered."""
    access: Access
    """As it follows from what is withheld in it."""
    is_withheld_whole: bool
    """Somebody chose to withhold all of it."""
    ground: str
    """By which all of it is withheld."""
    note: str = field(repr=False)
    """Why it was set aside, or chosen for as a whole."""
    grounds: tuple[str, ...] = ()
    """Keys of all grounds by which something in it is withheld."""
    findings: int = 0
    open_findings: int = 0
    withheld: int = 0
    pages_seen: int = 0
    suggestion_id: UUID | None = None
    appendix_pages: int = 0
    """Pages behind the others that show what the file hides; they are never given out."""
    hidden: tuple[str, ...] = ()
    """What the file hides that a reviewer should know of: origins, with titles in `HIDDEN_TITLES`."""
    version: int = 1

    @property
    def all_pages(self) -> int:
        """Pages that can be shown."""
        return self.pages + self.appendix_pages

    @property
    def is_to_review(self) -> bool:
        """Whether pages of it must be looked at before a release."""
        return self.state is DocumentState.READ and self.is_covered is not False


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentChange:
    """What somebody changes of a document; None: stays as it is."""

    title: str | None = field(default=None, repr=False)
    day: date | None = None
    category: str | None = None
    number: int | None = None
    """New place in the list; the others move."""
    is_covered: bool | None = None
    is_decoration: bool | None = None
    is_withheld_whole: bool | None = None
    ground: str = ""
    """By which all of it is withheld."""
    note: str = field(default="", repr=False)


@dataclass(frozen=True, slots=True)
class HandedIn:
    """What came of handing in a file: the upload, and whether it was already known."""

    id: UUID
    is_new: bool
    job_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Unit:
    """Quoted mail that stands in several documents: one stretch with a key of its own."""

    key: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class PageText:
    """A page with its text and what the client needs to lay words over its picture."""

    number: int
    width: float
    """Points."""
    height: float
    is_appendix: bool
    text: str = field(repr=False)
    start: int
    """Offset of the page's text in the document's."""
    stretches: tuple[Mapping[str, Any], ...] = ()
    """`start`, `end`, `origin`, `where` of how the text came to be known."""


__all__ = [
    "ACCESS_TITLES",
    "ACTION_TITLES",
    "ARM_TITLES",
    "CASE_STATE_TITLES",
    "DOCUMENT_STATE_TITLES",
    "HIDDEN_TITLES",
    "HOW_TITLES",
    "LIKENESS_TITLES",
    "RELEASE_STATE_TITLES",
    "Access",
    "Action",
    "Case",
    "CaseChange",
    "CaseLine",
    "CaseState",
    "Disclosed",
    "Document",
    "DocumentChange",
    "DocumentState",
    "DoubtLine",
    "Event",
    "FindingLine",
    "FindingOrigin",
    "FindingState",
    "FoundValue",
    "HandedIn",
    "HandlingTime",
    "Hindrance",
    "HindranceCode",
    "Hit",
    "How",
    "LeakLine",
    "LetterLine",
    "Likeness",
    "NewCase",
    "PageText",
    "PersonLine",
    "Presence",
    "Progress",
    "Release",
    "ReleaseState",
    "ReleasedDocument",
    "RememberedValue",
    "Requester",
    "ReviewArm",
    "SampledPage",
    "SetupKind",
    "SetupVersion",
    "Share",
    "Unit",
]
