"""From the simplest model upwards; a step is taken only if its gain clears a margin.

Base rate, keywords, a linear model, the linear model with a network beside it: all measured on the
same rows, which none of them had learnt from, so that gains are compared pair by pair.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.classification.confidence import Opinions, fit_mixture
from signatur.methods.classification.statistics import wilson

if TYPE_CHECKING:
    from numpy.typing import NDArray

MARGIN = 0.001
"""Share of rows by which a step must do better, with 95 % confidence on one side."""
WITH_NETWORK = "linear and network"
_QUANTILE = 1.6448536269514722


@dataclass(frozen=True, slots=True)
class Rung:
    """One model on the ladder, how it did, and its gain over the one below with a lower bound."""

    name: str
    is_right: NDArray[np.bool_]
    gain: float
    gain_low: float

    @property
    def is_taken(self) -> bool:
        """Say whether the step up to it clears the margin."""
        return self.gain_low > MARGIN

    @property
    def is_promising(self) -> bool:
        """Say whether more rows might show that the step is worth taking."""
        return self.gain > MARGIN


@dataclass(frozen=True, slots=True)
class Ladder:
    """All rungs, the simplest first."""

    rungs: tuple[Rung, ...]

    @property
    def has_network(self) -> bool:
        """Say whether the last step is worth taking."""
        return self.rungs[-1].name == WITH_NETWORK and self.rungs[-1].is_taken

    def as_card(self) -> dict[str, Any]:
        """Return what a person should know of it, as JSON values."""
        rungs = []
        for rung in self.rungs:
            interval = wilson(int(rung.is_right.sum()), len(rung.is_right))
            rungs.append(
                {
                    "model": rung.name,
                    "accuracy": {
                        "value": round(interval.value, 4),
                        "low": round(interval.low, 4),
                        "high": round(interval.high, 4),
                    },
                    "gain_at_least": round(rung.gain_low, 4),
                    "taken": rung.is_taken,
                }
            )
        method = self.rungs[-1].name if self.has_network else "linear"
        return {"method": method, "ladder": rungs, "margin": MARGIN}


def climb(
    opinions: Opinions,
    truth: NDArray[np.int64],
    every: NDArray[np.int64],
    keyword_hits: NDArray[np.int64],
    tried: Rung | None = None,
) -> Ladder:
    """Measure each rung on the known rows. `every` are the labels of all rows, for the base rate.

    `tried` is a last rung that was tried on some of the rows only, and found not to be worth it.
    """
    label_count = opinions.linear.shape[1]
    is_known = truth < label_count
    known, asked = truth[is_known], opinions.take(is_known)
    frequent = np.bincount(every[every < label_count]).argmax()
    candidates = [
        ("base rate", known == frequent),
        ("keywords", keyword_hits[is_known] == known),
        ("linear", asked.linear.argmax(1) == known),
    ]
    if opinions.network is not None:
        shares = fit_mixture(asked, known).shares(asked)
        candidates.append((WITH_NETWORK, shares.argmax(1) == known))
    rungs: list[Rung] = []
    for name, is_right in candidates:
        gain = _gain(is_right, rungs[-1].is_right) if rungs else (1.0, 1.0)
        rungs.append(Rung(name, is_right, *gain))
    return Ladder((*rungs, *([tried] if tried else [])))


def try_network(opinions: Opinions, truth: NDArray[np.int64]) -> Rung:
    """Measure on some rows whether a network beside the linear model promises anything."""
    is_known = truth < opinions.linear.shape[1]
    known, asked = truth[is_known], opinions.take(is_known)
    is_right = fit_mixture(asked, known).shares(asked).argmax(1) == known
    return Rung(WITH_NETWORK, is_right, *_gain(is_right, asked.linear.argmax(1) == known))


def _gain(is_right: NDArray[np.bool_], before: NDArray[np.bool_]) -> tuple[float, float]:
    """Return the gain with a lower bound, from the rows on which the two differ."""
    gain = is_right.astype(float) - before.astype(float)
    if len(gain) < 2:
        return 0.0, -1.0
    spread = _QUANTILE * gain.std(ddof=1) / np.sqrt(len(gain))
    return float(gain.mean()), float(gain.mean() - spread)
