"""From a CSV or XLSX file to cells that still know which line they stood on."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    import polars as pl

_ZIP: Final = b"PK\x03\x04"
# Titles may stand above the heading of a sheet; so many rows are looked at.
_ABOVE: Final = 20
_UNREADABLE: Final = {
    "empty": _("The file is empty."),
    "no_rows": _("The file has no rows below its heading."),
    "not_a_table": _("The file is no table. Give a CSV or XLSX file."),
    "damaged": _("The file is damaged and cannot be read as a table."),
}


@dataclass(frozen=True, slots=True, eq=False)
class Sheet:
    """The cells of a file as words, without blank rows."""

    cells: pl.DataFrame
    """Every column is of words; null where nothing stands."""
    lines: pl.Series
    """Shape (rows,): the line of each row, as an editor or Excel counts."""
    is_danish: bool = False
    """Whether numbers are most likely written with a decimal comma."""

    @property
    def headers(self) -> tuple[str, ...]:
        return tuple(self.cells.columns)


def read_sheet(content: bytes) -> Sheet:
    """Read the cells of a CSV file in any dress, or of the first sheet with cells. Raises InputProblem."""
    from signatur.methods.tables import UnreadableTable, read_bytes

    if content.startswith(_ZIP):
        return _without_blank(_workbook(content))
    try:
        frame, is_danish = read_bytes(content)
    except UnreadableTable as error:
        raise _unreadable(error.reason) from error
    lines = _lines(frame, content)
    return _without_blank(Sheet(_as_words(frame), lines, is_danish))


def _unreadable(reason: str) -> InputProblem:
    return InputProblem(log=f"table: {reason}", shown=_UNREADABLE[reason])


def _as_words(frame: pl.DataFrame) -> pl.DataFrame:
    import polars as pl

    if all(kind == pl.String for kind in frame.dtypes):
        return frame
    return frame.with_columns(pl.all().cast(pl.String, strict=False))


def _lines(frame: pl.DataFrame, content: bytes) -> pl.Series:
    """Return where each row begins: below the heading, and below the line ends within cells."""
    import polars as pl

    first = 2 + _above(content[:4096])
    lines = pl.int_range(first, first + frame.height, dtype=pl.Int64, eager=True)
    words = [name for name, kind in frame.schema.items() if kind == pl.String]
    if b'"' not in content or not words:
        return lines
    within = frame.select(
        pl.sum_horizontal(pl.col(words).str.count_matches("\n").fill_null(0))
    ).to_series()
    return lines + within.cum_sum().shift(1, fill_value=0).cast(pl.Int64)


def _above(head: bytes) -> int:
    """Return how many lines stand above the heading: blank ones, or one that names the separator."""
    lines = head.decode("utf-8", "ignore").removeprefix("\ufeff").splitlines()
    if lines and re.fullmatch(r"sep=.", lines[0].strip(), re.IGNORECASE):
        return 1
    return next((number for number, line in enumerate(lines) if line.strip()), 0)


def _without_blank(sheet: Sheet) -> Sheet:
    import polars as pl

    filled = sheet.cells.select(
        pl.any_horizontal((pl.all().str.strip_chars().str.len_bytes() > 0).fill_null(value=False))
    ).to_series()
    if filled.all():
        return sheet
    if not filled.any():
        raise _unreadable("no_rows")
    return Sheet(sheet.cells.filter(filled), sheet.lines.filter(filled), sheet.is_danish)


def _workbook(content: bytes) -> Sheet:
    import polars as pl

    rows = _rows_of_workbook(content)
    if not rows:
        raise _unreadable("empty")
    place = _heading(rows)
    heading = rows[place][1]
    while heading and heading[-1] is None:
        heading = heading[:-1]
    body = rows[place + 1 :]
    if not body:
        raise _unreadable("no_rows")
    columns: dict[str, list[str | None]] = {}
    for number, given in enumerate(heading):
        name = str(given).strip() if given is not None else f"kolonne_{number + 1}"
        name = name if name not in columns else f"{name}_{number + 1}"
        columns[name] = [_word(row[number]) if number < len(row) else None for _line, row in body]
    frame = pl.DataFrame(columns, schema=dict.fromkeys(columns, pl.String))
    return Sheet(frame, pl.Series("line", [line for line, _row in body], dtype=pl.Int64))


def _rows_of_workbook(content: bytes) -> list[tuple[int, list[Any]]]:
    import openpyxl

    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [(n, list(row)) for n, row in enumerate(sheet.iter_rows(values_only=True), 1)]
            rows = [pair for pair in rows if any(cell is not None for cell in pair[1])]
            if rows:
                return rows
    except Exception as error:  # openpyxl raises whatever its parts raise
        raise _unreadable("damaged") from error
    return []


def _heading(rows: list[tuple[int, list[Any]]]) -> int:
    """Return the first row that has about as many cells as the fullest: titles above it have few."""
    filled = [sum(cell is not None for cell in row) for _line, row in rows[:_ABOVE]]
    return next(n for n, count in enumerate(filled) if count * 2 > max(filled))


def _word(cell: Any) -> str | None:
    if cell is None:
        return None
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    return str(cell)
