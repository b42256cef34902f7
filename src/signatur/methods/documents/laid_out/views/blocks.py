"""What a view is set from: headings, paragraphs, list items, tables and pictures, in reading order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TypeAlias


@dataclass(frozen=True, slots=True)
class Heading:
    text: str = field(repr=False)
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text; its line breaks stand."""

    text: str = field(repr=False)
    indent: int = 0
    """How many steps it stands to the right, for quotations and items of lists."""
    is_item: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of cells; the first `head` rows are repeated on every page."""

    rows: tuple[tuple[str, ...], ...] = field(repr=False)
    head: int = 0
    widths: tuple[float, ...] = ()
    """Relative to each other; none: as wide as the text asks for."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that stands in the text, in a format that `typesetting` knows."""

    content: bytes = field(repr=False)
    ending: str


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows stands on a new page."""


Block: TypeAlias = Heading | Paragraph | Table | Picture | PageBreak
