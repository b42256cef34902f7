"""The lines of a text with their offsets and quotation depth."""

from __future__ import annotations

import re
from typing import NamedTuple

_MARKS = re.compile(r"(?:[ \t]{0,3}>){1,40}[ \t]?")
# Nothing that is looked for at the beginning of a line needs more.
_SEEN = 600


class Line(NamedTuple):
    """One line with its break; a named tuple, because a mail has many and they are made often."""

    start: int
    end: int
    depth: int
    """How many `>` stand in front."""
    text: str
    """At most the first 600 characters, without quotation marks and blanks around; may be empty."""


def lines_of(text: str) -> list[Line]:
    """Split a text so that the lines, end to end, are the whole text."""
    lines = []
    start = 0
    for written in text.splitlines(keepends=True):
        end = start + len(written)
        lines.append(_line(written, start, end))
        start = end
    return lines


def _line(written: str, start: int, end: int) -> Line:
    seen = written[:_SEEN]
    marks = _MARKS.match(seen) if ">" in seen[:4] else None
    if marks is None:
        return Line(start, end, 0, seen.strip())
    return Line(start, end, marks[0].count(">"), seen[marks.end() :].strip())
