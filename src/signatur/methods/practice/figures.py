"""Figures with intervals: area under the curve (DeLong, DeLong and Clarke-Pearson 1988) and R²."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.schema import Estimate

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.methods.practice.target import Target

_Z = 1.96


def placements(
    score: NDArray[np.float64], positive: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return for each positive the share of negatives below it, and for each negative the reverse."""
    from scipy.stats import rankdata

    up, down = score[positive], score[~positive]
    rank = rankdata(score)
    above = (rank[positive] - rankdata(up)) / max(len(down), 1)
    below = 1 - (rank[~positive] - rankdata(down)) / max(len(up), 1)
    return above, below


def auc(score: NDArray[np.float64], positive: NDArray[np.bool_]) -> Estimate | None:
    """Return the area under the ROC curve; None unless both outcomes occur twice."""
    if min(positive.sum(), (~positive).sum()) < 2:
        return None
    above, below = placements(score, positive)
    return _bounded(float(above.mean()), _variance(above, below))


def auc_gain(
    score: NDArray[np.float64], better: NDArray[np.float64], positive: NDArray[np.bool_]
) -> Estimate | None:
    """Return by how much the second score's area is greater, on the same rows."""
    if min(positive.sum(), (~positive).sum()) < 2:
        return None
    first, second = placements(score, positive), placements(better, positive)
    above, below = second[0] - first[0], second[1] - first[1]
    half = _Z * np.sqrt(_variance(above, below))
    value = float(above.mean())
    return Estimate(value, value - float(half), value + float(half))


def _variance(above: NDArray[np.float64], below: NDArray[np.float64]) -> float:
    return float(above.var(ddof=1) / len(above) + below.var(ddof=1) / len(below))


def _bounded(value: float, variance: float) -> Estimate:
    """Return the interval on the scale of logits, so that it stays between 0 and 1."""
    inner = min(max(value, 1e-4), 1 - 1e-4)
    half = _Z * np.sqrt(variance) / (inner * (1 - inner))
    middle = np.log(inner / (1 - inner))
    low, high = (float(1 / (1 + np.exp(-(middle + sign * half)))) for sign in (-1, 1))
    return Estimate(value, min(low, value), max(high, value))


def mean_of(values: NDArray[np.float64]) -> Estimate:
    """Return the mean of shares, or of paired differences, of many cases."""
    value, half = float(values.mean()), float(_Z * values.std(ddof=1) / np.sqrt(len(values)))
    return Estimate(value, value - half, value + half)


def score_of(target: Target, link: NDArray[np.float64], rows: NDArray[np.bool_]) -> Estimate | None:
    """Return AUC (the mean over classes, by their size), or R² for a number, on these rows."""
    values, answers = target.values[rows], link[rows]
    if target.kind == "number":
        return _explained(values[:, 0], np.zeros(len(values)), answers[:, 0], against_mean=True)
    found = [auc(answers[:, k], values[:, k] == 1) for k in range(values.shape[1])]
    return _mean(found, values.sum(0))


def score_gain(
    target: Target, link: NDArray[np.float64], better: NDArray[np.float64], rows: NDArray[np.bool_]
) -> Estimate | None:
    """Return by how much the second answers score higher than the first, on the same rows."""
    values, first, second = target.values[rows], link[rows], better[rows]
    if target.kind == "number":
        return _explained(values[:, 0], first[:, 0], second[:, 0], against_mean=False)
    columns = range(values.shape[1])
    found = [auc_gain(first[:, k], second[:, k], values[:, k] == 1) for k in columns]
    return _mean(found, values.sum(0))


def _mean(found: list[Estimate | None], sizes: NDArray[np.float64]) -> Estimate | None:
    known = [(one, float(size)) for one, size in zip(found, sizes, strict=True) if one is not None]
    total = sum(size for _one, size in known)
    if total == 0:
        return None
    names = ("value", "low", "high")
    return Estimate(
        *(sum(getattr(one, name) * size for one, size in known) / total for name in names)
    )


def _explained(
    values: NDArray[np.float64],
    first: NDArray[np.float64],
    second: NDArray[np.float64],
    *,
    against_mean: bool,
) -> Estimate | None:
    """Return R² of the second answers, less that of the first unless these are the mean (delta method)."""
    if len(values) < 10 or values.std() == 0:
        return None
    whole = (values - values.mean()) ** 2
    rest = whole if against_mean else (values - first) ** 2
    saved = rest - (values - second) ** 2
    value = float(saved.mean() / whole.mean())
    pull = (saved - value * whole) / whole.mean()
    half = float(_Z * pull.std(ddof=1) / np.sqrt(len(pull)))
    return Estimate(value, value - half, value + half)
