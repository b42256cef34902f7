"""Drawing uncertain inputs: each by its own distribution, together as far as they go together."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.stewardship.business_case.schema import Shape, Uncertain

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Floats = NDArray[np.float64]

# Half the width of the central 95 per cent of a normal distribution, in standard deviations.
HALF_WIDTH = 1.959963984540054
# How much more the likely value weighs than the ends (Malcolm et al. 1959).
_PERT_WEIGHT = 4.0


def quantile(one: Uncertain, share: Any) -> Any:
    """Return the value below which a share of the distribution lies; shares may be an array."""
    u = np.asarray(share, dtype=float)
    match one.shape:
        case Shape.CERTAIN:
            return np.full_like(u, one.likely)
        case Shape.UNIFORM:
            return one.low + u * (one.high - one.low)
        case Shape.TRIANGULAR:
            return _triangular(one, u)
        case Shape.PERT:
            return _pert(one, u)
        case Shape.NORMAL:
            return _normal(one, u)


def _triangular(one: Uncertain, u: Floats) -> Floats:
    width = one.high - one.low
    if width == 0:
        return np.full_like(u, one.likely)
    turn = (one.likely - one.low) / width
    below = one.low + np.sqrt(u * width * (one.likely - one.low))
    above = one.high - np.sqrt((1 - u) * width * (one.high - one.likely))
    return np.where(u < turn, below, above)


def _pert(one: Uncertain, u: Floats) -> Floats:
    from scipy.special import betaincinv

    width = one.high - one.low
    if width == 0:
        return np.full_like(u, one.likely)
    a = 1 + _PERT_WEIGHT * (one.likely - one.low) / width
    b = 1 + _PERT_WEIGHT * (one.high - one.likely) / width
    drawn: Floats = one.low + width * betaincinv(a, b, u)
    return drawn


def _normal(one: Uncertain, u: Floats) -> Floats:
    from scipy.special import ndtr, ndtri

    sd = (one.high - one.low) / (2 * HALF_WIDTH)
    if sd == 0:
        return np.full_like(u, one.likely)
    # Cut at what is possible, so that no share leaves 0 to 1.
    bottom = ndtr((one.least - one.likely) / sd)
    top = ndtr((one.most - one.likely) / sd)
    drawn: Floats = one.likely + sd * ndtri(bottom + u * (top - bottom))
    return np.clip(drawn, one.least, one.most)


def mean(one: Uncertain) -> float:
    """Return the expected value, over an even grid of shares."""
    return float(np.mean(quantile(one, (np.arange(2000) + 0.5) / 2000)))


def shares(count: int, draws: int, correlation: float, chance: np.random.Generator) -> Floats:
    """Return `count` rows of `draws` shares, going together with a normal correlation of `correlation`.

    One common factor (a Gaussian copula): z = sqrt(r) x common + sqrt(1 - r) x own.
    """
    from scipy.special import ndtr

    own = chance.standard_normal((count, draws))
    common = chance.standard_normal(draws)
    together = np.sqrt(correlation) * common + np.sqrt(1 - correlation) * own
    drawn: Floats = ndtr(together)
    return drawn
