"""Where the parts of a multipart body begin and end (RFC 2046 § 5.1), found in bounded memory."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.messages.source import LONGEST_NEEDLE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.messages.source import Source

_AFTER_DELIMITER = re.compile(rb"(--)?[ \t]*(?:\r{0,2}\n|\r|$)")
_LONGEST_TAIL = 256
_FIRST_LOOK = 1 << 16
_MOST_LOOKS = 500_000
"""Places that look like a delimiter; a body made of nothing else would take hours."""
_LIKELY_DELIMITER = re.compile(
    rb"(?:^|[\r\n])--([^\r\n]{1,200}?)[ \t]*\r{0,2}\n(?=content-)", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a multipart body as positions, and how far its delimiters can be trusted."""

    spans: tuple[tuple[int, int], ...]
    is_closed: bool
    """Whether the last delimiter came; without it the message may have been cut off."""
    has_more: bool
    """Whether there are more parts than were asked for."""


def split_parts(source: Source, start: int, stop: int, boundary: bytes, most: int) -> Parts:
    """Find at most `most` parts between `start` and `stop`."""
    spans: list[tuple[int, int]] = []
    opened: int | None = None
    is_closed = False
    for delimiter in _delimiters(source, start, stop, boundary):
        if opened is not None:
            spans.append((opened, _without_line_end(source, opened, delimiter.at)))
        is_closed = delimiter.is_last
        opened = None if is_closed else delimiter.after
        if len(spans) >= most:
            return Parts(tuple(spans), is_closed, has_more=not is_closed)
    if opened is not None:
        spans.append((opened, stop))
    return Parts(tuple(spans), is_closed, has_more=False)


def likely_boundary(source: Source, start: int, stop: int) -> bytes:
    """Guess the boundary of a body whose header names none, or the wrong one; empty when in vain."""
    match = _LIKELY_DELIMITER.search(source.read(start, min(start + _FIRST_LOOK, stop)))
    return match[1] if match else b""


@dataclass(frozen=True, slots=True)
class _Delimiter:
    at: int
    after: int
    is_last: bool


def _delimiters(source: Source, start: int, stop: int, boundary: bytes) -> Iterator[_Delimiter]:
    needle = b"--" + boundary
    if not boundary or len(needle) > LONGEST_NEEDLE:
        return
    at = start
    for _ in range(_MOST_LOOKS):
        at = source.find(needle, at, stop)
        if at < 0:
            return
        after = at + len(needle)
        # A longer line is the delimiter of another multipart whose boundary begins like this one.
        tail = _AFTER_DELIMITER.match(source.read(after, min(after + _LONGEST_TAIL, stop)))
        if tail and (at == start or source.read(at - 1, at) in (b"\n", b"\r")):
            after += tail.end()
            yield _Delimiter(at, after, is_last=tail[1] is not None)
        at = after


def _without_line_end(source: Source, start: int, stop: int) -> int:
    """The line end before a delimiter belongs to the delimiter."""
    end = source.read(max(start, stop - 2), stop)
    if end == b"\r\n":
        return stop - 2
    return stop - 1 if end.endswith((b"\n", b"\r")) else stop
