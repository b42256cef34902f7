"""Offsets in plain text files: places in the text of the layout, told as places in the file's own text.

The layout of a text file breaks long lines and drops blanks; whoever reads the file does not know of it.
Both texts have the same signs apart from white space and, in tables, from what parts and numbers the
cells. That is enough to tell where in the file each sign of the layout stands.
"""

from __future__ import annotations

import re
import unicodedata
from array import array
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signatur.methods.documents.content import Content
    from signatur.methods.documents.laid_out import LaidOut

_PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown"})
_TABLES = frozenset({"text/csv", "text/tab-separated-values"})
_MOST_BYTES = 50_000_000
_LEAST_SHARE = 0.95
_AHEAD = 200
_WORD = re.compile(r"\S+")
_PARTING = frozenset(" \t\r\n;,|\"'\ufeff\u00a0")


@dataclass(frozen=True, slots=True)
class PlainText:
    """The decoded text of a file, and for each character of its layout the place in it, or -1."""

    text: str = field(repr=False)
    places: array[int] = field(repr=False)

    def span(self, start: int, end: int) -> tuple[int, int] | None:
        """Return where in the file the stretch of the layout stands; None where it is not in it."""
        known = [place for place in self.places[start:end] if place >= 0]
        return (known[0], known[-1] + 1) if known else None


def plain_text_of(content: Content, laid: LaidOut) -> PlainText | None:
    """Return the text of a plain text file with the way back; None for other files.

    None also where the layout differs by more than white space, as in a table with wrapped cells;
    offsets then count the text of the layout, as they do in all other files.
    """
    is_table = laid.media_type in _TABLES
    if not is_table and laid.media_type not in _PLAIN:
        return None
    from signatur.methods.documents.charset import decode_text

    text = decode_text(content.read(_MOST_BYTES), "").text
    places = _of_cells(laid.text, text) if is_table else _of_lines(laid.text, text)
    signs = sum(map(str.isalnum, text))
    met = sum(place >= 0 and text[place].isalnum() for place in places)
    return PlainText(text, places) if met >= _LEAST_SHARE * signs else None


def _of_lines(laid: str, text: str) -> array[int]:
    places = array("l", [-1]) * len(laid)
    at = 0
    for place, sign in enumerate(laid):
        if _is_blank(sign):
            continue
        while at < len(text) and text[at] != sign and _is_blank(text[at]):
            at += 1
        if at == len(text):
            break
        if text[at] != sign and not _is_same(text[at], sign):
            # Where the page shows another sign, the text goes on a little further.
            further = text.find(laid[place : place + 4], at, at + _AHEAD)
            at = further if further >= 0 else at
        places[place] = at
        at += 1
    return places


def _of_cells(laid: str, text: str) -> array[int]:
    """Word by word: those that stand not where the last one ended are numbers of rows and columns."""
    places = array("l", [-1]) * len(laid)
    at = 0
    for match in _WORD.finditer(laid):
        start = at
        while start < len(text) and text[start] in _PARTING and text[start] != match[0][0]:
            start += 1
        end = start + len(match[0])
        is_whole = end >= len(text) or text[end] in _PARTING
        if text.startswith(match[0], start) and is_whole:
            for step in range(len(match[0])):
                places[match.start() + step] = start + step
            at = end
    return places


def _is_blank(sign: str) -> bool:
    return sign.isspace() or unicodedata.category(sign) in {"Cc", "Cf"}


def _is_same(first: str, second: str) -> bool:
    return unicodedata.normalize("NFKC", first) == unicodedata.normalize("NFKC", second)
