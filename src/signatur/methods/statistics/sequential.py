"""Watching a share while it is being counted, at any time and as often as one likes.

`confidence_sequence` gives intervals that hold at all times together, so that one may look after each
outcome and stop when one likes: the method of mixtures (Robbins 1970) with a beta mixture over the
share of independent outcomes (Howard, Ramdas, McAuliffe and Sekhon, "Time-uniform, nonparametric,
nonasymptotic confidence sequences", Annals of Statistics 2021; Waudby-Smith and Ramdas, "Estimating
means of bounded random variables by betting", JRSS B 2024, of which it is the case of shares).

`evidence_of_fall` asks another question: has the share fallen below a floor at some time that nobody
knows? It is an e-detector (Shin, Ramdas and Rinaldo, "E-detectors: a nonparametric framework for
sequential change detection", New England Journal of Statistics in Data Science 2024): bets against
the floor that begin anew at each outcome, summed as by Shiryaev and Roberts. While the share is at
the floor or above, an alarm at the value `patience` comes on average no sooner than after so many
outcomes; far above the floor it all but never comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

# The mixture's weight on shares near 0 and 1, where precisions lie (Krichevsky and Trofimov 1981).
_PRIOR = 0.5
_BISECTIONS = 60
# Of how many times the permitted errors a bet is that they come now; each is betted on alike.
_FALLS = (1.5, 2.0, 3.0, 5.0, 8.0)
# No bet is that everything fails: one right outcome would lose all of it.
_MOST_WRONG = 0.9
# No evidence is counted beyond this logarithm, far above any patience.
_MOST_WORTH = 100.0


@dataclass(frozen=True, slots=True)
class Bounds:
    """A share with the interval in which it lies."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Evidence:
    """How much speaks for it that a share has fallen below its floor."""

    value: float
    """What is compared with the patience: 0 for none."""
    lately: float
    """The strongest single bet that is open; 1 and less says nothing."""
    since: int
    """With which outcome, counted from 0, the fall most probably began."""


def confidence_sequence(right: int, total: int, *, confidence: float = 0.95) -> Bounds:
    """Return a share with bounds that hold at all times together with the stated confidence."""
    if not 0 <= right <= total:
        raise ValueError("there are at most as many right outcomes as outcomes")
    if total == 0:
        return Bounds(1.0, 0.0, 1.0)
    share = right / total
    doubt = np.log(1 / (1 - confidence))
    mixed = _log_beta(right + _PRIOR, total - right + _PRIOR) - _log_beta(_PRIOR, _PRIOR)

    def is_refuted(at: float) -> bool:
        return bool(mixed - _log_likelihood(at, right, total) >= doubt)

    low = 0.0 if right == 0 else _edge(is_refuted, 0.0, share)
    high = 1.0 if right == total else _edge(is_refuted, 1.0, share)
    return Bounds(share, low, high)


def evidence_of_fall(outcomes: Iterable[bool], floor: float) -> Evidence:
    """Return what speaks for it that the share of right outcomes has fallen below a floor.

    Raises ValueError for a floor that is no share below 1 and above 0.
    """
    if not 0 < floor < 1:
        raise ValueError("a floor lies between 0 and 1")
    right = np.fromiter(outcomes, bool)
    if not len(right):
        return Evidence(0.0, 1.0, 0)
    won, lost = np.log(gains_at(floor))
    become = np.cumsum(np.where(right[:, None], won, lost), axis=0)
    # What a bet is worth now, by the outcome at which it began; as logarithms, a column for each bet.
    worth = become[-1] - np.vstack((np.zeros(len(won)), become[:-1]))
    worth = np.minimum(worth, _MOST_WORTH)
    best = worth.max(axis=0)
    strongest = int(best.argmax())
    begun = len(worth) - 1 - int(worth[::-1, strongest].argmax())
    return Evidence(float(np.exp(worth).sum(axis=0).mean()), float(np.exp(best).mean()), begun)


def gains_at(floor: float) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return by what each bet is multiplied by a right and by a wrong outcome.

    Each is the likelihood of an outcome after a fall over that at the floor; at the floor or above
    it is expected to be 1 or less.
    """
    permitted = 1 - floor
    wrong = np.unique(np.minimum(permitted * np.array(_FALLS), _MOST_WRONG))
    wrong = wrong[wrong > permitted]
    if not len(wrong):
        wrong = np.array([(1 + permitted) / 2])
    return (1 - wrong) / floor, wrong / permitted


def outcomes_until_alarm(outcomes: Sequence[bool], floor: float, patience: float) -> int | None:
    """Return after how many outcomes the evidence first reached the patience; None: it never did."""
    gains = gains_at(floor)
    summed = np.zeros(len(gains[0]))
    for number, is_right in enumerate(outcomes, start=1):
        summed = (summed + 1) * (gains[0] if is_right else gains[1])
        if summed.mean() >= patience:
            return number
    return None


def _log_beta(one: float, other: float) -> float:
    from scipy.special import betaln

    return float(betaln(one, other))


def _log_likelihood(share: float, right: int, total: int) -> float:
    with np.errstate(divide="ignore", invalid="ignore"):
        return float(
            (right * np.log(share) if right else 0.0)
            + ((total - right) * np.log1p(-share) if right < total else 0.0)
        )


def _edge(is_refuted: object, outside: float, inside: float) -> float:
    """Return where shares begin to be refuted, between one that is and one that is not."""
    assert callable(is_refuted)
    for _ in range(_BISECTIONS):
        middle = (outside + inside) / 2
        if is_refuted(middle):
            outside = middle
        else:
            inside = middle
    return outside
