"""Page after page: draw, remove, make small, write."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, BinaryIO, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.documents.laid_out import UNREAD, Drawer, Undrawable, drawing, let_go
from signatur.solutions.disclosure.model.removing.encoding import layers_of
from signatur.solutions.disclosure.model.removing.notices import notice
from signatur.solutions.disclosure.model.removing.resolution import fitting_dpi
from signatur.solutions.disclosure.model.removing.setting import (
    Placed,
    burn_again,
    burn_areas,
    set_segment,
    untouched,
)
from signatur.solutions.disclosure.model.removing.strips import Canvas
from signatur.solutions.disclosure.model.removing.text_layer import Wording, paragraphs
from signatur.solutions.disclosure.model.removing.words import segments_of
from signatur.solutions.disclosure.model.removing.writing import PdfWriter, Tagged
from signatur.solutions.disclosure.schema.release import Released, ReleasedPage

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from pathlib import Path

    from signatur.methods.documents.laid_out import LaidOut, LaidPage
    from signatur.solutions.disclosure.model.removing.encoding import Pixels
    from signatur.solutions.disclosure.schema.release import Burnt, Withheld

DPI: Final = 200
"""At 200 dots an inch, text of 8 points in two colours is read and recognised without loss."""
_PAGES_AT_ONCE: Final = 50
_LARGEST_SIDE_PT: Final = 14_400.0
_SMALLEST_SIDE_PT: Final = 3.0


@dataclass(frozen=True, slots=True)
class Release:
    """How a file is to be released."""

    title: str = "Dokument"
    """Shown by readers. Must not hold what is withheld."""
    dpi: float = DPI
    day: date | None = None
    wording: Wording = field(default_factory=Wording)


def rebuilt_file(
    laid: LaidOut, withheld: Sequence[Withheld], path: Path, release: Release
) -> Released:
    """Rebuild into a file at `path`. Raises InputProblem, see `rebuild`; then there is no file."""
    try:
        with path.open("wb") as file:
            pages = rebuild(laid, withheld, file, release)
    except BaseException:
        path.unlink(missing_ok=True)
        raise
    digest = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(1 << 20):
            digest.update(block)
    left_out = tuple(page.number for page in laid.pages if page.is_appendix)
    return Released(path, digest.hexdigest(), path.stat().st_size, pages, left_out)


def rebuild(
    laid: LaidOut, withheld: Sequence[Withheld], file: BinaryIO, release: Release
) -> tuple[ReleasedPage, ...]:
    """Write the released PDF; memory does not grow with the pages but by a few numbers each.

    Raises:
        InputProblem: The document has no page to show, or none of its own.
    """
    pages = [page for page in laid.pages if not page.is_appendix]
    if laid.view is None or not pages:
        raise InputProblem(
            log="no pages to release",
            shown=_(
                "The document has no pages that can be shown, so nothing can be released from it."
            ),
        )
    by_page: dict[int, list[Withheld]] = {}
    for one in withheld:
        by_page.setdefault(one.page, []).append(one)
    writer = PdfWriter(file, release.title, day=release.day)
    done: list[ReleasedPage] = []
    with drawing(laid.view) as drawn:
        for place, page in enumerate(pages, start=1):
            work = _Page(laid, page, by_page.get(page.number, []), release, len(done) + 1)
            done.append(work.write(drawn, writer))
            if place % _PAGES_AT_ONCE == 0:
                let_go(laid)
    writer.finish()
    return tuple(done)


@dataclass(frozen=True, slots=True)
class _Page:
    laid: LaidOut
    page: LaidPage
    withheld: list[Withheld]
    release: Release
    number: int

    def write(self, drawn: Drawer, writer: PdfWriter) -> ReleasedPage:
        width, height = (
            min(_LARGEST_SIDE_PT, max(_SMALLEST_SIDE_PT, side))
            for side in (self.page.width, self.page.height)
        )
        dpi = fitting_dpi(self.page.width, self.page.height, self.release.dpi)
        whole = [one for one in self.withheld if one.is_whole_page]
        burnt: list[Burnt] = []
        if whole:
            pixels, tagged = notice(
                (width, height), fitting_dpi(width, height, self.release.dpi), whole[0].label,
                self.release.wording, writer.codes,
            )  # fmt: skip
        else:
            pixels = self._drawn(drawn, dpi)
            burnt, tagged = self._removed(pixels, writer, height)
        layers = layers_of(pixels, width, height)
        size = writer.add_page(width, height, layers, tagged)
        rows, columns = pixels.shape[:2]
        return ReleasedPage(
            self.number, self.page.number, dpi, columns, rows, tuple(burnt), bool(whole), size
        )

    def _drawn(self, drawn: Drawer, dpi: float) -> Pixels:
        if self.page.confidence == UNREAD:
            raise self._damaged()
        try:
            return drawn.pixels(self.page.number, dpi)
        except Undrawable as error:
            raise self._damaged() from error

    def _damaged(self) -> InputProblem:
        return InputProblem(
            log=f"page {self.page.number} cannot be drawn",
            shown=_(
                "Page %(page)s is damaged and cannot be drawn, so it cannot be released. "
                "Withhold the page, or fetch the document from the case system again.",
                page=self.page.number,
            ),
        )

    def _removed(
        self, pixels: Pixels, writer: PdfWriter, height: float
    ) -> tuple[list[Burnt], list[Tagged]]:
        """Remove from the pixels what is withheld; returns boxes and the text that is left."""
        rows = pixels.shape[0]
        canvas = Canvas(pixels, rows / self.page.height)
        burnt = burn_areas(canvas, self.withheld)
        segments = segments_of(self.laid, self.page, self.withheld)
        placed: list[Placed] = []
        for segment in segments:
            if any(piece.mark >= 0 and self.withheld[piece.mark].spans for piece in segment.pieces):
                others = [other for other in segments if other is not segment]
                boxes, words = set_segment(canvas, segment, others, self.withheld)
                burnt += boxes
                placed += words
            else:
                placed += untouched(canvas, segment, self.withheld)
        burn_again(canvas, burnt)
        frame = (rows / height, height)
        labels = [one.label for one in self.withheld]
        tagged = paragraphs(placed, burnt, labels, self.release.wording, writer.codes, frame)
        if not tagged:
            words_for_it = self.release.wording.picture.format(page=self.number)
            tagged = [Tagged(b"", "Figure", words_for_it)]
        return burnt, tagged
