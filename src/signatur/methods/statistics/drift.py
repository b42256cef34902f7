"""Has what a model meets changed since it learnt? Column by column, and all columns together.

For each column: the population stability index (Siddiqi 2006) as a size, a test as evidence (for
numbers Kolmogorov 1933 and Smirnov 1948, for kinds chi-squared, Pearson 1900), missing values, and
values never seen before. Many columns give some small p-value by chance, so those are adjusted
together (Holm 1979). A difference is told only where it is both sure and large enough to matter:
with a million rows everything differs.

All together: a classifier learns to tell old rows from new ones (Lopez-Paz and Oquab 2017). Where it
cannot, the whole is as it was, also in how columns go together; how well it can is its AUC on rows
that it did not learn from, with an interval (Hanley and McNeil 1982).
"""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

# The customary limits of the index: below the first stable, above the second a large shift.
SMALL_SHIFT: Final = 0.1
LARGE_SHIFT: Final = 0.25
_BINS: Final = 10
_MOST_KINDS: Final = 50
_SIGNIFICANT: Final = 0.01
_MISSING_MATTERS: Final = 0.02
_NEW_MATTERS: Final = 0.02
_MOST_ROWS: Final = 10_000
_FOLDS: Final = 3
_QUANTILE: Final = 1.959963984540054
# An AUC above this is worth a look even if a smaller one is sure.
_AUC_MATTERS: Final = 0.55


@dataclass(frozen=True, slots=True)
class ColumnDrift:
    """How one column differs; shares are of all rows."""

    name: str
    is_number: bool
    index: float
    """Population stability index: 0 for none."""
    p_value: float
    """Of the test, adjusted for the number of columns."""
    missing_before: float
    missing_now: float
    new_share: float
    """Share of rows now with a value that was never there before; 0 for numbers."""
    new_values: tuple[str, ...]
    """The most frequent of those."""
    has_shifted: bool


@dataclass(frozen=True, slots=True)
class Drift:
    """How the rows of now differ from those of before."""

    rows_before: int
    rows_now: int
    columns: tuple[ColumnDrift, ...]
    """The most shifted first."""
    auc: float | None
    """How well old and new rows are told apart, 0.5 for not at all; None with too few rows."""
    auc_low: float
    auc_high: float

    @property
    def has_shifted(self) -> bool:
        return any(one.has_shifted for one in self.columns) or self.auc_low > _AUC_MATTERS


def drift_between(
    before: Mapping[str, Sequence[Any]], now: Mapping[str, Sequence[Any]], *, seed: int = 0
) -> Drift:
    """Return how tables of the same columns differ. None and NaN are missing values.

    Columns that only one of the tables has are left out. Raises ValueError when none are left, or a
    table has no rows.
    """
    names = [name for name in before if name in now]
    if not names or not len(before[names[0]]) or not len(now[names[0]]):
        raise ValueError("two tables with rows and common columns are needed")
    found = [_column(name, before[name], now[name]) for name in names]
    adjusted = _holm([one.p_value for one in found])
    columns = [_judged(one, p_value) for one, p_value in zip(found, adjusted, strict=True)]
    columns.sort(key=lambda one: (not one.has_shifted, -one.index, one.name))
    auc, low, high = _told_apart(before, now, {one.name: one.is_number for one in found}, seed)
    return Drift(len(before[names[0]]), len(now[names[0]]), tuple(columns), auc, low, high)


def stability_index(before: NDArray[np.float64], now: NDArray[np.float64]) -> float:
    """Return the population stability index of two counts over the same bins.

    Half a case in every bin keeps empty ones finite.
    """
    expected = (before + 0.5) / (before + 0.5).sum()
    found = (now + 0.5) / (now + 0.5).sum()
    return float(((found - expected) * np.log(found / expected)).sum())


def _column(name: str, before: Sequence[Any], now: Sequence[Any]) -> ColumnDrift:
    was, is_ = _present(before), _present(now)
    missing = (1 - len(was) / len(before), 1 - len(is_) / len(now))
    is_number = all(isinstance(one, int | float) for one in (*was[:2000], *is_[:2000]))
    new: Counter[str] = Counter()
    if not was or not is_:
        index, p_value = (0.0, 1.0) if not was and not is_ else (math.inf, 0.0)
    elif is_number and len(set(was)) > 2:
        index, p_value = _numbers(np.asarray(was, float), np.asarray(is_, float))
    else:
        kinds = Counter(map(str, was)), Counter(map(str, is_))
        new = Counter({kind: count for kind, count in kinds[1].items() if kind not in kinds[0]})
        index, p_value = _kinds(*kinds)
    return ColumnDrift(
        name=name,
        is_number=is_number,
        index=index,
        p_value=min(p_value, _missing_test(missing, len(before), len(now)) * 2),
        missing_before=missing[0],
        missing_now=missing[1],
        new_share=sum(new.values()) / len(now),
        new_values=tuple(kind for kind, _count in new.most_common(5)),
        has_shifted=False,
    )


def _judged(one: ColumnDrift, p_value: float) -> ColumnDrift:
    matters = (
        one.index >= SMALL_SHIFT
        or abs(one.missing_now - one.missing_before) >= _MISSING_MATTERS
        or one.new_share >= _NEW_MATTERS
    )
    return ColumnDrift(
        one.name, one.is_number, one.index, p_value, one.missing_before, one.missing_now,
        one.new_share, one.new_values, has_shifted=matters and p_value < _SIGNIFICANT,
    )  # fmt: skip


def _present(values: Sequence[Any]) -> list[Any]:
    return [
        one
        for one in values
        if one is not None and one != "" and not (isinstance(one, float) and math.isnan(one))
    ]


def _numbers(before: NDArray[np.float64], now: NDArray[np.float64]) -> tuple[float, float]:
    from scipy.stats import ks_2samp

    edges = np.unique(np.quantile(before, np.linspace(0, 1, _BINS + 1)[1:-1]))
    counts = [
        np.bincount(np.searchsorted(edges, values, side="right"), minlength=len(edges) + 1)
        for values in (before, now)
    ]
    p_value = float(ks_2samp(before, now, method="asymp").pvalue)
    return stability_index(counts[0].astype(float), counts[1].astype(float)), p_value


def _kinds(before: Counter[str], now: Counter[str]) -> tuple[float, float]:
    from scipy.stats import chi2_contingency

    both = before + now
    often = [kind for kind, _count in both.most_common(_MOST_KINDS)]
    table = np.array([[counts.get(kind, 0) for kind in often] for counts in (before, now)], float)
    rest = [[sum(counts.values())] for counts in (before, now)] - table.sum(1, keepdims=True)
    if rest.sum():
        table = np.hstack([table, rest])
    if table.shape[1] < 2:
        return 0.0, 1.0
    return stability_index(table[0], table[1]), float(chi2_contingency(table).pvalue)


def _missing_test(missing: tuple[float, float], before: int, now: int) -> float:
    """Return the p-value of two shares of missing values (two-proportion z test)."""
    from scipy.stats import norm

    pooled = (missing[0] * before + missing[1] * now) / (before + now)
    error = math.sqrt(pooled * (1 - pooled) * (1 / before + 1 / now))
    return float(2 * norm.sf(abs(missing[1] - missing[0]) / error)) if error else 1.0


def _holm(p_values: Sequence[float]) -> list[float]:
    """Return p-values adjusted for there being many (Holm 1979)."""
    order = sorted(range(len(p_values)), key=lambda at: p_values[at])
    adjusted, highest = [1.0] * len(p_values), 0.0
    for place, at in enumerate(order):
        highest = max(highest, min(1.0, p_values[at] * (len(p_values) - place)))
        adjusted[at] = highest
    return adjusted


def _told_apart(
    before: Mapping[str, Sequence[Any]],
    now: Mapping[str, Sequence[Any]],
    is_number: Mapping[str, bool],
    seed: int,
) -> tuple[float | None, float, float]:
    """Return how well a classifier tells old rows from new ones, cross-fitted, with an interval."""
    from sklearn.ensemble import HistGradientBoostingClassifier
    from sklearn.metrics import roc_auc_score
    from sklearn.model_selection import StratifiedKFold, cross_val_predict
    from threadpoolctl import threadpool_limits

    chance = np.random.default_rng(seed)
    sizes = [len(next(iter(table.values()))) for table in (before, now)]
    if min(sizes) < 5 * _FOLDS:
        return None, 0.0, 1.0
    drawn = [np.sort(chance.choice(size, min(size, _MOST_ROWS), replace=False)) for size in sizes]
    columns = [
        _coded(
            [before[name][at] for at in drawn[0]] + [now[name][at] for at in drawn[1]],
            is_number=number,
        )
        for name, number in is_number.items()
    ]
    rows = np.column_stack(columns)
    is_new = np.repeat([0, 1], [len(one) for one in drawn])
    learner = HistGradientBoostingClassifier(max_iter=40, max_depth=4, random_state=seed)
    folds = StratifiedKFold(_FOLDS, shuffle=True, random_state=seed)
    # Threads that wait for each other cost more than they give on tables of this size.
    with threadpool_limits(1):
        scores = cross_val_predict(learner, rows, is_new, cv=folds, method="predict_proba")[:, 1]
    auc = float(roc_auc_score(is_new, scores))
    error = _auc_error(auc, len(drawn[1]), len(drawn[0]))
    return auc, max(0.0, auc - _QUANTILE * error), min(1.0, auc + _QUANTILE * error)


def _coded(values: Sequence[Any], *, is_number: bool) -> NDArray[np.float64]:
    """Return a column as numbers; kinds by how frequent they are, so that order means something."""
    if is_number:
        return np.array([math.nan if one in (None, "") else float(one) for one in values])
    counts = Counter(str(one) for one in values if one not in (None, ""))
    codes = {kind: float(place) for place, (kind, _count) in enumerate(counts.most_common(500))}
    return np.array(
        [math.nan if one in (None, "") else codes.get(str(one), 500.0) for one in values]
    )


def _auc_error(auc: float, positives: int, negatives: int) -> float:
    """Return the standard error of an AUC (Hanley and McNeil 1982)."""
    one, other = auc / (2 - auc), 2 * auc**2 / (1 + auc)
    variance = (
        auc * (1 - auc) + (positives - 1) * (one - auc**2) + (negatives - 1) * (other - auc**2)
    ) / (positives * negatives)
    return math.sqrt(max(variance, 0.0))


@dataclass(frozen=True, slots=True)
class Estimate:
    """How often a model is right, guessed from its confidence while the truth is missing."""

    value: float
    low: float
    high: float


def accuracy_without_truth(
    known_confidence: Sequence[float],
    known_right: Sequence[bool],
    confidence: Sequence[float],
    *,
    seed: int = 0,
    resamples: int = 200,
) -> Estimate | None:
    """Estimate accuracy from confidence alone (Garg et al. 2022; "CBPE").

    `known_*` are answers whose truth is known, on which confidence is made honest (isotonic
    regression, Zadrozny and Elkan 2002); `confidence` are those of now. It holds while the same
    confidence means the same as before, and so not where practice has changed; the interval is a
    bootstrap over both. None with fewer than fifty known answers, or none now.
    """
    if len(known_confidence) < 50 or not len(confidence):
        return None
    from sklearn.isotonic import IsotonicRegression

    chance = np.random.default_rng(seed)
    known, right = np.asarray(known_confidence, float), np.asarray(known_right, float)
    now = np.asarray(confidence, float)

    def estimate(of: NDArray[np.int64], at: NDArray[np.int64]) -> float:
        honest = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(
            known[of], right[of]
        )
        return float(honest.predict(now[at]).mean())

    value = estimate(np.arange(len(known)), np.arange(len(now)))
    drawn = [
        estimate(chance.integers(0, len(known), len(known)), chance.integers(0, len(now), len(now)))
        for _ in range(resamples)
    ]
    low, high = np.percentile(drawn, [2.5, 97.5])
    return Estimate(value, min(value, float(low)), max(value, float(high)))


def new_words(
    before: Sequence[str], now: Sequence[str], *, most: int = 20
) -> list[tuple[str, int]]:
    """Return words of now that were never there before, with in how many texts, most first."""
    known = {word for text in before for word in _words(text)}
    counts = Counter(word for text in now for word in _words(text) if word not in known)
    return [(word, count) for word, count in counts.most_common(most) if count > 1]


def _words(text: str) -> set[str]:
    parts = "".join(one if one.isalpha() else " " for one in text.casefold()).split()
    return {word for word in parts if len(word) > 2}
