"""New themes: texts of late that are unlike those of the past, gathered by what they share.

TF-IDF over the words of the past says how telling a word is; a text of late is new as far as none
of the past is like it. The new ones are joined, the likest first, by average likeness.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

_WORD = re.compile(r"[^\W\d_]{4,}")
# A text is new when the past has nothing so like it.
_KNOWN_FROM = 0.30
_JOINED_FROM = 0.18
_MOST_NEW = 400
_WORDS = 6
# A word that fewer texts of a theme share says who wrote, not what about.
_LEAST_SHARING = 3


@dataclass(frozen=True, slots=True)
class Theme:
    """Texts of late that are like each other and unlike the past."""

    members: tuple[int, ...]
    """Positions of the texts, the most typical first."""
    words: tuple[str, ...]
    """Words that several of them share and the past has seldom, the most telling first."""
    newness: float
    """Mean unlikeness to the nearest text of the past, 0 to 1."""


def new_themes(
    past: Sequence[str], recent: Sequence[str], *, least: int = 3, most: int = 8
) -> list[Theme]:
    """Return the themes of recent texts that the past does not know, the largest first."""
    if len(past) < 20 or len(recent) < least:
        return []
    from scipy.sparse import vstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    # Words of the past and of late: a new theme's own words must have a place too.
    vectors = TfidfVectorizer(
        token_pattern=_WORD.pattern, lowercase=True, sublinear_tf=True, max_df=0.3, min_df=2
    )
    matrix = vectors.fit_transform([*past, *recent])
    before, late = matrix[: len(past)], matrix[len(past) :]
    nearest = _nearest(late, before)
    filled = np.asarray(late.getnnz(axis=1) >= 3)
    chosen = np.flatnonzero((nearest < _KNOWN_FROM) & filled)
    chosen = chosen[np.argsort(nearest[chosen], kind="stable")][:_MOST_NEW]
    if len(chosen) < least:
        return []
    groups = _joined((late[chosen] @ late[chosen].T).toarray())
    names = vectors.get_feature_names_out()
    seen = np.asarray((vstack([before]) > 0).sum(axis=0)).ravel() / len(past)
    themes = [
        _theme(group, chosen, late, nearest, names, seen) for group in groups if len(group) >= least
    ]
    told = [one for one in themes if one.words]
    return sorted(told, key=lambda one: (-len(one.members), -one.newness))[:most]


def _nearest(late: csr_matrix, before: csr_matrix) -> NDArray[np.float64]:
    """Return how like each text of late is to the likest of the past."""
    found = np.zeros(late.shape[0])
    step = 256
    for start in range(0, late.shape[0], step):
        likeness = late[start : start + step] @ before.T
        found[start : start + step] = np.asarray(likeness.max(axis=1).todense()).ravel()
    return found


def _joined(likeness: NDArray[np.float64]) -> list[list[int]]:
    """Join the likest until none are like enough (average linkage); return the groups."""
    from scipy.cluster.hierarchy import fcluster, linkage
    from scipy.spatial.distance import squareform

    if len(likeness) < 2:
        return [[0]] if len(likeness) else []
    apart = np.clip(1.0 - likeness, 0.0, 1.0)
    np.fill_diagonal(apart, 0.0)
    apart = (apart + apart.T) / 2
    tree = linkage(squareform(apart, checks=False), method="average")
    labels = fcluster(tree, 1.0 - _JOINED_FROM, criterion="distance")
    groups: dict[int, list[int]] = {}
    for position, label in enumerate(labels):
        groups.setdefault(int(label), []).append(position)
    return list(groups.values())


def _theme(
    group: Sequence[int],
    chosen: NDArray[np.int64],
    late: csr_matrix,
    nearest: NDArray[np.float64],
    names: NDArray[np.object_],
    seen: NDArray[np.float64],
) -> Theme:
    rows = chosen[list(group)]
    vectors = late[rows]
    middle = np.asarray(vectors.mean(axis=0)).ravel()
    typical = np.asarray(vectors @ middle).ravel()
    order = np.argsort(-typical, kind="stable")
    sharing = np.asarray((vectors > 0).sum(axis=0)).ravel()
    needed = max(_LEAST_SHARING, round(0.3 * len(rows)))
    weight = np.where(sharing >= needed, middle * (1.0 - np.minimum(1.0, 20 * seen)), 0.0)
    best = np.argsort(-weight, kind="stable")[:_WORDS]
    words = tuple(str(names[number]) for number in best if weight[number] > 0)
    return Theme(
        tuple(int(rows[number]) for number in order),
        words,
        float(1.0 - nearest[rows].mean()),
    )
