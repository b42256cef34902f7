"""Web forms sent as text: lines of label and value."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.bodies import phrases
from signatur.methods.text.bodies.schema import FormField

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.text.bodies.lines import Line

_ROW = re.compile(r"[*\s\->]{0,6}(?P<label>[^\W\d_][^:\n]{0,48}?)\s?\*?\s?:\s?\*?(?P<value>.*)")
_FEWEST_FIELDS = 3
_FEWEST_KNOWN = 2


def read_form(text: str, lines: Sequence[Line]) -> tuple[FormField, ...]:
    """Return the fields of a form in these lines; nothing when they are no form.

    The value of a field goes on until the next label, so that a message of several lines is one.
    """
    rows = [(place, match) for place, line in enumerate(lines) if (match := _row(line))]
    known = [match for _, match in rows if _name(match) in phrases.FORM_LABELS]
    if len(rows) < _FEWEST_FIELDS or len(known) < _FEWEST_KNOWN:
        return ()
    ends = [place for place, _ in rows[1:]] + [len(lines)]
    return tuple(
        _field(text, lines[place], lines[end - 1], match)
        for (place, match), end in zip(rows, ends, strict=True)
    )


def _row(line: Line) -> re.Match[str] | None:
    return _ROW.match(line.text) if ":" in line.text[:64] else None


def _name(match: re.Match[str]) -> str:
    return match["label"].strip(" .*").lower()


def _field(text: str, line: Line, last: Line, match: re.Match[str]) -> FormField:
    begin = text.index(line.text, line.start) + match.start("value")
    value = text[begin : last.end]
    start = begin + len(value) - len(value.lstrip())
    end = max(start, begin + len(value.rstrip()))
    return FormField(label=match["label"].strip(), value=text[start:end], start=start, end=end)
