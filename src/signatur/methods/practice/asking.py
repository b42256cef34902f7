"""Asking the practices of the sample about cases outside it: to rank them, and to sharpen the dates."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.departing import fit_departure
from signatur.methods.practice.learners import fit_all
from signatur.methods.practice.locating import Location, lean, peak, practice_of
from signatur.methods.practice.table import outcomes_of, slice_of
from signatur.methods.practice.threads import all_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from signatur.methods.practice.design import Design
    from signatur.methods.practice.locating import Practice
    from signatur.methods.practice.segmenting import Found, Sample
    from signatur.methods.practice.table import Sampled, Table
    from signatur.methods.practice.target import Target

# So many further cases around a change tell its date.
_MOST_ROWS = 60_000


def encoded(table: Table, sampled: Sampled, rows: NDArray[np.intp]) -> tuple[Design, Target]:
    """Return inputs and outcomes of any rows of the table, in the sample's terms."""
    inputs = sampled.plan.encoding.apply(slice_of(table, rows))
    design = sampled.plan.apply(inputs, np.zeros(len(rows), np.int8))
    return design, outcomes_of(table, sampled.scale or sampled.target, rows)


def whole_of(sample: Sample, seed: int) -> Callable[[Design], NDArray[np.float64]]:
    """Fit the model of all times on all rows of the sample."""
    every = np.ones(len(sample.time), bool)
    members = fit_all(sample.design, sample.target, seed=seed, learning=every)
    return lambda design: sample.pooled.blend.apply(members(design))


def asker(
    sample: Sample, practice: Practice, rows: NDArray[np.bool_], seed: int
) -> Callable[[Design, NDArray[np.float64]], NDArray[np.float64]]:
    """Fit a practice on all its rows of the sample, put together as the cross-fitted one was.

    It answers from the inputs and from what the model of all times says of them.
    """
    own = fit_all(sample.design, sample.target, seed=seed, learning=rows)
    near = fit_departure(sample.design, sample.target, sample.pooled.link, rows)
    blend = sample.pooled.blend

    def ask(design: Design, base: NDArray[np.float64]) -> NDArray[np.float64]:
        answers = blend.apply(own(design)), near.apply(design, base)
        return lean(answers, base, practice.drawn)

    return ask


def sharpened(
    table: Table, sampled: Sampled, sample: Sample, changes: tuple[Found, ...], seed: int
) -> tuple[Found, ...]:
    """Return the changes with dates from all cases around them, where the sample is but a part of these."""
    if len(sampled.rows) == len(table) or not changes:
        return changes
    edges = np.array([one.location.first for one in changes])
    number = np.searchsorted(edges, sample.time, side="right")
    outside = np.ones(len(table), bool)
    outside[sampled.rows] = False
    whole = whole_of(sample, seed)
    practices: dict[int, Practice] = {}
    found = []
    for i, one in enumerate(changes):
        rows = _around(table, sample, number, i, one.location, outside, seed)
        if len(rows) < 200:
            found.append(one)
            continue
        design, target = encoded(table, sampled, rows)
        with all_threads():
            base = whole(design)
        leads = []
        for k in (i, i + 1):
            mine = number == k
            if k not in practices:
                practices[k] = practice_of(sample.design, sample.target, sample.pooled, mine, seed)
            ask = asker(sample, practices[k], mine, seed)
            with all_threads():
                leads.append(target.log_likelihood(ask(design, base), practices[k].spread))
        first, low, high, _lead = peak(table.moments.values[rows], leads[0] - leads[1], 10)
        found.append(replace(one, location=Location(first, low, high, one.location.gain)))
    dates = [one.location.first for one in found]
    # Two that moved onto or past each other keep the dates by which they were told apart.
    return tuple(found) if dates == sorted(set(dates)) else changes


def _around(
    table: Table,
    sample: Sample,
    number: NDArray[np.int64],
    change: int,
    where: Location,
    outside: NDArray[np.bool_],
    seed: int,
) -> NDArray[np.intp]:
    """Return cases outside the sample from the interval and as far again on both sides, within the periods."""
    near = (number == change) | (number == change + 1)
    step = np.ptp(sample.time[near]) / 50
    width = max(where.high - where.low, step)
    values = table.moments.values
    inside = (values >= max(where.low - width, sample.time[near].min())) & (
        values <= min(where.high + width, sample.time[near].max())
    )
    rows = np.flatnonzero(inside & outside)
    if len(rows) > _MOST_ROWS:
        rows = np.sort(np.random.default_rng(seed).choice(rows, _MOST_ROWS, replace=False))
    return rows
