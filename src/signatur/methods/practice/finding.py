"""Whether the practice behind a table's outcomes changed: from the columns to dates, figures and suspects."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.practice.asking import sharpened
from signatur.methods.practice.describing import effect_between, old_against_new
from signatur.methods.practice.figures import score_of
from signatur.methods.practice.learners import fit_pooled
from signatur.methods.practice.locating import Practice, practice_of
from signatur.methods.practice.ranking import rank_old_cases
from signatur.methods.practice.schema import ChangePoint, Period, PracticeChange, Suspect
from signatur.methods.practice.segmenting import Division, Found, Sample, divide
from signatur.methods.practice.table import Sampled, Table, has_two_outcomes, read_table, sample_of
from signatur.methods.practice.threads import one_thread

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    import polars as pl
    from numpy.typing import NDArray

_MOST_ROWS = 10_000
# In wide tables each row costs more.
_WIDE, _MOST_ROWS_WIDE = 30, 7000
_LEAST_ROWS = 100
_DRAWS = 450


def practice_change(
    columns: Mapping[str, Sequence[Any] | NDArray[Any]] | pl.DataFrame,
    *,
    label: str,
    time: str,
    seed: int = 0,
    budget_s: float | None = None,
    progress: Callable[[float], None] | None = None,
) -> PracticeChange:
    """Find out whether equal inputs met with other outcomes over time, when, and which cases are old practice.

    `columns` are of equal length; `label` is a class or a number; `time` holds dates, timestamps,
    months, quarters, years or numbered periods; all other columns are the inputs. Inputs that drift,
    seasons and a base rate that the inputs explain are no change of practice. `budget_s` is a wish:
    below a minute fewer rows are examined. `progress` is told shares from 0 to 1. Same seed, same answer.

    Raises:
        KeyError: the label or time column is missing.
        UnreadableTime: the time column holds no times.
    """
    with one_thread():
        return _examined(columns, (label, time), seed, budget_s, progress or (lambda _share: None))


def _examined(
    columns: Mapping[str, Sequence[Any] | NDArray[Any]] | pl.DataFrame,
    names: tuple[str, str],
    seed: int,
    budget_s: float | None,
    tell: Callable[[float], None],
) -> PracticeChange:
    table = read_table(columns, *names)
    tell(0.05)
    if reason := _why_not(table):
        return PracticeChange(detected=False, p_value=1.0, rows_used=len(table), notes=(reason,))
    most = _rows_within(budget_s, len(table.inputs))
    sampled = sample_of(table, most, seed)
    sample = Sample(
        sampled.design,
        sampled.target,
        sampled.time,
        fit_pooled(sampled.design, sampled.target, seed),
    )
    tell(0.15)
    division = divide(sample, draws=_DRAWS, seed=seed, progress=tell)
    if division is None:
        reason = "There are too few cases on both sides of any moment to judge the practice."
        return PracticeChange(
            detected=False, p_value=1.0, rows_used=len(sampled.rows), notes=(reason,)
        )
    tell(0.5)
    division = replace(division, changes=sharpened(table, sampled, sample, division.changes, seed))
    return _described(table, sampled, sample, division, seed, tell)


def _rows_within(budget_s: float | None, inputs: int) -> int:
    most = _MOST_ROWS if inputs <= _WIDE else _MOST_ROWS_WIDE
    return most if budget_s is None or budget_s >= 60 else max(int(most * budget_s / 60), 2000)


def _why_not(table: Table) -> str | None:
    if len(table) < _LEAST_ROWS:
        return f"Fewer than {_LEAST_ROWS} cases have both an outcome and a time; too few to judge the practice."
    if not has_two_outcomes(table):
        return "All cases have the same outcome; a practice cannot be seen to change."
    if len(np.unique(table.moments.values)) < 2:
        return "All cases have the same time; a practice cannot be seen to change."
    return None


@dataclass(frozen=True, slots=True)
class _Segments:
    """The practices of the sample in the order of time."""

    edges: tuple[float, ...]
    number: NDArray[np.int64]
    practices: tuple[Practice, ...]


def _described(
    table: Table,
    sampled: Sampled,
    sample: Sample,
    division: Division,
    seed: int,
    tell: Callable[[float], None],
) -> PracticeChange:
    changes = division.changes
    edges = tuple(one.location.first for one in changes) or (float(np.median(sample.time)),)
    number = np.searchsorted(np.array(edges), sample.time, side="right")
    practices = tuple(
        practice_of(sample.design, sample.target, sample.pooled, number == one, seed)
        for one in range(len(edges) + 1)
    )
    segments = _Segments(edges, number, practices)
    tell(0.65)
    new_rows = number == len(edges)
    old_rows = ~new_rows
    target, newest = sample.target, practices[-1]
    before = practice_of(sample.design, target, sample.pooled, old_rows, seed)
    told = old_against_new(sample.design, target, sample.pooled, new_rows, seed)
    tell(0.75)
    suspects: tuple[Suspect, ...] = ()
    if changes:
        suspects = rank_old_cases(
            table, sampled, sample, edges, practices, seed, lambda one: tell(0.75 + 0.25 * one)
        )
    tell(1.0)
    return PracticeChange(
        detected=bool(changes),
        p_value=division.p_value,
        change_points=_points(table, sampled, sample, segments, changes),
        periods=_periods(table, tuple(one.location.first for one in changes)),
        metric="r2" if target.kind == "number" else "auc",
        recent_on_recent=score_of(target, newest.link, new_rows),
        recent_on_old=score_of(target, newest.link, old_rows),
        old_on_recent=score_of(target, before.link, new_rows),
        old_against_new=told,
        suspect_rows=suspects,
        rows_used=len(sampled.rows),
        notes=_notes(table, sampled),
    )


def _points(
    table: Table, sampled: Sampled, sample: Sample, segments: _Segments, changes: tuple[Found, ...]
) -> tuple[ChangePoint, ...]:
    points = []
    named = table.moments.named
    for i, one in enumerate(changes):
        rows = np.flatnonzero((segments.number == i) | (segments.number == i + 1))
        pair = tuple(
            Practice(p.link[rows], p.drawn, p.spread) for p in segments.practices[i : i + 2]
        )
        effect = effect_between(
            sample.design.take(rows),
            sample.target.take(rows),
            segments.number[rows] == i + 1,
            (pair[0], pair[1]),
            sampled.plan.directions,
            1.0 if table.amounts is None else float(np.std(table.amounts)),
        )
        where = one.location
        points.append(
            ChangePoint(
                named(where.first), named(where.low), named(where.high), one.p_value, effect
            )
        )
    return tuple(points)


def _periods(table: Table, edges: tuple[float, ...]) -> tuple[Period, ...]:
    values = table.moments.values
    number = np.searchsorted(np.array(edges), values, side="right")
    periods = []
    for one in range(len(edges) + 1):
        rows = np.flatnonzero(number == one)
        if len(rows) == 0:
            continue
        ends = values[rows].min(), values[rows].max()
        periods.append(
            Period(
                table.moments.named(ends[0]),
                table.moments.named(ends[1]),
                len(rows),
                _outcomes(table, rows),
            )
        )
    return tuple(periods)


def _outcomes(table: Table, rows: NDArray[np.intp]) -> tuple[tuple[str, float], ...]:
    if table.amounts is not None:
        return ((table.label.name, float(table.amounts[rows].mean())),)
    counts = table.label.gather(rows).value_counts(sort=True, name="n").head(20)
    pairs = zip(counts[counts.columns[0]], counts["n"], strict=True)
    return tuple(sorted((str(name), float(count) / len(rows)) for name, count in pairs))


_REASONS = {
    "constant": "has only one value",
    "tells_time": "only tells the time",
    "identifier": "has a value of its own in nearly every row",
    "too_many": "is beyond the number of columns examined",
}


def _notes(table: Table, sampled: Sampled) -> tuple[str, ...]:
    notes = [
        f"Column {name!r} was left out: it {_REASONS[why]}."
        for name, why in sampled.plan.encoding.left_out
    ]
    if len(sampled.rows) < len(table):
        notes.append(f"{len(sampled.rows)} of {len(table)} cases, drawn by chance, were examined.")
    return tuple(notes)
