"""The messages in a document's text: its own, and each that is quoted or forwarded in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from signatur.methods.text.bodies import PartKind, split_body
from signatur.methods.text.bodies.history import find_marks
from signatur.methods.text.bodies.lines import lines_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.text.bodies.lines import Line
    from signatur.solutions.disclosure.intake.incoming import CaseText

_EARLIER: Final = frozenset({PartKind.QUOTED, PartKind.FORWARDED})
_AROUND: Final = frozenset({PartKind.BANNER, PartKind.FOOTER})


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a document's text that is one message, without its header."""

    document: str
    start: int
    text: str = field(repr=False)
    is_own: bool


def segments_of(document: CaseText) -> Iterator[Segment]:
    """Yield the messages in a text, in order; nothing for a document without any.

    A message whose header stands at the very top is the document's own: so mail looks when it is
    printed, saved as PDF, or laid out as pages. Banners and footers of programs belong to nobody.
    """
    text = document.text
    lines = lines_of(text)
    marks = find_marks(lines)
    if not document.is_message and not marks:
        return
    bodies = {lines[mark.first].start: _start_of(lines, mark.body, len(text)) for mark in marks}
    top = next((line.start for line in lines if line.text), 0)
    is_printed = top in bodies
    is_seen = False
    is_open = False
    start = end = 0
    is_own = True
    for part in split_body(text, subject=document.subject).parts:
        if part.kind in _AROUND:
            continue
        is_earlier = part.kind in _EARLIER
        is_new = is_earlier or (part.kind is PartKind.MAIN and not is_own) or not is_open
        if is_new:
            if is_open:
                yield from _segment(document, start, end, is_own=is_own)
            start = _header_in(part.start, part.end, bodies) if is_earlier else part.start
            # What signs a message goes with it, be it the newest or one that is sent on.
            is_own = not is_earlier or (is_printed and not is_seen)
            is_seen = is_seen or is_earlier
            is_open = True
        end = part.end
    if is_open:
        yield from _segment(document, start, end, is_own=is_own)


def _header_in(start: int, end: int, bodies: dict[int, int]) -> int:
    """Where the words of an earlier message begin: behind the last header at its beginning."""
    begins = start
    for first in sorted(bodies):
        if start <= first <= begins + 2 and first < end:
            begins = max(begins, min(bodies[first], end))
    return begins


def _start_of(lines: Sequence[Line], number: int, length: int) -> int:
    return lines[number].start if number < len(lines) else length


def _segment(document: CaseText, start: int, end: int, *, is_own: bool) -> Iterator[Segment]:
    text = document.text[start:end]
    inner = text.strip(" \t\r\n>")
    if inner:
        begin = start + text.index(inner)
        yield Segment(document.key, begin, inner, is_own)
