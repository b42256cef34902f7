"""From which score on a promised precision is kept, with a stated confidence.

Learn then Test (Angelopoulos, Bates, Candès, Jordan and Lei 2021): thresholds are tested one after the
other, from the strictest on, and a search ends at the first for which it is not proved that the
precision holds. As one wrong label among the surest few rows would end it at once, there are up to three
searches, each of which starts with more rows and has its share of the permitted doubt; a search that
reaches the next one's start hands its share on (Bretz, Maurer, Brannath and Posch 2009). Precision is that of a stream in which a stated share belongs nowhere, more than was
seen in training (label shift, Lipton et al. 2018): sharing out an unknown text is an error. Beyond
that, a category whose own record speaks against the promise gets a stricter threshold of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

CONFIDENCE = 0.90
"""With this confidence a promise holds for rows like those that the thresholds were set on."""

_STEPS = 400
_MOST_SEARCHES = 3
# Each search starts with so many times as many rows as the one before it.
_TIMES = 4
NEVER = float("inf")


@dataclass(frozen=True, slots=True)
class Trials:
    """Scores of rows that the router had not learnt from, and how they turned out."""

    score: NDArray[np.float64]
    label: NDArray[np.int64]
    """The first label of each."""
    is_right: NDArray[np.bool_]
    is_known: NDArray[np.bool_]
    unknown_share: float
    """Share of unknown rows in the stream to be prepared for."""


def thresholds_for(trials: Trials, target: float, label_count: int) -> NDArray[np.float64]:
    """Return the least score of each label from which `target` is kept, shape (labels,)."""
    overall = _overall(trials, target)
    least = np.full(label_count, overall)
    if overall == NEVER:
        return least
    accepted = trials.is_known & (trials.score >= overall)
    # Of many categories some look bad by chance; each is doubted only beyond that (Bonferroni).
    doubt = NormalDist().inv_cdf(1 - (1 - CONFIDENCE) / label_count)
    for label in range(label_count):
        chosen = np.flatnonzero(accepted & (trials.label == label))
        least[label] = max(overall, _own(trials, chosen, target, doubt))
    return least


def _overall(trials: Trials, target: float) -> float:
    order = np.argsort(-trials.score, kind="stable")
    falling = -trials.score[order]
    known, right = trials.is_known[order], (trials.is_right & trials.is_known)[order]
    known_total, unknown_total = max(known.sum(), 1), (~known).sum()
    starts = _starts(trials, target, unknown_total)
    if not starts:
        return NEVER
    wanted = np.append(np.linspace(starts[0], len(order), _STEPS).astype(int), starts)
    # Rows of one score are accepted together or not at all.
    counts = np.unique(np.searchsorted(falling, falling[wanted - 1], side="right"))
    share = (1 - CONFIDENCE) / len(starts)
    found, doubt, begun = NEVER, 0.0, 0
    for count in counts:
        while begun < len(starts) and starts[begun] <= count:
            doubt, begun = doubt + share, begun + 1
        if not doubt:
            continue
        bound = _least_precision(
            accepted=known[:count].sum(),
            right=right[:count].sum(),
            known_total=known_total,
            unknown_accepted=(~known[:count]).sum(),
            unknown_total=unknown_total,
            unknown_share=trials.unknown_share if unknown_total else 0.0,
            doubt=doubt,
        )
        if bound < target:
            doubt = 0.0
        else:
            found = float(-falling[count - 1])
    return found


def _starts(trials: Trials, target: float, unknown_total: int) -> list[int]:
    """Return with how many rows each search starts: as many searches as there are rows for."""
    for searches in range(_MOST_SEARCHES, 0, -1):
        fewest = _fewest(trials, target, unknown_total, (1 - CONFIDENCE) / searches)
        starts = [fewest * _TIMES**number for number in range(searches)]
        if starts[-1] <= len(trials.score):
            return starts
    return []


def _fewest(trials: Trials, target: float, unknown_total: int, doubt: float) -> int:
    """Return how many rows could prove the target, if every one of them were right.

    With few unknown rows, half an unknown error must not outweigh what is promised by itself.
    """
    by_known = np.log(doubt) / np.log(target)
    unseen = trials.unknown_share * 2 / (max(unknown_total, 1) * (1 - target))
    by_unknown = unseen / (1 - trials.unknown_share) * trials.is_known.sum()
    return int(np.ceil(max(by_known, by_unknown)))


def _least_precision(
    *,
    accepted: int,
    right: int,
    known_total: int,
    unknown_accepted: int,
    unknown_total: int,
    unknown_share: float,
    doubt: float,
) -> float:
    """Return a lower confidence bound of the precision in a stream with the stated unknown share.

    The precision is a ratio of two weighted means; its spread is that of the delta method, with half
    an error added on either side so that no errors do not count as certainty.
    """
    wrong = (accepted - right + 0.5) / known_total
    coverage = (accepted + 0.5) / known_total
    leaked = (unknown_accepted + 0.5) / unknown_total if unknown_total else 0.0
    shared_out = (1 - unknown_share) * coverage + unknown_share * leaked
    error = ((1 - unknown_share) * wrong + unknown_share * leaked) / shared_out
    of_known = wrong * (1 - error) ** 2 + (coverage - wrong) * error**2
    of_unknown = leaked * (1 - leaked) * (1 - error) ** 2 if unknown_total else 0.0
    variance = (1 - unknown_share) ** 2 * of_known / known_total
    variance += unknown_share**2 * of_unknown / max(unknown_total, 1)
    quantile = NormalDist().inv_cdf(1 - doubt)
    return float(1 - error - quantile * np.sqrt(variance) / shared_out)


def _own(trials: Trials, chosen: NDArray[np.int64], target: float, doubt: float) -> float:
    """Return from which score on one label's record does not speak against the promise."""
    order = chosen[np.argsort(-trials.score[chosen], kind="stable")]
    right = np.cumsum(trials.is_right[order].astype(np.int64))
    count = np.arange(1, len(order) + 1)
    may_hold = _most_precision(right, count, doubt) >= target
    if not len(may_hold) or may_hold[-1]:
        return -NEVER
    score = trials.score[order]
    is_last_of_its_score = np.append(score[1:] != score[:-1], True)
    held = np.flatnonzero(may_hold & is_last_of_its_score)
    return float(trials.score[order[held[-1]]]) if len(held) else NEVER


def _most_precision(
    right: NDArray[np.int64], count: NDArray[np.int64], quantile: float
) -> NDArray[np.float64]:
    """Return the upper end of Wilson's score interval (1927)."""
    share, square = right / count, quantile**2
    middle = share + square / (2 * count)
    half = quantile * np.sqrt(share * (1 - share) / count + square / (4 * count**2))
    most: NDArray[np.float64] = (middle + half) / (1 + square / count)
    return most
