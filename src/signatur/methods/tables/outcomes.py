"""The outcome of each row: classes whose spellings are brought together, or an amount."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.methods.tables.schema import Kind, Outcomes

if TYPE_CHECKING:
    import polars as pl

    from signatur.methods.tables.schema import Column, Table

# Whole numbers with at most so many different values are classes, such as grades and codes.
_MOST_CODES: Final = 15
_LEAST_ROWS: Final = 3


def outcomes_of(column: Column) -> Outcomes:
    """Return the outcome of each row of a label column."""
    if column.kind is Kind.NUMBER and (not column.is_whole or column.distinct > _MOST_CODES):
        amounts = column.values.to_numpy().astype(np.float64)
        return Outcomes(column.name, (), amounts)
    names = words_of(column)
    counts = names.drop_nulls().value_counts(sort=True, name="n")
    ordered = sorted(counts.iter_rows(), key=lambda pair: (-pair[1], pair[0]))
    classes = tuple(str(name) for name, _count in ordered)
    place = dict(zip(classes, range(len(classes)), strict=True))
    numbers = names.replace_strict(list(place), list(place.values()), default=None)
    values = numbers.fill_null(-1).to_numpy().astype(np.float64)
    rare = tuple(str(name) for name, count in ordered if count < _LEAST_ROWS)
    return Outcomes(column.name, classes, values, rare)


def words_of(column: Column) -> pl.Series:
    """Return cells as words, those that differ only in capitals and blanks under their usual spelling."""
    import polars as pl

    values = column.values
    if column.kind is Kind.NUMBER and column.is_whole:
        return values.cast(pl.Int64, strict=False).cast(pl.String).alias(column.name)
    if column.kind is Kind.TIME:
        return values.dt.strftime("%Y-%m-%d").alias(column.name)
    if values.dtype != pl.String:
        return values.cast(pl.String).alias(column.name)
    usual = usual_spelling(values)
    return values.replace(usual) if usual else values


def folded(words: pl.Expr) -> pl.Expr:
    """Return words as they are compared: small letters, one blank between words."""
    return words.str.to_lowercase().str.replace_all(r"\s+", " ").str.strip_chars(" .,;:")


def usual_spelling(values: pl.Series) -> dict[str, str]:
    """Return for every less usual spelling the most frequent one of the same word."""
    import polars as pl

    counts = values.drop_nulls().value_counts(name="n").rename({values.name: "word"})
    if counts.height > 50_000:
        return {}
    ranked = counts.with_columns(folded(pl.col("word")).alias("key")).sort(
        ["n", "word"], descending=[True, False]
    )
    best: dict[str, str] = {}
    usual = {}
    for word, _n, key in ranked.iter_rows():
        first = best.setdefault(key, word)
        if first != word:
            usual[word] = first
    return usual


def outcome_column(table: Table, label: str) -> pl.Series:
    """Return the label as it is learnt: amounts, or words under their usual spelling."""
    import polars as pl

    outcomes = outcomes_of(table[label])
    if outcomes.is_number:
        return pl.Series(label, outcomes.values).fill_nan(None)
    names = pl.Series(label, [*outcomes.classes, None], dtype=pl.String)
    places = outcomes.values.astype(np.int64)
    return names.gather(np.where(places < 0, len(outcomes.classes), places))
