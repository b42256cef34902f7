"""How far apart two samples are, in standard errors: the plain tests of two shares and two means."""

from __future__ import annotations

from math import sqrt


def shares_apart(count: int, total: int, other_count: int, other_total: int) -> float:
    """Return by how many standard errors the other share is greater (two-proportion z test)."""
    if min(total, other_total) == 0:
        return 0.0
    pooled = (count + other_count) / (total + other_total)
    error = sqrt(pooled * (1 - pooled) * (1 / total + 1 / other_total))
    return (other_count / other_total - count / total) / error if error else 0.0


def means_apart(sample: tuple[float, float, int], other: tuple[float, float, int]) -> float:
    """Return by how many standard errors the other mean is greater (Welch 1947).

    A sample is its mean, its standard deviation and its size.
    """
    (mean, spread, size), (other_mean, other_spread, other_size) = sample, other
    if min(size, other_size) < 2:
        return 0.0
    error = sqrt(spread**2 / size + other_spread**2 / other_size)
    return (other_mean - mean) / error if error else 0.0
