"""From a file to columns of cells: CSV in any dress, XLSX, Parquet."""

from __future__ import annotations

import codecs
import io
import re
from typing import TYPE_CHECKING, Any

from signatur.methods.tables.reading.cells import is_danish_file

if TYPE_CHECKING:
    from pathlib import Path

    import polars as pl

_SEPARATORS = ";\t|,"
_HEAD = 200_000
_PARQUET, _ZIP = b"PAR1", b"PK\x03\x04"


class UnreadableTable(Exception):
    """No table can be read from this; `reason` is a code: `empty`, `no_rows`, `not_a_table`, `damaged`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def read_file(path: Path) -> tuple[pl.DataFrame, bool]:
    """Return the cells of a file, and whether it writes numbers as Danes do.

    A large file in UTF-8 is read where it lies, without a copy in memory.

    Raises:
        OSError: the file is not there.
        UnreadableTable: it holds no table.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
    if head.startswith((_PARQUET, _ZIP)) or not _is_utf8(path):
        return read_bytes(path.read_bytes())
    return _csv(path, head)


def read_bytes(content: bytes) -> tuple[pl.DataFrame, bool]:
    """Return the cells of a file that is in memory, and whether it writes numbers as Danes do.

    Raises UnreadableTable.
    """
    import polars as pl

    if not content.strip():
        raise UnreadableTable("empty")
    try:
        if content.startswith(_PARQUET):
            return _with_rows(pl.read_parquet(io.BytesIO(content))), False
        if content.startswith(_ZIP):
            return _workbook(content), True
    except UnreadableTable:
        raise
    except Exception as error:
        raise UnreadableTable("damaged") from error
    decoded = _as_utf8(content)
    return _csv(io.BytesIO(decoded), decoded[:_HEAD])


def _is_utf8(path: Path) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    with path.open("rb") as file:
        first = file.read(4)
        if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or not first:
            return False
        file.seek(0)
        try:
            while block := file.read(1 << 22):
                decoder.decode(block)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _as_utf8(content: bytes) -> bytes:
    from signatur.methods.documents.charset import decode_text

    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return content.decode("utf-16", "replace").encode()
    try:
        content.decode("utf-8")
    except UnicodeDecodeError as error:
        # The first letters beyond ASCII may stand far down.
        around = content[max(0, error.start - _HEAD // 2) : error.start + _HEAD // 2]
        charset = decode_text(around).charset
        charset = "cp1252" if charset.replace("-", "") in {"utf8", "ascii"} else charset
        return content.decode(charset, "replace").encode()
    return content


def _csv(source: Path | io.BytesIO, head: bytes) -> tuple[pl.DataFrame, bool]:
    import polars as pl

    if b"\x00" in head:
        raise UnreadableTable("not_a_table")
    text = head.decode("utf-8", "ignore").removeprefix("\ufeff")
    skip, separator = _dress(text)
    try:
        frame = pl.read_csv(
            source,
            separator=separator,
            skip_lines=skip,
            infer_schema=False,
            truncate_ragged_lines=True,
            ignore_errors=True,
            encoding="utf8-lossy",
        )
    except Exception:  # noqa: BLE001 (any way of being no plain CSV: read it slowly, as Python does)
        frame = _csv_slowly(source, separator, skip)
    return _with_rows(_named(frame)), is_danish_file(separator)


def _dress(text: str) -> tuple[int, str]:
    """Return how many lines stand above the heading, and what parts the cells."""
    lines = text.splitlines()[:60]
    if lines and (told := re.fullmatch(r"sep=(.)", lines[0].strip(), re.IGNORECASE)):
        return 1, told.group(1)
    skip = next((n for n, line in enumerate(lines) if line.strip()), 0)
    best, most = ",", 0.0
    sample = [_outside_quotes(line) for line in lines[skip:] if line.strip()][:40]
    for separator in _SEPARATORS:
        counts = [line.count(separator) for line in sample]
        if not counts or counts[0] == 0:
            continue
        even = sum(one == counts[0] for one in counts) / len(counts)
        if even * (1 + min(counts[0], 50) / 100) > most + 1e-9:
            best, most = separator, even * (1 + min(counts[0], 50) / 100)
    return skip, best


def _outside_quotes(line: str) -> str:
    return re.sub(r'"[^"]*"', "", line)


def _csv_slowly(source: Path | io.BytesIO, separator: str, skip: int) -> pl.DataFrame:
    import csv

    import polars as pl

    content = source.getvalue() if isinstance(source, io.BytesIO) else source.read_bytes()
    lines = content.decode("utf-8", "replace").removeprefix("\ufeff").splitlines(keepends=True)
    try:
        rows = [row for row in csv.reader(lines[skip:], delimiter=separator) if row]
    except csv.Error as error:
        raise UnreadableTable("damaged") from error
    if not rows:
        raise UnreadableTable("empty")
    names, body = rows[0], rows[1:]
    padded = [[*row, *[""] * (len(names) - len(row))][: len(names)] for row in body]
    unique = _unique(names)
    return pl.DataFrame(
        {name: [row[n] for row in padded] for n, name in enumerate(unique)},
        schema=dict.fromkeys(unique, pl.String),
    )


def _named(frame: pl.DataFrame) -> pl.DataFrame:
    names = [name.strip().strip("\ufeff").replace("_duplicated_", "_") for name in frame.columns]
    frame.columns = _unique(names)
    return frame


def _unique(names: list[str]) -> list[str]:
    seen: dict[str, int] = {}
    unique = []
    for number, given in enumerate(names):
        name = given.strip() or f"kolonne_{number + 1}"
        seen[name] = seen.get(name, 0) + 1
        unique.append(name if seen[name] == 1 else f"{name}_{seen[name]}")
    return unique


def _with_rows(frame: pl.DataFrame) -> pl.DataFrame:
    if frame.width == 0:
        raise UnreadableTable("empty")
    if frame.height == 0:
        raise UnreadableTable("no_rows")
    return frame


def _workbook(content: bytes) -> pl.DataFrame:
    """Return the first sheet that holds cells; its first row with cells is the heading."""
    import openpyxl
    import polars as pl

    book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    for sheet in book.worksheets:
        rows = [list(row) for row in sheet.iter_rows(values_only=True)]
        rows = [row for row in rows if any(cell is not None for cell in row)]
        if rows:
            break
    else:
        raise UnreadableTable("empty")
    heading = rows[0]
    while heading and heading[-1] is None:
        heading = heading[:-1]
    names = _unique(["" if one is None else str(one) for one in heading])
    columns = {}
    for number, name in enumerate(names):
        cells = [row[number] if number < len(row) else None for row in rows[1:]]
        columns[name] = _cells(name, cells)
    return _with_rows(pl.DataFrame(columns))


def _cells(name: str, cells: list[Any]) -> pl.Series:
    """Return the cells of a sheet as numbers or dates where all are, else as words."""
    import polars as pl

    kinds = {type(one) for one in cells if one is not None}
    if kinds and kinds <= {int, float}:
        return pl.Series(name, cells, dtype=pl.Float64, strict=False)
    if kinds and all(hasattr(kind, "year") for kind in kinds):
        return pl.Series(
            name, [None if one is None else one.isoformat() for one in cells], dtype=pl.String
        )
    return pl.Series(name, [None if one is None else str(one) for one in cells], dtype=pl.String)
