"""Files that old programs write into the text of a mail: uuencoded and yEnc blocks."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signatur.methods.messages.source import Source

_LONGEST_HEAD = 1024
_UU_HEAD = re.compile(rb"begin [0-7]{3,4} ([^\r\n]+)\r{0,2}\n([ -`])([ -`]{0,90})\r{0,2}\n")
_Y_HEAD = re.compile(rb"=ybegin (?:[a-z]+=\S+ )*?name=([^\r\n]+)\r{0,2}\n")


@dataclass(frozen=True, slots=True)
class EmbeddedFile:
    """A file within a text: its name, how it is encoded and where it stands."""

    name: bytes
    encoding: str
    start: int
    stop: int


def embedded_files(source: Source, start: int, stop: int, most: int) -> tuple[EmbeddedFile, ...]:
    """Find at most `most` files within the text between `start` and `stop`, in their order."""
    found = sorted(
        (
            *_files(source, start, stop, most, b"begin ", _uuencoded),
            *_files(source, start, stop, most, b"=ybegin ", _yencoded),
        ),
        key=lambda file: file.start,
    )
    apart: list[EmbeddedFile] = []
    for file in found:
        if not apart or file.start >= apart[-1].stop:
            apart.append(file)
    return tuple(apart[:most])


def _files(
    source: Source,
    at: int,
    stop: int,
    most: int,
    word: bytes,
    file_at: Callable[[Source, int, int], EmbeddedFile | None],
) -> Iterator[EmbeddedFile]:
    for _ in range(most):
        at = source.find(word, at, stop)
        if at < 0:
            return
        file = file_at(source, at, stop) if _is_line_start(source, at) else None
        if file:
            yield file
        at = file.stop if file else at + len(word)


def _is_line_start(source: Source, at: int) -> bool:
    return at == 0 or source.read(at - 1, at) in (b"\n", b"\r")


def _uuencoded(source: Source, at: int, stop: int) -> EmbeddedFile | None:
    head = _UU_HEAD.match(source.read(at, min(at + _LONGEST_HEAD, stop)))
    if head is None or not _is_uu_line(head[2], head[3]):
        return None
    return EmbeddedFile(head[1], "x-uuencode", at, _end(source, b"end", at + head.end(), stop))


def _yencoded(source: Source, at: int, stop: int) -> EmbeddedFile | None:
    head = _Y_HEAD.match(source.read(at, min(at + _LONGEST_HEAD, stop)))
    if head is None:
        return None
    return EmbeddedFile(head[1], "yenc", at, _end(source, b"=yend ", at + head.end(), stop))


def _is_uu_line(first: bytes, rest: bytes) -> bool:
    """Whether a line is as long as its first letter says, give or take what programs add."""
    stated = -(-((first[0] - 0x20) & 0x3F) // 3) * 4
    return stated - 4 <= len(rest) <= stated + 4


def _end(source: Source, word: bytes, start: int, stop: int) -> int:
    """Return the position after the end line, or `stop` where it never comes."""
    at = source.find(b"\n" + word, start - 1, stop)
    if at < 0:
        return stop
    line_end = source.find(b"\n", at + 1, min(at + _LONGEST_HEAD, stop))
    return line_end + 1 if line_end >= 0 else min(at + _LONGEST_HEAD, stop)
