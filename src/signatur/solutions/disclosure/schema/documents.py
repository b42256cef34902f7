"""The values of a case's documents: the list, what is changed in it, files that come in, and pages."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from signatur.kernel.i18n import Text


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
    access: Access | None
    """As it follows from what is withheld in it; None: it has not been read."""
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
    has_no_day: bool = False
    """Take its day away."""
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
class FailedUpload:
    """A file that was handed in and could not be unpacked into documents."""

    id: UUID
    name: str = field(repr=False)
    code: str
    """Why, see `items.TROUBLE_TEXTS`."""


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
