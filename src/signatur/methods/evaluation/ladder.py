"""From the simplest model upwards: a step is taken only if it gains for sure, in money too.

All models answered the same cases, so that gains are told with the interval of their differences.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.evaluation.shares import Cells, Share, ratio

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

_ONE_SIDED = 0.05


@dataclass(frozen=True, slots=True)
class Rung:
    """What one model did on each case."""

    name: str
    counted: NDArray[np.bool_]
    """Whether the metric counts the case."""
    right: NDArray[np.bool_]
    cost: NDArray[np.float64]
    """Kroner that the answer costs."""


@dataclass(frozen=True, slots=True)
class Step:
    """One model against the last one below it that was taken."""

    name: str
    value: float
    cost: float
    """Kroner for each case."""
    against: str
    """Name of the model it is held against; empty for the first."""
    gain: Share | None
    """Of the metric; `low` and `high` are one-sided ends of 95 % each."""
    saves: Share | None
    """Kroner for each case, likewise."""
    gains: bool
    pays: bool
    is_taken: bool


@dataclass(frozen=True, slots=True)
class Climb:
    """All steps, the simplest model that does as well, and what is lost by keeping to it."""

    steps: tuple[Step, ...]
    choice: str
    best: str
    """The model with the highest value, surely better or not."""
    loss: Share | None
    """Of the metric, from the best to the choice; None where they are one."""
    loss_in_money: Share | None


def climb(
    rungs: Sequence[Rung],
    *,
    least_gain: float,
    least_saving: float = 0.0,
    is_paid: bool = True,
    seed: int = 0,
) -> Climb:
    """Go up from the simplest model; a step is taken if it gains for sure, in money too.

    The lower end of a gain must exceed `least_gain`, that of what is saved `least_saving` kroner for
    each case. `is_paid`: False where nobody said what errors cost, so that money decides nothing.
    The same seed gives the same steps. Raises ValueError without rungs.
    """
    if not rungs:
        raise ValueError("a ladder has at least one rung")
    below = rungs[0]
    steps = [_step(below, "", None, None, gains=True, pays=True)]
    for one in rungs[1:]:
        gain, saves = _apart(one, below, seed)
        gains, pays = gain.low > least_gain, not is_paid or saves.low > least_saving
        steps.append(_step(one, below.name, gain, saves, gains=gains, pays=pays))
        below = one if steps[-1].is_taken else below
    best = max(rungs, key=_value)
    loss, money = _apart(best, below, seed) if best is not below else (None, None)
    return Climb(tuple(steps), below.name, best.name, loss, money)


def _step(
    rung: Rung, against: str, gain: Share | None, saves: Share | None, *, gains: bool, pays: bool
) -> Step:
    cost = float(rung.cost.mean())
    return Step(rung.name, _value(rung), cost, against, gain, saves, gains, pays, gains and pays)


def _value(rung: Rung) -> float:
    return float(rung.right[rung.counted].mean()) if rung.counted.any() else 0.0


def _apart(one: Rung, below: Rung, seed: int) -> tuple[Share, Share]:
    """Return what one gains over another in the metric, and what it saves."""
    cells = Cells.of(
        [part for each in (one, below) for part in (each.right & each.counted, each.counted, each.cost)]
    )  # fmt: skip
    every = np.ones(len(cells.counts))

    def gained(counts: NDArray[np.float64]) -> NDArray[np.float64]:
        above, under = ratio(counts, cells[0], cells[1]), ratio(counts, cells[3], cells[4])
        found: NDArray[np.float64] = above - under
        return found

    def saved(counts: NDArray[np.float64]) -> NDArray[np.float64]:
        return ratio(counts, cells[5] - cells[2], every)

    drawn, seen = cells.drawn(seed), cells.counts[None, :].astype(np.float64)
    return _ends(gained(seen), gained(drawn)), _ends(saved(seen), saved(drawn))


def _ends(seen: NDArray[np.float64], drawn: NDArray[np.float64]) -> Share:
    low, high = np.quantile(drawn, [_ONE_SIDED, 1 - _ONE_SIDED])
    return Share(float(seen[0]), float(low), float(high))
