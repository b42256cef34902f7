"""Does a score mean what it says, and from which score on does acting on it pay?"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.evaluation.shares import RESAMPLES, Cells, Share, share

if TYPE_CHECKING:
    from numpy.typing import NDArray

_BINS = 15
_POINTS = 10
_THRESHOLDS = 41


@dataclass(frozen=True, slots=True)
class Point:
    """Cases of like scores: what was said on average, and what came."""

    said: float
    came: Share
    cases: int


@dataclass(frozen=True, slots=True)
class Reliability:
    """How far scores are from what came."""

    error: Share
    """Expected calibration error over bins of equal width (Naeini et al. 2015), bootstrap interval."""
    by_chance: float
    """What the error of perfect scores would stay below, 19 times of 20, with as many cases."""
    curve: tuple[Point, ...]
    """Bins of about equally many cases, the lowest scores first."""

    @property
    def is_off(self) -> bool:
        return self.error.value > self.by_chance


def reliability(
    said: NDArray[np.float64], came: NDArray[np.bool_], *, confidence: float = 0.95, seed: int = 0
) -> Reliability:
    """Compare scores from 0 to 1 with what came, one of each a case. Raises ValueError without cases."""
    if not len(said):
        raise ValueError("no cases")
    bins = np.minimum((said * _BINS).astype(np.int64), _BINS - 1)
    sums = np.bincount(bins, weights=said, minlength=_BINS)
    sizes = np.bincount(bins, minlength=_BINS)
    means = np.divide(sums, sizes, out=np.zeros(_BINS), where=sizes > 0)
    cells = Cells.of([bins, came])
    error = _errors(cells.counts[None, :].astype(np.float64), cells, means)[0]
    low, high = np.quantile(
        _errors(cells.drawn(seed), cells, means), [0.5 - confidence / 2, 0.5 + confidence / 2]
    )
    chance = np.random.default_rng(seed).binomial(
        sizes, np.clip(means, 0.0, 1.0), size=(RESAMPLES, _BINS)
    )
    perfect = np.abs(chance - sums).sum(1) / len(said)
    return Reliability(
        Share(float(error), float(low), float(high)),
        float(np.quantile(perfect, 0.95)),
        _curve(said, came, confidence),
    )


def _errors(
    counts: NDArray[np.float64], cells: Cells, means: NDArray[np.float64]
) -> NDArray[np.float64]:
    of_bin = cells[0].astype(np.int64)
    apart = counts * (means[of_bin] - cells[1])
    found: NDArray[np.float64] = np.abs(apart @ np.eye(_BINS)[of_bin]).sum(1) / counts.sum(1)
    return found


def _curve(
    said: NDArray[np.float64], came: NDArray[np.bool_], confidence: float
) -> tuple[Point, ...]:
    edges = np.unique(np.quantile(said, np.linspace(0, 1, _POINTS + 1)[1:-1]))
    of_bin = np.searchsorted(edges, said, side="right")
    found = []
    for at in np.unique(of_bin):
        here = of_bin == at
        cases = int(here.sum())
        right = share(int(came[here].sum()), cases, confidence)
        found.append(Point(float(said[here].mean()), right, cases))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Threshold:
    """What acting from a score on would do."""

    threshold: float
    share: float
    """Share of the cases that reach it."""
    precision: Share
    recall: float
    cost: Share
    """Kroner for each of all cases that errors cost."""


def thresholds(
    score: NDArray[np.float64],
    is_positive: NDArray[np.bool_],
    cost_false_positive: float,
    cost_false_negative: float,
    *,
    confidence: float = 0.95,
) -> list[Threshold]:
    """Return what each of some thresholds costs; cases whose score reaches it are acted upon.

    `is_positive`: acting is right. Raises ValueError without cases.
    """
    total = len(score)
    if not total:
        raise ValueError("no cases")
    order = np.argsort(-score, kind="stable")
    hits = np.concatenate([[0], np.cumsum(is_positive[order])])
    positives = int(hits[-1])
    # Values that occur, so that rounding between two of them leaves no case out.
    marks = np.unique(
        np.concatenate([np.quantile(score, np.linspace(0, 1, _THRESHOLDS), method="lower"), [0.5]])
    )
    reached = np.searchsorted(-score[order], -marks, side="right")
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    found = []
    for mark, count in zip(marks, reached, strict=True):
        good = int(hits[count])
        alarms, missed = int(count) - good, positives - good
        mean = (alarms * cost_false_positive + missed * cost_false_negative) / total
        square = (alarms * cost_false_positive**2 + missed * cost_false_negative**2) / total
        half = z * math.sqrt(max(0.0, square - mean**2) / total)
        found.append(
            Threshold(
                float(mark),
                int(count) / total,
                share(good, int(count), confidence),
                good / positives if positives else 0.0,
                Share(mean, max(0.0, mean - half), mean + half),
            )
        )
    return found
