"""What each column says about the outcome: its information, a small model of it alone, and its weight.

Measured on a sample. A column alone is judged out of fold, so that one with many values does not
look good by heart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from signatur.methods.tables.learner import learner_for
from signatur.methods.tables.outcomes import words_of
from signatur.methods.tables.schema import Estimate, Kind, Relevance
from signatur.methods.tables.volume.metrics import auc_of, scores

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from signatur.methods.tables.design import Design
    from signatur.methods.tables.schema import Column, Table

_FOLDS: Final = 5
_BINS: Final = 20
_BOOTSTRAPS: Final = 60
_MOST_CLASSES: Final = 8
_PRIOR: Final = 10.0
_FEW: Final = 5
_MOST_SHUFFLED: Final = 4000


@dataclass(frozen=True, slots=True)
class Sample:
    """Rows of the table with their outcome, drawn by chance and numbered anew by class."""

    rows: NDArray[np.intp]
    values: NDArray[np.float64]
    classes: tuple[str, ...]


def alone(column: Column, sample: Sample, seed: int) -> Estimate:
    """Return the AUC (R² for amounts) of a small model that sees this column only, out of fold."""
    codes = _coded(column, sample.rows)
    return score_of_codes(codes, sample, seed)


def score_of_codes(codes: NDArray[np.int64], sample: Sample, seed: int) -> Estimate:
    """Return how well groups of rows tell the outcome, each by the mean of the other folds."""
    fold = np.random.default_rng(seed).permutation(len(codes)) % _FOLDS
    if not sample.classes:
        given = _means(codes, sample.values, fold)
        return _of_amounts(sample.values, given, seed)
    chosen = _main_classes(sample)
    found, spread = [], []
    for one in chosen:
        truth = sample.values == one
        given = _means(codes, truth.astype(np.float64), fold)
        score = auc_of(truth, given)
        found.append(score)
        spread.append(_hanley(score, int(truth.sum()), int((~truth).sum())))
    # Classes are told apart on the same rows, so their errors go together.
    middle, half = float(np.mean(found)), 1.96 * float(np.mean(spread))
    return Estimate(middle, max(0.0, middle - half), min(1.0, middle + half))


def _main_classes(sample: Sample) -> list[int]:
    if len(sample.classes) == 2:
        return [1]
    counts = np.bincount(sample.values.astype(np.intp))
    return [
        int(one) for one in np.argsort(-counts, kind="stable")[:_MOST_CLASSES] if counts[one] > 0
    ]


def _coded(column: Column, rows: NDArray[np.intp]) -> NDArray[np.int64]:
    """Return a group for every row: equal words, or ranges of numbers; empty cells are one of their own."""
    from dataclasses import replace

    from signatur.methods.tables.design import amounts

    if column.kind in {Kind.NUMBER, Kind.TIME}:
        values = amounts(replace(column, values=column.values.gather(rows)))
        return binned(values)
    if column.kind is Kind.TEXT:
        lengths = column.values.gather(rows).str.len_chars().cast(float).to_numpy()
        return binned(np.asarray(lengths, np.float64))
    words = words_of(column).gather(rows).fill_null("\x00")
    return np.asarray(words.rank("dense").to_numpy(), np.int64)


def binned(values: NDArray[np.float64]) -> NDArray[np.int64]:
    """Return the range in which each number lies: its own where few differ, else of equal counts."""
    known = np.isfinite(values)
    codes = np.zeros(len(values), np.int64)
    distinct = np.unique(values[known])
    if len(distinct) <= 2 * _BINS:
        codes[known] = np.searchsorted(distinct, values[known]) + 1
        return codes
    bins = int(np.clip(known.sum() // 40, 4, 100))
    edges = np.unique(np.quantile(values[known], np.linspace(0, 1, bins + 1)[1:-1]))
    codes[known] = np.searchsorted(edges, values[known], side="right") + 1
    return codes


def _means(
    codes: NDArray[np.int64], truth: NDArray[np.float64], fold: NDArray[np.intp]
) -> NDArray[np.float64]:
    count = int(codes.max()) + 1
    total = np.bincount(codes, weights=truth, minlength=count)
    number = np.bincount(codes, minlength=count)
    given = np.empty(len(codes))
    for one in range(_FOLDS):
        mine = fold == one
        left = total - np.bincount(codes[mine], weights=truth[mine], minlength=count)
        many = number - np.bincount(codes[mine], minlength=count)
        base = truth[~mine].mean() if (~mine).any() else 0.0
        given[mine] = ((left + _PRIOR * base) / (many + _PRIOR))[codes[mine]]
    # The mean of all others is a little lower where the row itself is a yes; that tells nothing.
    return given


def _hanley(score: float, yes: int, no: int) -> float:
    """Return the standard error of an AUC (Hanley and McNeil 1982)."""
    if yes == 0 or no == 0 or not np.isfinite(score):
        return 0.5
    first, second = score / (2 - score), 2 * score**2 / (1 + score)
    variance = score * (1 - score) + (yes - 1) * (first - score**2) + (no - 1) * (second - score**2)
    # Of 50 without a mistake, the truth may still hold 6 per cent of them (rule of three).
    return max(float(np.sqrt(max(variance, 0.0) / (yes * no))), 0.75 / max(min(yes, no), 1))


def _of_amounts(truth: NDArray[np.float64], given: NDArray[np.float64], seed: int) -> Estimate:
    chance = np.random.default_rng(seed)
    drawn = []
    for _ in range(_BOOTSTRAPS):
        rows = chance.integers(0, len(truth), len(truth))
        drawn.append(scores(truth[rows], given[rows], ())["r2"])
    value = scores(truth, given, ())["r2"]
    low, high = np.nanquantile(drawn, [0.025, 0.975])
    return Estimate(value, float(low), float(high))


def information(column: Column, sample: Sample) -> float:
    """Return the mutual information as a share of the outcome's entropy, corrected for chance (Miller 1955)."""
    codes = _coded(column, sample.rows)
    # Values of very few rows would tell the outcome by heart; they count as one.
    codes = np.where(np.bincount(codes)[codes] < _FEW, codes.max() + 1, codes)
    target = sample.values.astype(np.int64) if sample.classes else _deciles(sample.values)
    whole = np.zeros((int(codes.max()) + 1, int(target.max()) + 1))
    np.add.at(whole, (codes, target), 1)
    whole = whole[whole.any(axis=1)][:, whole.any(axis=0)]
    share = whole / whole.sum()
    left, right = share.sum(1), share.sum(0)
    known = share > 0
    mutual = float((share[known] * np.log(share[known] / np.outer(left, right)[known])).sum())
    entropy = float(-(right * np.log(right)).sum())
    bias = (len(left) - 1) * (len(right) - 1) / (2 * whole.sum())
    return float(np.clip((mutual - bias) / entropy, 0.0, 1.0)) if entropy > 0 else 0.0


def _deciles(values: NDArray[np.float64]) -> NDArray[np.int64]:
    edges = np.unique(np.quantile(values, np.linspace(0, 1, 11)[1:-1]))
    return np.searchsorted(edges, values, side="right").astype(np.int64)


def score_of(design: Design, sample: Sample, seed: int) -> float:
    """Return the score (AUC, or R²) of a model with these columns on a held-out third."""
    if not design.blocks:
        return 0.5 if sample.classes else 0.0
    learn, test = _halves(sample, seed)
    given = learner_for(design, sample.values, len(sample.classes), seed)(learn, test)
    told = scores(sample.values[test], given, sample.classes)
    return told["auc" if sample.classes else "r2"]


def _few(rows: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    return rows if len(rows) <= most else rows[:: len(rows) // most + 1]


def _halves(sample: Sample, seed: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    order = np.random.default_rng(seed).permutation(len(sample.values))
    cut = len(order) * 2 // 3
    return np.sort(order[:cut]), np.sort(order[cut:])


def relevance_of(
    table: Table,
    design: Design,
    sample: Sample,
    singles: dict[str, Estimate],
    *,
    seed: int = 0,
    progress: Callable[[float], None] | None = None,
) -> tuple[Relevance, ...]:
    """Return what every column in the design says, the most telling first."""
    weights = _importance(design, sample, seed, progress)
    none = Estimate(0.0, 0.0, 0.0)
    found = [
        Relevance(name, information(table[name], sample), single, weights.get(name, none))
        for name, single in singles.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.information, one.column)))


def _fitted(
    inputs: Any,
    target: NDArray[Any],
    *,
    is_class: bool,
    has_text: bool,
    seed: int,
) -> Any:
    import warnings

    from sklearn.ensemble import ExtraTreesClassifier, ExtraTreesRegressor
    from sklearn.linear_model import SGDClassifier

    if not is_class:
        model = ExtraTreesRegressor(48, min_samples_leaf=3, random_state=seed)
    elif has_text:
        model = SGDClassifier(loss="log_loss", alpha=3e-5, max_iter=15, tol=None, random_state=seed)
    else:
        model = ExtraTreesClassifier(48, min_samples_leaf=3, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return model.fit(inputs, target)


def _importance(
    design: Design, sample: Sample, seed: int, progress: Callable[[float], None] | None
) -> dict[str, Estimate]:
    """Return how much the score falls where one column is shuffled among the test rows.

    A forest in text-free tables, the linear model where there is text.
    """
    from scipy import sparse

    learn, test = (_few(one, _MOST_SHUFFLED) for one in _halves(sample, seed))
    target = sample.values if not sample.classes else sample.values.astype(np.intp)
    if not design.blocks or (sample.classes and len(np.unique(target[learn])) < 2):
        return {}
    matrix: Any = design.tree() if not design.has_text else design.linear()
    model = _fitted(
        matrix[learn],
        target[learn],
        is_class=bool(sample.classes),
        has_text=design.has_text,
        seed=seed,
    )
    asked, truth = matrix[test], sample.values[test]
    known = [] if not sample.classes else list(model.classes_)

    def score(rows: object) -> float:
        if not sample.classes:
            return scores(truth, model.predict(rows), ())["r2"]
        given = np.zeros((len(truth), len(sample.classes)))
        given[:, known] = model.predict_proba(rows)
        return scores(truth, given, sample.classes)["auc"]

    base, chance, place = score(asked), np.random.default_rng(seed), 0
    found = {}
    dense: Any = asked if not design.has_text else asked.tocsc()
    for number, block in enumerate(design.blocks):
        part = block.linear if design.has_text or block.tree is None else block.tree
        wide = part.shape[1]
        falls = []
        for _ in range(3):
            order = chance.permutation(len(truth))
            parts = (
                dense[:, :place],
                dense[:, place : place + wide][order],
                dense[:, place + wide :],
            )
            falls.append(
                base - score(sparse.hstack(parts) if design.has_text else np.hstack(parts))
            )
        place += wide
        middle, half = float(np.mean(falls)), 4.30 * float(np.std(falls, ddof=1)) / 3**0.5
        found[block.column] = Estimate(middle, middle - half, middle + half)
        if progress is not None:
            progress((number + 1) / len(design.blocks))
    return found
