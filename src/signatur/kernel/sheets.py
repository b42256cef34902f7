"""Sheets: the figures, pictures and tables that a page shows, and that its files and reports hold too."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import show_number, show_percent

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

NOTHING = "–"


@dataclass(frozen=True, slots=True)
class Cell:
    """One field of a table: as it is shown, as it goes into a file, and what stands behind it."""

    shown: str
    value: str | int | float | None = None
    finds: Any = None
    """A filter of the part's own, which finds what was counted."""
    mark: str = ""
    """A word beside it that says why it is worth a look."""
    form: str = ""
    """How a workbook shows the value: a number format of Excel."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    title: str
    is_number: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table. `key` names it in the address of its file."""

    key: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A picture with its table, or one of them."""

    title: str
    about: str = ""
    picture: str = ""
    table: Table | None = None
    folds: bool = False
    """The table only says what the picture says, and can be folded away."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number that is told large."""

    title: str
    shown: str
    note: str = ""
    finds: Any = None
    """As of a cell."""
    value: float | None = None
    """The same as a number, for a workbook; `form` is its number format there."""
    form: str = "#,##0"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """What one page shows."""

    figures: tuple[Figure, ...] = ()
    blocks: tuple[Block, ...] = ()

    @property
    def tables(self) -> Mapping[str, Table]:
        """Return the tables by the key that names their files."""
        return {one.table.key: one.table for one in self.blocks if one.table is not None}


def word(shown: object, finds: Any = None, mark: str = "") -> Cell:
    """Return a cell of words."""
    return Cell(str(shown), str(shown), finds, mark)


def number(value: float | None, decimals: int = 0, finds: Any = None, mark: str = "") -> Cell:
    """Return a cell with a number, or a dash; a file has it with up to four decimals."""
    if value is None:
        return Cell(NOTHING)
    form = "#,##0" + (f".{'0' * decimals}" if decimals else "")
    kept = round(value, 4) if decimals else round(value)
    return Cell(show_number(value, decimals), kept, finds, mark, form)


def share(value: float | None, decimals: int = 1, mark: str = "") -> Cell:
    """Return a cell with a share as a percentage, or a dash; a file has it from 0 to 1."""
    if value is None:
        return Cell(NOTHING)
    form = f"0.{'0' * decimals}%" if decimals else "0%"
    return Cell(show_percent(value, decimals), round(value, 4), mark=mark, form=form)


def columns(*titles: object, numbers: int = 0) -> tuple[Column, ...]:
    """Return columns of which the last so many hold numbers."""
    first_number = len(titles) - numbers
    return tuple(Column(str(title), place >= first_number) for place, title in enumerate(titles))


def as_rows(table: Table) -> tuple[list[str], Sequence[Sequence[str | int | float | None]]]:
    """Return header and rows of a table for a file."""
    header = [one.title for one in table.columns]
    rows = [
        [cell.shown if cell.value is None else cell.value for cell in row] for row in table.rows
    ]
    return header, rows
