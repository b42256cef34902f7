"""A learning curve: models trained on nested parts of growing size, tested on rows they never saw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from signatur.methods.tables.learner import learner_for
from signatur.methods.tables.volume.metrics import scores

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from numpy.typing import NDArray

    from signatur.methods.tables.design import Design

FOLDS: Final = 5
_SIZES: Final = 8
_LEAST: Final = 10
_STEP: Final = 1.6


@dataclass(frozen=True, slots=True)
class LearningCurve:
    """For each measure, the score of every run (fold and draw) at every size.

    `runs` has rows (runs) x sizes; run r uses fold `folds[r]` for testing.
    """

    sizes: NDArray[np.int64]
    runs: Mapping[str, NDArray[np.float64]]
    folds: NDArray[np.int64]
    tested: int


def learning_curve(
    design: Design,
    values: NDArray[np.float64],
    classes: tuple[str, ...],
    *,
    seed: int = 0,
    repeats: int | None = None,
    progress: Callable[[float], None] | None = None,
) -> LearningCurve | None:
    """Measure how a model does with more and more of these rows; None where there are too few.

    Every row is tested by models that did not learn it. Sizes are nested within a draw, so that a step
    up adds rows and changes none.
    """
    rows = len(values)
    if rows < 30 or (classes and len(np.unique(values)) < 2):
        return None
    chance = np.random.default_rng(seed)
    fold = _folds(values, classes, chance)
    largest = int(min((fold != one).sum() for one in range(FOLDS)))
    sizes = _sizes(largest, len(np.unique(values)) if classes else 1)
    repeats = repeats or (3 if rows <= 1000 else 2 if rows <= 3000 else 1)
    answer = learner_for(design, values, len(classes), seed)
    found: dict[str, list[list[float]]] = {}
    used = []
    for done in range(FOLDS * repeats):
        one = done % FOLDS
        test = np.flatnonzero(fold == one)
        order = _order(np.flatnonzero(fold != one), values, classes, chance)
        each: dict[str, list[float]] = {}
        for size in sizes:
            if size == largest and done >= FOLDS and len(order) == largest:
                # The whole of a fold was learnt from in the first round; another order changes nothing.
                for name, lines in found.items():
                    each.setdefault(name, []).append(lines[one][-1])
                continue
            given = answer(order[:size], test)
            for name, score in scores(values[test], given, classes).items():
                each.setdefault(name, []).append(score)
        for name, line in each.items():
            found.setdefault(name, []).append(line)
        used.append(one)
        if progress is not None:
            progress((done + 1) / (FOLDS * repeats))
    runs = {name: np.array(every) for name, every in found.items()}
    return LearningCurve(np.array(sizes), runs, np.array(used), rows)


def _folds(
    values: NDArray[np.float64], classes: tuple[str, ...], chance: np.random.Generator
) -> NDArray[np.int64]:
    """Return a fold for every row, each outcome spread evenly over them."""
    order = chance.permutation(len(values))
    if classes:
        order = order[np.argsort(values[order], kind="stable")]
    fold = np.empty(len(values), np.int64)
    fold[order] = np.arange(len(values)) % FOLDS
    return fold


def _order(
    rows: NDArray[np.intp],
    values: NDArray[np.float64],
    classes: tuple[str, ...],
    chance: np.random.Generator,
) -> NDArray[np.intp]:
    """Return rows in a chance order; two of each outcome stand in front where there are few classes."""
    order = chance.permutation(rows)
    if not classes or len(classes) > 20:
        return order
    first = [order[np.flatnonzero(values[order] == k)[:1]] for k in np.unique(values[order])]
    front = np.concatenate(first)
    rest = order[~np.isin(order, front)]
    return np.concatenate([front, rest])


def _sizes(largest: int, classes: int) -> list[int]:
    least = max(_LEAST, 2 * min(classes, 200))
    sizes = [largest]
    while len(sizes) < _SIZES and sizes[0] / _STEP >= least:
        sizes.insert(0, round(sizes[0] / _STEP))
    return sizes
