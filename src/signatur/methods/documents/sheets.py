"""Excel workbooks (Office Open XML): each sheet a page, a row a line, cells parted by tabs."""

from __future__ import annotations

import warnings
from datetime import date, datetime, time
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.packages import package
from signatur.methods.documents.plain import text_page
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Finding, PageCount, Unreadable
from signatur.methods.documents.zips import ZIP_ERRORS, damaged

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signatur.methods.documents.task import Task

# What openpyxl raises for workbooks that are not as they should be. SyntaxError is the parent of
# ElementTree's error for XML that is not well-formed.
_BROKEN: Final = (
    KeyError, IndexError, TypeError, AttributeError, SyntaxError, *ZIP_ERRORS,
)  # fmt: skip
# A sheet may claim a million empty rows below its last value.
_EMPTY_ROWS: Final = 5_000


def read_sheets(task: Task) -> Iterator[Finding]:
    """The values of all sheets, those of formulas as they were last computed."""
    import openpyxl

    with package(task), task.content.open() as file, warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles and extensions, which are not read
        try:
            book = openpyxl.load_workbook(file, read_only=True, data_only=True, keep_links=False)
        except _BROKEN as error:
            raise Unreadable(ProblemCode.DAMAGED, type(error).__name__) from error
        yield PageCount(len(book.sheetnames))
        if len(book.sheetnames) > task.limits.pages:
            yield Problem(ProblemCode.TOO_LARGE, f"{len(book.sheetnames)} sheets")
        for number, sheet in enumerate(book.worksheets[: task.limits.pages], start=1):
            try:
                text = _sheet_text(sheet.iter_rows(values_only=True), task)
            except _BROKEN as error:
                yield damaged(error, f"page {number}")
            else:
                yield text_page(text, number=number)


def _sheet_text(rows: Iterable[tuple[object, ...]], task: Task) -> str:
    lines: list[str] = []
    left = task.limits.text_characters
    empty = 0
    for row in rows:
        line = "\t".join(_shown(value) for value in row).rstrip("\t")
        empty = 0 if line else empty + 1
        if line:
            lines.append(line)
        left -= len(line) + 1
        if left < 0 or empty > _EMPTY_ROWS or task.deadline.is_passed:
            break
    return "\n".join(lines)


def _shown(value: object) -> str:
    """A value as text: whole numbers without decimals, times in ISO 8601."""
    if value is None:
        return ""
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return " ".join(str(value).split())
