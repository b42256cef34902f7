"""Seeded draws, quick enough for the hundred small choices behind one invented letter."""

from __future__ import annotations

from bisect import bisect
from itertools import accumulate
from typing import TYPE_CHECKING, TypeVar

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

T = TypeVar("T")

_BLOCK = 256


class Chance:
    """One stream of draws; the same seed numbers give the same draws.

    Only uniform draws are taken from numpy, whose other methods may change from version to version.
    """

    def __init__(self, *seed: int) -> None:
        self._generator = np.random.default_rng(seed)
        self._block: list[float] = []

    def share(self) -> float:
        """Draw a number from 0 up to, not including, 1."""
        if not self._block:
            self._block = self._generator.random(_BLOCK).tolist()
        return self._block.pop()

    def happens(self, share: float) -> bool:
        return self.share() < share

    def between(self, low: int, high: int) -> int:
        """Draw a whole number from `low` to `high`, both included."""
        return low + int(self.share() * (high - low + 1))

    def pick(self, options: Sequence[T]) -> T:
        return options[int(self.share() * len(options))]

    def some(self, options: Sequence[T], count: int) -> list[T]:
        """Draw up to `count` different options, in the order drawn."""
        left = list(options)
        return [left.pop(int(self.share() * len(left))) for _ in range(min(count, len(left)))]

    def weighted(self, options: Sequence[T], cumulative: Sequence[float]) -> T:
        """Draw an option by weight; `cumulative` holds the running sums of the weights."""
        return options[bisect(cumulative, self.share() * cumulative[-1])]


def running_sums(weights: Iterable[float]) -> tuple[float, ...]:
    """Return what `Chance.weighted` draws by."""
    return tuple(accumulate(weights))
