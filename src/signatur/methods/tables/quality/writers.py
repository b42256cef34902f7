"""Whether who wrote the case tells how it ended, at equal inputs; persons are never ranked or named."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.methods.tables import names
from signatur.methods.tables.learner import learner_for
from signatur.methods.tables.outcomes import words_of
from signatur.methods.tables.schema import Finding, Kind, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from signatur.methods.tables.design import Design
    from signatur.methods.tables.relevance import Sample
    from signatur.methods.tables.schema import Column, Table

_FOLDS: Final = 5
_SHUFFLES: Final = 400
_LEAST_CASES: Final = 5
_MOST: Final = 2000
_MOST_ROWS: Final = 10_000


def writer_findings(
    table: Table, design: Design, sample: Sample, seed: int = 0
) -> Iterator[Finding]:
    """Return columns of writers or offices whose outcomes differ beyond chance, given all other columns."""
    columns = [one for one in table.columns.values() if _is_writer(one)]
    if not columns or len(sample.rows) < 100:
        return
    if len(sample.rows) > _MOST_ROWS:
        kept = np.arange(0, len(sample.rows), len(sample.rows) // _MOST_ROWS + 1)
        design = design.at(kept)
        sample = replace(sample, rows=sample.rows[kept], values=sample.values[kept])
    for column in columns:
        others = design.without([one.name for one in columns])
        left = _beyond_inputs(others, sample, seed)
        who = words_of(column).gather(sample.rows).fill_null("\x00").rank("dense").to_numpy()
        yield from _difference(column, np.asarray(who, np.intp) - 1, left, sample, table.rows, seed)


def _is_writer(column: Column) -> bool:
    if column.kind not in {Kind.CATEGORY, Kind.NUMBER} or not 2 <= column.distinct <= _MOST:
        return False
    if column.distinct > column.known / _LEAST_CASES or (
        column.kind is Kind.NUMBER and not column.is_whole
    ):
        return False
    return names.is_worker(column.name) or names.is_office(column.name)


def _beyond_inputs(design: Design, sample: Sample, seed: int) -> NDArray[np.float64]:
    """Return what is left of the outcome when the inputs have said theirs, out of fold; rows x outcomes."""
    count = len(sample.classes)
    fold = np.random.default_rng(seed).permutation(len(sample.values)) % _FOLDS
    answer = learner_for(design, sample.values, count, seed)
    given = np.empty((len(sample.values), max(count, 1)))
    for one in range(_FOLDS):
        test = np.flatnonzero(fold == one)
        told = answer(np.flatnonzero(fold != one), test)
        given[test] = told if count else told[:, None]
    truth = np.eye(count)[sample.values.astype(np.intp)] if count else sample.values[:, None]
    return truth - given


def _difference(
    column: Column,
    who: NDArray[np.intp],
    left: NDArray[np.float64],
    sample: Sample,
    rows: int,
    seed: int,
) -> Iterator[Finding]:
    left = left - left.mean(0)
    number = np.bincount(who)
    kept = number >= _LEAST_CASES
    if kept.sum() < 2:
        return

    def between(of: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the sum over writers of n times their mean squared, for each outcome."""
        sums = np.column_stack(
            [np.bincount(who, weights=of[:, k], minlength=len(number)) for k in range(of.shape[1])]
        )
        return np.asarray((sums[kept] ** 2 / number[kept, None]).sum(0))

    seen = between(left)
    chance = np.random.default_rng(seed)
    variance = left.var(axis=0) + 1e-12
    statistic = (seen / variance).sum()
    drawn = [
        (between(left[chance.permutation(len(left))]) / variance).sum() for _ in range(_SHUFFLES)
    ]
    p_value = (1 + sum(one >= statistic for one in drawn)) / (_SHUFFLES + 1)
    if p_value > 0.01:
        return
    # Method of moments: what lies between writers beyond what their own few cases make.
    total = number[kept].sum()
    spread = total - (number[kept] ** 2).sum() / total
    excess = np.maximum(seen - variance * (kept.sum() - 1), 0) / spread
    most = int(excess.argmax())
    size = float(np.sqrt(excess[most]))
    outcome = sample.classes[most] if sample.classes else column.name
    limit = 0.02 if sample.classes else 0.1 * float(np.sqrt(variance[most]))
    if size < limit:
        return
    yield Finding(
        "writer_effect", column.name, rows, 1.0,
        Severity.HIGH if size >= 0.1 and sample.classes else Severity.MEDIUM, (),
        {"writers": int(kept.sum()), "spread": round(size, 4), "p_value": round(p_value, 5),
         "outcome": outcome, "is_share": bool(sample.classes)},
    )  # fmt: skip
