"""When did the practice change? Models of before and after are weighed against each other row by row.

The date is where the summed log likelihood of "old before, new from here on" is greatest; its interval
holds 95 % of that likelihood, tempered because the models are estimated too.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.learners import crossfit, ridge_linear, ridge_logistic, with_constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.methods.practice.design import Design
    from signatur.methods.practice.learners import Pooled
    from signatur.methods.practice.target import Target

# The models' errors make the likelihood surer than it is; found by simulation of the interval's coverage.
_TEMPER = 0.6
_ROUNDS = 2


@dataclass(frozen=True, slots=True)
class Practice:
    """The outcome under one practice, told for every row by models that did not learn the row's fold."""

    link: NDArray[np.float64]
    drawn: NDArray[np.float64]
    """(2, columns): constant and weight with which the practice leaves the pooled model."""
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
    link = np.empty_like(own)
    drawn = np.empty((2, own.shape[1]))
    for k in range(own.shape[1]):
        drawn[:, k] = _lean(own[rows, k], pooled.link[rows, k], target, target.values[rows, k])
        link[:, k] = lean(own[:, k], pooled.link[:, k], drawn[:, k])
    spread = 1.0
    if target.kind == "number":
        spread = max(float((target.values[rows] - link[rows]).std()), 0.05)
    return Practice(link, drawn, spread)


def lean(
    own: NDArray[np.float64], pooled: NDArray[np.float64], drawn: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the pooled answer moved towards the practice's own."""
    found: NDArray[np.float64] = pooled + drawn[0] + drawn[1] * (own - pooled)
    return found


def _lean(
    own: NDArray[np.float64],
    pooled: NDArray[np.float64],
    target: Target,
    outcome: NDArray[np.float64],
) -> NDArray[np.float64]:
    inputs = with_constant((own - pooled)[:, None])
    if target.kind == "number":
        found = ridge_linear(inputs, (outcome - pooled)[:, None], 5.0)[:, 0]
    else:
        found = ridge_logistic(inputs, outcome, 2.0, offset=pooled)
    return np.array([found[0], np.clip(found[1], 0.0, 1.2)])


def locate(
    design: Design,
    target: Target,
    time: NDArray[np.float64],
    pooled: Pooled,
    edges: tuple[float, ...],
    seed: int,
) -> Location:
    """Find the one moment that divides these rows best, beginning the search at each of the edges."""
    found = [_from(design, target, time, pooled, edge, seed) for edge in edges]
    return max(found, key=lambda one: one.gain)


def _from(
    design: Design,
    target: Target,
    time: NDArray[np.float64],
    pooled: Pooled,
    edge: float,
    seed: int,
) -> Location:
    best: Location | None = None
    for _ in range(_ROUNDS):
        before = practice_of(design, target, pooled, time < edge, seed)
        after = practice_of(design, target, pooled, time >= edge, seed)
        split = _split(target, time, pooled, before, after)
        if best is not None and split.gain <= best.gain:
            break
        same = split.first == edge
        best, edge = split, split.first
        if same:
            break
    assert best is not None
    return best


def _split(
    target: Target, time: NDArray[np.float64], pooled: Pooled, before: Practice, after: Practice
) -> Location:
    old, new = before.log_likelihood(target), after.log_likelihood(target)
    least = int(max(20, 0.03 * len(time)))
    first, low, high, lead = peak(time, old - new, least)
    gain = lead + float(new.sum()) - _pooled_likelihood(target, pooled)
    return Location(first, low, high, gain)


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
    weight = np.exp(_TEMPER * (lead - lead[best]))
    share = np.cumsum(weight) / weight.sum()
    low, high = (int(np.searchsorted(share, one)) for one in (0.025, 0.975))
    ends = min(low, best), min(max(high, best), len(moments) - 2)
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
