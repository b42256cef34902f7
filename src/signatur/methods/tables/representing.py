"""Who and what the table holds: every outcome, every group, and whether rare ones are many enough."""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.methods.tables.outcomes import words_of
from signatur.methods.tables.schema import Estimate, Kind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from signatur.methods.tables.schema import Column, Outcomes, Table

# Fewer rows than this, and a group is told apart from chance in hardly anything.
SMALL_GROUP: Final = 50
# Fewer cases of its rare outcome, and no error rate of a group can be stated within ten points.
FEW_OUTCOMES: Final = 30
_RARE: Final = 0.1
_MOST_LEVELS: Final = 30
_MOST_OUTCOMES: Final = 40


@dataclass(frozen=True, slots=True)
class OutcomeShare:
    """One outcome: how many rows, and which share."""

    outcome: str
    count: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class GroupOutcome:
    """One outcome within one group."""

    outcome: str
    count: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a column: how large, how it ends, and how that differs from all other rows."""

    column: str
    group: str
    count: int
    share: Estimate
    outcomes: tuple[GroupOutcome, ...]
    mean: Estimate | None
    """Of the amount, where the outcome is one."""
    difference: Estimate | None
    """Share of the rarest main outcome (or mean) here minus among all others."""
    p_value: float | None
    rare_count: int
    is_small: bool
    has_few_outcomes: bool


@dataclass(frozen=True, slots=True)
class Rare:
    """The outcome that a model would see least of, and what the many others are worth beside it."""

    outcome: str
    usual: str
    share: float
    usual_share: float
    count: int
    effective_rows: int
    """Rows of a table with equally many of both that would tell as much: 4 p (1 - p) n."""
    accuracy_of_always: float
    """Accuracy of a "model" that always gives the usual outcome."""


@dataclass(frozen=True, slots=True)
class Representation:
    """How the table is made up."""

    outcomes: tuple[OutcomeShare, ...]
    rare: Rare | None
    groups: tuple[Group, ...]
    warnings: tuple[tuple[str, str, str], ...]
    """(code, column, group or outcome)."""


def representation_of(
    table: Table, outcomes: Outcomes, groups: Sequence[str], rows: NDArray[np.bool_]
) -> Representation:
    """Count outcomes and groups among the chosen rows, exactly."""
    chosen = np.flatnonzero(rows & outcomes.known)
    values = outcomes.values[chosen]
    shares = _shares(outcomes, values)
    rare = _rare(shares)
    told: list[Group] = []
    warnings = [("rare_outcome", "", rare.outcome)] if rare and rare.share <= _RARE else []
    warnings += [("few_of_outcome", "", one.outcome) for one in shares if one.count < FEW_OUTCOMES]
    for name in groups:
        for group in _groups(table[name], chosen, values, outcomes, rare):
            told.append(group)
            if group.is_small:
                warnings.append(("small_group", name, group.group))
            elif group.has_few_outcomes:
                warnings.append(("few_outcomes_in_group", name, group.group))
    return Representation(shares, rare, tuple(told), tuple(warnings))


def share_of(count: int, total: int) -> Estimate:
    """Return a share with its interval by Wilson."""
    from signatur.methods.classification.statistics import wilson

    found = wilson(count, total)
    return Estimate(count / total if total else 0.0, found.low, found.high)


def _shares(outcomes: Outcomes, values: NDArray[np.float64]) -> tuple[OutcomeShare, ...]:
    if outcomes.is_number:
        return ()
    counts = np.bincount(values.astype(np.intp), minlength=len(outcomes.classes))
    told = [
        OutcomeShare(name, int(count), share_of(int(count), len(values)))
        for name, count in zip(outcomes.classes, counts, strict=True)
        if count
    ]
    return tuple(sorted(told, key=lambda one: -one.count)[:_MOST_OUTCOMES])


def _rare(shares: tuple[OutcomeShare, ...]) -> Rare | None:
    if len(shares) < 2:
        return None
    usual, rare = shares[0], shares[-1]
    total = sum(one.count for one in shares)
    p = rare.count / total
    return Rare(
        rare.outcome, usual.outcome, p, usual.count / total, rare.count,
        max(1, round(4 * p * (1 - p) * total)), usual.count / total,
    )  # fmt: skip


def _levels(column: Column, chosen: NDArray[np.intp]) -> tuple[list[str], NDArray[np.intp]]:
    """Return the groups of a column and which each row belongs to; numbers and dates as ranges."""
    if column.kind is Kind.TIME:
        years = column.values.gather(chosen).dt.year().cast(str).fill_null("–")
        names = sorted(years.unique().to_list())
        return names, np.searchsorted(np.array(names), years.to_numpy())
    if column.kind is Kind.NUMBER and column.distinct > 12:
        return _ranges(column, chosen)
    words = words_of(column).gather(chosen).fill_null("–")
    counts = words.value_counts(sort=True, name="n")
    names = [str(one) for one in counts[words.name].head(_MOST_LEVELS).to_list()]
    place = {name: number for number, name in enumerate(names)}
    if counts.height > len(names):
        names.append("…")
    codes = words.replace_strict(list(place), list(place.values()), default=len(place)).to_numpy()
    return names, np.asarray(codes, np.intp)


def _ranges(column: Column, chosen: NDArray[np.intp]) -> tuple[list[str], NDArray[np.intp]]:
    from signatur.methods.tables import names as naming

    values = column.values.gather(chosen).to_numpy().astype(float)
    known = np.isfinite(values)
    if naming.is_age(column.name):
        edges = np.array([18.0, 30.0, 45.0, 60.0, 75.0])
    else:
        edges = (
            np.unique(np.quantile(values[known], [0.2, 0.4, 0.6, 0.8]))
            if known.any()
            else np.array([])
        )
    if column.is_whole:
        edges = np.unique(np.ceil(edges))
    codes = np.searchsorted(edges, values, side="right")
    codes[~known] = len(edges) + 1
    step = 1 if column.is_whole else 0
    ends = [f"{one:g}" for one in edges]
    inner = [f"{a}–{float(b) - step:g}" for a, b in pairwise(ends)]
    named = [f"< {ends[0]}", *inner, f"≥ {ends[-1]}", "–"] if ends else ["=", "–"]
    present = np.unique(codes)
    return [named[one] for one in present], np.searchsorted(present, codes)


def _groups(
    column: Column,
    chosen: NDArray[np.intp],
    values: NDArray[np.float64],
    outcomes: Outcomes,
    rare: Rare | None,
) -> list[Group]:
    levels, codes = _levels(column, chosen)
    place = {name: number for number, name in enumerate(outcomes.classes)}
    told = []
    for number, level in enumerate(levels):
        inside = codes == number
        count = int(inside.sum())
        if count == 0:
            continue
        share = share_of(count, len(chosen))
        if outcomes.is_number:
            difference, p_value = _mean_difference(values[inside], values[~inside])
            told.append(
                Group(column.name, level, count, share, (), _mean(values[inside]), difference, p_value,
                      count, count < SMALL_GROUP, has_few_outcomes=False)
            )  # fmt: skip
            continue
        mine = np.bincount(values[inside].astype(np.intp), minlength=len(place))
        shown = np.argsort(-mine, kind="stable")[:10]
        per = tuple(
            GroupOutcome(outcomes.classes[k], int(mine[k]), share_of(int(mine[k]), count))
            for k in sorted(shown) if mine[k] or len(place) == 2
        )  # fmt: skip
        least = int(mine[place[rare.outcome]]) if rare else 0
        whole = rare.count if rare else 0
        difference, p_value = _share_difference(least, count, whole - least, len(chosen) - count)
        told.append(
            Group(column.name, level, count, share, per, None, difference, p_value, least,
                  count < SMALL_GROUP, has_few_outcomes=least < FEW_OUTCOMES)
        )  # fmt: skip
    return told


def _mean(values: NDArray[np.float64]) -> Estimate:
    middle = float(values.mean())
    half = (
        1.96 * float(values.std(ddof=1)) / math.sqrt(len(values)) if len(values) > 1 else math.inf
    )
    return Estimate(middle, middle - half, middle + half)


def _mean_difference(
    one: NDArray[np.float64], other: NDArray[np.float64]
) -> tuple[Estimate | None, float | None]:
    if len(one) < 2 or len(other) < 2:
        return None, None
    middle = float(one.mean() - other.mean())
    error = math.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
    p_value = math.erfc(abs(middle) / error / math.sqrt(2)) if error else 1.0
    return Estimate(middle, middle - 1.96 * error, middle + 1.96 * error), p_value


def _share_difference(a: int, n: int, b: int, m: int) -> tuple[Estimate | None, float | None]:
    """Return the difference of two shares with Newcombe's interval (1998), and its p-value."""
    if n == 0 or m == 0:
        return None, None
    one, other = share_of(a, n), share_of(b, m)
    middle = one.value - other.value
    low = middle - math.hypot(one.value - one.low, other.high - other.value)
    high = middle + math.hypot(one.high - one.value, other.value - other.low)
    pooled = (a + b) / (n + m)
    error = math.sqrt(pooled * (1 - pooled) * (1 / n + 1 / m))
    p_value = math.erfc(abs(middle) / error / math.sqrt(2)) if error else 1.0
    return Estimate(middle, low, high), p_value
