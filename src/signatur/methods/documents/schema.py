"""The values that reading a document gives: pages with text, where it came from, and what failed."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signatur.methods.documents.content import Content


class ProblemCode(StrEnum):
    """Why something could not be read, or only in part; each code has a sentence on the pages."""

    DAMAGED = "damaged"
    EMPTY = "empty"
    ENCRYPTED = "encrypted"
    GARBLED_TEXT = "garbled_text"
    PROGRAM_MISSING = "program_missing"
    READER_FAILED = "reader_failed"
    TIMED_OUT = "timed_out"
    TOO_DEEP = "too_deep"
    TOO_LARGE = "too_large"
    TOO_MANY_PARTS = "too_many_parts"
    UNKNOWN_FORMAT = "unknown_format"
    UNREADABLE_SCAN = "unreadable_scan"
    WRONG_CHARSET = "wrong_charset"
    ZIP_BOMB = "zip_bomb"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that could not be read. `detail` is English, technical, and free of content."""

    code: ProblemCode
    detail: str = ""
    where: str = ""
    """What it concerns, as a path of part names: `attachment 2`, `page 3`; empty: the whole."""


class TextSource(StrEnum):
    """How the text of a page was had."""

    TEXT_LAYER = "text_layer"
    RECOGNISED = "recognised"  # by optical character recognition
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Page:
    """One page, sheet or, where a format has no pages, the whole text."""

    number: int
    text: str
    source: TextSource
    quality: float
    """0 (unusable) to 1 (clean): share of the text that looks like language."""


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document, page by page, as far as it could be read."""

    media_type: str
    pages: tuple[Page, ...] = ()
    page_count: int | None = None
    """Pages in the original, also those that were not read; None where the format has none."""
    problems: tuple[Problem, ...] = ()
    parts: tuple[Part, ...] = ()
    """What lies inside: entries of an archive, files attached to a PDF, pictures pasted in."""

    @property
    def text(self) -> str:
        """The text of the document itself, pages parted by an empty line; without its parts."""
        return "\n\n".join(page.text for page in self.pages if page.text)


@dataclass(frozen=True, slots=True)
class Part:
    """Something that lies inside a document and is a document itself."""

    name: str
    """As the outer document calls it, made harmless to show; folders parted by `/`."""
    document: Document
    content: Content | None = None
    """The bytes, for whom they were kept (see `read_document`, argument `scratch`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much work and memory one incoming thing may cost before the rest is left unread."""

    message_bytes: int = 200_000_000
    part_bytes: int = 150_000_000
    in_memory_bytes: int = 1_000_000
    """Parts larger than this are kept in a file while they are read."""
    parts: int = 500
    depth: int = 8
    unpacked_bytes: int = 400_000_000
    unpacked_ratio: int = 200
    text_characters: int = 2_000_000
    pages: int = 300
    recognised_pages: int = 30
    pixels: int = 60_000_000
    seconds: float = 60.0
    """For one document; recognition of a page has a share of it."""
    child_memory_bytes: int = 1_500_000_000
