"""A sheet as text, as other systems and Excel write it: a CSV file's columns, or any sheet's rows."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.documents.charset import decode_text

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATORS: Final = ",;\t|"


def read_columns(content: bytes, *, folds_names: bool = False) -> dict[str, list[str]]:
    """Return the columns of a CSV file by name, as text; every cell without blanks around it.

    `folds_names`: names in small letters, with underscores for blanks and hyphens.

    Commas, semicolons, tabs and bars part cells; UTF-8 with or without a mark, else Windows letters.
    Raises InputProblem for a file without rows or columns, or with two columns of one name.
    """
    text = decode_text(content).text
    first = text.split("\n", 1)[0]
    separator = max(_SEPARATORS, key=first.count)
    rows = [row for row in csv.reader(io.StringIO(text), delimiter=separator) if any(row)]
    if len(rows) < 2:
        raise InputProblem(log="no rows", shown=_("The file has no rows below its heading."))
    names = [_folded(one) if folds_names else one.strip() for one in rows[0]]
    if len(set(names)) < len(names):
        raise InputProblem(log="two columns alike", shown=_("Two columns have the same name."))
    padded = [[*row, *[""] * (len(names) - len(row))] for row in rows[1:]]
    return {name: [row[at].strip() for row in padded] for at, name in enumerate(names)}


def _folded(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")


def rows_of(content: bytes) -> Iterator[list[str]]:
    """Yield the rows of a CSV file or of the first sheet of an Excel file, as text.

    Raises InputProblem for what is no spreadsheet.
    """
    if content[:2] == b"PK":
        yield from _excel_rows(content)
        return
    text = decode_text(content, "").text
    delimiter = ";" if text.split("\n", 1)[0].count(";") else ","
    yield from csv.reader(io.StringIO(text), delimiter=delimiter)


def _excel_rows(content: bytes) -> Iterator[list[str]]:
    from zipfile import BadZipFile

    from openpyxl import load_workbook
    from openpyxl.utils.exceptions import InvalidFileException

    try:
        book = load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for row in book.worksheets[0].iter_rows(values_only=True):
            yield ["" if cell is None else str(cell) for cell in row]
    except (BadZipFile, InvalidFileException, KeyError, ValueError) as problem:
        raise InputProblem(
            log=f"sheet: {type(problem).__name__}",
            shown=_("The file cannot be read as a spreadsheet. Save it as xlsx or csv."),
        ) from problem
