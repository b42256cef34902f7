"""What an examination of a table answers: columns, findings, relevance, volume, groups.

Row numbers count from 0 in the order of the file, without its heading. Shares lie between 0 and 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    import polars as pl
    from numpy.typing import NDArray


class Kind(StrEnum):
    """What the cells of a column are."""

    NUMBER = "number"
    TIME = "time"
    CATEGORY = "category"
    TEXT = "text"
    EMPTY = "empty"


class Severity(StrEnum):
    """How much a finding matters: look at it, mend it, or do not train before it is mended."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"


@dataclass(frozen=True, slots=True)
class Spelt:
    """One way in which cells are written, how often, and where first."""

    written: str
    count: int
    rows: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column, read: `values` are Float64, Datetime or String, null where nothing is known.

    `written` keeps the cells of words as they stood, blanks and all. `disguised` are words and numbers
    that stand for "unknown"; `unfit` cells are of another kind than the rest; `formats` and `units`
    tell in how many ways dates and amounts are written.
    """

    name: str
    kind: Kind
    values: pl.Series
    written: pl.Series | None = None
    distinct: int = 0
    is_whole: bool = False
    """All numbers are whole."""
    blank: int = 0
    """Cells that are empty, not counting `disguised` ones."""
    disguised: tuple[Spelt, ...] = ()
    unfit: tuple[Spelt, ...] = ()
    unfit_where: pl.Series | None = None
    """Which rows hold an unfit cell."""
    formats: tuple[Spelt, ...] = ()
    units: tuple[Spelt, ...] = ()

    @property
    def known(self) -> int:
        return len(self.values) - self.values.null_count()

    @property
    def unfit_count(self) -> int:
        return 0 if self.unfit_where is None else int(self.unfit_where.sum())

    @property
    def is_constant(self) -> bool:
        return self.distinct <= 1

    @property
    def is_identifier(self) -> bool:
        """Nearly every known cell has a value of its own, and it is no measurement or text."""
        if self.known < 20 or self.kind in {Kind.TIME, Kind.TEXT, Kind.EMPTY}:
            return False
        if self.kind is Kind.NUMBER and not (self.is_whole and self._counts_on()):
            return False
        return self.distinct >= 0.9 * self.known and (
            self.kind is Kind.CATEGORY or self.distinct >= 0.995 * self.known
        )

    def _counts_on(self) -> bool:
        """Whether whole numbers follow closely, as running numbers do and amounts do not, or are named so."""
        from signatur.methods.tables.names import is_number_of_case

        span = float(self.values.max()) - float(self.values.min())  # type: ignore[arg-type]
        return span < 3 * self.known or is_number_of_case(self.name)


@dataclass(frozen=True, slots=True)
class Table:
    """A table whose columns are understood, in the order of the file."""

    columns: Mapping[str, Column]
    rows: int

    def __getitem__(self, name: str) -> Column:
        return self.columns[name]


@dataclass(frozen=True, slots=True)
class Finding:
    """Something about the quality of the table; `column` is empty where it concerns whole rows."""

    kind: str
    column: str
    count: int
    share: float
    severity: Severity
    rows: tuple[int, ...] = ()
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Relevance:
    """What one column says about the outcome: alone, and beyond all the others."""

    column: str
    information: float
    """Mutual information as a share of the outcome's entropy (for a number: of its deciles')."""
    alone: Estimate
    """AUC of a small model with this column only; R² where the outcome is a number."""
    importance: Estimate
    """How much the score of the whole model falls when the column is shuffled."""


@dataclass(frozen=True, slots=True)
class Leak:
    """A column that may know the outcome from afterwards."""

    column: str
    why: tuple[str, ...]
    alone: Estimate
    is_left_out: bool
    """Left out where volume, writers and practice are examined: it says nearly everything."""
    details: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcomes:
    """The outcome of each row: a class number (-1 unknown) or an amount (NaN unknown)."""

    name: str
    classes: tuple[str, ...]
    """The most frequent first; empty where the outcome is an amount."""
    values: NDArray[np.float64]
    rare: tuple[str, ...] = ()
    """Outcomes of fewer than three rows, which nothing can be said about."""

    @property
    def is_number(self) -> bool:
        return not self.classes

    @property
    def known(self) -> NDArray[np.bool_]:
        import numpy as np

        return np.isfinite(self.values) & ((self.values >= 0) | self.is_number)
