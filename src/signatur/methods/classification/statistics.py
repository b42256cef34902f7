"""Intervals for shares, and measures of classification with theirs."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.classification.schema import Interval

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

_QUANTILE = 1.959963984540054
_RESAMPLES = 300
_BINS = 15


def wilson(count: int, total: int) -> Interval:
    """Return a share with its Wilson score interval (Wilson 1927), 95 %."""
    if total == 0:
        return Interval(0.0, 0.0, 1.0)
    share, square = count / total, _QUANTILE**2
    middle = (share + square / (2 * total)) / (1 + square / total)
    spread = _QUANTILE * np.sqrt(share * (1 - share) / total + square / (4 * total**2))
    half = float(spread / (1 + square / total))
    low = 0.0 if count == 0 else max(0.0, middle - half)
    high = 1.0 if count == total else min(1.0, middle + half)
    return Interval(share, low, high)


def resampled(
    measure: Callable[[NDArray[np.int64]], float], total: int, *, seed: int = 0
) -> Interval:
    """Return a measure of rows with its percentile bootstrap interval (Efron 1979), 95 %."""
    chance = np.random.default_rng(seed)
    drawn = [measure(chance.integers(0, total, total)) for _ in range(_RESAMPLES)]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Interval(measure(np.arange(total)), float(low), float(high))


def macro_f1(truth: NDArray[np.int64], said: NDArray[np.int64], labels: int) -> float:
    """Return the mean F1 over the labels that occur as truth or answer."""
    hits = np.bincount(truth[truth == said], minlength=labels)
    sizes = np.bincount(truth, minlength=labels) + np.bincount(said, minlength=labels)
    occurs = sizes > 0
    return float((2 * hits[occurs] / sizes[occurs]).mean()) if occurs.any() else 0.0


def calibration_error(confidence: NDArray[np.float64], is_right: NDArray[np.bool_]) -> float:
    """Return the expected calibration error (Naeini et al. 2015) over bins of equal width."""
    if not len(confidence):
        return 0.0
    bin_ = np.minimum((confidence * _BINS).astype(int), _BINS - 1)
    apart = np.bincount(bin_, weights=confidence - is_right, minlength=_BINS)
    return float(np.abs(apart).sum() / len(confidence))


def auroc(positive: NDArray[np.float64], negative: NDArray[np.float64]) -> float:
    """Return how probably a positive scores above a negative, ties counting half."""
    from scipy.stats import rankdata

    ranks = rankdata(np.concatenate([positive, negative]))
    above = ranks[: len(positive)].sum() - len(positive) * (len(positive) + 1) / 2
    return float(above / (len(positive) * len(negative)))
