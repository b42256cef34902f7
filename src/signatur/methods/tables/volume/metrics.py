"""The measures of how well a model does, by name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray


@dataclass(frozen=True, slots=True)
class Metric:
    """A measure: what is best, and whether it is for classes or amounts."""

    name: str
    best: float
    is_higher_better: bool = True
    for_classes: bool = True
    for_two: bool = False
    """Only where there are two outcomes; counted for the positive one."""


METRICS: Final = {
    one.name: one
    for one in (
        Metric("auc", 1.0),
        Metric("accuracy", 1.0),
        Metric("balanced_accuracy", 1.0),
        Metric("macro_f1", 1.0),
        Metric("f1", 1.0, for_two=True),
        Metric("precision", 1.0),
        Metric("recall", 1.0),
        Metric("average_precision", 1.0, for_two=True),
        Metric("log_loss", 0.0, is_higher_better=False),
        Metric("brier", 0.0, is_higher_better=False),
        Metric("r2", 1.0, for_classes=False),
        Metric("mae", 0.0, is_higher_better=False, for_classes=False),
        Metric("rmse", 0.0, is_higher_better=False, for_classes=False),
    )
}
_POSITIVE: Final = frozenset(
    {"1", "ja", "yes", "true", "sand", "positive", "positiv", "y", "j", "1.0"}
)


def metrics_for(classes: tuple[str, ...]) -> tuple[Metric, ...]:
    """Return the measures that fit an outcome with these classes (none: an amount)."""
    return tuple(
        one
        for one in METRICS.values()
        if one.for_classes == bool(classes) and (not one.for_two or len(classes) == 2)
    )


def default_metric(classes: tuple[str, ...]) -> Metric:
    """Return the measure that is used where nobody asked for one."""
    if not classes:
        return METRICS["r2"]
    return METRICS["auc" if len(classes) == 2 else "macro_f1"]


def positive_of(classes: tuple[str, ...]) -> int:
    """Return which of two classes precision and recall are about: yes before no, else the rarer one."""
    said = [number for number, name in enumerate(classes) if name.strip().casefold() in _POSITIVE]
    return said[0] if len(said) == 1 else len(classes) - 1


def scores(
    truth: NDArray[np.float64], given: NDArray[np.float64], classes: tuple[str, ...]
) -> dict[str, float]:
    """Return every fitting measure; NaN where it cannot be told.

    `given` are probabilities (rows x classes), or amounts.
    """
    if not classes:
        return _of_amounts(truth, given)
    number = truth.astype(np.intp)
    guess = given.argmax(1)
    count = given.shape[1]
    hits = np.bincount(number[guess == number], minlength=count).astype(float)
    real, said = np.bincount(number, minlength=count), np.bincount(guess, minlength=count)
    present = real > 0
    recall = np.divide(hits, real, out=np.zeros(count), where=present)
    precision = np.divide(hits, said, out=np.zeros(count), where=said > 0)
    both = real + said
    f1 = np.divide(2 * hits, both, out=np.zeros(count), where=both > 0)
    own = np.clip(given[np.arange(len(number)), number], 1e-6, 1)
    found = {
        "auc": _auc(number, given),
        "accuracy": float((guess == number).mean()),
        "balanced_accuracy": float(recall[present].mean()),
        "macro_f1": float(f1[both > 0].mean()),
        "precision": float(precision[present].mean()),
        "recall": float(recall[present].mean()),
        "log_loss": float(-np.log(own).mean()),
        "brier": float(((given - np.eye(count)[number]) ** 2).sum(1).mean() / 2),
    }
    if len(classes) == 2:
        yes = positive_of(classes)
        found["f1"] = float(f1[yes])
        found["precision"], found["recall"] = float(precision[yes]), float(recall[yes])
        found["average_precision"] = _average_precision(number == yes, given[:, yes])
    return found


def auc_of(truth: NDArray[np.bool_], given: NDArray[np.float64]) -> float:
    """Return how often a true case is given more than a false one (ties count half)."""
    from scipy.stats import rankdata

    yes = int(truth.sum())
    no = len(truth) - yes
    if yes == 0 or no == 0:
        return float("nan")
    ranks = rankdata(given)
    return float((ranks[truth].sum() - yes * (yes + 1) / 2) / (yes * no))


def _auc(number: NDArray[np.intp], given: NDArray[np.float64]) -> float:
    if given.shape[1] == 2:
        return auc_of(number == 1, given[:, 1])
    each = [auc_of(number == k, given[:, k]) for k in range(given.shape[1]) if (number == k).any()]
    known = [one for one in each if one == one]  # noqa: PLR0124 (not NaN)
    return float(np.mean(known)) if known else float("nan")


def _average_precision(truth: NDArray[np.bool_], given: NDArray[np.float64]) -> float:
    if not truth.any():
        return float("nan")
    order = np.argsort(-given, kind="stable")
    hits = np.cumsum(truth[order])
    return float((hits / np.arange(1, len(truth) + 1))[truth[order]].mean())


def _of_amounts(truth: NDArray[np.float64], given: NDArray[np.float64]) -> dict[str, float]:
    error = truth - given
    spread = float(((truth - truth.mean()) ** 2).sum())
    return {
        "r2": 1 - float((error**2).sum()) / spread if spread > 0 else float("nan"),
        "mae": float(np.abs(error).mean()),
        "rmse": float(np.sqrt((error**2).mean())),
    }
