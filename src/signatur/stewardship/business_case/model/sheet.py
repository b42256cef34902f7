"""A sheet of a workbook that is being written: words that stay words, formulas that live."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MONEY, SHARE, PLAIN = "#,##0;[Red]-#,##0", "0.0%", "#,##0.###"
_SHADE = "DCE9F2"


class Sheet:
    """One sheet. Rows and columns count from 1; `at` gives an address that other sheets may use."""

    def __init__(self, book: Any, title: str) -> None:
        self._sheet = book.create_sheet(title)
        self.row = 0

    @property
    def title(self) -> str:
        return str(self._sheet.title)

    def add(
        self, cells: Iterable[Any], *, form: str = "", first_form: int = 1, is_head: bool = False
    ) -> int:
        """Add a row and return its number; numbers and formulas from column `first_form` are shaped."""
        from openpyxl.styles import Font, PatternFill

        self.row += 1
        for column, value in enumerate(cells, 1):
            if value is None:
                continue
            cell = self._sheet.cell(self.row, column)
            put(cell, value)
            if form and column >= first_form and not isinstance(value, str):
                cell.number_format = form
            if is_head:
                cell.font = Font(bold=True)
                cell.fill = PatternFill("solid", start_color=_SHADE)
        return self.row

    def skip(self) -> None:
        self.row += 1

    def at(self, column: int, row: int) -> str:
        """Return an absolute address with the sheet's name."""
        return f"'{self.title}'!{self.here(column, row)}"

    @staticmethod
    def here(column: int, row: int) -> str:
        from openpyxl.utils import get_column_letter

        return f"${get_column_letter(column)}${row}"

    def span(self, first: tuple[int, int], last: tuple[int, int]) -> str:
        return f"'{self.title}'!{self.here(*first)}:{self.here(*last)}"

    def widths(self, widths: Sequence[int]) -> None:
        from openpyxl.utils import get_column_letter

        for column, width in enumerate(widths, 1):
            self._sheet.column_dimensions[get_column_letter(column)].width = width

    def freeze(self, address: str) -> None:
        self._sheet.freeze_panes = address


class Formula:
    """What the sheet computes; anything else that is words is never run."""

    def __init__(self, text: str) -> None:
        self.text = text


def put(cell: Any, value: Any) -> None:
    """Write a value into a cell; words that begin like a formula stay words."""
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    if isinstance(value, Formula):
        cell.value = f"={value.text}"
    elif isinstance(value, str):
        cell.value = ILLEGAL_CHARACTERS_RE.sub(" ", value)
        cell.data_type = "s"
    else:
        cell.value = value
