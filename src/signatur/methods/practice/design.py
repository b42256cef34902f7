"""The inputs as two matrices: one for linear models (smooth, standardised), one for trees.

Categories with many levels are also told by the mean of what is learnt, always from other folds than
the row's own, so that no model sees an outcome through its own category.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.encoding import MANY_LEVELS, Encoded, Encoding

if TYPE_CHECKING:
    from numpy.typing import NDArray

FOLDS = 5
_GRID = np.linspace(0, 1, 65)
# Weight of the overall mean, in cases, in the mean of a category.
_PRIOR = 2.0
# Rows per column of the linear matrix, at least.
_ROWS_PER_COLUMN = 8
# Beyond so many columns the time for fitting grows and little is learnt.
_MOST_COLUMNS = 140
_RARE = 0.01
# So many of the main effects closest to the outcome are also multiplied with each other.
_MOST_CROSSED = 12
# So many of the most frequent categories may each turn round what a model says.
_MOST_TURNED = 20


@dataclass(frozen=True, slots=True)
class Direction:
    """What a column of the linear matrix says, in words of the table."""

    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Design:
    """The inputs of some rows, ready for fitting."""

    linear: NDArray[np.float64]
    tree: NDArray[np.float32]
    many: NDArray[np.int32]
    folds: NDArray[np.int8]
    empty: NDArray[np.bool_]
    """Where a number is empty; one column for each of the first linear columns."""
    plain: int
    """So many of the first linear columns are main effects; the rest bend them."""
    turned: tuple[int, ...] = ()
    """Main effects that are frequent categories."""

    @property
    def inputs(self) -> NDArray[np.float64]:
        """The numbers, standardised."""
        return self.linear[:, : self.empty.shape[1]]

    def __len__(self) -> int:
        return len(self.folds)

    def take(self, rows: NDArray[np.intp]) -> Design:
        """Return some of the rows."""
        return Design(
            self.linear[rows],
            self.tree[rows],
            self.many[rows],
            self.folds[rows],
            self.empty[rows],
            self.plain,
            self.turned,
        )


@dataclass(frozen=True, slots=True)
class Plan:
    """How the matrices are made; learnt on a sample, applied to any rows."""

    encoding: Encoding
    grids: tuple[NDArray[np.float64], ...]
    scores: tuple[NDArray[np.float64], ...]
    gaps: tuple[int, ...]
    """Numbers that are often empty, by position."""
    levels: tuple[tuple[int, int], ...]
    """(category, code) pairs that have a linear column of their own."""
    bends: tuple[int, ...]
    crosses: tuple[tuple[int, int], ...]
    """Pairs of main effects that are multiplied."""
    many: tuple[int, ...]
    directions: tuple[Direction, ...]

    def apply(self, encoded: Encoded, folds: NDArray[np.int8]) -> Design:
        """Return the matrices for these rows."""
        numbers, codes = encoded.numbers, encoded.codes
        columns = [self._score(i, numbers[:, i]) for i in range(numbers.shape[1])]
        gaps = [np.isnan(numbers[:, i]).astype(np.float64) for i in self.gaps]
        ones = [(codes[:, i] == code).astype(np.float64) for i, code in self.levels]
        bends = [_hinges(columns[i]) for i in self.bends]
        plain = [*columns, *gaps, *ones]
        few = [i for i in range(codes.shape[1]) if i not in self.many]
        tree = [numbers, codes[:, list(self.many)].astype(np.float32)]
        tree += [np.column_stack(ones).astype(np.float32)] if ones else []
        tree += [codes[:, [i]].astype(np.float32) for i in few if not ones]
        stacked = [np.column_stack(plain)] if plain else [np.zeros((len(folds), 1))]
        crosses = [np.clip(plain[i] * plain[j], -6, 6) for i, j in self.crosses]
        return Design(
            np.column_stack([*stacked, *bends, *crosses]),
            np.column_stack(tree) if tree else np.zeros((len(folds), 1), np.float32),
            codes[:, list(self.many)],
            folds,
            np.isnan(numbers),
            max(len(plain), 1),
            self._turned(),
        )

    def _turned(self) -> tuple[int, ...]:
        """Return where the most frequent categories stand among the main effects."""
        first = len(self.encoding.number_names) + len(self.gaps)
        order = sorted(range(len(self.levels)), key=lambda one: (self.levels[one][1], one))
        return tuple(sorted(first + one for one in order[:_MOST_TURNED]))

    def _score(self, position: int, values: NDArray[np.float32]) -> NDArray[np.float64]:
        found = np.interp(values, self.grids[position], self.scores[position])
        return np.where(np.isnan(values), 0.0, found)


def learn_plan(encoding: Encoding, encoded: Encoded, outcome: NDArray[np.float64]) -> Plan:
    """Choose the columns of the matrices from a sample, no more than its size carries."""
    numbers, codes = encoded.numbers, encoded.codes
    rows = len(numbers)
    room = min(max(rows // _ROWS_PER_COLUMN, 4), _MOST_COLUMNS)
    grids, scores = (
        zip(*(_grid(column) for column in numbers.T), strict=True) if numbers.shape[1] else ((), ())
    )
    gaps = tuple(i for i, column in enumerate(numbers.T) if 0.02 < np.isnan(column).mean() < 0.98)
    room -= numbers.shape[1] + len(gaps)
    levels = _frequent_levels(encoding, codes, max(room, 2))
    room -= len(levels)
    bends = tuple(i for i, grid in enumerate(grids) if len(np.unique(grid)) > 8)
    bends = bends if room >= 3 * len(bends) else bends[: max(room // 3, 0)]
    room -= 3 * len(bends)
    many = tuple(i for i, one in enumerate(encoding.categories) if len(one.levels) > MANY_LEVELS)
    names = encoding.number_names
    directions = [Direction(name, "") for name in names]
    directions += [Direction(names[i], "(missing)") for i in gaps]
    directions += [_named(encoding, i, code) for i, code in levels]
    plan = Plan(
        encoding, tuple(grids), tuple(scores), gaps, levels, bends, (), many, tuple(directions)
    )
    return replace(plan, crosses=_crosses(plan, encoded, outcome, room))


def _crosses(
    plan: Plan, encoded: Encoded, outcome: NDArray[np.float64], room: int
) -> tuple[tuple[int, int], ...]:
    main = plan.apply(encoded, np.zeros(len(encoded.numbers), np.int8))
    columns = main.linear[:, : main.plain] - main.linear[:, : main.plain].mean(0)
    rest = outcome - outcome.mean(0)
    scaled = columns / (columns.std(0) + 1e-9)
    tie = np.maximum(np.abs(scaled.T @ rest), np.abs((scaled**2 - 1).T @ rest)).max(1)
    first = np.argsort(-tie, kind="stable")[:_MOST_CROSSED]
    while len(first) > 2 and len(first) * (len(first) - 1) // 2 > room:
        first = first[:-1]
    pairs = [(int(i), int(j)) for place, i in enumerate(first) for j in first[place + 1 :]]
    return tuple(pairs) if plan.directions and room > 0 else ()


def _named(encoding: Encoding, category: int, code: int) -> Direction:
    column = encoding.categories[category]
    names = (*column.levels, "(other)", "(missing)")
    return Direction(column.name, names[code])


def _frequent_levels(
    encoding: Encoding, codes: NDArray[np.int32], room: int
) -> tuple[tuple[int, int], ...]:
    rows = len(codes)
    found: list[tuple[int, int, int]] = []
    for i, column in enumerate(encoding.categories):
        counts = np.bincount(codes[:, i], minlength=len(column.levels) + 2)
        pairs = [(int(count), i, code) for code, count in enumerate(counts)]
        pairs = [one for one in pairs if max(5, _RARE * rows) <= one[0] < rows]
        # Two levels that share all rows between them say the same thing.
        found += pairs[1:] if len(pairs) == 2 and sum(one[0] for one in pairs) == rows else pairs
    found.sort(reverse=True)
    return tuple(sorted((i, code) for _count, i, code in found[:room]))


def _grid(column: NDArray[np.float32]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return values and their normal scores, so that a long tail does not lead a linear model."""
    from scipy.special import ndtri
    from scipy.stats import rankdata

    known = column[~np.isnan(column)].astype(np.float64)
    if len(known) == 0:
        return np.zeros(2), np.zeros(2)
    values = np.unique(np.quantile(known, _GRID))
    rank = rankdata(known) / (len(known) + 1)
    order = np.argsort(known, kind="stable")
    scores = ndtri(np.interp(values, known[order], rank[order]))
    # Half the plain standardised value: ranks alone bend a straight relation in the tails.
    spread = float(known.std()) or 1.0
    plain = np.clip((values - known.mean()) / spread, -4, 4)
    return values, (scores + plain) / 2


def _hinges(column: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.column_stack([np.maximum(column - knot, 0.0) for knot in (-0.7, 0.0, 0.7)])


def outcome_means(
    codes: NDArray[np.int32],
    folds: NDArray[np.int8],
    outcome: NDArray[np.float64],
    learning: NDArray[np.bool_],
    asked: int,
) -> NDArray[np.float64]:
    """Return each row's category's mean outcome among the learning rows.

    Neither the row's own fold nor the fold `asked` counts; -1 stands for no such fold.
    """
    size = int(codes.max(initial=0)) + 1
    cell = codes.astype(np.int64) * FOLDS + folds
    counts = np.bincount(cell, weights=learning, minlength=size * FOLDS).reshape(size, FOLDS)
    sums = np.bincount(cell, weights=learning * outcome, minlength=size * FOLDS).reshape(
        size, FOLDS
    )
    used = [fold for fold in range(FOLDS) if fold != asked]
    mean = sums[:, used].sum() / max(counts[:, used].sum(), 1)
    own_counts = counts[:, used].sum(1)[codes] - np.where(folds == asked, 0, counts[codes, folds])
    own_sums = sums[:, used].sum(1)[codes] - np.where(folds == asked, 0, sums[codes, folds])
    found: NDArray[np.float64] = (own_sums + _PRIOR * mean) / (own_counts + _PRIOR)
    return found
