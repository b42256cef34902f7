"""When did the practice change? Every moment is weighed; the date is where the evidence is greatest.

Its interval holds 95 % of the evidence, tempered because the model of all times is estimated too.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.departing import departure, evidence_of
from signatur.methods.practice.learners import crossfit, ridge_linear, ridge_logistic, with_constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.methods.practice.design import Design
    from signatur.methods.practice.learners import Pooled
    from signatur.methods.practice.target import Target

# The models' errors make the likelihood surer than it is; found by simulation of the interval's coverage.
_TEMPER = 0.6
_TEMPER_EVIDENCE = 0.8
_LEAST_OF_PART = 40
_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Practice:
    """The outcome under one practice, told for every row by models that did not learn the row's fold."""

    link: NDArray[np.float64]
    drawn: NDArray[np.float64]
    """(3, columns): constant and weights with which the practice's models draw it from the pooled one."""
    spread: float

    def log_likelihood(self, target: Target) -> NDArray[np.float64]:
        """Return the logarithm of the probability of each row's outcome under this practice."""
        return target.log_likelihood(self.link, self.spread)


@dataclass(frozen=True, slots=True)
class Location:
    """The first moment of the new practice, and the interval."""

    first: float
    low: float
    high: float
    gain: float
    """Log likelihood above that of the pooled model."""


def practice_of(
    design: Design, target: Target, pooled: Pooled, rows: NDArray[np.bool_], seed: int
) -> Practice:
    """Fit the practice of some rows, leaning on the pooled model where they say too little."""
    members = crossfit(design, target, seed=seed, learning=rows)
    own = pooled.blend.apply(members)
    near = departure(design, target, pooled.link, rows)
    drawn = np.column_stack(
        [
            _lean((own, near), pooled.link, target.take(np.flatnonzero(rows)), rows, k)
            for k in range(own.shape[1])
        ]
    )
    link = lean((own, near), pooled.link, drawn)
    spread = 1.0
    if target.kind == "number":
        spread = max(float((target.values[rows] - link[rows]).std()), 0.05)
    return Practice(link, drawn, spread)


def lean(
    answers: tuple[NDArray[np.float64], NDArray[np.float64]],
    pooled: NDArray[np.float64],
    drawn: NDArray[np.float64],
) -> NDArray[np.float64]:
    """Return the pooled answers moved towards those of the practice's own models."""
    found: NDArray[np.float64] = pooled + drawn[0]
    for one, weight in zip(answers, drawn[1:], strict=True):
        found = found + weight * (one - pooled)
    return found


def _lean(
    answers: tuple[NDArray[np.float64], NDArray[np.float64]],
    pooled: NDArray[np.float64],
    target: Target,
    rows: NDArray[np.bool_],
    k: int,
) -> NDArray[np.float64]:
    base, outcome = pooled[rows, k], target.values[:, k]
    inputs = with_constant(np.column_stack([one[rows, k] - base for one in answers]))
    if target.kind == "number":
        found = ridge_linear(inputs, (outcome - base)[:, None], 5.0)[:, 0]
    else:
        found = ridge_logistic(inputs, outcome, 2.0, offset=base)
    return np.array([found[0], *np.clip(found[1:], 0.0, 1.2)])


def locate(
    design: Design, target: Target, time: NDArray[np.float64], pooled: Pooled, seed: int
) -> Location:
    """Find the one moment that divides these rows best."""
    least = int(max(20, 0.03 * len(time)))
    where = _most_evident(design, target, time, pooled.link, least)
    gain = _gain(design, target, pooled, time >= where.first, seed)
    return replace(where, gain=gain)


def locate_pair(
    design: Design,
    target: Target,
    time: NDArray[np.float64],
    pooled: Pooled,
    edges: tuple[float, float],
    seed: int,
) -> tuple[Location, Location] | None:
    """Find the two moments between which another practice held than before and after, near these.

    Each is dated given the other. None where one of the three parts is too small.
    """
    first, second = (Location(edge, edge, edge, 0.0) for edge in edges)
    for _ in range(_ROUNDS):
        for is_first in (True, False):
            rows = np.flatnonzero(time < second.first if is_first else time >= first.first)
            if len(rows) < 2 * _LEAST_OF_PART:
                return None
            where = _most_evident(
                design.take(rows),
                target.take(rows),
                time[rows],
                pooled.link[rows],
                _LEAST_OF_PART,
            )
            first, second = (where, second) if is_first else (first, where)
    between = (time >= first.first) & (time < second.first)
    gain = _gain(design, target, pooled, between, seed)
    return replace(first, gain=gain), replace(second, gain=gain)


def _most_evident(
    design: Design,
    target: Target,
    time: NDArray[np.float64],
    link: NDArray[np.float64],
    least: int,
) -> Location:
    moments, evidence = evidence_of(design, target, time, link, least)
    best = int(evidence.argmax())
    low, high = _interval(_TEMPER_EVIDENCE * (evidence - evidence[best]), best)
    return Location(float(moments[best]), float(moments[low]), float(moments[high]), 0.0)


def _gain(
    design: Design, target: Target, pooled: Pooled, other: NDArray[np.bool_], seed: int
) -> float:
    """Return by how much two practices foretell unseen rows better than one does."""
    here, there = (practice_of(design, target, pooled, rows, seed) for rows in (~other, other))
    told = np.where(other, there.log_likelihood(target), here.log_likelihood(target))
    return float(told.sum()) - _pooled_likelihood(target, pooled)


def _interval(weight: NDArray[np.float64], best: int) -> tuple[int, int]:
    """Return the ends of what holds 95 %, the best within."""
    share = np.cumsum(np.exp(weight))
    low, high = (int(np.searchsorted(share, one * share[-1])) for one in (0.025, 0.975))
    return min(low, best), min(max(high, best), len(weight) - 1)


def peak(
    time: NDArray[np.float64], lead_of_old: NDArray[np.float64], least: int
) -> tuple[float, float, float, float]:
    """Return the first moment of the new practice, the ends of its interval, and the old one's lead until then."""
    moments, place, counts = np.unique(time, return_inverse=True, return_counts=True)
    lead = np.cumsum(np.bincount(place, weights=lead_of_old))[:-1]
    rows = np.cumsum(counts)[:-1]
    usable = (rows >= least) & (rows <= len(time) - least)
    lead = np.where(usable, lead, -np.inf)
    best = int(lead.argmax())
    ends = _interval(_TEMPER * (lead - lead[best]), best)
    return (
        float(moments[best + 1]),
        float(moments[ends[0] + 1]),
        float(moments[ends[1] + 1]),
        float(lead[best]),
    )


def _pooled_likelihood(target: Target, pooled: Pooled) -> float:
    spread = 1.0
    if target.kind == "number":
        spread = max(float((target.values - pooled.link).std()), 0.05)
    return float(target.log_likelihood(pooled.link, spread).sum())
