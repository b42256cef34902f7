"""The model that stands for "a good ordinary model": a linear one and a forest, averaged.

The same at every size, so that a learning curve does not bend where one model would overtake the other.
"""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from signatur.methods.tables.design import Design

TREES: Final = 48
# Beyond so many classes one model for each class against the others is faster than all at once.
_MANY: Final = 12


def learner_for(
    design: Design, values: NDArray[np.float64], classes: int, seed: int
) -> Callable[[NDArray[np.intp], NDArray[np.intp]], NDArray[np.float64]]:
    """Return a function of (rows to learn from, rows to answer) that gives probabilities or amounts.

    `values` are class numbers, or amounts where `classes` is 0.
    """
    linear, tree, has_text = design.linear(), design.tree(), design.has_text
    has_trees = any(one.tree is not None for one in design.blocks)

    def answer(learn: NDArray[np.intp], ask: NDArray[np.intp]) -> NDArray[np.float64]:
        target = values[learn]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            given = []
            if has_text or design.blocks:
                given.append(_linear(linear[learn], target, linear[ask], classes, seed))
            if has_trees and not (has_text and tree.shape[1] < 3):
                given.append(_forest(tree[learn], target, tree[ask], classes, seed))
        if not given:
            return _plain(target, len(ask), classes)
        return np.asarray(np.mean(given, axis=0))

    return answer


def _plain(target: NDArray[np.float64], rows: int, classes: int) -> NDArray[np.float64]:
    if not classes:
        return np.full(rows, target.mean())
    share = np.bincount(target.astype(np.intp), minlength=classes) / len(target)
    return np.tile(share, (rows, 1))


def _linear(
    learn: Any, target: NDArray[np.float64], ask: Any, classes: int, seed: int
) -> NDArray[np.float64]:
    from scipy import sparse
    from sklearn.linear_model import LogisticRegression, Ridge, SGDClassifier

    if not classes:
        model = Ridge(alpha=1.0).fit(learn, target)
        spread = target.max() - target.min()
        least, most = target.min() - 0.1 * spread, target.max() + 0.1 * spread
        return np.asarray(np.clip(model.predict(ask), least, most))
    number = target.astype(np.intp)
    if len(np.unique(number)) < 2:
        return _plain(target, ask.shape[0], classes)
    if sparse.issparse(learn) or classes > _MANY:
        model = SGDClassifier(
            loss="log_loss", alpha=3e-5 if sparse.issparse(learn) else 1e-3,
            max_iter=20, tol=None, average=True, random_state=seed,
        )  # fmt: skip
    else:
        model = LogisticRegression(C=0.5, max_iter=200, tol=1e-3)
    model.fit(learn, number)
    return _spread(model.predict_proba(ask), model.classes_, classes)


def _forest(
    learn: NDArray[np.float32],
    target: NDArray[np.float64],
    ask: NDArray[np.float32],
    classes: int,
    seed: int,
) -> NDArray[np.float64]:
    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor

    leaf = 2 if len(target) < 5000 else 5
    if not classes:
        model = ExtraTreesRegressor(
            TREES,
            min_samples_leaf=leaf,
            max_features=0.5,
            random_state=seed,
            n_jobs=_jobs(len(target)),
        )
        return np.asarray(model.fit(learn, target).predict(ask))
    model = ExtraTreesClassifier(
        TREES, min_samples_leaf=leaf, random_state=seed, n_jobs=_jobs(len(target))
    )
    model.fit(learn, target.astype(np.intp))
    return _spread(model.predict_proba(ask), model.classes_, classes)


def _jobs(rows: int) -> int:
    # Two threads pay where fitting takes longer than starting them; the trees are the same.
    return 2 if rows >= 4000 else 1


def _spread(
    given: NDArray[np.float64], known: NDArray[np.intp], classes: int
) -> NDArray[np.float64]:
    """Return probabilities of all classes, also of those that were not among the learnt rows."""
    if given.shape[1] == classes:
        return given
    full = np.zeros((len(given), classes))
    full[:, known] = given
    return full
