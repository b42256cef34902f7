"""How people do without a model: agreement of two who answered blind, and how often they are right."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.evaluation.shares import Cells, Share, share

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far two people agree on the same cases, and what that says of their errors."""

    share: Share
    kappa: Share
    """Agreement beyond chance (Cohen 1960) with its bootstrap interval."""
    least_error: Share
    """Mean error of the two that no truth can undercut: of two who differ, one errs at least."""


def agreement(
    first: NDArray[np.int64], second: NDArray[np.int64], *, confidence: float = 0.95, seed: int = 0
) -> Agreement:
    """Compare two people's answers, as codes, of the same cases. Raises ValueError without cases."""
    if len(first) != len(second) or not len(first):
        raise ValueError("two answers for each case are needed")
    found = share(int((first == second).sum()), len(first), confidence)
    cells = Cells.of([first, second])
    labels = np.unique(cells.kinds)
    one, two = (np.searchsorted(labels, cells[at]) for at in (0, 1))
    margins = [np.eye(len(labels))[at] for at in (one, two)]
    edges = np.quantile(
        _kappas(cells.drawn(seed), one == two, margins),
        [0.5 - confidence / 2, 0.5 + confidence / 2],
    )
    value = float(_kappas(cells.counts[None, :].astype(np.float64), one == two, margins)[0])
    return Agreement(
        found,
        Share(value, float(edges[0]), float(edges[1])),
        Share((1 - found.value) / 2, (1 - found.high) / 2, (1 - found.low) / 2),
    )


def kappa(first: Sequence[object], second: Sequence[object]) -> float:
    """Return how far two people agree beyond chance; 1.0 where there is no choice. Raises ValueError."""
    codes = {one: at for at, one in enumerate(dict.fromkeys([*first, *second]))}
    coded = [np.array([codes[one] for one in each], dtype=np.int64) for each in (first, second)]
    return agreement(coded[0], coded[1]).kappa.value


def mean_share(right: Sequence[NDArray[np.bool_]], *, confidence: float = 0.95) -> Share:
    """Return how often people are right on the same cases, together, with an interval.

    Two answers to one case tell less than to two where people err on the same ones: the interval
    is widened by that (Rao and Scott 1992).
    """
    every = np.stack(right).astype(np.float64)
    spread, people = every - every.mean(), float(len(every))
    variance = float((spread**2).mean())
    inflation = people * float((spread.mean(0) ** 2).mean()) / variance if variance else people
    return share(
        float(every.sum()), every.size, confidence, inflation=min(people, max(1.0, inflation))
    )


def _kappas(
    counts: NDArray[np.float64], is_same: NDArray[np.bool_], margins: Sequence[NDArray[np.float64]]
) -> NDArray[np.float64]:
    total = counts.sum(1)
    seen = counts @ is_same.astype(np.float64) / total
    shares = [counts @ one / total[:, None] for one in margins]
    chance = (shares[0] * shares[1]).sum(1)
    safe = np.where(chance < 1, 1 - chance, 1.0)
    found: NDArray[np.float64] = np.where(chance < 1, (seen - chance) / safe, 1.0)
    return found
