"""What is decided: the label as classes or as a number."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import numpy as np

if TYPE_CHECKING:
    import polars as pl
    from numpy.typing import NDArray

# Beyond so many outcomes the rarest count as one.
MOST_CLASSES = 8
OTHER = "(other)"
_TINY = 1e-6


@dataclass(frozen=True, slots=True)
class Target:
    """The outcome of some rows.

    `values` is (rows, columns): one column of 0 and 1 for two classes, one column per class for more,
    one column of standardised values for a number.
    """

    kind: Literal["two", "classes", "number"]
    classes: tuple[str, ...]
    values: NDArray[np.float64]

    def take(self, rows: NDArray[np.intp]) -> Target:
        """Return some of the rows."""
        return Target(self.kind, self.classes, self.values[rows])

    def shares(self, link: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return probabilities (or expected values) from what models give on the scale of logits."""
        if self.kind == "number":
            return link
        share: NDArray[np.float64] = 1 / (1 + np.exp(-np.clip(link, -15, 15)))
        if self.kind == "classes":
            share /= share.sum(1, keepdims=True)
        return share

    def log_likelihood(self, link: NDArray[np.float64], spread: float = 1.0) -> NDArray[np.float64]:
        """Return the logarithm of the probability of each row's outcome."""
        found: NDArray[np.float64]
        if self.kind == "number":
            found = (-0.5 * ((self.values - link) / spread) ** 2 - np.log(spread))[:, 0]
            return found
        share = np.clip(self.shares(link), _TINY, 1 - _TINY)
        if self.kind == "two":
            found = np.log(np.where(self.values == 1, share, 1 - share))[:, 0]
            return found
        found = np.log((share * self.values).sum(1))
        return found


def is_number(column: pl.Series) -> bool:
    """Whether a label is a quantity rather than a class."""
    from signatur.methods.practice.encoding import as_numbers, looks_numeric

    import polars as pl  # isort: skip

    if column.dtype == pl.Boolean or not looks_numeric(column):
        return False
    values = as_numbers(column)
    values = values[np.isfinite(values)]
    distinct = len(np.unique(values))
    return distinct > 20 or (distinct > MOST_CLASSES and bool((values != np.floor(values)).any()))


def class_target(label: pl.Series) -> Target:
    """Return the label as classes; every row must have a label."""
    text = label.cast(_string())
    counts = text.value_counts(sort=True, name="n")
    pairs = sorted(
        zip(counts["n"], counts[counts.columns[0]], strict=True), key=lambda one: (-one[0], one[1])
    )
    names = [name for _count, name in pairs]
    kept = names if len(names) <= MOST_CLASSES else [*names[: MOST_CLASSES - 1], OTHER]
    kept = sorted(kept) if len(names) <= MOST_CLASSES else kept
    position = {name: kept.index(name) if name in kept else len(kept) - 1 for name in names}
    number = np.array([position[one] for one in text.to_list()], dtype=np.int64)
    if len(kept) == 2:
        return Target("two", tuple(kept), (number == 1).astype(np.float64)[:, None])
    return Target("classes", tuple(kept), np.eye(len(kept))[number])


@dataclass(frozen=True, slots=True)
class Scale:
    """A quantity as normal scores and back, so that a few large amounts do not decide."""

    amounts: NDArray[np.float64]
    scores: NDArray[np.float64]

    def target(self, amounts: NDArray[np.float64], name: str) -> Target:
        """Return these amounts as a target."""
        return Target("number", (name,), np.interp(amounts, self.amounts, self.scores)[:, None])

    def amount(self, score: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the amounts that have these scores."""
        return np.interp(score, self.scores, self.amounts)


def scale_of(amounts: NDArray[np.float64]) -> Scale:
    """Learn the scale from a sample of amounts."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    score = ndtri(rankdata(amounts) / (len(amounts) + 1))
    score /= score.std() or 1.0
    values, first = np.unique(amounts, return_index=True)
    return Scale(values, score[first])


def _string() -> type[pl.String]:
    import polars as pl

    return pl.String
