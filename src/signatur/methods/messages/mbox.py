"""Mail folders in one file (mbox, RFC 4155): where each message begins and ends.

The variants differ in how they protect lines of a message that begin with `From `: mboxo and mboxrd
put `>` before them, mboxcl2 states the length of each message. All are read, also mixed.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.messages.mime.fields import read_head

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signatur.methods.messages.source import Source

_LOOK = 2048
_FIRST_LOOK = 1 << 14
_PREAMBLE = re.compile(rb"(?:\xef\xbb\xbf)?\s*")
# Thunderbird writes `From ` or `From - ` where others name the sender; what follows is a header.
_SEPARATOR = re.compile(rb"From (?P<rest>[^\r\n]*)\r{0,2}\n>?[!-9;-~]+(?:[ \t]*:|[ \t][^\r\n]*\n)")
_STAMP = re.compile(rb"[A-Z][a-z]{2} [A-Z][a-z]{2} +\d{1,2} \d\d:\d\d(?::\d\d)?\b.*\b\d{4}\b")
_DATED = re.compile(rb"\d\d:\d\d.*\b\d{4}\b|\b\d{4}\b.*\d\d:\d\d")
_LENGTH_FIELD = b"content-length"
_LONGEST_LINE = 1 << 20
_PROTECTED = re.compile(rb"^>(>*From )", re.MULTILINE)
_BLANK_BEFORE = (b"\n\n", b"\r\n\r\n")


def begins_as_mbox(head: bytes) -> bool:
    """Whether bytes begin with the separator of an mbox and the header of a message."""
    preamble = _PREAMBLE.match(head)
    return _SEPARATOR.match(head, preamble.end() if preamble else 0) is not None


def message_spans(source: Source) -> Iterator[tuple[int, int, bool]]:
    """Give start, stop and whether `From ` lines are protected, for each message in turn."""
    preamble = _PREAMBLE.match(source.read(0, _LOOK))
    separator = preamble.end() if preamble else 0
    while separator < source.size:
        start = _after_line(source, separator)
        stated = _stated_end(source, start)
        following = _next_separator(source, start if stated is None else stated)
        if following is None:
            yield start, source.size, stated is None
            return
        yield start, _without_blank_line(source, start, following), stated is None
        separator = following


def unprotected(blocks: Iterable[bytes]) -> Iterator[bytes]:
    """Take one `>` away from each protected `From ` line."""
    rest = b""
    for block in blocks:
        lines, end, rest = (rest + block).rpartition(b"\n")
        if len(rest) > _LONGEST_LINE:
            lines, end, rest = lines + end, rest, b""
        yield _PROTECTED.sub(rb"\1", lines) + end
    yield _PROTECTED.sub(rb"\1", rest)


def _after_line(source: Source, at: int) -> int:
    end = source.find(b"\n", at, source.size)
    return source.size if end < 0 else end + 1


def _stated_end(source: Source, start: int) -> int | None:
    """Return where the message ends by its Content-Length, if a separator or the end is there."""
    if _LENGTH_FIELD not in source.read(start, start + _FIRST_LOOK).lower():
        return None
    head = read_head(source, start, source.size)
    stated = head.headers.get("content-length")
    if not stated.isdecimal() or len(stated) > len(str(source.size)):
        return None
    end = head.body + int(stated)
    behind = source.read(end, end + 8).lstrip(b"\r\n")
    is_there = end == source.size or (end < source.size and behind[:5] in (b"", b"From "))
    return end if is_there else None


def _next_separator(source: Source, at: int) -> int | None:
    at = max(at - 1, 0)
    while (hit := source.find(b"\nFrom ", at, source.size)) >= 0:
        if _is_separator(source, hit + 1):
            return hit + 1
        at = hit + 1
    return None


def _is_separator(source: Source, at: int) -> bool:
    match = _SEPARATOR.match(source.read(at, at + _LOOK))
    if match is None:
        return False
    if _STAMP.search(match["rest"]):
        return True
    is_after_blank = source.read(max(at - 4, 0), at).endswith(_BLANK_BEFORE)
    is_dated = _DATED.search(match["rest"]) if match["rest"].strip(b"- ") else True
    return is_after_blank and bool(is_dated)


def _without_blank_line(source: Source, start: int, stop: int) -> int:
    end = source.read(max(start, stop - 4), stop)
    return next((stop - len(blank) // 2 for blank in _BLANK_BEFORE if end.endswith(blank)), stop)
