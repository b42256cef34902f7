"""A sheet of past enquiries: which column means what, and each row as a value or a reason why not.

Excel and CSV as Danish systems write them: any order of columns, Danish or English headings,
semicolons, Latin 1, dates as Excel's own, as numbers or as 31-12-2025.
"""

from __future__ import annotations

import csv
import io
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.documents import decode_text
from signatur.methods.messages.dates import parse_date

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from signatur.kernel.i18n import Text


class Meaning(StrEnum):
    """What a column holds."""

    DATE = "date"
    SUBJECT_LINE = "subject_line"
    TEXT = "text"
    DEPARTMENT = "department"
    SUBJECT = "subject"
    SENDER = "sender"
    ID = "id"


MEANING_TITLES: Mapping[Meaning, Text] = {
    Meaning.DATE: _("Date of receipt"),
    Meaning.SUBJECT_LINE: _("Subject line"),
    Meaning.TEXT: _("Text of the enquiry"),
    Meaning.DEPARTMENT: _("Department where it ended"),
    Meaning.SUBJECT: _("Subject that it was about"),
    Meaning.SENDER: _("Sender"),
    Meaning.ID: _("Number in the old system"),
}
_HEADINGS: Mapping[Meaning, tuple[str, ...]] = {
    Meaning.DATE: ("dato", "modtaget", "modtagelsesdato", "modtaget dato", "oprettet", "oprettelsesdato",
                   "tidspunkt", "date", "received", "received_at", "received at", "created"),
    Meaning.SUBJECT_LINE: ("emnelinje", "overskrift", "titel", "emnefelt", "subject line", "title",
                           "headline", "subject_line", "emne", "subject"),
    Meaning.TEXT: ("tekst", "brødtekst", "indhold", "besked", "henvendelse", "beskrivelse", "text",
                   "body", "content", "message", "description"),
    Meaning.DEPARTMENT: ("afdeling", "forvaltning", "enhed", "fordelt til", "endt hos", "organisation",
                         "modtager", "department", "unit", "team"),
    Meaning.SUBJECT: ("emnenøgle", "emnekode", "emnenavn", "sagsemne", "kategori", "emne nøgle",
                      "subject key", "subject_key", "subject name", "category", "label", "emne", "subject"),
    Meaning.SENDER: ("afsender", "fra", "borger", "sender", "from"),
    Meaning.ID: ("id", "nr", "nummer", "sagsnummer", "sagsnr", "sagsid", "sags-id", "journalnummer",
                 "journalnr", "løbenummer", "løbenr", "message id", "message_id", "number", "case number"),
}  # fmt: skip
# Of two meanings with the same heading, the first here that has no other column gets it.
_ORDER = (Meaning.TEXT, Meaning.DATE, Meaning.DEPARTMENT, Meaning.SENDER, Meaning.ID,
          Meaning.SUBJECT_LINE, Meaning.SUBJECT)  # fmt: skip
_MOST_ROWS = 500_000
_LONGEST_TEXT = 200_000
_DAY_FIRST = re.compile(
    r"(\d{1,2})[-./ ](\d{1,2})[-./ ](\d{4}|\d{2})(?:[ T,]+(?:kl\.? ?)?(\d{1,2})[:.](\d{2})(?:[:.](\d{2}))?)?"
)
_SERIAL = re.compile(r"\d{5}(?:[.,]\d+)?")
_EXCEL_BEGINS = datetime(1899, 12, 30)  # noqa: DTZ001 (Excel knows no time zones)
_FIRST, _LAST = 1990, 2100

Columns = dict[Meaning, int]


@dataclass(frozen=True, slots=True)
class PastRow:
    """An enquiry of the past, as a sheet tells of it."""

    line: int
    received_at: datetime
    subject_line: str
    text: str
    department: str
    subject: str
    sender: str
    id: str


@dataclass(frozen=True, slots=True)
class BadRow:
    """A line that cannot be used, and why."""

    line: int
    reason: Text


def headings_of(path: Path) -> list[str]:
    """Return the headings of a sheet. Raises InputProblem when it is none."""
    first = next(_cells(path), [])
    return [_words(cell) for cell in first]


def guess_columns(headings: Sequence[str], remembered: Mapping[str, str]) -> Columns:
    """Say what each column means, by what was said of its heading before, else by its words."""
    titles = [heading.strip().casefold() for heading in headings]
    found: Columns = {}
    for at, title in enumerate(titles):
        meaning = remembered.get(title, "")
        if meaning in set(Meaning) and Meaning(meaning) not in found:
            found[Meaning(meaning)] = at
    free = {at for at, title in enumerate(titles) if title not in remembered}
    for meaning in _ORDER:
        if meaning in found:
            continue
        for name in _HEADINGS[meaning]:
            fitting = [at for at in sorted(free) if titles[at] == name]
            if fitting:
                found[meaning] = fitting[0]
                free.discard(fitting[0])
                break
    return _with_subject(found)


def _with_subject(found: Columns) -> Columns:
    """Let the only column called Emne mean the subject where nothing else says where a row ended."""
    says_where = {Meaning.DEPARTMENT, Meaning.SUBJECT} & found.keys()
    if not says_where and Meaning.SUBJECT_LINE in found and Meaning.TEXT in found:
        found[Meaning.SUBJECT] = found.pop(Meaning.SUBJECT_LINE)
    return found


def lacking(columns: Columns) -> list[Meaning]:
    """Return the meanings for which there must be a column and is none."""
    needed = [Meaning.DATE] if Meaning.DATE not in columns else []
    if not {Meaning.TEXT, Meaning.SUBJECT_LINE} & columns.keys():
        needed.append(Meaning.TEXT)
    if not {Meaning.DEPARTMENT, Meaning.SUBJECT} & columns.keys():
        needed.append(Meaning.DEPARTMENT)
    return needed


def rows_of(path: Path, columns: Columns, zone: str) -> Iterator[PastRow | BadRow]:
    """Yield each row of a sheet; a moment without a time zone is one of the authority's.

    Raises InputProblem when it is no sheet or has too many rows.
    """
    local = ZoneInfo(zone)
    for line, cells in enumerate(islice(_cells(path), 1, None), start=2):
        if line > _MOST_ROWS:
            raise InputProblem(
                log="sheet too long",
                shown=_("The sheet has more than %(most)d lines.", most=_MOST_ROWS),
            )
        if any(_words(cell) for cell in cells):
            yield _row(line, cells, columns, local)


def _row(line: int, cells: Sequence[Any], columns: Columns, zone: ZoneInfo) -> PastRow | BadRow:
    def cell(meaning: Meaning) -> Any:
        at = columns.get(meaning)
        return cells[at] if at is not None and at < len(cells) else None

    stated = cell(Meaning.DATE)
    moment = _moment(stated, zone)
    text, subject_line = _words(cell(Meaning.TEXT)), _words(cell(Meaning.SUBJECT_LINE))
    department, subject = _words(cell(Meaning.DEPARTMENT)), _words(cell(Meaning.SUBJECT))
    if moment is None:
        reason = _("The date is missing.") if not _words(stated) else _("The date makes no sense.")
        return BadRow(line, reason)
    if not text and not subject_line:
        return BadRow(line, _("There is no text."))
    if not department and not subject:
        return BadRow(line, _("It does not say where the enquiry ended."))
    return PastRow(
        line=line,
        received_at=moment,
        subject_line=subject_line[:2000],
        text=text[:_LONGEST_TEXT],
        department=department,
        subject=subject,
        sender=_words(cell(Meaning.SENDER))[:500],
        id=_words(cell(Meaning.ID))[:200],
    )


def _words(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).replace("_x000D_", "").strip()


# --- moments -------------------------------------------------------------------------------------


def _moment(cell: Any, zone: ZoneInfo) -> datetime | None:
    try:
        found = _stated(cell, zone)
    except (ValueError, OverflowError):
        return None
    return found if found is not None and _FIRST <= found.year < _LAST else None


def _stated(cell: Any, zone: ZoneInfo) -> datetime | None:
    if isinstance(cell, datetime):
        return _in_utc(cell, zone)
    if isinstance(cell, date):
        return _in_utc(datetime.combine(cell, time(12)), zone)
    words = _words(cell)
    if _SERIAL.fullmatch(words):
        days = timedelta(days=float(words.replace(",", ".")))
        return _in_utc(_EXCEL_BEGINS + days, zone)
    if (found := _DAY_FIRST.fullmatch(words)) is not None:
        day, month, year, hour, minute, second = found.groups()
        full = int(year) + 2000 if len(year) == 2 else int(year)
        # A day without a time counts from its noon, so that it stays that day everywhere.
        clock = time(int(hour), int(minute), int(second or 0)) if hour else time(12)
        return _in_utc(datetime.combine(date(full, int(month), int(day)), clock), zone)
    try:
        return _in_utc(datetime.fromisoformat(words), zone)
    except ValueError:
        return parse_date(words)


def _in_utc(moment: datetime, zone: ZoneInfo) -> datetime:
    return (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)


# --- sheets --------------------------------------------------------------------------------------


def _cells(path: Path) -> Iterator[Sequence[Any]]:
    with path.open("rb") as file:
        is_excel = file.read(2) == b"PK"
    yield from _xlsx(path) if is_excel else _csv(path)


def _csv(path: Path) -> Iterator[list[str]]:
    text = decode_text(path.read_bytes(), "").text.removeprefix("\ufeff")
    first = text.split("\n", 1)[0]
    delimiter = max(";,\t", key=first.count)
    csv.field_size_limit(10_000_000)
    try:
        yield from csv.reader(io.StringIO(text), delimiter=delimiter)
    except csv.Error as problem:
        raise _no_sheet(problem) from problem


def _xlsx(path: Path) -> Iterator[Sequence[Any]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        # As a stream: a path without the usual ending would be refused.
        with path.open("rb") as file:
            book = load_workbook(file, read_only=True, data_only=True)
            yield from book.worksheets[0].iter_rows(values_only=True)
            book.close()
    except (BadZipFile, InvalidFileException, KeyError, ValueError, IndexError) as problem:
        raise _no_sheet(problem) from problem


def _no_sheet(problem: Exception) -> InputProblem:
    return InputProblem(
        log=f"sheet of past enquiries: {type(problem).__name__}",
        shown=_("The file cannot be read as a spreadsheet. Save it as xlsx or csv."),
    )
