"""The header of a message or part (RFC 5322 § 2.2): where it ends, and its fields unfolded.

Written by hand because the header objects of the standard library cost milliseconds a message.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.methods.messages.mime.words import decoded, decoded_octets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.methods.messages.source import Source

LONGEST_HEADER = 1 << 21
"""Bytes of a header that are looked at; ordinary ones have some thousand."""
_FIRST_LOOK = 1 << 14
_MOST_FIELDS = 1000

# Line ends may be CRLF, LF, CR, or the CRCRLF of a file that was converted twice.
_BLANK_LINE = re.compile(rb"\n\r{0,2}\n|\r\r(?!\n)")
_LINE_END = re.compile(r"\r{0,2}\n(?![ \t])|\r(?![\r\n \t])")
_FOLD = re.compile(r"(?:\r{0,2}\n|\r)[ \t]+")
_NAME = re.compile(r"[!-9;-~]+[ \t]*")
_COMMON = (
    "from|to|cc|subject|date|message-id|mime-version|content-[a-z-]+|received|return-path|reply-to"
)
_COMMON_FIELD = re.compile(rf"(?:{_COMMON})[ \t]*:", re.IGNORECASE)
_COMMON_FIELDS = re.compile(rf"(?:^|[\r\n])({_COMMON})[ \t]*:".encode(), re.IGNORECASE)
_FIRST_FIELD = re.compile(rb"[!-9;-~]+[ \t]*:")
_BEFORE_HEADER = re.compile(rb"(?:\xef\xbb\xbf)?\s*")


@dataclass(frozen=True, slots=True)
class Headers:
    """Header fields in order: names in lower case, values unfolded but not decoded."""

    fields: tuple[tuple[str, str], ...] = ()
    _first: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def of(cls, fields: Sequence[tuple[str, str]]) -> Headers:
        return cls(tuple(fields), dict(reversed(fields)))

    def __contains__(self, name: str) -> bool:
        return name in self._first

    def get(self, name: str) -> str:
        """Return the first value of a field as it stands, or an empty string."""
        return self._first.get(name, "")

    def text(self, name: str) -> str:
        """Return the first value of a field as a reader should see it."""
        return decoded(self._first.get(name, ""))

    def every(self, name: str) -> list[str]:
        """Return all values of a field that may be repeated."""
        return [value for each, value in self.fields if each == name]


@dataclass(frozen=True, slots=True)
class Head:
    """The header of a message or part and the position where the body begins."""

    headers: Headers
    body: int
    is_cut: bool = False
    """Whether fields were left out because there were too many of them."""


def looks_like_header(head: bytes, fewest: int = 1) -> bool:
    """Whether bytes begin with a header that holds so many different fields of an ordinary mail."""
    before = _BEFORE_HEADER.match(head)
    start = before.end() if before else 0
    if not _FIRST_FIELD.match(head, start):
        return False
    blank = _BLANK_LINE.search(head, start)
    header = head[start : blank.start() if blank else len(head)]
    return len({name.lower() for name in _COMMON_FIELDS.findall(header)}) >= fewest


def read_head(source: Source, start: int, stop: int) -> Head:
    """Read the header that begins at `start`, also where no blank line parts it from the body."""
    block, blank = _look(source, start, stop)
    if block.startswith((b"\n", b"\r")):
        return Head(Headers(), start + (2 if block.startswith(b"\r\n") else 1))
    header = block[: blank.start()] if blank else block
    fields, stray = _parse(header.decode("latin-1"))
    if stray is not None:
        return _head(fields, start + stray)
    if blank:
        return _head(fields, start + blank.end())
    if start + len(block) >= stop:
        return _head(fields, stop)
    return Head(Headers.of(fields[:_MOST_FIELDS]), _after_blank(source, start, stop), is_cut=True)


def _look(source: Source, start: int, stop: int) -> tuple[bytes, re.Match[bytes] | None]:
    """Read as much as is needed to see the blank line after the header."""
    length = _FIRST_LOOK
    while True:
        block = source.read(start, min(start + length, stop))
        blank = _BLANK_LINE.search(block)
        if blank or length >= min(LONGEST_HEADER, stop - start):
            return block, blank
        length *= 8


def _head(fields: Sequence[tuple[str, str]], body: int) -> Head:
    return Head(Headers.of(fields[:_MOST_FIELDS]), body, is_cut=len(fields) > _MOST_FIELDS)


def _parse(text: str) -> tuple[list[tuple[str, str]], int | None]:
    """Split a header into fields; also tell where the body begins if that is within `text`.

    A line that is no field belongs to the field before it when more fields follow (a fold that
    lost its blank); otherwise it is the first line of the body.
    """
    lines = _LINE_END.split(text)
    fields: list[tuple[str, list[str]]] = []
    last_common: int | None = None
    for number, line in enumerate(lines):
        name, colon, value = line.replace("\0", "").partition(":")
        if colon and _NAME.fullmatch(name):
            # One more than are kept, so that the caller can tell that there were too many.
            if len(fields) <= _MOST_FIELDS:
                fields.append((name.rstrip().lower(), [value]))
        elif line.strip() and not (number == 0 and line.startswith(("From ", ">From "))):
            if last_common is None:
                last_common = _last_common_field(lines)
            if number > last_common:
                return _joined(fields), _position(text, lines[: number + 1])
            if fields:
                fields[-1][1].append(line)
    return _joined(fields), None


def _joined(fields: Sequence[tuple[str, Sequence[str]]]) -> list[tuple[str, str]]:
    return [(name, _value(" ".join(values))) for name, values in fields]


def _value(raw: str) -> str:
    if "\n" in raw or "\r" in raw:
        raw = _FOLD.sub(" ", raw)
    raw = raw.strip()
    return raw if raw.isascii() else decoded_octets(raw.encode("latin-1"))


def _last_common_field(lines: Sequence[str]) -> int:
    numbers = range(len(lines) - 1, -1, -1)
    return next((number for number in numbers if _COMMON_FIELD.match(lines[number])), -1)


def _position(text: str, lines: Sequence[str]) -> int:
    at = 0
    for line in lines[:-1]:
        at = text.index(line, at) + len(line)
    return text.index(lines[-1], at)


def _after_blank(source: Source, start: int, stop: int) -> int:
    hits = [
        (at, len(blank))
        for blank in (b"\n\n", b"\n\r\n", b"\r\r")
        if (at := source.find(blank, start, stop)) >= 0
    ]
    return sum(min(hits)) if hits else stop
