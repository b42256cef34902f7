"""Lists as files: CSV that a Danish Excel opens rightly, and XLSX."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from fastapi.responses import Response

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    Cell = str | int | float | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins so would be run as a formula (OWASP CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_file(
    name: str, kind: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Response:
    """Return a list as a download; `kind` is `csv` or `xlsx`."""
    if kind == "xlsx":
        content, media_type = _xlsx(header, rows), XLSX
    else:
        content, media_type = _csv(header, rows), "text/csv; charset=utf-8"
    disposition = f'attachment; filename="{name}.{kind}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_danish(cell) for cell in row] for row in rows)
    # Excel takes a file for UTF-8 only when it begins with the byte-order mark.
    return file.getvalue().encode("utf-8-sig")


def _danish(cell: Cell) -> str:
    if isinstance(cell, float):
        return str(cell).replace(".", ",")
    return _harmless("" if cell is None else str(cell))


def _harmless(words: str) -> str:
    return f"'{words}" if words.startswith(_FORMULA) else words


def _xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(header))
    for row in rows:
        sheet.append([_harmless(cell) if isinstance(cell, str) else cell for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
