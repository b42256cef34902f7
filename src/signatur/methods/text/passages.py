"""Sentences and list items of a text, with their places, for showing and for parting matters."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence, heading or list item: `text[start:end]`, without blanks around it."""

    start: int
    end: int
    paragraph: int
    """Passages of one paragraph have the same number, counted from 0."""


# The look behind keeps a long row of dots from being tried from each of them.
_STOP = re.compile(r"[.!?…](?<![.!?…][.!?…])[.!?…]*[\"'”’»«)\]]{0,3}(?=\s)")
_BULLET = re.compile(r"[ \t>]*(?:[-–—*•·▪‣◦o]|\(?\d{1,2}[.)]|\(?[a-zæøå][.)])[ \t]+\S")
_LAST_WORD = re.compile(r"[\w.§]*$")
_REACH = 24
_NEXT_WORD = re.compile(r"\s+[\"'“”»«(\[]*(\w*)")
_MONTH_NAMES = """
januar februar marts april maj juni juli august september oktober november december jan feb mar apr
jun jul aug sep sept okt nov dec
"""
_NEVER_LAST = """
bl.a f.eks fx nr kl tlf ca jf jfr pga p.g.a vedr hr fr dr frk prof ing adv stk pkt mht m.h.t ift
i.f.t iht i.h.t dvs d.v.s el evt inkl ekskl mdr md pr s.u cf skt gl ndr sdr matr sags j mob d dd f v
lb maks min mio mia kap afs bek lbk red ref resp sml vs vejl ang bem att e.g i.e mr mrs ms st no
approx bzw z.b u.a sen f.m e.m t.o.m mvh vh i.f man tir ons tor tors fre lør søn opr udg gns hhv ml
"""
_LAST_BEFORE_CAPITAL = """
mv m.v osv o.s.v mm m.m etc m.fl mfl o.l ol o.lign lign th tv kr a.s a/s aps t.h t.v h sal
"""
_MONTHS = frozenset(_MONTH_NAMES.split())
_ABBREVIATIONS = frozenset(_NEVER_LAST.split())
_CLOSING_ABBREVIATIONS = frozenset(_LAST_BEFORE_CAPITAL.split())
_WRAP_WIDTHS = range(50, 101)
_WRAP_SLACK = 10


def passages(text: str) -> tuple[Passage, ...]:
    """Return the sentences, headings and list items of a text, in order.

    Full stops in dates, ordinals, initials, addresses and Danish abbreviations end nothing.
    Lines that a mail program wrapped are put together; a list item and a short line stand alone.
    """
    return tuple(
        Passage(start, end, paragraph)
        for paragraph, block_start, block_end in _blocks(text)
        for start, end in _sentences(text, block_start, block_end)
    )


def _blocks(text: str) -> Iterator[tuple[int, int, int]]:
    """Yield paragraph number, start and end of stretches within which sentences are looked for."""
    for paragraph, lines in enumerate(_paragraphs(text)):
        width = max(end - start for start, end in lines)
        begin = lines[0][0]
        for (start, end), (following, _) in pairwise(lines):
            if _ends_block(text, start, end, following, width):
                yield paragraph, begin, end
                begin = following
        yield paragraph, begin, lines[-1][1]


def _paragraphs(text: str) -> Iterator[list[tuple[int, int]]]:
    """Yield the lines, as spans without line breaks, between empty lines."""
    lines: list[tuple[int, int]] = []
    start = 0
    for written in text.splitlines(keepends=True):
        if written.strip():
            lines.append((start, start + len(written.rstrip())))
        elif lines:
            yield lines
            lines = []
        start += len(written)
    if lines:
        yield lines


def _ends_block(text: str, start: int, end: int, following: int, width: int) -> bool:
    if _BULLET.match(text, following, following + _REACH) or text[end - 1] in ".!?:":
        return True
    return not _is_wrapped(text, start, end, following, width)


def _is_wrapped(text: str, start: int, end: int, following: int, width: int) -> bool:
    """A program broke the line when the next word had no room in the widest line's width."""
    if width not in _WRAP_WIDTHS:
        return False
    next_word = text[following : following + width].split(maxsplit=1)[0]
    return end - start + 1 + len(next_word) + _WRAP_SLACK > width


def _sentences(text: str, begin: int, end: int) -> Iterator[tuple[int, int]]:
    start = begin
    for stop in _STOP.finditer(text, begin, end):
        if _ends_sentence(text, start, stop):
            yield from _trimmed(text, start, stop.end())
            start = stop.end()
    yield from _trimmed(text, start, end)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (text[start].isspace() or text[start] == ">"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end


def _ends_sentence(text: str, start: int, stop: re.Match[str]) -> bool:
    if stop[0][0] != "." or len(stop[0].rstrip("\"'”’»«)]")) > 1:
        return True
    match = _LAST_WORD.search(text[max(start, stop.start() - _REACH) : stop.start()])
    word = match[0] if match is not None else ""
    following = _NEXT_WORD.match(text, stop.end())
    after = following[1] if following is not None else ""
    if word.isdigit():
        return (
            not _is_list_number(text, start, stop.start() - len(word))
            and after[:1].isupper()
            and after.lower() not in _MONTHS
        )
    lowered = word.lower()
    if lowered in _ABBREVIATIONS or lowered.endswith("nr") or _is_initial(word):
        return False
    if after[:1].isupper() or not after:
        return True
    is_short = len(word) < 3 or "." in word
    return not is_short and lowered not in _CLOSING_ABBREVIATIONS


def _is_list_number(text: str, start: int, number: int) -> bool:
    return number - start < _REACH and not text[start:number].strip(" \t>(")


def _is_initial(word: str) -> bool:
    return bool(word) and all(len(part) == 1 and part.isupper() for part in word.split("."))
