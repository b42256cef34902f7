"""Lists as files, CSV that a Danish Excel opens rightly and XLSX; and stored bytes as downloads."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any, BinaryIO

from fastapi.responses import Response, StreamingResponse

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    Cell = str | int | float | None

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A cell that begins so would be run as a formula (OWASP CSV injection).
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_BLOCK = 1 << 16
_CSV_TYPE = "text/csv; charset=utf-8"


def as_file(
    name: str, kind: str, header: Sequence[str], rows: Iterable[Sequence[Cell]]
) -> Response:
    """Return a list as a download; `kind` is `csv` or `xlsx`. Raises InputProblem for another."""
    if kind == "xlsx":
        content, media_type = _xlsx(header, rows), XLSX
    elif kind == "csv":
        content, media_type = _csv(header, rows), _CSV_TYPE
    else:
        raise InputProblem(
            log="unknown kind of file", shown=_("Lists can be had as csv or xlsx files.")
        )
    disposition = f'attachment; filename="{name}.{kind}"'
    return Response(content, media_type=media_type, headers={"Content-Disposition": disposition})


def as_download(name: str, content: BinaryIO) -> Response:
    """Return stored bytes as a download that the browser does not open; they are closed at the end.

    `name` is free of content and of anything but ASCII letters, digits, `-`, `_` and `.`.
    """
    return StreamingResponse(
        _blocks(content),
        media_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _blocks(content: BinaryIO) -> Iterator[bytes]:
    with content:
        while block := content.read(_BLOCK):
            yield block


def _csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    file = io.StringIO()
    writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([_danish(cell) for cell in row] for row in rows)
    # Excel takes a file for UTF-8 only when it begins with the byte-order mark.
    return file.getvalue().encode("utf-8-sig")


def _danish(cell: Cell) -> str:
    match cell:
        case None:
            return ""
        case str():
            return f"'{cell}" if cell.startswith(_FORMULA) else cell
    return str(cell).replace(".", ",")


def _xlsx(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(list(header))
    for row in rows:
        sheet.append(list(_typed_cells(sheet, row)))
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _typed_cells(sheet: Any, row: Sequence[Cell]) -> Iterator[Any]:
    """Yield cells of which words are marked as words, so that none is run as a formula."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    for cell in row:
        if not isinstance(cell, str):
            yield cell
            continue
        typed = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub(" ", cell))
        typed.data_type = "s"
        yield typed
