"""Pages that show what a file hides, set row by row so that each character has its place."""

from __future__ import annotations

import json
import tempfile
import unicodedata
from dataclasses import dataclass, field
from itertools import groupby, islice
from pathlib import Path
from typing import TYPE_CHECKING, Final

from signatur.kernel.i18n import text as _
from signatur.methods.documents.laid_out.page import ORIGINS, PageText
from signatur.methods.documents.laid_out.schema import Hidden, Origin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from signatur.kernel.i18n import Text

MOST_PAGES: Final = 3_000

_WIDTH: Final = 595.28
_HEIGHT: Final = 841.89
_MARGIN: Final = 50.0
_SIZE: Final = 9.0
# Of DejaVu Sans Mono, which typst brings along: every letter takes so much of the font size.
_ADVANCE: Final = 1233 / 2048 * _SIZE
_LEADING: Final = 13.0
_COLUMNS: Final = int((_WIDTH - 2 * _MARGIN) / _ADVANCE)
_ROWS: Final = int((_HEIGHT - 2 * _MARGIN) / _LEADING)
# Letters up to here are in the font, one cell each; later ones are set into their cells one by one.
_PLAIN_TO: Final = "\u0250"

_SOURCE: Final = """
#set page(width: 595.28pt, height: 841.89pt, margin: 0pt)
#set text(font: "DejaVu Sans Mono", size: 9pt, ligatures: false, lang: "da",
  top-edge: "ascender", bottom-edge: "descender", hyphenate: false)
#let pages = json("pages.json")
#for (number, rows) in pages.enumerate() {
  if number > 0 { pagebreak() }
  for row in rows {
    place(top + left, dx: row.x * 1pt, dy: row.y * 1pt, box(width: 600pt,
      text(row.text, fill: if row.head { rgb("#8a4b00") } else { black })))
  }
}
"""


_HEADINGS: Final[Mapping[Origin, Callable[..., Text]]] = {
    Origin.UNSEEN: lambda **where: _("Not visible on the page (%(where)s)", **where),
    Origin.COMMENT: lambda **where: _("Comment or note (%(where)s)", **where),
    Origin.CHANGE: lambda **where: _("Tracked change (%(where)s)", **where),
    Origin.SPEAKER_NOTE: lambda **where: _("Speaker note (%(where)s)", **where),
    Origin.HIDDEN_TEXT: lambda **where: _("Hidden text (%(where)s)", **where),
    Origin.HIDDEN_SHEET: lambda **where: _("Hidden sheet (%(where)s)", **where),
    Origin.HIDDEN_CELLS: lambda **where: _("Hidden cells (%(where)s)", **where),
    Origin.PROPERTY: lambda **where: _("Property of the file (%(where)s)", **where),
    Origin.ELSEWHERE: lambda **where: _("Elsewhere in the file (%(where)s)", **where),
}


def heading(hidden: Hidden) -> Text:
    """The line above a hidden text: what kind it is, and where it was."""
    told = _HEADINGS.get(hidden.origin, _HEADINGS[Origin.ELSEWHERE])
    return told(where=hidden.where)


@dataclass(slots=True)
class _Row:
    text: str = field(repr=False)
    origin: Origin | None
    """None for headings, which are no part of the text."""
    ends_line: bool = True


@dataclass(frozen=True, slots=True)
class Appendix:
    """The pages with their texts, and the PDF that shows them."""

    pages: tuple[PageText, ...]
    pdf: bytes = field(repr=False)
    is_whole: bool
    """False where there was more than `MOST_PAGES` hold."""


def appendix_of(hidden: tuple[Hidden, ...], *, most_pages: int = MOST_PAGES) -> Appendix:
    """Set hidden texts on pages. Raises RuntimeError where typesetting fails."""
    rows = _rows(hidden)
    sheets = list(islice(iter(lambda: list(islice(rows, _ROWS)), []), most_pages))
    is_whole = next(rows, None) is None
    return Appendix(tuple(_page(sheet) for sheet in sheets), _typeset(sheets), is_whole)


def _rows(hidden: tuple[Hidden, ...]) -> Iterator[_Row]:
    for _key, group in groupby(hidden, key=lambda item: (item.origin, item.where)):
        items = list(group)
        yield _Row("", None)
        yield _Row(str(heading(items[0]))[:_COLUMNS], None)
        for item in items:
            for line in item.text.split("\n"):
                yield from _wrapped(line, item.origin)


def _wrapped(line: str, origin: Origin) -> Iterator[_Row]:
    """Rows of at most a page's width, broken behind a space where there is one; nothing is left out."""
    while len(line) > _COLUMNS:
        cut = line.rfind(" ", _COLUMNS // 2, _COLUMNS) + 1 or _COLUMNS
        yield _Row(line[:cut], origin, ends_line=False)
        line = line[cut:]
    yield _Row(line, origin)


def _page(rows: list[_Row]) -> PageText:
    import numpy as np

    text: list[str] = []
    boxes: list[tuple[float, float, float, float]] = []
    origins: list[int] = []
    nowhere = (np.nan,) * 4
    for number, row in enumerate(rows):
        if row.origin is None:
            continue
        code = ORIGINS.index(row.origin)
        top = _MARGIN + number * _LEADING
        for column, letter in enumerate(row.text):
            left = _MARGIN + column * _ADVANCE
            text.append(letter)
            boxes.append((left, top - 0.5, left + _ADVANCE, top + _LEADING - 1.5))
            origins.append(code)
        if row.ends_line or row is rows[-1]:
            text.append("\n")
            boxes.append(nowhere)
            origins.append(code)
    return PageText(
        "".join(text), np.array(boxes, np.float32).reshape(-1, 4), np.array(origins, np.uint8),
        _WIDTH, _HEIGHT,
    )  # fmt: skip


def _typeset(sheets: list[list[_Row]]) -> bytes:
    import typst

    pages = [
        [piece for n, row in enumerate(sheet) for piece in _pieces(row, n)] for sheet in sheets
    ]
    with tempfile.TemporaryDirectory(prefix="signatur-") as name:
        folder = Path(name)
        (folder / "main.typ").write_text(_SOURCE, encoding="utf-8")
        (folder / "pages.json").write_text(json.dumps(pages), encoding="ascii")
        made = typst.compile(folder / "main.typ", root=folder, format="pdf")
    assert isinstance(made, bytes), "a PDF is one file"
    return made


def _pieces(row: _Row, number: int) -> Iterator[dict[str, object]]:
    y = _MARGIN + number * _LEADING
    column = 0
    for is_plain, letters in groupby(row.text, key=lambda letter: letter < _PLAIN_TO):
        piece = "".join(letters)
        told = {"y": y, "head": row.origin is None}
        if is_plain:
            shown = "".join(letter if letter > " " else "\u00a0" for letter in piece)
            if shown.strip("\u00a0"):
                yield {**told, "x": _MARGIN + column * _ADVANCE, "text": shown}
        else:
            for offset, letter in enumerate(piece):
                x = _MARGIN + (column + offset) * _ADVANCE
                yield {**told, "x": x, "text": _drawable(letter)}
        column += len(piece)


def _drawable(letter: str) -> str:
    return "\u25a1" if unicodedata.category(letter) in {"Cs", "Cn", "Co", "Cc", "Cf"} else letter
