"""Is a model no worse than people by more than a margin? One-sided, by score tests.

Two groups of cases: Farrington and Manning (1990), whose variance is taken where the hypothesis just
holds. The same cases answered by both: Tango (1998), widened for two people's answers to one case (Rao
and Scott 1992). Few cases: the chance of a result as extreme, summed over all results there can be, at
the likeliest shares that just fulfil the hypothesis (Storer and Kim 1990). How many cases a test needs:
the usual formula for a one-sided test at equal shares (Julious 2004).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from signatur.methods.evaluation.shares import Cells, ratio

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

ALPHA: Final = 0.05
_POWER: Final = 0.8
_NORMAL: Final = NormalDist()
# Up to so many cases on each side, or on both, all results are gone through.
_FEW: Final = 150


@dataclass(frozen=True, slots=True)
class NonInferiority:
    """Whether a share is at most a margin lower than another one."""

    difference: float
    """The first share less the second."""
    low: float
    """Lower end of the one-sided interval for the difference."""
    margin: float
    p_value: float
    holds: bool
    method: str
    """`exact`, `score` or `resampled`."""


def no_worse(
    right: int, total: int, other_right: int, other_total: int, margin: float, alpha: float = ALPHA
) -> NonInferiority:
    """Test whether a share is no worse than another, of other cases, by more than a margin.

    Raises ValueError without cases, or for a margin that is no share above 0.
    """
    _check(margin, total, other_total)
    difference = right / total - other_right / other_total

    def distance(delta: float) -> float:
        return float(_apart_z(right, total, other_right, other_total, delta))

    low = _lower_end(distance, difference, alpha)
    if max(total, other_total) <= _FEW:
        p_value, method = _apart_exact(right, total, other_right, other_total, -margin), "exact"
    else:
        p_value, method = _NORMAL.cdf(-distance(-margin)), "score"
    return NonInferiority(difference, low, margin, p_value, p_value < alpha, method)


def no_worse_on_same(
    right: Sequence[bool] | NDArray[np.bool_],
    others: Sequence[Sequence[bool]] | Sequence[NDArray[np.bool_]],
    margin: float,
    alpha: float = ALPHA,
) -> NonInferiority:
    """Test the same where all answered the same cases, in the same order.

    `others` are one or more people; the first share is held against the mean of theirs. Raises
    ValueError as `no_worse`, or where somebody did not answer all cases.
    """
    _check(margin, len(right), len(others))
    if any(len(one) != len(right) for one in others):
        raise ValueError("all must have answered the same cases")
    own = np.asarray(right, dtype=np.int64)
    gains = np.stack([own - np.asarray(one, dtype=np.int64) for one in others])
    only, only_other, total = int((gains > 0).sum()), int((gains < 0).sum()), gains.size
    inflation, difference = _hanging_together(gains), float(gains.mean())

    def distance(delta: float) -> float:
        return float(_same_z(only, only_other, total, delta)) / math.sqrt(inflation)

    low = _lower_end(distance, difference, alpha)
    if len(others) == 1 and total <= _FEW:
        p_value, method = _same_exact(only, only_other, total, -margin), "exact"
    else:
        p_value, method = _NORMAL.cdf(-distance(-margin)), "score"
    return NonInferiority(difference, low, margin, p_value, p_value < alpha, method)


def no_worse_of_counted(
    right: NDArray[np.bool_],
    counted: NDArray[np.bool_],
    others: Sequence[tuple[NDArray[np.bool_], NDArray[np.bool_]]],
    margin: float,
    *,
    alpha: float = ALPHA,
    seed: int = 0,
) -> NonInferiority:
    """Test the same for shares of what each of them answered so, as precision is, by resampling cases.

    Arrays hold one value a case; `others` are pairs of right and counted. Where few cases count,
    resampling is too sure of itself: the test of separate cases must agree. Raises ValueError.
    """
    _check(margin, len(right), len(others))
    cells = Cells.of([right & counted, counted, *(one for a, b in others for one in (a & b, b))])

    def apart(counts: NDArray[np.float64]) -> NDArray[np.float64]:
        theirs = [ratio(counts, cells[2 * at + 2], cells[2 * at + 3]) for at in range(len(others))]
        found: NDArray[np.float64] = ratio(counts, cells[0], cells[1]) - np.mean(theirs, axis=0)
        return found

    drawn = apart(cells.drawn(seed))
    difference = float(apart(cells.counts[None, :].astype(np.float64))[0])
    p_value = float((np.sum(drawn <= -margin) + 1) / (len(drawn) + 1))
    low = float(np.quantile(drawn, alpha))
    own, theirs = int(counted.sum()), sum(int(b.sum()) for _a, b in others) // len(others)
    if 0 < min(own, theirs) <= _FEW:
        hits = sum(int((a & b).sum()) for a, b in others) // len(others)
        apart_too = no_worse(int((right & counted).sum()), own, hits, theirs, margin, alpha)
        p_value, low = max(p_value, apart_too.p_value), min(low, apart_too.low)
    return NonInferiority(difference, low, margin, p_value, p_value < alpha, "resampled")


def cases_to_compare(
    error: float, margin: float, alpha: float = ALPHA, power: float = _POWER
) -> int:
    """Return how many cases each side needs for a model that is as good as people to be shown no worse.

    `error` is how often people err. Raises ValueError for what is no share above 0.
    """
    if not all(0 < one < 1 for one in (error, margin, alpha, power)):
        raise ValueError("error, margin, alpha and power must be shares above 0")
    spread = _NORMAL.inv_cdf(1 - alpha) + _NORMAL.inv_cdf(power)
    return math.ceil(spread**2 * 2 * error * (1 - error) / margin**2)


def _check(margin: float, *totals: int) -> None:
    if not 0 < margin < 1 or min(totals) < 1:
        raise ValueError("cases on both sides and a margin above 0 are needed")


def _lower_end(distance: Callable[[float], float], difference: float, alpha: float) -> float:
    """Return the smallest difference that the test does not refuse, by halving."""
    wanted = _NORMAL.inv_cdf(1 - alpha)
    below, above = -1.0 + 1e-9, min(difference, 1.0 - 1e-9)
    if distance(below) <= wanted:
        return -1.0
    for _ in range(60):
        middle = (below + above) / 2
        below, above = (middle, above) if distance(middle) > wanted else (below, middle)
    return above


def _hanging_together(gains: NDArray[np.int64]) -> float:
    """Return by how much two people's answers to one case tell less than to two, 1 to their number."""
    people = len(gains)
    spread = gains - gains.mean()
    variance = float((spread**2).mean())
    if people == 1:
        return 1.0
    if variance == 0:
        return float(people)
    return min(float(people), max(1.0, people * float((spread.mean(0) ** 2).mean()) / variance))


def _same_z(only: Any, only_other: Any, total: int, delta: float) -> Any:
    """Return Tango's statistic; `only` and `only_other` may be arrays."""
    variance = np.maximum(2 * _hidden(only, only_other, total, delta) + delta * (1 - delta), 0.0)
    return _over(np.asarray(only - only_other) / total - delta, np.sqrt(variance / total))


def _hidden(only: Any, only_other: Any, total: int, delta: float) -> Any:
    """Return the likeliest share on which only the other is right, where the shares differ by delta."""
    a = 2 * total
    b = -np.asarray(only) - only_other + (2 * total - only + only_other) * delta
    c = -np.asarray(only_other) * delta * (1 - delta)
    return (np.sqrt(np.maximum(b * b - 4 * a * c, 0.0)) - b) / (2 * a)


def _same_exact(only: int, only_other: int, total: int, delta: float) -> float:
    from scipy.special import gammaln, xlogy

    second = min(1.0, max(float(_hidden(only, only_other, total, delta)), -delta, 0.0))
    first = min(1.0, max(second + delta, 0.0))
    one, two = np.meshgrid(np.arange(total + 1), np.arange(total + 1), indexing="ij")
    can_be = one + two <= total
    one, two = one[can_be], two[can_be]
    rest = total - one - two
    chance = np.exp(
        gammaln(total + 1) - gammaln(one + 1) - gammaln(two + 1) - gammaln(rest + 1)
        + xlogy(one, first) + xlogy(two, second) + xlogy(rest, max(1 - first - second, 0.0))
    )  # fmt: skip
    seen = _same_z(only, only_other, total, delta)
    return float(min(1.0, chance[_same_z(one, two, total, delta) >= seen - 1e-9].sum()))


def _apart_z(right: Any, total: int, other_right: Any, other_total: int, delta: float) -> Any:
    """Return Farrington and Manning's statistic; the counts may be arrays."""
    share, other = np.asarray(right) / total, np.asarray(other_right) / other_total
    first, second = _restricted(share, other, other_total / total, delta)
    variance = first * (1 - first) / total + second * (1 - second) / other_total
    return _over(share - other - delta, np.sqrt(variance))


def _restricted(share: Any, other: Any, sizes: float, delta: float) -> tuple[Any, Any]:
    """Return the likeliest shares that differ by exactly `delta` (Farrington and Manning 1990).

    `sizes` is the number of the other cases over that of the first.
    """
    a = 1 + sizes
    b = -(1 + sizes + share + sizes * other + delta * (sizes + 2))
    c = delta**2 + delta * (2 * share + sizes + 1) + share + sizes * other
    d = -share * delta * (1 + delta)
    v = b**3 / (3 * a) ** 3 - b * c / (6 * a**2) + d / (2 * a)
    u = np.copysign(np.sqrt(np.maximum(b**2 / (3 * a) ** 2 - c / (3 * a), 0.0)), v)
    safe = np.where(u == 0, 1.0, u)
    w = (math.pi + np.arccos(np.clip(np.where(u == 0, 0.0, v / safe**3), -1.0, 1.0))) / 3
    first = np.clip(2 * u * np.cos(w) - b / (3 * a), 0.0, 1.0)
    return first, np.clip(first - delta, 0.0, 1.0)


def _apart_exact(right: int, total: int, other_right: int, other_total: int, delta: float) -> float:
    from scipy.stats import binom

    first, second = _restricted(
        np.asarray(right / total), np.asarray(other_right / other_total), other_total / total, delta
    )
    one, two = np.arange(total + 1), np.arange(other_total + 1)
    chance = binom.pmf(one, total, first)[:, None] * binom.pmf(two, other_total, second)
    seen = _apart_z(right, total, other_right, other_total, delta)
    extreme = _apart_z(one[:, None], total, two[None, :], other_total, delta) >= seen - 1e-9
    return float(min(1.0, chance[extreme].sum()))


def _over(distance: Any, spread: Any) -> Any:
    """Return distances in spreads; without spread as far as can be, to the side where they lie."""
    safe = np.where(spread > 0, spread, 1.0)
    return np.where(spread > 0, distance / safe, np.sign(distance) * 1e6)
