"""From any table to what the search works on: rows with label and time, a sample of them, encoded inputs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.practice.design import FOLDS, Design, Plan, learn_plan
from signatur.methods.practice.encoding import as_numbers, learn_encoding
from signatur.methods.practice.moments import Moments, read_moments
from signatur.methods.practice.target import Scale, Target, class_target, is_number, scale_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

_SLICE = 100_000


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that have both label and time, in the order of the file."""

    inputs: dict[str, pl.Series]
    label: pl.Series
    moments: Moments
    rows: NDArray[np.intp]
    """Their numbers in the whole table."""
    amounts: NDArray[np.float64] | None
    """The label where it is a quantity."""

    def __len__(self) -> int:
        return len(self.rows)


@dataclass(frozen=True, slots=True)
class Sampled:
    """Some rows of the table, encoded."""

    rows: NDArray[np.intp]
    """Their positions in the table."""
    plan: Plan
    design: Design
    target: Target
    scale: Scale | None
    """For a label that is a quantity."""
    time: NDArray[np.float64]


def read_table(
    columns: Mapping[str, Sequence[Any] | NDArray[Any]] | pl.DataFrame, label: str, time: str
) -> Table:
    """Take a table apart.

    Raises:
        KeyError: when the label or time column is not there.
        UnreadableTime: when the time column holds no times.
    """
    series = {str(name): _series(str(name), columns[name]) for name in _names(columns)}
    for wanted in (label, time):
        if wanted not in series:
            raise KeyError(wanted)
    outcome = _blank_as_empty(series.pop(label))
    moments = read_moments(series.pop(time))
    amounts = as_numbers(outcome).astype(np.float64) if is_number(outcome) else None
    known = np.isfinite(moments.values) & (
        np.isfinite(amounts) if amounts is not None else outcome.is_not_null().to_numpy()
    )
    rows = np.flatnonzero(known)
    whole = len(rows) == len(known)
    return Table(
        {
            name: _blank_as_empty(one if whole else one.filter(known))
            for name, one in series.items()
        },
        outcome if whole else outcome.filter(known),
        Moments(moments.values[rows], moments.kind),
        rows,
        None if amounts is None else amounts[rows],
    )


def _names(columns: Any) -> list[Any]:
    return list(columns.columns) if hasattr(columns, "columns") else list(columns)


def _series(name: str, values: Any) -> pl.Series:
    import polars as pl

    if isinstance(values, pl.Series):
        column = values
    elif isinstance(values, np.ndarray) and values.dtype != object:
        column = pl.Series(name, values)
    else:
        kinds = {type(one) for one in values if one is not None}
        plain = list(values) if len(kinds) <= 1 or kinds <= {int, float, bool} else [
            None if one is None else str(one) for one in values
        ]  # fmt: skip
        column = pl.Series(name, plain, strict=False)
    if (
        column.dtype in {pl.Categorical, pl.Enum}
        or column.dtype.is_nested()
        or column.dtype == pl.Object
    ):
        column = column.cast(pl.String, strict=False) if not column.dtype.is_nested() else pl.Series(
            name, [str(one) for one in column.to_list()]
        )  # fmt: skip
    return column.fill_nan(None) if column.dtype.is_float() else column


def _blank_as_empty(column: pl.Series) -> pl.Series:
    import polars as pl

    if column.dtype != pl.String:
        return column
    frame = column.to_frame("x")
    blank = pl.col("x").str.strip_chars() == ""
    return frame.select(
        pl.when(blank).then(None).otherwise(pl.col("x")).alias(column.name)
    ).to_series()


def sample_of(table: Table, most: int, seed: int) -> Sampled:
    """Draw at most so many rows by chance, and encode them."""
    chance = np.random.default_rng(seed)
    rows = np.arange(len(table))
    if len(rows) > most:
        rows = np.sort(chance.choice(len(rows), most, replace=False))
    part = slice_of(table, rows)
    time = table.moments.values[rows]
    encoding = learn_encoding(part, time, seed)
    encoded = encoding.apply(part)
    folds = chance.permutation(np.arange(len(rows)) % FOLDS).astype(np.int8)
    scale = None if table.amounts is None else scale_of(table.amounts[rows])
    target = outcomes_of(table, scale, rows) if scale else class_target(table.label.gather(rows))
    plan = learn_plan(encoding, encoded, target.values)
    return Sampled(rows, plan, plan.apply(encoded, folds), target, scale, time)


def slice_of(table: Table, rows: NDArray[np.intp]) -> dict[str, pl.Series]:
    """Return the inputs of some rows."""
    if len(rows) == len(table):
        return table.inputs
    return {name: one.gather(rows) for name, one in table.inputs.items()}


def outcomes_of(table: Table, known: Scale | Target, rows: NDArray[np.intp]) -> Target:
    """Return the label of any rows in the sample's terms; classes unknown to it count as its last."""
    if isinstance(known, Scale):
        assert table.amounts is not None
        return known.target(table.amounts[rows], table.label.name)
    place = {name: number for number, name in enumerate(known.classes)}
    text = table.label.gather(rows).cast(_string())
    last = len(known.classes) - 1
    number = text.replace_strict(list(place), list(place.values()), default=last).to_numpy()
    if known.kind == "two":
        return Target("two", known.classes, (number == 1).astype(np.float64)[:, None])
    return Target("classes", known.classes, np.eye(last + 1)[number])


def slices(rows: NDArray[np.intp]) -> list[NDArray[np.intp]]:
    """Return the rows in parts that fit into memory once they are encoded."""
    return [rows[start : start + _SLICE] for start in range(0, len(rows), _SLICE)]


def has_two_outcomes(table: Table) -> bool:
    """Whether there is anything to tell apart."""
    return table.label.n_unique() > 1


def _string() -> type[pl.String]:
    import polars as pl

    return pl.String
