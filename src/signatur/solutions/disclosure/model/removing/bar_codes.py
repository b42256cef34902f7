"""Bar codes that say what is to be withheld: a code is as readable as the words themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out import Box, drawing
from signatur.solutions.disclosure.model.finding.words import find_words
from signatur.solutions.disclosure.model.removing.resolution import fitting_dpi
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.documents.laid_out import LaidOut

_DPI: Final = 200
_QUIET_POINTS: Final = 4.0


def find_in_bar_codes(laid: LaidOut, words: Sequence[str]) -> Iterator[Finding]:
    """Each bar code on a page that says one of the words, as an area."""
    import zxingcpp

    if laid.view is None or not words:
        return
    with drawing(laid.view) as drawn:
        for page in laid.pages:
            if page.is_appendix:
                continue
            picture = drawn.draw(
                page.number, fitting_dpi(page.width, page.height, _DPI), is_grey=True
            )
            scale = picture.height / page.height
            for code in zxingcpp.read_barcodes(picture):
                if not find_words(code.text or "", words):
                    continue
                corners = code.position
                points = (
                    corners.top_left,
                    corners.top_right,
                    corners.bottom_right,
                    corners.bottom_left,
                )
                across = [point.x / scale for point in points]
                down = [point.y / scale for point in points]
                box = Box(
                    max(0.0, min(across) - _QUIET_POINTS), max(0.0, min(down) - _QUIET_POINTS),
                    min(page.width, max(across) + _QUIET_POINTS), min(page.height, max(down) + _QUIET_POINTS),
                )  # fmt: skip
                yield Finding(
                    FindingKind.BAR_CODE,
                    page.start,
                    page.start,
                    code.text,
                    1.0,
                    area=(page.number, box),
                )
