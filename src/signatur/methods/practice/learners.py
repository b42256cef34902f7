"""Models of the outcome: two ridge regressions and boosted trees, each cross-fitted, blended by a third.

The logistic ridge is fitted by Newton steps (McCullagh and Nelder 1989), the trees are scikit-learn's
histogram boosting. All answer on the scale of logits (of standardised values for a number).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.practice.design import FOLDS, Design, outcome_means

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from signatur.methods.practice.target import Target

_RIDGES = (1.0, 20.0)
_LEAST_FOR_TREES = 400
_LEAST_OF_CLASS = 10
_CLIP = 8.0


def ridge_logistic(
    inputs: NDArray[np.float64],
    outcome: NDArray[np.float64],
    ridge: float,
    offset: NDArray[np.float64] | None = None,
    steps: int = 12,
    start: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Return coefficients; the first column of the inputs is not shrunk (the constant).

    `start` are coefficients from which few steps are left to go.
    """
    width = inputs.shape[1]
    penalty = np.full(width, ridge)
    penalty[0] = 1e-6
    found: NDArray[np.float64] = np.zeros(width) if start is None else start.copy()
    base = np.zeros(len(outcome)) if offset is None else offset
    if offset is None and start is None:
        share = np.clip(outcome.mean(), 1e-4, 1 - 1e-4)
        found[0] = np.log(share / (1 - share))
    for _ in range(steps):
        link = np.clip(inputs @ found + base, -15, 15)
        share = 1 / (1 + np.exp(-link))
        weight = np.maximum(share * (1 - share), 1e-6)
        slope = inputs.T @ (outcome - share) - penalty * found
        # A matrix times itself turned is half the work of any two.
        weighted = inputs * np.sqrt(weight)[:, None]
        bend = weighted.T @ weighted
        bend[np.diag_indices(width)] += penalty + 1e-9
        step = np.asarray(np.linalg.solve(bend, slope), np.float64)
        size = float(np.abs(step).max())
        found += step if size < 3 else step * (3 / size)
        if size < 1e-4:
            break
    return found


def ridge_linear(
    inputs: NDArray[np.float64], outcome: NDArray[np.float64], ridge: float
) -> NDArray[np.float64]:
    """Return coefficients of least squares, one column for each outcome; the first input is the constant."""
    gram = inputs.T @ inputs
    penalty = np.full(inputs.shape[1], ridge)
    penalty[0] = 1e-6
    gram[np.diag_indices(len(gram))] += penalty
    return np.asarray(np.linalg.solve(gram, inputs.T @ outcome), np.float64)


def with_constant(columns: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the matrix with a first column of ones."""
    return np.column_stack([np.ones(len(columns)), columns])


@dataclass(frozen=True, slots=True)
class Blend:
    """How the members' answers are put together; (members + 1) coefficients for each column of the target."""

    weights: NDArray[np.float64]

    def apply(self, members: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return one answer (rows, columns) from (members, rows, columns)."""
        parts = [
            with_constant(members[:, :, k].T) @ self.weights[:, k] for k in range(members.shape[2])
        ]
        return np.clip(np.column_stack(parts), -_CLIP, _CLIP)


def fit_blend(members: NDArray[np.float64], target: Target) -> Blend:
    """Return the blend that fits cross-fitted answers best, drawn towards their mean."""
    weights = []
    count = members.shape[0]
    for k in range(members.shape[2]):
        answers, outcome = members[:, :, k].T, target.values[:, k]
        mean = answers.mean(1)
        inputs = with_constant(answers)
        if target.kind == "number":
            found = ridge_linear(inputs, (outcome - mean)[:, None], 5.0)[:, 0]
        else:
            found = ridge_logistic(inputs, outcome, 5.0, offset=mean)
        found[1:] += 1 / count
        weights.append(found)
    return Blend(np.column_stack(weights))


def crossfit(
    design: Design,
    target: Target,
    *,
    seed: int,
    learning: NDArray[np.bool_] | None = None,
    trees: bool = True,
) -> NDArray[np.float64]:
    """Return (members, rows, columns): answers for every row from models that did not learn its fold.

    Only the rows in `learning` are learnt from; all rows are answered.
    """
    allowed = np.ones(len(design), bool) if learning is None else learning
    members = len(_RIDGES) + trees
    answers = np.zeros((members, *target.values.shape))
    for fold in range(FOLDS):
        asked = design.folds == fold
        if not asked.any():
            continue
        rows = allowed & ~asked
        inputs = _matrices(design, target, allowed, fold)
        answers[:, asked] = _fit_and_ask(inputs, target, rows, asked, seed, trees=trees)
    return answers


@dataclass(frozen=True, slots=True)
class Pooled:
    """The model of all times together: cross-fitted answers and how they are blended."""

    members: NDArray[np.float64]
    blend: Blend
    link: NDArray[np.float64]


def fit_pooled(design: Design, target: Target, seed: int) -> Pooled:
    """Fit the outcome on the inputs, blind to time."""
    members = crossfit(design, target, seed=seed)
    blend = fit_blend(members, target)
    return Pooled(members, blend, blend.apply(members))


def ask_rest(
    design: Design,
    target: Target,
    *,
    learning: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    seed: int,
) -> NDArray[np.float64]:
    """Return (members, asked rows, columns) from models of the learning rows alone."""
    fold = int(design.folds[asked].min())
    inputs = _matrices(design, target, learning, fold)
    return _fit_and_ask(inputs, target, learning, asked, seed, trees=True)


def fit_all(
    design: Design, target: Target, *, seed: int, learning: NDArray[np.bool_]
) -> Callable[[Design], NDArray[np.float64]]:
    """Fit the members on the learning rows; the answer gives (members, rows, columns) for new rows."""
    inputs = _matrices(design, target, learning, -1)
    models = _fit(inputs, target, learning, seed, trees=True)
    tables = [
        [
            _level_table(design, position, target.values[:, k], learning)
            for k in range(target.values.shape[1])
        ]
        for position in range(design.many.shape[1])
    ]

    def ask(new: Design) -> NDArray[np.float64]:
        means = [
            table[np.minimum(new.many[:, position], len(table) - 1)]
            for position, group in enumerate(tables)
            for table in group
        ]
        return _ask(
            models, _joined(new.linear, new.tree, means, target), np.ones(len(new), bool), target
        )

    return ask


def _level_table(
    design: Design, position: int, outcome: NDArray[np.float64], learning: NDArray[np.bool_]
) -> NDArray[np.float64]:
    codes = design.many[:, position]
    size = int(codes.max(initial=0)) + 2
    counts = np.bincount(codes, weights=learning, minlength=size)
    sums = np.bincount(codes, weights=learning * outcome, minlength=size)
    mean = sums.sum() / max(counts.sum(), 1)
    found: NDArray[np.float64] = (sums + 2.0 * mean) / (counts + 2.0)
    return found


_Inputs = tuple["NDArray[np.float64]", "NDArray[np.float32]"]


def _matrices(design: Design, target: Target, learning: NDArray[np.bool_], fold: int) -> _Inputs:
    means = [
        outcome_means(codes, design.folds, target.values[:, k], learning, fold)
        for codes in design.many.T
        for k in range(target.values.shape[1])
    ]
    return _joined(design.linear, design.tree, means, target)


def _joined(
    linear: NDArray[np.float64],
    tree: NDArray[np.float32],
    means: list[NDArray[np.float64]],
    target: Target,
) -> _Inputs:
    if not means:
        return with_constant(linear), tree
    stacked = np.column_stack(means)
    links = stacked if target.kind == "number" else _logit(stacked)
    return (
        np.column_stack([np.ones(len(linear)), linear, links]),
        np.column_stack([tree, stacked.astype(np.float32)]),
    )


def _logit(share: NDArray[np.float64]) -> NDArray[np.float64]:
    share = np.clip(share, 1e-3, 1 - 1e-3)
    found: NDArray[np.float64] = np.log(share / (1 - share))
    return found


def _fit_and_ask(
    inputs: _Inputs,
    target: Target,
    rows: NDArray[np.bool_],
    asked: NDArray[np.bool_],
    seed: int,
    *,
    trees: bool,
) -> NDArray[np.float64]:
    return _ask(_fit(inputs, target, rows, seed, trees=trees), inputs, asked, target)


def _fit(
    inputs: _Inputs, target: Target, rows: NDArray[np.bool_], seed: int, *, trees: bool
) -> list[Any]:
    linear, outcome = inputs[0][rows], target.values[rows]
    models: list[Any] = []
    for ridge in _RIDGES:
        if target.kind == "number":
            models.append(ridge_linear(linear, outcome, ridge))
        else:
            columns = [
                ridge_logistic(
                    linear, outcome[:, k], ridge, start=models[-1][:, k] if models else None
                )
                for k in range(outcome.shape[1])
            ]
            models.append(np.column_stack(columns))
    if trees:
        models.append(_boosted(inputs[1][rows], outcome, target, seed))
    return models


def _boosted(
    inputs: NDArray[np.float32], outcome: NDArray[np.float64], target: Target, seed: int
) -> Any:
    """Return boosted trees; None where there are too few cases for them."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    rows = len(inputs)
    few = rows < _LEAST_FOR_TREES
    if few or (target.kind != "number" and _rarest(outcome, target) < _LEAST_OF_CLASS):
        return None
    shape = {
        "max_iter": 60,
        "learning_rate": 0.1,
        "max_leaf_nodes": 8 if rows < 2000 else 15,
        "min_samples_leaf": 15 if rows < 2000 else 25,
        "l2_regularization": 5.0,
        "early_stopping": False,
        "random_state": seed,
    }
    if target.kind == "number":
        return HistGradientBoostingRegressor(**shape).fit(inputs, outcome[:, 0])
    number = outcome[:, 0] if target.kind == "two" else outcome.argmax(1)
    return HistGradientBoostingClassifier(**shape).fit(inputs, number)


def _rarest(outcome: NDArray[np.float64], target: Target) -> int:
    counts = outcome.sum(0)
    return int(min(counts[0], len(outcome) - counts[0]) if target.kind == "two" else counts.max())


def _ask(
    models: list[Any], inputs: _Inputs, asked: NDArray[np.bool_], target: Target
) -> NDArray[np.float64]:
    linear = inputs[0][asked]
    answers = [np.clip(linear @ model, -_CLIP, _CLIP) for model in models[: len(_RIDGES)]]
    for model in models[len(_RIDGES) :]:
        answers.append(answers[-1] if model is None else _of_trees(model, inputs[1][asked], target))
    return np.stack(answers)


def _of_trees(model: Any, inputs: NDArray[np.float32], target: Target) -> NDArray[np.float64]:
    if target.kind == "number":
        found: NDArray[np.float64] = np.clip(model.predict(inputs)[:, None], -_CLIP, _CLIP)
        return found
    share = model.predict_proba(inputs)
    if target.kind == "two":
        return _logit(share[:, [1]])
    # A class that the learning rows lack has no column of its own.
    full = np.full((len(inputs), target.values.shape[1]), 1e-3)
    full[:, model.classes_.astype(int)] = share
    return _logit(full)
