"""A linear model for each label against all others, and the keywords below it on the ladder."""

from __future__ import annotations

from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.classification.features import BUCKETS

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

# The strength of the support vector machines' fit; in the middle of a wide flat optimum.
_FIT = 0.4
_TOLERANCE = 1e-1
# Beyond so many rows the machines learn from a sample, each label with its share.
_MOST_ROWS = 20_000
# The library draws from one generator for all threads, so that two fits at once would disturb each
# other and the same seed would not give the same model.
_LIBLINEAR = Lock()
_KEYWORDS = 10


@dataclass(frozen=True, slots=True)
class Linear:
    """`logits = rows · weights + base`: signed distances, about 1 and more inside a label."""

    weights: NDArray[np.float32]
    """Shape (width, labels)."""
    base: NDArray[np.float32]

    def logits(self, rows: csr_matrix) -> NDArray[np.float64]:
        """Return a number for each label, shape (rows, labels)."""
        logits: NDArray[np.float64] = (rows @ self.weights).astype(np.float64) + self.base
        return logits

    def weights_of(self, row: csr_matrix, label: int) -> NDArray[np.float64]:
        """Return what each entry of one row adds to a label's logit, in the order of its indices."""
        added: NDArray[np.float64] = row.data * self.weights[row.indices, label].astype(np.float64)
        return added


def fit_linear(
    rows: csr_matrix, labels: NDArray[np.int64], label_count: int, *, seed: int
) -> Linear:
    """Fit linear support vector machines, one against the rest (liblinear, Fan et al. 2008)."""
    from sklearn.svm import LinearSVC

    chosen = _sample(labels, seed)
    rows, labels = rows[chosen].astype(np.float64), labels[chosen]
    weights = np.zeros((rows.shape[1], label_count), np.float32)
    base = np.full(label_count, -1, np.float32)
    present = np.unique(labels)
    if len(present) == 1:
        base[present] = 1
        return Linear(weights, base)
    with _LIBLINEAR:
        machine = LinearSVC(C=_FIT, tol=_TOLERANCE, random_state=seed).fit(rows, labels)
    slopes, bases = machine.coef_, machine.intercept_
    if len(present) == 2:
        # One machine says both.
        slopes, bases = np.concatenate([-slopes, slopes]), np.concatenate([-bases, bases])
    weights[:, present], base[present] = slopes.T, bases
    return Linear(weights, base)


def _sample(labels: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    if len(labels) <= _MOST_ROWS:
        return np.arange(len(labels))
    order = np.random.default_rng(seed).permutation(len(labels))
    # Rows of each label in turn, so that the sample thins out the frequent ones alone.
    turn = np.empty(len(labels), np.int64)
    by_label = order[np.argsort(labels[order], kind="stable")]
    starts = np.concatenate([[0], np.cumsum(np.bincount(labels))])[:-1]
    turn[by_label] = np.arange(len(labels)) - starts[labels[by_label]]
    return np.sort(np.argsort(turn, kind="stable")[:_MOST_ROWS])


def fit_keywords(
    rows: csr_matrix, labels: NDArray[np.int64], label_count: int, columns: NDArray[np.int32]
) -> Linear:
    """Give each label the few words that it has more often than all others: a rule in effect."""
    from scipy.sparse import csr_matrix

    seen = rows.astype(bool).astype(np.float32)
    shape = (label_count, rows.shape[0])
    member = csr_matrix((np.ones(len(labels)), (labels, np.arange(len(labels)))), shape=shape)
    occurring = np.asarray((member @ seen).todense()) + 0.5
    sizes = np.bincount(labels, minlength=label_count)[:, None] + 1.0
    others = occurring.sum(0) - occurring
    odds = np.log(occurring / sizes) - np.log(others / (sizes.sum() - sizes))
    odds[:, columns >= BUCKETS] = -np.inf
    odds[occurring < np.minimum(3, sizes / 2)] = -np.inf
    weights = np.zeros((rows.shape[1], label_count), np.float32)
    for label in range(label_count):
        best = np.argsort(-odds[label], kind="stable")[:_KEYWORDS]
        best = best[np.isfinite(odds[label, best])]
        weights[best, label] = odds[label, best]
    return Linear(weights, np.log(sizes[:, 0] / sizes.sum()).astype(np.float32) / 100)
