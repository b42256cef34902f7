"""Where a learning curve goes: an average over many curves, each weighted by how well it fits.

What a model misses, e(n), falls as s(φ + (1 - φ)g(n)) with g a power of the size or an exponential; s is
solved, the rest lies on a grid with a prior. The scores of one fold go up and down together from size
to size, so the fit uses their covariance, widened as Nadeau and Bengio (2003) widen the variance of
cross-validation. To the uncertainty of the curve comes what one draw of training rows adds.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from signatur.methods.tables.volume.measuring import LearningCurve
    from signatur.methods.tables.volume.metrics import Metric

_DRAWS: Final = 4000
_POWERS: Final = np.array(
    [0.05, 0.1, 0.15, 0.2, 0.27, 0.35, 0.45, 0.55, 0.7, 0.85, 1.0, 1.25, 1.5, 2.0]
)
_REST: Final = np.array([0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.88, 0.94, 0.97])
_SHIFTS: Final = (0.0, 0.05, 0.25)
_PACES: Final = np.array([0.3, 0.7, 1.2, 2.0, 3.5])
_OF_EXPONENTIAL: Final = 0.1
# How much of what is missed a curve of these families may misplace a point, per doubling of distance.
_MISFIT: Final = 0.02
# Widens the interval until it holds the truth as often as it says: benchmarks/stewardship/volume.py.
_WIDEN: Final = 1.1
# Where hardly anything is missed, a part of a row more or less is open, whatever the curve says.
_NEAR_BEST: Final = 0.2
_ONE_ROW: Final = 0.5
_NEVER: Final = 1e8


@dataclass(frozen=True, slots=True)
class Point:
    """A score at a number of training rows, with its 95 % interval."""

    rows: int
    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Needed:
    """Training rows until a target; `high` is None where it may never be reached.

    `value` is None where the target most likely lies beyond what more rows of this kind can give.
    """

    value: int | None
    low: int | None
    high: int | None
    probability: float
    """That any number of rows reaches the target."""


@dataclass(frozen=True, slots=True)
class Forecast:
    """A measured curve, continued."""

    metric: str
    curve: tuple[Point, ...]
    points: tuple[Point, ...]
    ceiling: Point
    """What an endless number of rows of this kind would give (`rows` is 0)."""
    needed: Needed | None


@dataclass(frozen=True, slots=True)
class _Curves:
    """Draws of curves, as parameters."""

    scale: NDArray[np.float64]
    rest: NDArray[np.float64]
    power: NDArray[np.float64]
    shift: NDArray[np.float64]
    is_exponential: NDArray[np.bool_]
    last: float

    def missed(self, rows: float) -> NDArray[np.float64]:
        """Return what each curve misses at a number of rows."""
        with np.errstate(over="ignore", under="ignore"):
            falling = np.where(
                self.is_exponential,
                np.exp(-np.clip(self.power * (rows / self.last - 1), -50, 700)),
                ((rows + self.shift) / (self.last + self.shift)) ** -self.power,
            )
        return np.asarray(self.scale * (self.rest + (1 - self.rest) * falling))

    def rows_for(self, missed: float) -> NDArray[np.float64]:
        """Return the number of rows at which each curve misses no more; infinite where never."""
        with np.errstate(divide="ignore", over="ignore", invalid="ignore"):
            left = (missed / self.scale - self.rest) / (1 - self.rest)
            safe = np.where(left > 0, left, 1.0)
            by_power = (self.last + self.shift) * safe ** (-1 / self.power) - self.shift
            by_exponential = self.last * (1 - np.log(safe) / self.power)
            rows = np.where(self.is_exponential, by_exponential, by_power)
        rows = np.where(left > 0, np.maximum(rows, 1.0), np.inf)
        return np.where(rows > _NEVER, np.inf, rows)


def forecast_of(
    measured: LearningCurve,
    metric: Metric,
    at: Sequence[int],
    *,
    target: float | None = None,
    seed: int = 0,
) -> Forecast | None:
    """Continue a measured curve to these numbers of rows; None where the measure could not be told."""
    runs = measured.runs.get(metric.name)
    if runs is None or len(measured.sizes) < 2 or not np.isfinite(runs).all():
        return None
    sign = 1.0 if metric.is_higher_better else -1.0
    missed = sign * (metric.best - runs)
    sizes = measured.sizes.astype(np.float64)
    covariance = _covariance(missed, sizes, measured.tested)
    drawn_variance = _variance_of_a_draw(missed, measured)
    chance = np.random.default_rng(seed)
    curves = _draw_curves(missed.mean(0), covariance, sizes, chance)
    noise = chance.standard_normal(_DRAWS)

    def point(rows: int) -> Point:
        at_rows = curves.missed(float(rows))
        middle = float(np.median(at_rows))
        own = np.sqrt(drawn_variance / rows + (_NEAR_BEST / measured.tested) ** 2)
        spread = (at_rows - middle + own * noise) * _WIDEN
        low, high = np.quantile(middle + spread, [0.025, 0.975])
        return _point(rows, middle, float(low), float(high), metric)

    ends = np.quantile(curves.scale * curves.rest, [0.5, 0.025, 0.975])
    curve = []
    for number, rows in enumerate(measured.sizes):
        middle, spread = (
            float(missed.mean(0)[number]),
            1.96 * float(covariance[number, number] ** 0.5),
        )
        curve.append(_point(int(rows), middle, middle - spread, middle + spread, metric))
    return Forecast(
        metric.name,
        tuple(curve),
        tuple(point(int(rows)) for rows in at),
        _point(0, float(ends[0]), float(ends[1]), float(ends[2]), metric),
        None if target is None else _needed(curves, sign * (metric.best - target), int(sizes[0])),
    )


def _point(rows: int, middle: float, low: float, high: float, metric: Metric) -> Point:
    if metric.is_higher_better:
        values = metric.best - middle, metric.best - high, metric.best - max(low, 0.0)
    else:
        values = middle, max(low, 0.0), high
    return Point(rows, *values)


def _covariance(
    missed: NDArray[np.float64], sizes: NDArray[np.float64], tested: int
) -> NDArray[np.float64]:
    """Return the covariance of the means over runs, and how far the families may misplace a point."""
    runs = len(missed)
    between = np.atleast_2d(np.cov(missed, rowvar=False))
    shrunk = 0.8 * between + 0.2 * np.diag(np.diag(between))
    # Nadeau and Bengio: the runs share most of their training rows; a test fold is a quarter as large.
    mean = shrunk * (1 / runs + 0.25)
    level = missed.mean(0)
    misfit = (_MISFIT * np.abs(level) * (1 + np.log2(sizes[-1] / sizes))) ** 2
    least = (1e-3 * max(float(np.abs(level).max()), 1e-3)) ** 2
    # Where hardly any tested row is missed, the runs agree by chance: one row more or less is open.
    together = (_ONE_ROW * max(1.0, float(np.abs(level[-1]))) / tested) ** 2
    return np.asarray(mean + np.diag(misfit + least) + together)


def _variance_of_a_draw(missed: NDArray[np.float64], measured: LearningCurve) -> float:
    """Return the variance that the draw of training rows adds, times the rows.

    From draws that were tested on the same fold, at sizes below half, where they share few rows.
    """
    found = []
    half = measured.sizes <= measured.sizes[-1] / 2
    for fold in np.unique(measured.folds):
        mine = missed[measured.folds == fold][:, half]
        if len(mine) > 1 and mine.shape[1]:
            found.append(mine.var(axis=0, ddof=1) * measured.sizes[half])
    if found:
        return float(np.median(np.mean(found, axis=0)[-3:]))
    # One draw a fold: what differs between folds beyond the test rows' own chance is not known; half.
    return float(np.median((missed.var(axis=0, ddof=1) * measured.sizes)[-3:]) * 0.5)


def _draw_curves(
    level: NDArray[np.float64],
    covariance: NDArray[np.float64],
    sizes: NDArray[np.float64],
    chance: np.random.Generator,
) -> _Curves:
    last = float(sizes[-1])
    grid = _grid(last)
    unscaled = _Curves(np.ones(len(grid)), grid[:, 0], grid[:, 1], grid[:, 2], grid[:, 3] > 0, last)
    shapes = np.column_stack([unscaled.missed(rows) for rows in sizes])
    inverse = np.linalg.pinv(covariance)
    weight = np.einsum("gi,ij,gj->g", shapes, inverse, shapes)
    best = (shapes @ inverse @ level) / weight
    fits = -0.5 * (level @ inverse @ level - best**2 * weight) + grid[:, 4] - 0.5 * np.log(weight)
    fits[best <= 0] = -np.inf
    if not np.isfinite(fits).any():
        fits = grid[:, 4]
    chosen = np.exp(fits - fits.max())
    picked = chance.choice(len(grid), _DRAWS, p=chosen / chosen.sum())
    scale = best[picked] + chance.standard_normal(_DRAWS) / np.sqrt(weight[picked])
    return _Curves(
        np.maximum(scale, 1e-9),
        grid[picked, 0],
        grid[picked, 1],
        grid[picked, 2],
        grid[picked, 3] > 0,
        last,
    )


def _grid(last: float) -> NDArray[np.float64]:
    """Return all curves of the families: what stays, power or pace, shift, which family, log prior."""
    lines = [
        (rest, power, shift * last, 0.0, -0.5 * (np.log(power / 0.5) / 0.7) ** 2)
        for rest in _REST
        for power in _POWERS
        for shift in _SHIFTS
    ]
    powers = np.array(lines)
    powers[:, 4] += np.log((1 - _OF_EXPONENTIAL) / np.exp(powers[:, 4]).sum())
    paces = np.array([(rest, pace, 0.0, 1.0, 0.0) for rest in _REST for pace in _PACES])
    paces[:, 4] = np.log(_OF_EXPONENTIAL / len(paces))
    return np.concatenate([powers, paces])


def _needed(curves: _Curves, missed: float, least: int) -> Needed:
    # Below the smallest size that was measured nothing is known.
    rows = curves.rows_for(missed) if missed > 0 else np.full(_DRAWS, np.inf)
    rows = np.maximum(rows, least)
    low, middle, high = (
        _whole(float(np.quantile(rows, q, method="higher"))) for q in (0.025, 0.5, 0.975)
    )
    return Needed(middle, low, high, float(np.isfinite(rows).mean()))


def _whole(rows: float) -> int | None:
    return round(rows) if np.isfinite(rows) else None
