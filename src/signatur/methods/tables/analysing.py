"""A whole table examined before anything is trained: quality, relevance, volume, groups, practice, gaps.

Counts are exact, over all rows; models see a sample, drawn by chance with the seed. Columns that know
the outcome from afterwards take no part in what is told of volume, writers and practice.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.methods.practice.threads import one_thread
from signatur.methods.tables.design import Design, design_of
from signatur.methods.tables.imputing import Filling, fit_imputing
from signatur.methods.tables.leakage import leaks_of
from signatur.methods.tables.outcomes import outcome_column, outcomes_of
from signatur.methods.tables.over_time import TimeStep, steps_of
from signatur.methods.tables.quality import (
    across_time,
    coding_findings,
    duplicates_of,
    impossible_findings,
    missing_findings,
    order_findings,
    writer_findings,
)
from signatur.methods.tables.relevance import Sample, alone, relevance_of
from signatur.methods.tables.representing import Representation, representation_of
from signatur.methods.tables.schema import Finding, Kind, Leak, Outcomes, Relevance, Severity, Table
from signatur.methods.tables.volume import (
    METRICS,
    Forecast,
    default_metric,
    forecast_of,
    learning_curve,
    metrics_for,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from numpy.typing import NDArray

    from signatur.methods.practice import PracticeChange
    from signatur.methods.tables.quality import Duplicates
    from signatur.methods.tables.schema import Column

_SAMPLE: Final = 20_000
_CURVE_ROWS: Final = 12_000
# From so many rows on, the parts that fit models take fewer each, so that the whole stays within minutes.
_MANY_ROWS: Final = 300_000
_CURVE_ROWS_OF_MANY: Final = 9_000
_PRACTICE_S_OF_MANY: Final = 45.0
_TEXT_ROWS: Final = 8_000
_STEPS: Final = (1.0, 1.5, 2.0, 3.0, 4.0, 6.0, 8.0)
_ORDER: Final = {Severity.HIGH: 0, Severity.MEDIUM: 1, Severity.LOW: 2}


class UnfitTable(Exception):
    """The table cannot be examined so; `reason` is a code, `column` what it is about.

    `no_column`, `no_label` (nothing is known), `unfit_metric`, `no_time`.
    """

    def __init__(self, reason: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.column = column


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What is asked of a table."""

    label: str
    today: date
    time: str | None = None
    groups: tuple[str, ...] = ()
    target: tuple[str, float] | None = None
    seed: int = 0
    budget_s: float | None = None


@dataclass(frozen=True, slots=True)
class VolumeTold:
    """The learning curve with its forecast, or the reason why there is none."""

    metric: str
    forecast: Forecast | None
    reason: str = ""
    """`too_few`, `one_outcome`, `no_columns`, `not_told`."""
    scores: Mapping[str, float] | None = None
    """Every other measure at the largest size."""
    left_out: tuple[str, ...] = ()
    sampled: int = 0


@dataclass(frozen=True, slots=True)
class PracticeTold:
    """What is known of a changed practice, or the reason why nothing is."""

    found: PracticeChange | None
    reason: str = ""
    """`no_time`, `unreadable_time`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """All that was found."""

    rows: int
    usable_rows: int
    removed: Mapping[str, int]
    """Rows that are not usable, by the first reason that fits."""
    table: Table
    outcomes: Outcomes
    quality: tuple[Finding, ...]
    relevance: tuple[Relevance, ...]
    leaks: tuple[Leak, ...]
    volume: VolumeTold
    representation: Representation
    over_time: tuple[TimeStep, ...]
    practice: PracticeTold
    fillings: tuple[Filling, ...]


def check(table: Table, wish: Wish) -> Outcomes:
    """Return the outcomes of the table, or raise UnfitTable with what is wrong with the wish."""
    for name in (wish.label, *((wish.time,) if wish.time else ()), *wish.groups):
        if name not in table.columns:
            raise UnfitTable("no_column", name)
    if table[wish.label].known == 0:
        raise UnfitTable("no_label", wish.label)
    outcomes = outcomes_of(table[wish.label])
    if wish.target is not None and wish.target[0] not in {
        one.name for one in metrics_for(outcomes.classes)
    }:
        raise UnfitTable("unfit_metric", wish.target[0])
    return outcomes


def analyse(table: Table, wish: Wish, tell: Callable[[str, float], None] | None = None) -> Analysis:
    """Examine a table. `tell` hears the name of each step and how far it is, from 0 to 1.

    Raises UnfitTable.
    """
    with one_thread():
        return _analysed(table, wish, tell or (lambda _step, _share: None))


def _analysed(table: Table, wish: Wish, tell: Callable[[str, float], None]) -> Analysis:
    outcomes = check(table, wish)
    tell("quality", 0.0)
    quality, duplicates, removed, usable = _quality(table, outcomes, wish, tell)
    sample = _sample(outcomes, usable, wish.seed)
    tell("relevance", 0.0)
    skipped = [wish.label, *([wish.time] if wish.time else [])]
    design = design_of(table, sample.rows, skipped)
    relevance: tuple[Relevance, ...] = ()
    leaks: tuple[Leak, ...] = ()
    if _can_be_told(sample):
        singles = {
            one.name: alone(one, sample, wish.seed)
            for one in table.columns.values()
            if one.name not in skipped and one.kind is not Kind.EMPTY and _says_something(one)
        }
        leaks = leaks_of(table, design, sample, singles, wish.time, seed=wish.seed)
        relevance = relevance_of(
            table, design, sample, singles, seed=wish.seed,
            progress=lambda share: tell("relevance", share),
        )  # fmt: skip
    left_out = tuple(one.column for one in leaks if one.is_left_out)
    fair = design.without(left_out)
    if _can_be_told(sample):
        quality += writer_findings(table, fair, sample, wish.seed)
    if wish.time and duplicates.inputs_tell_apart:
        quality += across_time(duplicates.contents, table[wish.time])
    tell("volume", 0.0)
    volume = _volume(fair, sample, usable, wish, left_out, tell)
    tell("groups", 0.0)
    representation = representation_of(table, outcomes, wish.groups, usable)
    tell("gaps", 0.0)
    fillings = fit_imputing(table, [wish.label, *left_out], seed=wish.seed)
    tell("practice", 0.0)
    practice = _practice(table, left_out, wish, tell)
    tell("done", 1.0)
    return Analysis(
        rows=table.rows,
        usable_rows=int(usable.sum()),
        removed=removed,
        table=table,
        outcomes=outcomes,
        quality=tuple(
            sorted(quality, key=lambda one: (_ORDER[one.severity], -one.share, one.column))
        ),
        relevance=relevance,
        leaks=leaks,
        volume=volume,
        representation=representation,
        over_time=steps_of(table[wish.time], outcomes, representation, usable) if wish.time else (),
        practice=practice,
        fillings=fillings,
    )


def _quality(
    table: Table, outcomes: Outcomes, wish: Wish, tell: Callable[[str, float], None]
) -> tuple[list[Finding], Duplicates, dict[str, int], NDArray[np.bool_]]:
    found = [
        *missing_findings(table, wish.label),
        *coding_findings(table),
        *order_findings(outcomes),
    ]
    impossible, cannot_be = impossible_findings(table, wish.label, wish.time, wish.today)
    found += impossible
    tell("quality", 0.3)
    duplicates = duplicates_of(
        table, wish.label, wish.time, lambda share: tell("quality", 0.3 + 0.7 * share)
    )
    found += duplicates.findings
    unlabelled = ~outcomes.known
    twice = duplicates.repeats & ~unlabelled
    odd = cannot_be & ~twice & ~unlabelled
    removed = {"no_label": int(unlabelled.sum()), "exact_duplicate": int(twice.sum()),
               "impossible": int(odd.sum())}  # fmt: skip
    return found, duplicates, removed, ~(unlabelled | twice | odd)


def _sample(outcomes: Outcomes, usable: NDArray[np.bool_], seed: int) -> Sample:
    """Draw usable rows by chance; outcomes of fewer than three rows are left aside."""
    kept = usable.copy()
    if not outcomes.is_number and outcomes.rare:
        counts = np.bincount(
            outcomes.values[usable].astype(np.intp), minlength=len(outcomes.classes)
        )
        kept &= (counts >= 3)[np.maximum(outcomes.values, 0).astype(np.intp)]
    rows = np.flatnonzero(kept)
    if len(rows) > _SAMPLE:
        rows = np.sort(np.random.default_rng(seed).choice(rows, _SAMPLE, replace=False))
    values = outcomes.values[rows]
    if outcomes.is_number:
        return Sample(rows, values, ())
    present, number = np.unique(values, return_inverse=True)
    names = tuple(outcomes.classes[int(one)] for one in present)
    return Sample(rows, number.astype(np.float64), names)


def _says_something(column: Column) -> bool:
    return not column.is_constant or column.values.null_count() > 0


def _can_be_told(sample: Sample) -> bool:
    return len(sample.rows) >= 20 and len(np.unique(sample.values)) >= 2


def _volume(
    design: Design,
    sample: Sample,
    usable: NDArray[np.bool_],
    wish: Wish,
    left_out: tuple[str, ...],
    tell: Callable[[str, float], None],
) -> VolumeTold:
    metric = METRICS[wish.target[0]] if wish.target else default_metric(sample.classes)
    if len(np.unique(sample.values)) < 2:
        is_poor = usable.sum() < 30
        return VolumeTold(metric.name, None, "too_few" if is_poor else "one_outcome")
    if not design.blocks:
        return VolumeTold(metric.name, None, "no_columns", left_out=left_out)
    is_large = len(usable) > _MANY_ROWS
    part, values = _for_curve(design, sample, wish.seed, is_large=is_large)
    curve = learning_curve(
        part, values, sample.classes, seed=wish.seed, progress=lambda share: tell("volume", share)
    )
    if curve is None:
        return VolumeTold(metric.name, None, "too_few", left_out=left_out)
    whole = int(usable.sum())
    largest = int(curve.sizes[-1])
    at = sorted({max(largest, round(whole * step)) for step in _STEPS})
    forecast = forecast_of(
        curve, metric, at, target=wish.target[1] if wish.target else None, seed=wish.seed
    )
    if forecast is None:
        return VolumeTold(metric.name, None, "not_told", left_out=left_out)
    means = {name: float(runs[:, -1].mean()) for name, runs in curve.runs.items()}
    return VolumeTold(metric.name, forecast, "", means, left_out, len(values))


def _for_curve(
    design: Design, sample: Sample, seed: int, *, is_large: bool
) -> tuple[Design, NDArray[np.float64]]:
    most = _CURVE_ROWS_OF_MANY if is_large else _CURVE_ROWS
    if design.has_text or len(sample.classes) > 30:
        most = min(most, _TEXT_ROWS)
    if design.rows <= most:
        return design, sample.values
    rows = np.sort(np.random.default_rng(seed).choice(design.rows, most, replace=False))
    return design.at(rows), sample.values[rows]


def _practice(
    table: Table,
    left_out: Sequence[str],
    wish: Wish,
    tell: Callable[[str, float], None],
) -> PracticeTold:
    if wish.time is None:
        return PracticeTold(None, "no_time")
    import polars as pl

    from signatur.methods.practice import UnreadableTime, practice_change

    if table[wish.time].known == 0:
        return PracticeTold(None, "unreadable_time")
    columns = {}
    for one in table.columns.values():
        if one.name in left_out or one.kind is Kind.EMPTY or one.name == wish.label:
            continue
        columns[one.name] = one.values
    columns[wish.label] = outcome_column(table, wish.label)
    try:
        found = practice_change(
            pl.DataFrame(columns), label=wish.label, time=wish.time, seed=wish.seed,
            budget_s=wish.budget_s or (_PRACTICE_S_OF_MANY if table.rows > _MANY_ROWS else None), progress=lambda share: tell("practice", share),
        )  # fmt: skip
    except UnreadableTime:
        return PracticeTold(None, "unreadable_time")
    return PracticeTold(found)
