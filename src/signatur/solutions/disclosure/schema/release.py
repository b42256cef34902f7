"""What is released: what was withheld where, the file that came out, what a check found, the report."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.documents.laid_out import Box


class Width(StrEnum):
    """How far the width of a box says something of the length of what was there."""

    FIXED = "fixed"
    """One width for all names; the line was set anew, so that its other words say nothing either."""
    NARROW = "narrow"
    """As fixed, but with less room on the line: says only that there was little room."""
    LONG = "long"
    """More than a name: whole steps, or the whole line."""
    KEPT = "kept"
    """As wide as what was there, with the blanks around it: the line could not be set anew."""
    AREA = "area"
    """An area of a picture or a page, as somebody drew it."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """What is withheld on one page for one reason."""

    page: int
    """From 1, in the document as it was laid out."""
    boxes: tuple[Box, ...]
    """Points from the top left corner of the page as shown; one a line of text."""
    label: str
    """What a reader sees in place of it, such as `§ 30, nr. 1`; may be empty."""
    ground: str = ""
    """Key of the ground."""
    kind: str = ""
    id: str = ""
    """What the caller calls it; stands in the report."""
    spans: tuple[tuple[int, int], ...] = ()
    """Offsets in the document's one text; none for areas."""
    is_whole_page: bool = False


@dataclass(frozen=True, slots=True)
class Burnt:
    """A box as it was burnt into the picture of a page."""

    left: int
    """Pixels of the page's picture; right and bottom are the first beyond."""
    top: int
    right: int
    bottom: int
    label: str
    width: Width


@dataclass(frozen=True, slots=True)
class ReleasedPage:
    """One page of a released file."""

    number: int
    """From 1, in the released file."""
    original: int
    """The page of the document that it shows."""
    dpi: float
    width_px: int
    height_px: int
    burnt: tuple[Burnt, ...] = ()
    is_withheld: bool = False
    size: int = 0
    """Bytes in the file."""


@dataclass(frozen=True, slots=True)
class Released:
    """A file that was rebuilt from what may be seen."""

    path: Path
    sha256: str
    size: int
    pages: tuple[ReleasedPage, ...]
    left_out: tuple[int, ...] = ()
    """Pages of the document that are no pages of the original, and therefore not released."""


@dataclass(frozen=True, slots=True)
class Leak:
    """Something that a file must not hold, found by one of the ways of looking."""

    channel: str
    """Code: where in the format, or by which engine: `info`, `pdfminer`, `recognised`, `revision` …"""
    page: int | None = None
    where: str = ""
    """The object or part, without content."""
    word: str = field(default="", repr=False)
    """The withheld word that was found; empty where no word but a structure is the trouble."""


@dataclass(frozen=True, slots=True)
class Engine:
    """A way of looking, and its version."""

    name: str
    version: str
    pages: int = 0
    """Pages or objects looked at."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a check found."""

    leaks: tuple[Leak, ...]
    engines: tuple[Engine, ...] = ()
    remarks: tuple[Leak, ...] = ()
    """Worth a look, but no leak by itself, such as a form in a file that others made."""
    not_done: tuple[str, ...] = ()
    """Codes of what could not be looked at, such as `recognition`; never empty silently."""

    @property
    def is_clean(self) -> bool:
        return not self.leaks


@dataclass(frozen=True, slots=True)
class Report:
    """The report of one release as it is signed: no content, only ids, places and hashes."""

    body: dict[str, Any]
    sha256: str
    """Of the canonical JSON of the body."""
    signature: str = ""
    """Ed25519 over the canonical JSON, base64; empty: unsigned."""
    public_key: str = ""
