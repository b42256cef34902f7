"""Any table's inputs as numbers: which columns are numbers, categories or text, and which to leave out.

The encoding is learnt on a sample and applied to the whole table in slices. Columns that merely tell
the time (running numbers, other dates, the year) are left out: with them nothing could be compared at
equal inputs across time.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping

    import polars as pl
    from numpy.typing import NDArray

_MOST_LEVELS = 400
# Categories with more levels than this are also told by their mean outcome.
MANY_LEVELS = 12
_MOST_NUMBERS = 80
_MOST_CATEGORIES = 60
_TELLS_TIME = 0.985
_TEXT_PARTS = 12


@dataclass(frozen=True, slots=True)
class NumberColumn:
    name: str


@dataclass(frozen=True, slots=True)
class CategoryColumn:
    name: str
    levels: tuple[str, ...]
    """The most frequent first; what is not among them is coded len(levels), empty len(levels) + 1."""


@dataclass(frozen=True, slots=True)
class TextColumn:
    name: str
    words: Any
    parts: Any


@dataclass(frozen=True, slots=True)
class Encoded:
    """The inputs of some rows: numbers (NaN where empty) and codes of categories."""

    numbers: NDArray[np.float32]
    codes: NDArray[np.int32]


@dataclass(frozen=True, slots=True)
class Encoding:
    """How each column of the table is read."""

    numbers: tuple[NumberColumn, ...] = ()
    categories: tuple[CategoryColumn, ...] = ()
    texts: tuple[TextColumn, ...] = ()
    left_out: tuple[tuple[str, str], ...] = field(default=())
    """Columns not used, with the reason: `constant`, `tells_time`, `identifier`, `too_many`."""

    @property
    def number_names(self) -> list[str]:
        parts = [f"{one.name} [{part + 1}]" for one in self.texts for part in range(_parts(one))]
        return [one.name for one in self.numbers] + parts

    def apply(self, table: Mapping[str, pl.Series]) -> Encoded:
        """Return the inputs of all rows of a table (or slice of it)."""
        rows = len(next(iter(table.values()))) if table else 0
        columns = [as_numbers(table[one.name]) for one in self.numbers]
        columns += [part for one in self.texts for part in _text_parts(one, table[one.name])]
        codes = [_codes(one, table[one.name]) for one in self.categories]
        return Encoded(
            np.column_stack(columns) if columns else np.empty((rows, 0), np.float32),
            np.column_stack(codes) if codes else np.empty((rows, 0), np.int32),
        )


def learn_encoding(
    table: Mapping[str, pl.Series], time: NDArray[np.float64], seed: int
) -> Encoding:
    """Choose how to read each column of a sample, whose rows have these times."""
    numbers: list[NumberColumn] = []
    categories: list[CategoryColumn] = []
    texts: list[TextColumn] = []
    left_out: list[tuple[str, str]] = []
    for name, column in table.items():
        kind = _kind_of(column, time)
        if kind == "number" and len(numbers) < _MOST_NUMBERS:
            numbers.append(NumberColumn(name))
        elif kind == "category" and len(categories) < _MOST_CATEGORIES:
            categories.append(CategoryColumn(name, _levels(column)))
        elif kind == "text" and len(texts) < 4:
            texts.append(_learn_text(name, column, seed))
        else:
            left_out.append(
                (name, kind if kind not in {"number", "category", "text"} else "too_many")
            )
    return Encoding(tuple(numbers), tuple(categories), tuple(texts), tuple(left_out))


def _kind_of(column: pl.Series, time: NDArray[np.float64]) -> str:
    import polars as pl

    known = column.len() - column.null_count()
    distinct = column.drop_nulls().n_unique()
    if known == 0 or (distinct < 2 and column.null_count() == 0):
        return "constant"
    if column.dtype.is_temporal():
        return "tells_time" if _rank_tie(as_numbers(column), time) > 0.9 else "number"
    if looks_numeric(column):
        values = as_numbers(column)
        if _rank_tie(values, time) > _TELLS_TIME:
            return "tells_time"
        few = distinct <= 2 or (column.dtype == pl.String and distinct <= MANY_LEVELS)
        return "category" if few else "number"
    return _kind_of_words(column.cast(pl.String), known, distinct, time)


def _kind_of_words(column: pl.Series, known: int, distinct: int, time: NDArray[np.float64]) -> str:
    from signatur.methods.practice.moments import UnreadableTime, read_moments

    head = column.drop_nulls().head(200)
    try:
        read_moments(head)
    except UnreadableTime:
        pass
    else:
        if distinct > MANY_LEVELS and _rank_tie(read_moments(column).values, time) > 0.9:
            return "tells_time"
    spaces = float(head.str.count_matches(" ").mean() or 0)  # type: ignore[arg-type]
    if spaces >= 3 and distinct > 0.3 * known:
        return "text"
    if distinct > 0.8 * known and known >= 20:
        return "identifier"
    return "tells_time" if _explained(column, time) > 0.95 else "category"


def looks_numeric(column: pl.Series) -> bool:
    """Whether nearly every filled cell is a number, also with a decimal comma."""
    import polars as pl

    if column.dtype.is_numeric() or column.dtype == pl.Boolean:
        return True
    if column.dtype != pl.String:
        return False
    known = column.drop_nulls()
    known = known.filter(known.str.strip_chars() != "").head(2000)
    return len(known) > 0 and _parsed(known).count() >= 0.97 * len(known)


def as_numbers(column: pl.Series) -> NDArray[np.float32]:
    """Return a column as numbers; NaN where a cell is empty or no number."""
    import polars as pl

    if column.dtype == pl.String:
        column = _parsed(column)
    elif column.dtype.is_temporal():
        column = column.to_physical()
    values = column.cast(pl.Float64, strict=False).fill_null(np.nan).to_numpy()
    with np.errstate(over="ignore"):
        values = values.astype(np.float32)
    return np.where(np.isfinite(values), values, np.float32(np.nan))


def _parsed(column: pl.Series) -> pl.Series:
    import polars as pl

    frame = column.str.strip_chars().to_frame("x")
    danish = pl.col("x").str.replace_all(".", "", literal=True).str.replace(",", ".", literal=True)
    return frame.select(
        pl.when(pl.col("x").str.contains(",", literal=True))
        .then(danish)
        .otherwise(pl.col("x"))
        .cast(pl.Float64, strict=False)
    ).to_series()


def _rank_tie(values: NDArray[Any], time: NDArray[np.float64]) -> float:
    from scipy.stats import rankdata

    known = np.isfinite(values) & np.isfinite(time)
    if known.sum() < 10 or np.ptp(values[known]) == 0 or np.ptp(time[known]) == 0:
        return 0.0
    pair = np.corrcoef(rankdata(values[known]), rankdata(time[known]))
    return float(abs(pair[0, 1]))


def _explained(column: pl.Series, time: NDArray[np.float64]) -> float:
    """Return the share of the time's variation that the categories explain, less what chance explains."""
    from scipy.stats import rankdata

    codes = column.fill_null("").rank("dense").to_numpy().astype(np.int64) - 1
    rank = rankdata(time)
    total = float(((rank - rank.mean()) ** 2).sum())
    size = np.bincount(codes)
    free = len(rank) - len(size)
    if total == 0 or free < 5:
        return 0.0
    mean = np.bincount(codes, weights=rank) / size
    within = float(((rank - mean[codes]) ** 2).sum())
    return 1 - within / total * (len(rank) - 1) / free


def _levels(column: pl.Series) -> tuple[str, ...]:
    import polars as pl

    counts = column.cast(pl.String).drop_nulls().value_counts(sort=True, name="n")
    name = counts.columns[0]
    ordered = counts.sort(["n", name], descending=[True, False]).head(_MOST_LEVELS)
    return tuple(ordered.filter(pl.col("n") >= 2)[name].to_list())


def _codes(column: CategoryColumn, cells: pl.Series) -> NDArray[np.int32]:
    import polars as pl

    other, empty = len(column.levels), len(column.levels) + 1
    text = cells.cast(pl.String)
    if not column.levels:
        return np.where(text.is_null().to_numpy(), empty, other).astype(np.int32)
    found = text.replace_strict(
        list(column.levels), list(range(other)), default=other, return_dtype=pl.Int32
    )
    return np.where(text.is_null().to_numpy(), empty, found.fill_null(other).to_numpy()).astype(
        np.int32
    )


def _learn_text(name: str, column: pl.Series, seed: int) -> TextColumn:
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    words = TfidfVectorizer(
        min_df=3, max_df=0.7, max_features=5000, sublinear_tf=True, dtype=np.float32
    )
    try:
        weights = words.fit_transform(_shortened(column))
    except ValueError:  # no word occurs often enough
        return TextColumn(name, None, None)
    parts = min(_TEXT_PARTS, weights.shape[1] - 1, weights.shape[0] - 1)
    if parts < 1:
        return TextColumn(name, None, None)
    return TextColumn(name, words, TruncatedSVD(parts, random_state=seed).fit(weights))


def _parts(column: TextColumn) -> int:
    return 0 if column.parts is None else len(column.parts.components_)


def _text_parts(column: TextColumn, cells: pl.Series) -> list[NDArray[np.float32]]:
    if column.parts is None:
        return []
    found = column.parts.transform(column.words.transform(_shortened(cells)))
    return list(found.astype(np.float32).T)


def _shortened(column: pl.Series) -> list[str]:
    import polars as pl

    return column.cast(pl.String).fill_null("").str.slice(0, 600).to_list()
