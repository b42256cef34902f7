"""Parting examples into folds so that what is held back is not learnt from in other words.

Texts that are nearly the same, as several citizens' copies of one letter or one person's paraphrases,
lie in one fold. Else a router would be measured on what it has as good as seen, and promise too much.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

ALIKE = 0.7
"""Cosine similarity from which on two texts of one label are held back together."""

# Of a label so many rows are compared with each other at a time; its other rows with these alone.
_MOST_COMPARED = 500


def fold_of(
    rows: csr_matrix, labels: NDArray[np.int64], parts: int, *, seed: int
) -> NDArray[np.int64]:
    """Give each row a fold; every label is spread over the folds as evenly as its repeats allow."""
    chance = np.random.default_rng(seed)
    fold = np.empty(len(labels), np.int64)
    for label in np.unique(labels):
        chosen = np.flatnonzero(labels == label)
        shuffled = chosen[chance.permutation(len(chosen))]
        for start in range(0, len(shuffled), _MOST_COMPARED):
            some = shuffled[start : start + _MOST_COMPARED]
            fold[some] = _spread(_alike(rows[some]), parts, int(chance.integers(parts)))
    return fold


def _alike(rows: csr_matrix) -> NDArray[np.int64]:
    """Return a group number for each row; rows that are alike, or by others in between, share one."""
    from scipy.sparse.csgraph import connected_components

    # Words and letters each have length 1, so that a row's product with itself is 2.
    likeness = rows @ rows.T
    likeness.data = (likeness.data >= 2 * ALIKE).astype(likeness.data.dtype)
    likeness.eliminate_zeros()
    _count, group = connected_components(likeness, directed=False)
    return np.asarray(group, np.int64)


def _spread(group: NDArray[np.int64], parts: int, first: int) -> NDArray[np.int64]:
    """Give each row a fold, the largest groups first, each to the fold that has least so far."""
    sizes = np.bincount(group)
    # A group that would fill more than a fold is no repeat but what the label is about.
    fold = np.full(len(group), -1, np.int64)
    filled = np.zeros(parts)
    filled[np.arange(parts)] = (np.arange(parts) - first) % parts * 1e-6
    for number in np.argsort(-sizes, kind="stable"):
        members = np.flatnonzero(group == number)
        pieces = (
            [members] if len(members) * parts <= len(group) else np.split(members, len(members))
        )
        for piece in pieces:
            chosen = int(filled.argmin())
            fold[piece] = chosen
            filled[chosen] += len(piece)
    return fold
