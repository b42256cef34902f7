"""One sheet of the workbook while it is written: words stay words, headings stay in sight."""

from __future__ import annotations

import re
from datetime import datetime
from typing import TYPE_CHECKING, Any

from signatur.kernel.sheets import Cell

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from signatur.kernel.sheets import Table

WIDEST, _NARROWEST = 60, 9
_MOMENT = "dd-mm-yyyy hh:mm"
_INK, _SHADE = "123A50", "DCE9F2"
# Excel allows 31 signs in the name of a sheet, and none of these.
_LONGEST_NAME, _NOT_IN_A_NAME = 31, re.compile(r"[\[\]:*?/\\]")
_LINE_POINTS = 15


class Leaf:
    """A sheet that grows downwards. Rows and columns count from 1."""

    def __init__(self, book: Any, name: str, widths: Sequence[int]) -> None:
        from openpyxl.utils import get_column_letter

        self.sheet = book.create_sheet(_NOT_IN_A_NAME.sub(" ", name)[:_LONGEST_NAME])
        self.row = 0
        for column, width in enumerate(widths, 1):
            self.sheet.column_dimensions[get_column_letter(column)].width = width
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr.fitToPage = True

    def add(self, cells: Iterable[str | Cell], *, is_bold: bool = False) -> int:
        """Add a row and return its number."""
        from openpyxl.styles import Font

        self.row += 1
        for column, given in enumerate(cells, 1):
            one = given if isinstance(given, Cell) else Cell(given)
            cell = self.sheet.cell(self.row, column)
            if one.value is None or isinstance(one.value, str):
                self._write_words(cell, one.shown)
            else:
                cell.value, cell.number_format = one.value, one.form or "General"
            if is_bold:
                cell.font = Font(bold=True)
        return self.row

    def head(self, titles: Iterable[str]) -> None:
        """Add a row of headings."""
        from openpyxl.styles import Alignment, PatternFill

        row = self.add(titles, is_bold=True)
        for cell in self.sheet[row]:
            cell.fill = PatternFill("solid", start_color=_SHADE)
            cell.alignment = Alignment(wrap_text=True, vertical="top")

    def title(self, words: str) -> None:
        """Add a row that is told large."""
        from openpyxl.styles import Font

        row = self.add([words])
        self.sheet.cell(row, 1).font = Font(bold=True, size=16, color=_INK)

    def paragraph(self, words: str, columns: int, width: int) -> None:
        """Add a sentence over so many columns, which are so many signs wide together."""
        row = self.add([words])
        self.sheet.merge_cells(start_row=row, end_row=row, start_column=1, end_column=columns)
        self._wrap(row, 1, -(-len(words) // width))

    def table(self, table: Table) -> None:
        """Add headings and rows of a table, and its note below."""
        self.head(one.title for one in table.columns)
        first = self.row
        for cells in table.rows:
            row = self.add(cells)
            for column, cell in enumerate(cells, 1):
                if len(cell.shown) > WIDEST:
                    self._wrap(row, column, -(-len(cell.shown) // WIDEST))
        if first == 1:
            self.keep_head(len(table.columns))
        if table.note:
            self.skip()
            self.add([table.note])

    def many(self, rows: Iterable[Sequence[str | float | datetime]]) -> None:
        """Add rows of plain values; moments are shown as day and time."""
        for cells in rows:
            self.row += 1
            for column, value in enumerate(cells, 1):
                cell = self.sheet.cell(self.row, column)
                if isinstance(value, str):
                    self._write_words(cell, value)
                    continue
                cell.value = value
                if isinstance(value, datetime):
                    cell.number_format = _MOMENT

    def skip(self) -> None:
        self.row += 1

    def keep_head(self, columns: int) -> None:
        """Keep the first row in sight and on every printed page, and let people filter by it."""
        from openpyxl.utils import get_column_letter

        self.sheet.freeze_panes = "A2"
        self.sheet.print_title_rows = "1:1"
        if self.row > 1:
            self.sheet.auto_filter.ref = f"A1:{get_column_letter(columns)}{self.row}"

    def sum_of(self, column: int, first: int, last: int, label: str) -> None:
        """Add a row that sums a column up."""
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        row, letter = self.add([label], is_bold=True), get_column_letter(column)
        cell = self.sheet.cell(row, column, f"=SUM({letter}{first}:{letter}{last})")
        cell.number_format, cell.font = "#,##0", Font(bold=True)

    def _wrap(self, row: int, column: int, lines: int) -> None:
        from openpyxl.styles import Alignment

        self.sheet.cell(row, column).alignment = Alignment(wrap_text=True, vertical="top")
        height = self.sheet.row_dimensions[row].height or _LINE_POINTS
        self.sheet.row_dimensions[row].height = max(height, _LINE_POINTS * lines)

    @staticmethod
    def _write_words(cell: Any, words: str) -> None:
        from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", words)
        # Words that begin with = + - or @ are words, and never run.
        cell.data_type = "s"


def widths_of(table: Table) -> list[int]:
    """Return how wide columns must be for what stands in them."""
    return [
        min(
            WIDEST,
            max(
                [_NARROWEST, len(one.title) // 2 + 2]
                + [len(row[place].shown) + 2 for row in table.rows]
            ),
        )
        for place, one in enumerate(table.columns)
    ]
