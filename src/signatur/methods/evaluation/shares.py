"""Shares with their intervals at any confidence, and the difference of two of them."""

from __future__ import annotations

import math
from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

RESAMPLES = 2000


@dataclass(frozen=True, slots=True)
class Share:
    """A measured number with its interval."""

    value: float
    low: float
    high: float


def share(right: float, cases: float, confidence: float = 0.95, *, inflation: float = 1.0) -> Share:
    """Return a share with its two-sided score interval (Wilson 1927); (0, 0, 1) without cases.

    `inflation` is how much larger the variance is than of as many cases that do not hang together
    (the design effect of Kish 1965).
    """
    if cases <= 0:
        return Share(0.0, 0.0, 1.0)
    z = NormalDist().inv_cdf(0.5 + confidence / 2)
    value, counted = right / cases, cases / inflation
    square = z * z / counted
    middle = (value + square / 2) / (1 + square)
    half = z * math.sqrt(value * (1 - value) / counted + square / (4 * counted)) / (1 + square)
    low = 0.0 if right <= 0 else max(0.0, middle - half)
    high = 1.0 if right >= cases else min(1.0, middle + half)
    return Share(value, low, high)


def difference(
    right: int, cases: int, other_right: int, other_cases: int, confidence: float = 0.95
) -> Share:
    """Return the first share less that of other cases, with its interval (Newcombe 1998, method 10)."""
    one, two = share(right, cases, confidence), share(other_right, other_cases, confidence)
    apart = one.value - two.value
    down = math.hypot(one.value - one.low, two.high - two.value)
    up = math.hypot(one.high - one.value, two.value - two.low)
    return Share(apart, max(-1.0, apart - down), min(1.0, apart + up))


@dataclass(frozen=True, slots=True)
class Cells:
    """Cases that are alike in everything that is asked, counted together.

    A bootstrap over cases is then a draw of counts, which takes no longer for a million cases.
    """

    kinds: NDArray[np.float64]
    """What a kind of case is like, shape (kinds, columns)."""
    counts: NDArray[np.int64]
    """Cases of each kind, shape (kinds,)."""

    @classmethod
    def of(cls, columns: Sequence[NDArray[np.generic]]) -> Cells:
        """Count cases; each column has a number for each case."""
        table = np.column_stack([np.asarray(one, dtype=np.float64) for one in columns])
        kinds, counts = np.unique(table, axis=0, return_counts=True)
        return cls(kinds, counts.astype(np.int64))

    def drawn(self, seed: int, times: int = RESAMPLES) -> NDArray[np.float64]:
        """Return counts of cases drawn with replacement (Efron 1979), shape (times, kinds)."""
        total = int(self.counts.sum())
        chance = np.random.default_rng(seed)
        return chance.multinomial(total, self.counts / total, size=times).astype(np.float64)

    def __getitem__(self, column: int) -> NDArray[np.float64]:
        return self.kinds[:, column]


def ratio(
    counts: NDArray[np.float64], above: NDArray[np.float64], below: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return sums of `above` over sums of `below` for each draw; nought where there is nothing."""
    over, under = counts @ above, counts @ below
    found: NDArray[np.float64] = np.divide(over, under, out=np.zeros_like(over), where=under > 0)
    return found
