"""Rows as matrices for fitting: one smooth and standardised for linear models, one for trees.

Made without sight of the outcome. Identifiers, constants and what the caller leaves out take no part.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from signatur.methods.tables.outcomes import words_of
from signatur.methods.tables.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Iterable

    import polars as pl
    from numpy.typing import NDArray

    from signatur.methods.tables.schema import Column, Table

_MOST_LEVELS: Final = 40
_WORDS: Final = 2**14
_EMPTY: Final = "\x00"


@dataclass(frozen=True, slots=True)
class Block:
    """The columns of the matrices that come from one column of the table."""

    column: str
    linear: Any
    """Dense, or sparse for text; rows x columns."""
    tree: NDArray[np.float32] | None
    """None for text, which trees do not see."""


@dataclass(frozen=True, slots=True)
class Design:
    """The inputs of some rows."""

    blocks: tuple[Block, ...]
    rows: int

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(one.column for one in self.blocks)

    @property
    def has_text(self) -> bool:
        return any(one.tree is None for one in self.blocks)

    def without(self, columns: Iterable[str]) -> Design:
        """Return the same without some columns."""
        left_out = set(columns)
        return Design(tuple(one for one in self.blocks if one.column not in left_out), self.rows)

    def at(self, rows: NDArray[np.intp]) -> Design:
        """Return the same with some rows only."""
        blocks = (
            Block(one.column, one.linear[rows], None if one.tree is None else one.tree[rows])
            for one in self.blocks
        )
        return Design(tuple(blocks), len(rows))

    def linear(self) -> Any:
        """Return the matrix for linear models; sparse where there is text."""
        from scipy import sparse

        if not self.blocks:
            return np.zeros((self.rows, 1))
        parts = [one.linear for one in self.blocks]
        return sparse.hstack(parts, format="csr") if self.has_text else np.column_stack(parts)

    def tree(self) -> NDArray[np.float32]:
        """Return the matrix for trees."""
        parts = [one.tree for one in self.blocks if one.tree is not None]
        return np.column_stack(parts) if parts else np.zeros((self.rows, 1), np.float32)


def design_of(table: Table, rows: NDArray[np.intp], left_out: Iterable[str] = ()) -> Design:
    """Return the inputs of these rows."""
    skipped = set(left_out)
    blocks = []
    for column in table.columns.values():
        if column.name in skipped or column.kind is Kind.EMPTY or column.is_identifier:
            continue
        if column.is_constant and column.known == len(column.values):
            continue
        block = _block(column, rows)
        if block is not None:
            blocks.append(block)
    return Design(tuple(blocks), len(rows))


def amounts(column: Column) -> NDArray[np.float64]:
    """Return a column of numbers or times as floats (days for times), NaN where nothing is known."""
    import polars as pl

    if column.kind is Kind.TIME:
        days = column.values.to_physical().cast(pl.Float64) / 86_400e6
        return np.asarray(days.to_numpy(), np.float64)
    return np.asarray(column.values.cast(pl.Float64).to_numpy(), np.float64)


def _block(column: Column, rows: NDArray[np.intp]) -> Block | None:
    from dataclasses import replace

    part = column.values.gather(rows)
    if column.kind in {Kind.NUMBER, Kind.TIME}:
        return _numbers(column.name, amounts(replace(column, values=part)))
    if column.kind is Kind.TEXT:
        return _text(column.name, part)
    return _levels(column.name, words_of(column).gather(rows))


def _numbers(name: str, values: NDArray[np.float64]) -> Block | None:
    gaps = ~np.isfinite(values)
    if gaps.all():
        return None
    middle = float(np.median(values[~gaps]))
    filled = np.where(gaps, middle, values)
    # Long tails are drawn in, or a few large amounts would rule a linear model.
    low, high = np.quantile(filled, [0.005, 0.995])
    clipped = np.clip(filled, low, high)
    spread = float(clipped.std()) or 1.0
    parts = [(clipped - clipped.mean()) / spread]
    if gaps.any():
        parts.append(gaps.astype(np.float64))
    tree = np.column_stack([filled, gaps]) if gaps.any() else filled[:, None]
    return Block(name, np.column_stack(parts), tree.astype(np.float32))


def _levels(name: str, words: pl.Series) -> Block | None:
    cells = words.fill_null(_EMPTY)
    counts = (
        cells.value_counts(name="n")
        .rename({words.name: "word"})
        .sort(["n", "word"], descending=[True, False])
    )
    least = max(2, int(0.001 * len(cells)))
    levels = [str(word) for word, n in counts.iter_rows() if n >= least][:_MOST_LEVELS]
    if not levels:
        return None
    place = {level: number for number, level in enumerate(levels)}
    codes = cells.replace_strict(list(place), list(place.values()), default=len(levels)).to_numpy()
    if len(np.unique(codes)) < 2:
        return None
    ones = np.eye(len(levels) + 1)[codes][:, 1:]
    ones = ones[:, ones.any(axis=0)]
    return Block(
        name,
        ones,
        codes.astype(np.float32)[:, None] if len(levels) > 8 else ones.astype(np.float32),
    )


def _text(name: str, cells: pl.Series) -> Block:
    from sklearn.feature_extraction.text import HashingVectorizer, TfidfTransformer

    words = HashingVectorizer(
        n_features=_WORDS, ngram_range=(1, 2), alternate_sign=False, norm=None
    ).transform(cells.fill_null("").to_list())
    return Block(name, TfidfTransformer(sublinear_tf=True).fit_transform(words), None)
