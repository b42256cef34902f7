"""A document as one text in which every character knows where on which page it stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.schema import Part, Problem


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle on a page as it is shown (cropped and turned), in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Origin(StrEnum):
    """How a stretch of text came to be known, and whether a reader of the page sees it."""

    TEXT_LAYER = "text_layer"
    """Text that the file holds and the page shows."""
    RECOGNISED = "recognised"
    """Text in a picture or scan, or drawn by what is no text, as recognition sees it."""
    FORM = "form"
    """What was filled into a form."""
    NOTE = "note"
    """What an annotation shows on the page."""
    # From here on: nobody who looks at the page sees it.
    UNSEEN = "unseen"
    """On the page, but white, covered, off its edge, too small, or in a layer that is off."""
    COMMENT = "comment"
    """Comments beside a text, popups of annotations."""
    CHANGE = "change"
    """Tracked changes: what was deleted, and by whom."""
    SPEAKER_NOTE = "speaker_note"
    HIDDEN_TEXT = "hidden_text"
    HIDDEN_SHEET = "hidden_sheet"
    HIDDEN_CELLS = "hidden_cells"
    """Hidden rows and columns, and cells that other sheets or pivot tables remember."""
    PROPERTY = "property"
    """What the file says of itself: title, author, XMP, EXIF, header fields of mail."""
    ELSEWHERE = "elsewhere"
    """Anything else in the file: outline, scripts, alternative texts, names of layers, attachments' names."""


SEEN = frozenset({Origin.TEXT_LAYER, Origin.RECOGNISED, Origin.FORM, Origin.NOTE})


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of the text that came in one way. Stretches do not overlap and lie in order."""

    start: int
    end: int
    origin: Origin
    where: str = ""
    """Where in the file, such as `sheet 2: Løn` or `comment by …` is not: names are content."""


@dataclass(frozen=True, slots=True)
class Hidden:
    """Text of a file that no page of its view shows."""

    origin: Origin
    where: str
    """Where in the file, such as `sheet 2`; never content."""
    text: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class View:
    """A file that is no PDF, as a PDF to look at, and what the PDF does not show of it."""

    pdf: Content | None
    """None where nothing could be shown."""
    hidden: tuple[Hidden, ...] = ()
    parts: tuple[Part, ...] = ()
    problems: tuple[Problem, ...] = ()


UNREAD = 0.0
"""The confidence of a page that could not be laid out at all; it is blank in the view."""


@dataclass(frozen=True, slots=True)
class LaidPage:
    """One page of the view: its part of the text, and its size as shown."""

    number: int
    """From 1."""
    start: int
    end: int
    width: float
    """Points."""
    height: float
    is_appendix: bool = False
    """Not a page of the original: drawn by us, to show what the original hides."""
    pictures: tuple[Box, ...] = ()
    """Where pictures stand: photographs, scans, logos."""
    confidence: float = 1.0
    """0 to 1: how far the text of the page can be trusted to be what a reader sees."""


@dataclass(frozen=True, slots=True)
class LaidOut:
    """A document with its one text. Page pictures are drawn from `view`, page for page."""

    media_type: str
    """Of the original."""
    text: str = field(repr=False)
    pages: tuple[LaidPage, ...]
    stretches: tuple[Stretch, ...]
    boxes: npt.NDArray[np.float32] = field(repr=False)
    """Shape (len(text), 4): left, top, right, bottom of each character on its page, in points;
    NaN for characters that stand nowhere, such as line ends."""
    view: Content | None = field(repr=False)
    """A PDF whose pages are `pages`; None where nothing could be shown."""
    problems: tuple[Problem, ...] = ()
    parts: tuple[Part, ...] = ()
    """Files inside: attachments of a PDF, embedded objects; each a document of its own."""

    @property
    def page_count(self) -> int:
        """Pages of the original."""
        return sum(not page.is_appendix for page in self.pages)
