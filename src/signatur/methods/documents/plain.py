"""Formats that are text already: plain text, HTML, tables and lists in text, calendars, cards."""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.charset import Decoded, decode_text
from signatur.methods.documents.html import decode_html, html_to_text
from signatur.methods.documents.quality import text_quality
from signatur.methods.documents.schema import Page, Problem, ProblemCode, TextSource

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signatur.methods.documents.task import Finding, Task

# No character set takes more bytes for a character.
_BYTES_PER_CHARACTER: Final = 4

_MARKUP: Final = re.compile(r"<!\[CDATA\[|\]\]>|<[^<>]*>")
_FOLD: Final = re.compile(r"\r?\n[ \t]")
_FIELD: Final = re.compile(
    r"^(?:[\w-]+\.)?([A-Z-]+)(?:;(?:[^:;\n\"]|\"[^\"\n]*\")*)*:(.*)$", re.MULTILINE
)
# What people write into appointments and cards; the rest is bookkeeping between programs.
_TOLD_FIELDS: Final = frozenset({
    "SUMMARY", "DESCRIPTION", "LOCATION", "COMMENT", "DTSTART", "DTEND", "ORGANIZER", "ATTENDEE",
    "FN", "ORG", "TITLE", "ROLE", "TEL", "EMAIL", "ADR", "NOTE", "URL",
})  # fmt: skip
_ESCAPED: Final = re.compile(r"\\([nN,;\\])")


def text_page(text: str, *, number: int = 1) -> Page:
    """A page of text that needed no recognition."""
    return Page(number, text, TextSource.TEXT_LAYER, text_quality(text))


def read_plain(task: Task) -> Iterator[Finding]:
    """Text as it stands, with its character set found out."""
    yield from _read(task, decode_text, str)


def read_html(task: Task) -> Iterator[Finding]:
    yield from _read(task, decode_html, html_to_text)


def read_xml(task: Task) -> Iterator[Finding]:
    """What stands between the tags of XML, one element per line."""
    yield from _read(task, decode_text, text_without_markup)


def read_fields(task: Task) -> Iterator[Finding]:
    """Calendars (RFC 5545) and address cards (RFC 6350): the fields that people fill in."""
    yield from _read(task, decode_text, _told_fields)


def _read(
    task: Task, decode: Callable[[bytes, str], Decoded], to_text: Callable[[str], str]
) -> Iterator[Finding]:
    most = task.limits.text_characters * _BYTES_PER_CHARACTER
    decoded = decode(task.content.read(most), task.charset)
    yield text_page(to_text(decoded.text))
    if decoded.problem is not None:
        yield decoded.problem
    if task.content.size > most:
        yield Problem(
            ProblemCode.TOO_LARGE, f"the first {most} of {task.content.size} bytes were read"
        )


def text_without_markup(markup: str) -> str:
    """What stands between tags, one element per line."""
    lines = (line.strip() for line in unescape(_MARKUP.sub("\n", markup)).splitlines())
    return "\n".join(line for line in lines if line)


def _told_fields(text: str) -> str:
    values = (
        _ESCAPED.sub(lambda sign: "\n" if sign.group(1) in "nN" else sign.group(1), match.group(2))
        for match in _FIELD.finditer(_FOLD.sub("", text))
        if match.group(1) in _TOLD_FIELDS
    )
    return "\n".join(value.strip(" \r;").replace(";", " ") for value in values)
