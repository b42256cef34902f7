"""How outcomes went over time, by month, quarter or year: what a reader looks at before any test."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.tables.representing import share_of
from signatur.methods.tables.schema import Estimate, Kind

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.methods.tables.representing import Representation
    from signatur.methods.tables.schema import Column, Outcomes

_MOST_PERIODS = 36


@dataclass(frozen=True, slots=True)
class TimeStep:
    """One period: its first day (or number), how many rows, and the share of the outcome (or the mean)."""

    start: str
    rows: int
    value: Estimate | None


def steps_of(
    column: Column, outcomes: Outcomes, made_up: Representation, rows: NDArray[np.bool_]
) -> tuple[TimeStep, ...]:
    """Return the share of the rarest main outcome (or the mean amount) period by period."""
    chosen = np.flatnonzero(rows & outcomes.known & column.values.is_not_null().to_numpy())
    if len(chosen) == 0 or column.kind not in {Kind.TIME, Kind.NUMBER}:
        return ()
    starts = _starts(column, chosen)
    names, number = np.unique(starts, return_inverse=True)
    if column.kind is Kind.NUMBER:
        order = np.argsort(names.astype(float))
        names, number = names[order], np.argsort(order)[number]
    wanted = outcomes.classes.index(made_up.rare.outcome) if made_up.rare else None
    told = []
    for one, name in enumerate(names):
        values = outcomes.values[chosen[number == one]]
        told.append(TimeStep(str(name), len(values), _value(values, wanted)))
    return tuple(told)


def _value(values: NDArray[np.float64], wanted: int | None) -> Estimate | None:
    if wanted is not None:
        return share_of(int((values == wanted).sum()), len(values))
    middle = float(values.mean())
    half = 1.96 * float(values.std(ddof=1)) / len(values) ** 0.5 if len(values) > 1 else 0.0
    return Estimate(middle, middle - half, middle + half)


def _starts(column: Column, chosen: NDArray[np.intp]) -> NDArray[np.str_]:
    values = column.values.gather(chosen)
    if column.kind is Kind.NUMBER:
        amounts = values.to_numpy().astype(float)
        if len(np.unique(amounts)) > _MOST_PERIODS:
            edges = np.quantile(amounts, np.linspace(0, 1, 21)[:-1])
            amounts = edges[np.searchsorted(edges, amounts, side="right") - 1]
        return np.array([f"{one:g}" for one in amounts])
    first, last = values.min(), values.max()
    days = (last - first).days if first is not None and last is not None else 0  # type: ignore[operator, union-attr]
    step = "1w" if days <= 7 * _MOST_PERIODS else "1mo" if days <= 31 * _MOST_PERIODS else "1q"
    if days > 92 * _MOST_PERIODS:
        step = "1y"
    cut = values.dt.truncate(step).dt.strftime("%Y-%m-%d")
    return np.asarray(cut.to_numpy(), dtype=str)
