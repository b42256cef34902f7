"""Did the outcome, given the inputs, depend on time? A score test whose size is found by simulation.

For each direction w (the case itself, the model's answer, each input, a learnt contrast of old and new)
and each stretch of time g, the sum of  residual of outcome x w x residual of g given inputs  is taken.
The residual of outcome and that of time are both against the inputs, so that an error in either
model alone does no harm (the generalised covariance measure of Shah and Peters 2020, weighted as by
Scheidegger, Hörrmann and Bühlmann 2022); inputs that drift are no change of practice. The largest
standardised sum is compared with those of outcomes drawn from the model of all times together, which
is fitted anew in one Newton step each time.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.directions import Directions, directions_of
from signatur.methods.practice.learners import (
    crossfit,
    fit_blend,
    ridge_linear,
    ridge_logistic,
    with_constant,
)
from signatur.methods.practice.target import Target

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.methods.practice.design import Design
    from signatur.methods.practice.learners import Pooled

_MOST_SPLITS = 20
_WINDOW_EDGES = 7
_BATCH = 150
# Standard errors beyond which an input counts as drifting, or as telling of the outcome.
_CLEAR = 2.0
_MOST_EMPTY = 0.3
# Cells of the test in which fewer cases than this carry the information say nothing.
_LEAST_INFORMATION = 6.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What the test says of one stretch of time."""

    p_value: float
    edges: tuple[float, ...]
    """First moments of the stretch that stands out most: one for a change, two for one there and back."""


@dataclass(frozen=True, slots=True)
class Stretches:
    """Indicators of time, (rows, stretches), and where each begins."""

    inside: NDArray[np.float64]
    edges: tuple[tuple[float, ...], ...]


def examine(
    design: Design,
    target: Target,
    time: NDArray[np.float64],
    pooled: Pooled,
    *,
    draws: int,
    seed: int,
) -> Verdict | None:
    """Return the verdict on these rows; None where there is too little time or too few rows to judge."""
    stretches = stretches_of(time)
    if stretches is None:
        return None
    chance = np.random.default_rng(seed)
    basis = _basis(design, pooled, target)
    share = _refitted(basis, target, pooled.link)
    surprise = _time_surprise(design, stretches, pooled, time, seed)
    directions = directions_of(design, target, time, pooled, seed)
    directions.weights[:, _blind(design, target, time)] = 0.0
    test = _Test(target, share, basis, directions, surprise)
    observed = test.sums((target.values - share)[None])[0]
    drawn = np.concatenate(
        [
            test.sums(np.stack([test.draw(chance) for _ in range(min(_BATCH, draws - done))]))
            for done in range(0, draws, _BATCH)
        ]
    )
    return _judge(observed, drawn, test.informed(), directions.families, stretches)


def stretches_of(time: NDArray[np.float64]) -> Stretches | None:
    """Return the stretches of time to be looked at: before each split, and between pairs of edges."""
    moments, counts = np.unique(time, return_counts=True)
    before = np.cumsum(counts)[:-1]
    least = max(25, 0.05 * len(time))
    usable = np.flatnonzero((before >= least) & (before <= len(time) - least))
    if len(usable) == 0:
        return None
    splits = _spread(usable, before, _MOST_SPLITS)
    firsts = moments[splits + 1]
    columns = [(time < first).astype(np.float64) for first in firsts]
    edges: list[tuple[float, ...]] = [(float(first),) for first in firsts]
    ends = moments[_spread(usable, before, _WINDOW_EDGES) + 1]
    for i, start in enumerate(ends):
        for end in ends[i + 1 :]:
            inside = (time >= start) & (time < end)
            if inside.sum() >= least:
                columns.append(inside.astype(np.float64))
                edges.append((float(start), float(end)))
    return Stretches(np.column_stack(columns), tuple(edges))


def _spread(usable: NDArray[np.intp], before: NDArray[np.intp], most: int) -> NDArray[np.intp]:
    if len(usable) <= most:
        return usable
    goals = np.linspace(before[usable[0]], before[usable[-1]], most)
    return np.unique(usable[np.searchsorted(before[usable], goals).clip(0, len(usable) - 1)])


def _basis(design: Design, pooled: Pooled, target: Target) -> NDArray[np.float64]:
    """Return what the outcome is fitted on once more, in one piece, so that no error of folds stays."""
    room = max(len(design) // 25, 4)
    link = pooled.link
    columns = [link, np.maximum(link - np.median(link, axis=0), 0)]
    room -= 2 * link.shape[1]
    if room > 0:
        main = design.linear[:, : design.plain]
        strength = np.abs((main - main.mean(0)).T @ (target.values - target.values.mean(0))).max(1)
        columns.append(main[:, np.argsort(-strength, kind="stable")[: min(room, 80)]])
    stacked = np.column_stack(columns)
    return with_constant(stacked[:, stacked.std(0) > 1e-8])


def _refitted(
    basis: NDArray[np.float64], target: Target, link: NDArray[np.float64]
) -> NDArray[np.float64]:
    fitted = np.empty_like(link)
    for k in range(link.shape[1]):
        if target.kind == "number":
            rest = target.values[:, [k]] - link[:, [k]]
            fitted[:, k] = link[:, k] + (basis @ ridge_linear(basis, rest, 1e-3))[:, 0]
        else:
            found = ridge_logistic(basis, target.values[:, k], 0.05, offset=link[:, k])
            fitted[:, k] = link[:, k] + basis @ found
    return target.shares(fitted)


def _time_surprise(
    design: Design,
    stretches: Stretches,
    pooled: Pooled,
    time: NDArray[np.float64],
    seed: int,
) -> NDArray[np.float64]:
    """Return the indicators of time less what the inputs tell of them."""
    told = [_told(design, _before(time, one), seed, trees=False) for one in _quantiles(time)]
    told.append(_told(design, _before(time, float(np.median(time))), seed, trees=True))
    room = max(len(design) // 12, 8)
    columns = [*told, pooled.link, design.linear]
    basis = with_constant(np.column_stack(columns)[:, :room])
    expected = np.empty_like(stretches.inside)
    for k, inside in enumerate(stretches.inside.T):
        link = np.clip(basis @ ridge_logistic(basis, inside, 0.5, steps=7), -15, 15)
        expected[:, k] = 1 / (1 + np.exp(-link))
    surprise: NDArray[np.float64] = stretches.inside - expected
    return surprise


def _blind(design: Design, target: Target, time: NDArray[np.float64]) -> NDArray[np.bool_]:
    """Return the rows that lack an input which both drifts and tells of the outcome.

    What is missing there moves the outcome with time, though the practice be the same.
    """
    order = (time - time.mean()) / (time.std() or 1.0)
    rest = (target.values - target.values.mean(0)) / (target.values.std(0) + 1e-9)
    blind = np.zeros(len(time), bool)
    for column, empty in zip(design.inputs.T, design.empty.T, strict=True):
        known = ~empty
        if not 0 < empty.mean() < _MOST_EMPTY:
            continue
        z = (
            (column[known] - column[known].mean())
            / (column[known].std() or 1.0)
            / np.sqrt(known.sum())
        )
        late = [np.abs(z @ one[known]) for one in (order, order**2 - 1)]
        if max(late) > _CLEAR and np.abs(z @ rest[known]).max() > _CLEAR:
            blind |= empty
    return blind


def _quantiles(time: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return moments that leave rows on both sides."""
    found = np.unique(np.quantile(time, (0.1, 0.25, 0.4, 0.6, 0.75, 0.9), method="higher"))
    kept: NDArray[np.float64] = found[found > time.min()]
    return kept


def _before(time: NDArray[np.float64], moment: float) -> Target:
    return Target("two", ("", ""), (time < moment).astype(np.float64)[:, None])


def _told(design: Design, when: Target, seed: int, *, trees: bool) -> NDArray[np.float64]:
    members = crossfit(design, when, seed=seed, trees=trees)
    return fit_blend(members, when).apply(members)


@dataclass(frozen=True, slots=True)
class _Test:
    target: Target
    share: NDArray[np.float64]
    basis: NDArray[np.float64]
    directions: Directions
    surprise: NDArray[np.float64]

    def draw(self, chance: np.random.Generator) -> NDArray[np.float64]:
        """Return residuals of outcomes drawn from the model of all times."""
        rows, width = self.share.shape
        drawn: NDArray[np.float64]
        if self.target.kind == "number":
            signs = chance.choice(np.array([-1.0, 1.0]), size=(rows, 1))
            drawn = (self.target.values - self.share) * signs
            return drawn
        if self.target.kind == "two":
            drawn = (chance.random((rows, 1)) < self.share) - self.share
            return drawn
        edges = np.cumsum(self.share, axis=1)
        number = (chance.random((rows, 1)) > edges[:, :-1]).sum(1)
        drawn = np.eye(width)[number] - self.share
        return drawn

    def _projected(self, residual: NDArray[np.float64], column: int) -> NDArray[np.float32]:
        """Return one column's residuals (rows, draws) after the model is fitted anew, in one step."""
        weight = self._weight(column)
        weighted = self.basis * np.sqrt(weight)[:, None]
        bend = weighted.T @ weighted
        bend[np.diag_indices(len(bend))] += 1e-6 * len(residual)
        step = np.linalg.solve(bend, self.basis.T @ residual)
        rest: NDArray[np.float32] = (residual - weight[:, None] * (self.basis @ step)).astype(
            np.float32
        )
        return rest

    def _weight(self, column: int) -> NDArray[np.float64]:
        if self.target.kind == "number":
            return np.ones(len(self.share))
        share = self.share[:, column]
        return np.maximum(share * (1 - share), 1e-6)

    def sums(self, residuals: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return (draws, columns, directions, stretches) from residuals (draws, rows, columns)."""
        surprise = self.surprise.astype(np.float32)
        out = []
        for k, weights in enumerate(self.directions.weights.astype(np.float32)):
            rest = self._projected(residuals[:, :, k].T, k).T
            parts = [rest @ (weights * inside[:, None]) for inside in surprise.T]
            out.append(np.stack(parts, axis=-1))
        return np.stack(out, axis=1)

    def informed(self) -> NDArray[np.bool_]:
        """Return which cells rest on enough cases."""
        square = (self.surprise**2).astype(np.float32)
        found = []
        for k, weights in enumerate(self.directions.weights):
            variance = self._weight(k)
            total = (weights**2 * variance[:, None]).astype(np.float32).T @ square
            top = np.stack(
                [((weights[:, [j]] ** 2) * square).max(0) for j in range(weights.shape[1])]
            )
            found.append(total / np.maximum(top * variance.max(), 1e-12) >= _LEAST_INFORMATION)
        return np.stack(found)


def _judge(
    observed: NDArray[np.float64],
    drawn: NDArray[np.float64],
    informed: NDArray[np.bool_],
    families: NDArray[np.int64],
    stretches: Stretches,
) -> Verdict | None:
    """Compare the largest standardised sum of each family with those drawn, and then the families.

    The first third of the draws tells spread and correlation, the rest is compared with.
    """
    learning, compared = drawn[: len(drawn) // 3], drawn[len(drawn) // 3 :]
    spread = drawn.std(0)
    usable = informed & (spread > 1e-9)
    if not usable.any():
        return None
    scale = np.where(usable, spread, np.inf)
    learning, compared, observed = learning / scale, compared / scale, observed / scale
    tops: list[NDArray[np.float64]] = []
    best: list[tuple[float, NDArray[np.float64]]] = []
    for family in np.unique(families):
        ours = np.abs(observed[:, families == family])
        theirs = np.abs(compared[:, :, families == family]).reshape(len(compared), -1).max(1)
        _enter(tops, best, ours.max((0, 1)), theirs)
    together = _together(learning, np.concatenate([observed[None], compared]))
    _enter(tops, best, together[0], together[1:].max(1))
    if not best:
        return None
    strongest = max(best, key=lambda one: one[0])
    limit = np.stack(tops).max(0)
    p_value = (1 + int((limit >= strongest[0]).sum())) / (len(limit) + 1)
    return Verdict(float(p_value), stretches.edges[int(strongest[1].argmax())])


def _enter(
    tops: list[NDArray[np.float64]],
    best: list[tuple[float, NDArray[np.float64]]],
    ours: NDArray[np.float64],
    theirs: NDArray[np.float64],
) -> None:
    """Put a family on one scale with the others: how far out in its own draws, beyond their middle."""
    middle = float(np.median(theirs))
    # Where the inputs all but decide, few draws move at all.
    reach = (float(np.quantile(theirs, 0.95)) - middle) or (float(theirs.max()) - middle)
    if reach > 0:
        tops.append((theirs - middle) / reach)
        best.append((float((ours.max() - middle) / reach), ours))


def _together(learning: NDArray[np.float64], sums: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return, for each draw and stretch, the length of all directions' sums, allowing for their correlation."""
    width = sums.shape[1] * sums.shape[2]
    out = np.empty((len(sums), sums.shape[3]))
    for stretch in range(sums.shape[3]):
        known = learning[..., stretch].reshape(len(learning), width)
        bend = known.T @ known / len(known)
        bend[np.diag_indices(width)] += 1.0
        ours = sums[..., stretch].reshape(len(sums), width)
        square = (ours * np.linalg.solve(bend, ours.T).T).sum(1)
        rest = (known * np.linalg.solve(bend, known.T).T).sum(1)
        out[:, stretch] = (square - rest.mean()) / max(float(rest.std()), 1e-9)
    return out
