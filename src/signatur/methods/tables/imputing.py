"""What stands in for empty cells: chosen per column by hiding known ones, kept as a recipe, flagged in use.

The recipe is plain JSON. Operation applies the same recipe that training did, and every cell that was
filled in carries a flag, so that a reader (and the model) knows what was known.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from signatur.methods.tables.design import amounts
from signatur.methods.tables.outcomes import words_of
from signatur.methods.tables.schema import Kind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

    from signatur.methods.tables.schema import Column, Table

FORMAT: Final = 1
FLAG: Final = "_mangler"
"""What the name of a flag ends with."""
_HIDDEN: Final = 0.2
_MOST_ROWS: Final = 8000
_MOST_WEIGHTS: Final = 12
_BETTER: Final = 0.05
# Above this, filling in invents more than it mends: the flag alone is carried.
_TOO_EMPTY: Final = 0.8


@dataclass(frozen=True, slots=True)
class Filling:
    """How one column is filled: by `value`, or by the mean of its group, or by a sum of weights."""

    column: str
    method: str
    """`median`, `most_frequent`, `group`, `linear`, or `flag_only`."""
    value: float | str | None
    missing: float
    tested: int
    errors: Mapping[str, float]
    """For each method tried: mean absolute error (numbers, in spreads) or share wrong (words)."""
    by: str = ""
    groups: Mapping[str, float | str] | None = None
    weights: Mapping[str, tuple[float, float, float]] | None = None
    """For `linear`: column -> (weight, its middle, its spread); what is empty there counts as middle."""


def fit_imputing(
    table: Table, left_out: Sequence[str] = (), *, seed: int = 0
) -> tuple[Filling, ...]:
    """Choose for every column with gaps what fills them best, by hiding cells that are known.

    `left_out`: the outcome, leaks and identifiers, which nothing may be filled in from.
    """
    usable = [
        one
        for one in table.columns.values()
        if one.name not in left_out and one.kind in {Kind.NUMBER, Kind.CATEGORY}
        and not one.is_identifier and not one.is_constant
    ]  # fmt: skip
    chance = np.random.default_rng(seed)
    rows = np.arange(table.rows)
    if table.rows > _MOST_ROWS:
        rows = np.sort(chance.choice(table.rows, _MOST_ROWS, replace=False))
    groupers = {one.name: _words(one, rows) for one in usable if _is_grouper(one)}
    numbers = {one.name: amounts(one)[rows] for one in usable if one.kind is Kind.NUMBER}
    found = []
    for column in usable:
        share = column.values.null_count() / table.rows
        if share == 0:
            continue
        if column.kind is Kind.NUMBER:
            found.append(_number(column, share, numbers, groupers, chance))
        else:
            found.append(_word(column, share, rows, groupers, chance))
    return tuple(found)


def _is_grouper(column: Column) -> bool:
    return column.kind is Kind.CATEGORY and 2 <= column.distinct <= 50


def _words(column: Column, rows: NDArray[np.intp]) -> NDArray[np.object_]:
    return np.asarray(words_of(column).gather(rows).fill_null("").to_numpy(), dtype=object)


def _number(
    column: Column,
    share: float,
    numbers: Mapping[str, NDArray[np.float64]],
    groupers: Mapping[str, NDArray[np.object_]],
    chance: np.random.Generator,
) -> Filling:
    values = numbers[column.name]
    known = np.flatnonzero(np.isfinite(values))
    middle = float(np.median(values[known])) if len(known) else 0.0
    if share > _TOO_EMPTY or len(known) < 20:
        return Filling(column.name, "flag_only", middle, share, 0, {})
    test = chance.choice(known, max(5, int(_HIDDEN * len(known))), replace=False)
    learn = np.setdiff1d(known, test)
    spread = float(np.median(np.abs(values[known] - middle))) or float(values[known].std()) or 1.0
    base = float(np.median(values[learn]))
    errors = {"median": float(np.abs(values[test] - base).mean() / spread)}
    by, best_group = "", np.inf
    for name, words in groupers.items():
        means = _group_values(words[learn], values[learn], np.median)
        given = np.array([means.get(one, base) for one in words[test]])
        error = float(np.abs(values[test] - given).mean() / spread)
        if error < best_group:
            by, best_group = name, error
    if by:
        errors["group"] = best_group
    others = {name: one for name, one in numbers.items() if name != column.name}
    weights = _weights(values, others, learn)
    if weights is not None:
        given = _summed(weights, others, test)
        errors["linear"] = float(np.abs(values[test] - given).mean() / spread)
    method = _simplest(errors, ("median", "group", "linear"))
    groups = (
        _group_values(groupers[by][known], values[known], np.median) if method == "group" else None
    )
    final = _weights(values, others, known) if method == "linear" else None
    rounded = {name: round(one, 4) for name, one in errors.items()}
    return Filling(
        column.name, method, middle, share, len(test), rounded, by if method == "group" else "",
        {key: float(one) for key, one in groups.items()} if groups is not None else None, final,
    )  # fmt: skip


def _word(
    column: Column,
    share: float,
    rows: NDArray[np.intp],
    groupers: Mapping[str, NDArray[np.object_]],
    chance: np.random.Generator,
) -> Filling:
    words = _words(column, rows)
    known = np.flatnonzero(words != "")
    if share > _TOO_EMPTY or len(known) < 20 or column.distinct > 200:
        return Filling(column.name, "flag_only", None, share, 0, {})
    test = chance.choice(known, max(5, int(_HIDDEN * len(known))), replace=False)
    learn = np.setdiff1d(known, test)
    usual = _usual(words[learn])
    errors = {"most_frequent": float((words[test] != usual).mean())}
    by, best = "", np.inf
    for name, other in groupers.items():
        if name == column.name:
            continue
        means = _group_values(other[learn], words[learn], _usual)
        given = np.array([means.get(one, usual) for one in other[test]], dtype=object)
        if (error := float((words[test] != given).mean())) < best:
            by, best = name, error
    if by:
        errors["group"] = best
    method = _simplest(errors, ("most_frequent", "group"))
    groups = _group_values(groupers[by][known], words[known], _usual) if method == "group" else None
    rounded = {name: round(one, 4) for name, one in errors.items()}
    # A wrong word is worse than none: where even the best is wrong for most, "not known" is kept.
    if min(errors.values()) > 0.5:
        return Filling(column.name, "flag_only", None, share, len(test), rounded)
    return Filling(
        column.name, method, _usual(words[known]), share, len(test), rounded,
        by if method == "group" else "", groups,
    )  # fmt: skip


def _usual(words: NDArray[np.object_]) -> str:
    names, counts = np.unique(words.astype(str), return_counts=True)
    return str(names[counts.argmax()])


def _group_values(groups: NDArray[np.object_], values: NDArray[Any], of: Any) -> dict[str, Any]:
    """Return the value of every group of at least five."""
    order = np.argsort(groups.astype(str), kind="stable")
    names, starts = np.unique(groups[order].astype(str), return_index=True)
    parts = np.split(values[order], starts[1:])
    return {str(name): of(part) for name, part in zip(names, parts, strict=True) if len(part) >= 5}


def _simplest(errors: Mapping[str, float], order: Sequence[str]) -> str:
    """Return the first method that no later one beats by a margin."""
    chosen = order[0]
    for name in order[1:]:
        if name in errors and errors[name] < errors[chosen] * (1 - _BETTER):
            chosen = name
    return chosen


def _weights(
    values: NDArray[np.float64],
    others: Mapping[str, NDArray[np.float64]],
    learn: NDArray[np.intp],
) -> dict[str, tuple[float, float, float]] | None:
    """Fit a ridge on the columns that go with this one most; "" holds the sum's start."""
    near = []
    for name, other in others.items():
        both = learn[np.isfinite(other[learn])]
        if len(both) >= 20 and other[both].std() > 0:
            near.append((abs(float(np.corrcoef(other[both], values[both])[0, 1])), name))
    chosen = [
        name for strength, name in sorted(near, reverse=True)[:_MOST_WEIGHTS] if strength > 0.1
    ]
    if not chosen:
        return None
    scales = {}
    columns = []
    for name in chosen:
        known = others[name][np.isfinite(others[name])]
        scales[name] = float(np.median(known)), float(known.std()) or 1.0
        filled = np.where(np.isfinite(others[name]), others[name], scales[name][0])
        columns.append((filled[learn] - scales[name][0]) / scales[name][1])
    matrix = np.column_stack([np.ones(len(learn)), *columns])
    penalty = np.eye(matrix.shape[1])
    penalty[0, 0] = 0.0
    solved = np.linalg.solve(matrix.T @ matrix + penalty, matrix.T @ values[learn])
    told = {"": (float(solved[0]), 0.0, 1.0)}
    for name, weight in zip(chosen, solved[1:], strict=True):
        told[name] = (float(weight), *scales[name])
    return told


def _summed(
    weights: Mapping[str, tuple[float, float, float]],
    others: Mapping[str, NDArray[np.float64]],
    rows: NDArray[np.intp] | slice,
) -> NDArray[np.float64]:
    total: Any = weights[""][0]
    for name, (weight, middle, spread) in weights.items():
        if name:
            cells = others[name][rows]
            total = total + weight * (np.where(np.isfinite(cells), cells, middle) - middle) / spread
    return np.asarray(total, np.float64)


def as_recipe(fillings: Sequence[Filling]) -> dict[str, Any]:
    """Return the recipe as plain values for JSON."""
    return {
        "format": FORMAT,
        "flag": FLAG,
        "columns": [
            {
                "column": one.column, "method": one.method, "value": one.value,
                "missing": round(one.missing, 6), "tested": one.tested, "errors": dict(one.errors),
                "by": one.by, "groups": dict(one.groups) if one.groups is not None else None,
                "weights": {name: list(three) for name, three in one.weights.items()}
                if one.weights is not None else None,
            }
            for one in fillings
        ],
    }  # fmt: skip


def apply_imputing(table: Table, recipe: Mapping[str, Any]) -> pl.DataFrame:
    """Return the table with gaps filled as the recipe says, and a flag column for each of its columns.

    Raises KeyError where the table lacks a column of the recipe.
    """
    import polars as pl

    columns = {one.name: one.values for one in table.columns.values()}
    for one in recipe["columns"]:
        name = one["column"]
        column = table[name]
        gaps = column.values.is_null()
        columns[f"{name}{recipe['flag']}"] = gaps.alias(f"{name}{recipe['flag']}")
        if one["method"] == "flag_only" and one["value"] is None:
            continue
        given = _given(table, one)
        columns[name] = pl.select(
            pl.when(gaps).then(given).otherwise(column.values).alias(name)
        ).to_series()
    return pl.DataFrame(columns)


def _given(table: Table, one: Mapping[str, Any]) -> pl.Series:
    import polars as pl

    if one["method"] == "linear":
        others = {name: amounts(table[name]) for name in one["weights"] if name}
        weights = {name: (three[0], three[1], three[2]) for name, three in one["weights"].items()}
        return pl.Series(_summed(weights, others, slice(None)))
    if one["method"] == "group":
        words = words_of(table[one["by"]]).fill_null("")
        kind = pl.Float64 if isinstance(one["value"], float) else pl.String
        return words.replace_strict(
            list(one["groups"]),
            list(one["groups"].values()),
            default=one["value"],
            return_dtype=kind,
        )
    kind = pl.Float64 if isinstance(one["value"], float) else pl.String
    return pl.Series([one["value"]], dtype=kind).new_from_index(0, table.rows)
