"""Dividing the time into practices: test, locate, and again on both sides (binary segmentation)."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.learners import Pooled, fit_pooled
from signatur.methods.practice.locating import Location, locate, locate_pair
from signatur.methods.practice.testing import examine

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from signatur.methods.practice.design import Design
    from signatur.methods.practice.target import Target

# Stricter than the 5 % that is promised, so that tables with odd inputs keep the promise too.
LEVEL = 0.015
# A quantity tells so much that small errors of its model show; hence stricter still.
_NUMBER_LEVEL = 0.004
# Two practices must also foretell unseen cases better than one does: log likelihood, cross-fitted.
_LEAST_GAIN = 3.0
# Further changes are looked for in several parts, so each must stand out more.
_FURTHER_LEVEL = 0.01
_FURTHER_GAIN = 4.0
_LEAST_ROWS = 120
_MOST_CHANGES = 6


@dataclass(frozen=True, slots=True)
class Sample:
    """The rows on which the practice is examined."""

    design: Design
    target: Target
    time: NDArray[np.float64]
    pooled: Pooled

    def between(self, start: float, end: float, seed: int) -> Sample:
        """Return the rows of a stretch of time, with a pooled model of their own."""
        rows = np.flatnonzero((self.time >= start) & (self.time < end))
        if len(rows) == len(self.time):
            return self
        design, target = self.design.take(rows), self.target.take(rows)
        return Sample(design, target, self.time[rows], fit_pooled(design, target, seed))


@dataclass(frozen=True, slots=True)
class Found:
    """A change with the p-value of the stretch it divides."""

    location: Location
    p_value: float


@dataclass(frozen=True, slots=True)
class Division:
    """The p-value of the whole table, and the changes in the order of time."""

    p_value: float
    changes: tuple[Found, ...]


def divide(
    sample: Sample, *, draws: int, seed: int, progress: Callable[[float], None] | None = None
) -> Division | None:
    """Find the changes of practice; None where the table is too small to judge."""
    whole = _judge(sample, -np.inf, np.inf, draws, seed)
    if whole is None:
        return None
    p_value, first = whole
    if progress:
        progress(0.3)
    if not first:
        return Division(p_value, ())
    found = {one.location.first: one for one in first}
    open_parts = list(pairwise((-np.inf, *sorted(found), np.inf)))
    while open_parts and len(found) < _MOST_CHANGES:
        start, end = open_parts.pop(0)
        verdict = _judge(sample, start, end, draws, seed)
        if verdict is None or not verdict[1]:
            continue
        found |= {one.location.first: one for one in verdict[1]}
        edges = sorted(one.location.first for one in verdict[1])
        open_parts += list(pairwise((start, *edges, end)))
    if progress:
        progress(0.4)
    if len(found) == len(first) == 2:
        # There and back: each was dated given the other, and both stand or fall together.
        return Division(p_value, first)
    return Division(p_value, _settled(sample, sorted(found.items()), draws, seed))


def _settled(
    sample: Sample, found: list[tuple[float, Found]], draws: int, seed: int
) -> tuple[Found, ...]:
    """Look at each change once more between its neighbours; what no longer stands out falls away."""
    if len(found) < 2:
        return tuple(one for _edge, one in found)
    settled: list[Found] = []
    edges = [edge for edge, _one in found]
    for i in range(len(found)):
        start = settled[-1].location.first if settled else -np.inf
        end = edges[i + 1] if i + 1 < len(edges) else np.inf
        verdict = _judge(sample, start, end, draws, seed)
        if verdict is not None and len(verdict[1]) == 1:
            settled.append(verdict[1][0])
    return tuple(settled) or (found[0][1],)


def _judge(
    sample: Sample,
    start: float,
    end: float,
    draws: int,
    seed: int,
) -> tuple[float, tuple[Found, ...]] | None:
    part = sample.between(start, end, seed)
    if len(part.time) < _LEAST_ROWS or not _two_sided(part.target):
        return None
    verdict = examine(part.design, part.target, part.time, part.pooled, draws=draws, seed=seed)
    if verdict is None:
        return None
    is_whole = part is sample
    level = _NUMBER_LEVEL if part.target.kind == "number" else LEVEL
    if verdict.p_value > (level if is_whole else min(level, _FURTHER_LEVEL)):
        return verdict.p_value, ()
    where = _places(part, verdict.edges, seed)
    least = _LEAST_GAIN if is_whole else _FURTHER_GAIN
    found = tuple(Found(one, verdict.p_value) for one in where if one.gain >= least)
    return verdict.p_value, found


def _places(part: Sample, edges: tuple[float, ...], seed: int) -> tuple[Location, ...]:
    """Return the change, or both where a stretch in the middle stands out far more than one side does."""
    given = part.design, part.target, part.time, part.pooled
    one = locate(*given, seed)
    both = locate_pair(*given, (edges[0], edges[1]), seed) if len(edges) == 2 else None
    return both if both and both[0].gain > one.gain + _LEAST_GAIN else (one,)


def _two_sided(target: Target) -> bool:
    if target.kind == "number":
        return float(target.values.std()) > 0
    counts = target.values.sum(0)
    return bool((np.minimum(counts, len(target.values) - counts) >= 8).any())
