"""Which examples are probably filed wrongly: confident learning on probabilities of cross fitting.

Northcutt, Jiang and Chuang, "Confident Learning: Estimating Uncertainty in Dataset Labels", JAIR 2021.
Each example is judged by a model that has not learnt from it nor from its near duplicates. A label's
threshold is the mean probability that its own examples get for it; an example is doubted when it
clears the threshold of another label and that is the most probable of those it clears.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.classification.confidence import fit_mixture
from signatur.methods.classification.experts import Material, fit_experts
from signatur.methods.classification.features import Weighting
from signatur.methods.classification.folds import fold_of
from signatur.methods.classification.schema import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from signatur.methods.classification.schema import Example

_FOLDS = 5
# A label with fewer examples has no threshold that means anything.
_LEAST = 5
# So sure is sure enough, also where a label's own examples are all surer still.
_SURE = 0.9


@dataclass(frozen=True, slots=True)
class Doubt:
    """An example that probably has another label."""

    key: str
    given: str
    likely: str
    margin: float
    """By how much the likely label is more probable; the greater, the surer."""


def doubts(
    examples: Sequence[Example],
    *,
    seed: int = 0,
    most: int = 50,
    progress: Callable[[int, int], None] | None = None,
) -> list[Doubt]:
    """Return the examples that are most probably filed wrongly, the surest first."""
    known = [one for one in examples if one.label != UNKNOWN]
    labels = sorted({one.label for one in known})
    if len(labels) < 2 or len(known) < 2 * _FOLDS:
        return []
    number = np.array([labels.index(one.label) for one in known])
    shares = _cross_fitted([one.text for one in known], number, len(labels), seed, progress)
    return _doubts(known, labels, number, shares)[:most]


def confidently_other(shares: NDArray[np.float64], number: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the label that each row confidently has instead of its own; -1: none.

    `shares` has a row of probabilities for each example, from models that had not learnt from it.
    """
    label_count = shares.shape[1]
    sizes = np.bincount(number, minlength=label_count)
    own = shares[np.arange(len(number)), number]
    total = np.bincount(number, weights=own, minlength=label_count)
    mean = np.minimum(total / np.maximum(sizes, 1), _SURE)
    threshold = np.where(sizes >= _LEAST, mean, np.inf)
    cleared = np.where(shares >= threshold, shares, -1.0)
    best = cleared.argmax(1)
    is_other = (cleared.max(1) >= 0) & (best != number)
    return np.where(is_other, best, -1)


def _doubts(
    known: Sequence[Example],
    labels: Sequence[str],
    number: NDArray[np.int64],
    shares: NDArray[np.float64],
) -> list[Doubt]:
    other = confidently_other(shares, number)
    found = [
        Doubt(
            known[row].key,
            labels[number[row]],
            labels[other[row]],
            round(float(shares[row, other[row]] - shares[row, number[row]]), 4),
        )
        for row in np.flatnonzero(other >= 0).tolist()
    ]
    return sorted((one for one in found if one.margin > 0), key=lambda one: (-one.margin, one.key))


def _cross_fitted(
    texts: Sequence[str],
    number: NDArray[np.int64],
    label_count: int,
    seed: int,
    progress: Callable[[int, int], None] | None,
) -> NDArray[np.float64]:
    """Return probabilities for each text from a linear model that has not learnt from it."""
    material = Material.of(texts, None)
    rows = Weighting.of(material.counted, 1).rows(material.counted)
    fold = fold_of(rows, number, _FOLDS, seed=seed)
    shares = np.zeros((len(number), label_count))
    for part in range(_FOLDS):
        if progress:
            progress(part, _FOLDS)
        asked, learnt = np.flatnonzero(fold == part), np.flatnonzero(fold != part)
        if not len(asked) or len(np.unique(number[learnt])) < 2:
            continue
        experts = fit_experts(
            material.take(learnt), number[learnt], label_count, with_network=False, seed=seed
        )
        opinions = experts.opinions(material.take(asked))
        shares[asked] = fit_mixture(opinions, number[asked]).shares(opinions)
    return shares
