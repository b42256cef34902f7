"""Shares with their intervals."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Share:
    """A share with what it was counted from and its exact 95 % interval; None: nothing to count."""

    count: int
    total: int
    value: float | None
    low: float | None
    high: float | None

    def as_json(self) -> dict[str, float | int | None]:
        return {
            "value": self.value,
            "low": self.low,
            "high": self.high,
            "count": self.count,
            "total": self.total,
        }


def share(count: int, total: int) -> Share:
    """Return a share with the interval of Clopper and Pearson (1934)."""
    if total == 0:
        return Share(0, 0, None, None, None)
    from scipy.special import betaincinv

    low = 0.0 if count == 0 else float(betaincinv(count, total - count + 1, 0.025))
    high = 1.0 if count == total else float(betaincinv(count + 1, total - count, 0.975))
    return Share(count, total, count / total, low, high)


def quantile(values: NDArray[np.int32], at: float) -> float | None:
    """Return a quantile, None of nothing."""
    return float(np.quantile(values, at)) if len(values) else None
