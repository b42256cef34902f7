"""What a view shows, what was reported as hidden, and what is left over: nothing of a file may be lost."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from threading import Lock
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.schema import Hidden, Origin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signatur.methods.documents.content import Content

_NO_LETTERS: Final = re.compile(r"[\W_]+")
_WINDOW: Final = 4
"""Words that must stand together in the view for a word of a paragraph to count as shown: a page
or column that ends in the middle of a paragraph still leaves every word in some such group."""
# PDFium is not made for several threads at a time.
_PDFIUM: Final = Lock()
_SHORTEST: Final = 2
_LONGEST: Final = 200_000
_MOST: Final = 50_000


def letters(text: str) -> str:
    """Letters and digits alone, in one spelling: whatever a layout does between them."""
    return _NO_LETTERS.sub("", unicodedata.normalize("NFKC", text).casefold())


def pdf_text(pdf: Content) -> str:
    """All that the pages of a PDF hold as text; empty where it cannot be opened."""
    with _PDFIUM:
        return _pdf_text(pdf)


def _pdf_text(pdf: Content) -> str:
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(pdf.path or pdf.read())
    except pypdfium2.PdfiumError:
        return ""
    pages = []
    try:
        for page in document:
            text_page = page.get_textpage()
            # A word parted at the end of a line carries U+0002 or U+FFFE for its hyphen.
            pages.append(text_page.get_text_bounded())
            text_page.close()
            page.close()
    finally:
        document.close()
    return "\n".join(pages)


@dataclass(slots=True)
class Ledger:
    """Collects what a file hides, each thing once."""

    hidden: list[Hidden] = field(default_factory=list)
    is_full: bool = False
    """There was more than is told."""
    _shown: str = ""
    _known_exactly: set[str] = field(default_factory=set)
    _told: list[str] = field(default_factory=list)
    _told_exactly: set[str] = field(default_factory=set)
    _known: set[tuple[Origin, str, str]] = field(default_factory=set)
    _left: list[tuple[str, str, Origin]] = field(default_factory=list)

    def tell(self, origin: Origin, where: str, text: str) -> None:
        """Report text that is known to be hidden; the same text at the same place is told once."""
        text = text.strip()[:_LONGEST]
        key = (origin, where, text)
        if not text or key in self._known:
            return
        if len(self.hidden) >= _MOST:
            self.is_full = True
            return
        self._known.add(key)
        self.hidden.append(Hidden(origin, where, text))
        self._told.append(letters(text))
        self._told_exactly.add(self._told[-1])

    def leave(self, where: str, text: str, origin: Origin = Origin.ELSEWHERE) -> None:
        """Note text of which only the view will tell whether it is hidden; see `settle`."""
        if text.strip():
            self._left.append((where, text.strip(), origin))

    def note_known(self, texts: Iterable[str]) -> None:
        """Note short texts that are shown or told, such as cells: quicker than looking for each."""
        self._known_exactly.update(letters(text) for text in texts)

    def settle(self, shown: str) -> tuple[Hidden, ...]:
        """Report what was left and is neither in `shown`, the text of the view, nor reported."""
        self._shown = letters(shown)
        told = "\n".join(self._told)
        for where, text, origin in self._left:
            for piece in self._uncovered(text, told):
                self.tell(origin, where, piece)
        self._left.clear()
        return tuple(self.hidden)

    def _uncovered(self, text: str, told: str) -> Iterator[str]:
        plain = letters(text)
        if len(plain) < _SHORTEST or plain in self._known_exactly or plain in self._told_exactly:
            return
        if plain in self._shown or plain in told:
            return
        yield from uncovered(text, self._shown, told)


def uncovered(text: str, *known: str) -> Iterator[str]:
    """Stretches of `text` whose words stand in none of `known`, which are given as `letters`."""
    words = text.split()
    plain = [letters(word) for word in words]
    size = min(_WINDOW, len(words))
    covered = [not word for word in plain]
    for start in range(len(words) - size + 1):
        group = "".join(plain[start : start + size])
        if group and any(group in each for each in known):
            covered[start : start + size] = [True] * size
    run: list[str] = []
    for word, is_covered in zip(words, covered, strict=True):
        if not is_covered:
            run.append(word)
        elif run:
            yield " ".join(run)
            run = []
    if run:
        yield " ".join(run)
