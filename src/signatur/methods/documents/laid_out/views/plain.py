"""Formats that are text already, as pages: plain text, HTML, comma-separated values, XML, calendars."""

from __future__ import annotations

import csv
import re
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.charset import decode_text
from signatur.methods.documents.html import decode_html, html_to_text
from signatur.methods.documents.laid_out.schema import Origin
from signatur.methods.documents.laid_out.views.blocks import Block, PageBreak, Paragraph
from signatur.methods.documents.laid_out.views.grids import (
    Grid,
    grid_blocks,
    hide_surplus,
    tell_hidden,
)
from signatur.methods.documents.laid_out.views.mail import text_blocks
from signatur.methods.documents.laid_out.views.markup import tell_markup
from signatur.methods.documents.plain import text_without_markup
from signatur.methods.documents.schema import Problem, ProblemCode

if TYPE_CHECKING:
    from signatur.methods.documents.laid_out.views.seen import Ledger
    from signatur.methods.documents.task import Task

_SEPARATORS: Final = ";\t,|"
_MOST_CHARACTERS: Final = 5_000_000
"""Over a thousand pages, and many more where the lines are short."""
_MOST_SHOWN_CELLS: Final = 200_000
"""Some two thousand pages."""
_SAMPLE: Final = 20_000
_LONGEST_FIELD: Final = 1_000_000
_RTF_INFO: Final = re.compile(
    r"\{\\(?:\*\\)?(title|subject|author|manager|company|operator|category|keywords|comment|doccomm|"
    r"hlinkbase|userprops|template)\b ?([^{}]*)"
)
_RTF_BREAK: Final = re.compile(r"\\(?:par|line|tab|cell|row)\b")
_RTF_DATA: Final = re.compile(r"[0-9a-fA-F ]{40,}|[\W\d]*|[A-Z][\w ]{2,30};")
_RTF_ESCAPE: Final = re.compile(r"\\u(-?\d+) ?\??|\\'([0-9a-fA-F]{2})|\\[a-z]+-?\d* ?")


def plain_blocks(task: Task, ledger: Ledger) -> tuple[list[Block], list[Problem]]:
    """Return what a text says as blocks, and what of it could not be read."""
    most = min(task.limits.text_characters, _MOST_CHARACTERS)
    data = task.content.read(4 * most)
    is_html = task.media_type == "text/html"
    decoded = decode_html(data, task.charset) if is_html else decode_text(data, task.charset)
    problems = [decoded.problem] if decoded.problem is not None else []
    if task.content.size > 4 * most or len(decoded.text) > most:
        detail = f"the first {most} characters were read"
        problems.append(Problem(ProblemCode.TOO_LARGE, detail))
    text = decoded.text[:most]
    if is_html:
        tell_markup(text, ledger)
        return list(text_blocks(html_to_text(text))), problems
    if task.media_type == "text/csv":
        return _csv_blocks(text, task.name, ledger, problems), problems
    if task.media_type in {"application/xml", "image/svg+xml"}:
        tell_markup(text, ledger)
        return list(text_blocks(text_without_markup(text))), problems
    return _lines(text), problems


def _lines(text: str) -> list[Block]:
    """Plain text as it stands: its lines, and a new page where it asks for one."""
    blocks: list[Block] = []
    for page in text.split("\f"):
        if blocks:
            blocks.append(PageBreak())
        paragraphs = re.split(r"\n[ \t]*\n", page.expandtabs(4).replace("\r\n", "\n"))
        blocks.extend(Paragraph(each.strip("\n")) for each in paragraphs if each.strip())
    return blocks


def _csv_blocks(text: str, name: str, ledger: Ledger, problems: list[Problem]) -> list[Block]:
    csv.field_size_limit(_LONGEST_FIELD)
    head = text[:_SAMPLE]
    separator = max(_SEPARATORS, key=head.count)
    grid = Grid(name or "csv", 1)
    try:
        for number, row in enumerate(csv.reader(text.splitlines(), delimiter=separator), start=1):
            cells = {place: cell.strip() for place, cell in enumerate(row, start=1) if cell.strip()}
            if cells:
                grid.cells[number] = cells
    except csv.Error:
        return _lines(text)
    if hide_surplus([grid], _MOST_SHOWN_CELLS):
        detail = f"over {_MOST_SHOWN_CELLS} cells: the rest is searched, but not shown"
        problems.append(Problem(ProblemCode.TOO_LARGE, detail))
        tell_hidden([grid], ledger)
    return grid_blocks([grid])


def tell_rich_text(data: bytes, ledger: Ledger) -> None:
    """What rich text says of itself: title, author, company, document variables."""
    text = data.decode("latin-1")
    for key, value in _RTF_INFO.findall(text):
        ledger.tell(Origin.PROPERTY, f"document properties: {key}", _unescaped(value))
    for found in re.finditer(r"\{\\\*\\docvar ?\{([^{}]*)\}\{([^{}]*)\}", text):
        told = f"{_unescaped(found[1])}: {_unescaped(found[2])}"
        ledger.tell(Origin.ELSEWHERE, "document variable", told)


def leave_rich_text(data: bytes, ledger: Ledger) -> None:
    """Every stretch of text between braces, for where no program reads rich text fully."""
    for piece in re.split(r"[{}]", data.decode("latin-1")):
        text = " ".join(_unescaped(_RTF_BREAK.sub(" ", piece)).split())
        if text and not _RTF_DATA.fullmatch(text):
            ledger.leave("hidden text", text, Origin.HIDDEN_TEXT)


def _unescaped(text: str) -> str:
    def sign(found: re.Match[str]) -> str:
        if found[1] is not None:
            return chr(int(found[1]) & 0xFFFF)
        return bytes([int(found[2], 16)]).decode("cp1252", "replace") if found[2] else ""

    return _RTF_ESCAPE.sub(sign, text).encode("utf-8", "replace").decode("utf-8").strip()
