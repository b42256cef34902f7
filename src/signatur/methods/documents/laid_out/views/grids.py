"""Sheets as tables with letters above and numbers beside them, parted so that they can be read on paper."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out.schema import Origin
from signatur.methods.documents.laid_out.views.blocks import (
    Block,
    Heading,
    PageBreak,
    Paragraph,
    Picture,
    Table,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.documents.laid_out.views.seen import Ledger

# Letters of 7 points that fit beside each other on A4 lying on its side.
_PAGE_WIDTH: Final = 150
_NARROWEST: Final = 4
_WIDEST: Final = 42
_MOST_COLUMNS: Final = 16
# A cell longer than this is told below the table, where it has the width of the page.
_LONGEST_CELL: Final = 900
# A wider gap of empty rows is shown by a line of its own.
_BIG_GAP: Final = 3


@dataclass(slots=True)
class Grid:
    """One sheet: what each cell shows, and what of it is hidden."""

    name: str
    number: int
    is_hidden: bool = False
    is_very_hidden: bool = False
    cells: dict[int, dict[int, str]] = field(default_factory=dict)
    """By row and column, both from 1; as text."""
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    unseen: dict[tuple[int, int], str] = field(default_factory=dict)
    """Cells whose text has the colour of paper, or a format that shows nothing."""
    boxes: list[str] = field(default_factory=list)
    """Text boxes that float above the cells."""
    pictures: list[Picture] = field(default_factory=list)
    is_cut: bool = False

    @property
    def where(self) -> str:
        return f"sheet {self.number}"


def column_letters(number: int) -> str:
    """A column from 1 as Excel calls it: 1 is A, 27 is AA."""
    letters = ""
    while number > 0:
        number, rest = divmod(number - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def hide_surplus(grids: Sequence[Grid], most_cells: int) -> bool:
    """Take rows that make no readable page any more for hidden; whether there were any."""
    left = most_cells
    for grid in grids:
        for row in sorted(grid.cells) if not grid.is_hidden else ():
            left -= len(grid.cells[row])
            if left < 0:
                grid.hidden_rows.add(row)
    return left < 0


def tell_hidden(grids: Sequence[Grid], ledger: Ledger) -> None:
    """Report what is in hidden sheets, rows, columns and cells, row by row."""
    for grid in grids:
        if grid.is_hidden:
            kind = "very hidden " if grid.is_very_hidden else "hidden "
            ledger.tell(Origin.HIDDEN_SHEET, kind + grid.where, grid.name)
            for row in sorted(grid.cells):
                ledger.tell(Origin.HIDDEN_SHEET, kind + grid.where, _joined(grid.cells[row]))
            for box in grid.boxes:
                ledger.tell(Origin.HIDDEN_SHEET, kind + grid.where, box)
            continue
        for row in sorted(grid.cells):
            if row in grid.hidden_rows:
                where = f"{grid.where}, row {row}"
                ledger.tell(Origin.HIDDEN_CELLS, where, _joined(grid.cells[row]))
                continue
            for column, text in sorted(grid.cells[row].items()):
                if column in grid.hidden_columns:
                    where = f"{grid.where}, column {column_letters(column)}"
                    ledger.tell(Origin.HIDDEN_CELLS, f"{where}, row {row}", text)
        for (row, column), text in sorted(grid.unseen.items()):
            where = f"{grid.where}, cell {column_letters(column)}{row}"
            ledger.tell(Origin.HIDDEN_CELLS, where, text)


def _joined(cells: dict[int, str]) -> str:
    return "\t".join(text for _, text in sorted(cells.items()) if text)


def grid_blocks(grids: Sequence[Grid]) -> list[Block]:
    """Visible sheets one after the other, each from a page of its own."""
    blocks: list[Block] = []
    for grid in grids:
        if grid.is_hidden:
            continue
        if blocks:
            blocks.append(PageBreak())
        blocks.append(Heading(grid.name, 2))
        blocks.extend(_tables(grid))
        blocks.extend(Paragraph(box) for box in grid.boxes if box.strip())
        blocks.extend(grid.pictures)
    return blocks


def _tables(grid: Grid) -> Iterator[Block]:
    rows = [row for row in sorted(grid.cells) if row not in grid.hidden_rows]
    columns = sorted(
        {
            column
            for row in rows
            for column, text in grid.cells[row].items()
            if text and column not in grid.hidden_columns
        }
    )
    shown: dict[tuple[int, int], str] = {}
    long_cells: list[tuple[str, str]] = []
    for row in rows:
        for column in columns:
            text = grid.cells[row].get(column, "")
            if (row, column) in grid.unseen:
                text = ""
            if len(text) > _LONGEST_CELL:
                name = f"{column_letters(column)}{row}"
                long_cells.append((name, text))
                text = f"→ {name}"
            shown[row, column] = text
    for group in _column_groups(shown, rows, columns):
        yield _table(shown, rows, group)
    for name, text in long_cells:
        yield Paragraph(f"{name}:\n{text}")


def _column_groups(
    shown: dict[tuple[int, int], str], rows: Sequence[int], columns: Sequence[int]
) -> Iterator[list[tuple[int, int]]]:
    """Columns with their widths in letters, as many together as a page is wide."""
    group: list[tuple[int, int]] = []
    used = 0
    for column in columns:
        longest = max((len(shown[row, column]) for row in rows), default=0)
        width = min(_WIDEST, max(_NARROWEST, longest + 1))
        if group and (used + width > _PAGE_WIDTH or len(group) >= _MOST_COLUMNS):
            yield group
            group, used = [], 0
        group.append((column, width))
        used += width
    if group:
        yield group


def _table(
    shown: dict[tuple[int, int], str], rows: Sequence[int], group: Sequence[tuple[int, int]]
) -> Table:
    lines = [("", *(column_letters(column) for column, _ in group))]
    for row in rows:
        cells = tuple(shown[row, column] for column, _ in group)
        if any(cells):
            lines.append((str(row), *cells))
    widths = [float(width) for _, width in group]
    # A narrow table does not fill the page: an empty column takes the rest.
    rest = _PAGE_WIDTH - sum(widths)
    if rest > _PAGE_WIDTH / 4:
        widths.append(rest)
        lines = [(*line, "") for line in lines]
    return Table(tuple(lines), head=1, widths=(6.0, *widths))
