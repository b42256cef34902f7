"""How a practice departs from what holds at all times: few terms on top of that model, held small by a prior.

With so few terms the departure of any stretch of time is had in one Newton step from sums over its rows,
and with it the evidence (marginal likelihood, by Laplace's approximation) that the practice changed at
a moment: every moment is weighed with both practices integrated out, none fitted to be right.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.design import FOLDS
from signatur.methods.practice.learners import ridge_linear, ridge_logistic, with_constant

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.methods.practice.design import Design
    from signatur.methods.practice.target import Target

# Prior standard deviations, in logits: the whole level, and any term for each of its standard deviations.
_LEVEL, _TERM = 1.0, 0.5
# From so many terms on, each is expected to move less.
_FEW_TERMS = 32
# How sure of an outcome, in logits, a model is taken to be at most.
_SUREST = 4.0
# Parts of a Newton step that are tried.
_STEPS = (1.0, 0.5, 0.25)
# So many moments are weighed at once; then those in between where it matters.
_MOST_MOMENTS = 300


def departure(
    design: Design, target: Target, link: NDArray[np.float64], rows: NDArray[np.bool_]
) -> NDArray[np.float64]:
    """Return the answers of these rows' practice for all rows, no row's by a fit that saw its fold."""
    answers = link.copy()
    for k in range(link.shape[1]):
        terms = _terms(design, link[:, k])
        for fold in range(FOLDS):
            asked = design.folds == fold
            fitted = _fitted(terms, target, link, k, rows & ~asked)
            answers[asked, k] += terms[asked] @ fitted
    return answers


@dataclass(frozen=True, slots=True)
class Departure:
    """The terms of a practice, to be asked about rows outside the sample."""

    fitted: tuple[NDArray[np.float64], ...]

    def apply(self, design: Design, link: NDArray[np.float64]) -> NDArray[np.float64]:
        """Return the practice's answers from those of the model of all times."""
        columns = [
            link[:, k] + _terms(design, link[:, k]) @ one for k, one in enumerate(self.fitted)
        ]
        return np.column_stack(columns)


def fit_departure(
    design: Design, target: Target, link: NDArray[np.float64], rows: NDArray[np.bool_]
) -> Departure:
    """Fit the practice of some rows."""
    columns = range(link.shape[1])
    return Departure(
        tuple(_fitted(_terms(design, link[:, k]), target, link, k, rows) for k in columns)
    )


def _terms(design: Design, link: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return what may differ: the level, how steeply the answer counts, main effects, turned categories."""
    main = design.linear[:, : design.plain]
    turned = main[:, list(design.turned)] * link[:, None]
    return with_constant(np.column_stack([link, main, turned]) * _TERM)


def _fitted(
    terms: NDArray[np.float64],
    target: Target,
    link: NDArray[np.float64],
    column: int,
    rows: NDArray[np.bool_],
) -> NDArray[np.float64]:
    inside, outcome = terms[rows], target.values[rows, column]
    if target.kind == "number":
        rest = (outcome - link[rows, column])[:, None]
        return ridge_linear(inside, rest, max(float(rest.var()), 1e-3))[:, 0]
    return ridge_logistic(inside, outcome, 1.0, offset=link[rows, column])


def evidence_of(
    design: Design,
    target: Target,
    time: NDArray[np.float64],
    link: NDArray[np.float64],
    least: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Return moments, and the logarithm of the evidence that another practice begins at each.

    At least so many rows lie on both sides of each moment.
    """
    order = np.argsort(time, kind="stable")
    moments, counts = np.unique(time, return_counts=True)
    before = np.cumsum(counts)[:-1]
    usable = np.flatnonzero((before >= least) & (before <= len(time) - least))
    parts = [_pulls(design, target, link, k, order) for k in range(link.shape[1])]
    # Each of several outcomes is also the others' absence; of two, it is all of it.
    weight = (len(parts) - 1) / len(parts) if target.kind == "classes" else 1.0
    chosen = usable[_spread(len(usable))]
    found = weight * np.sum([_weighed(one, before[chosen]) for one in parts], axis=0)
    if len(chosen) < len(usable):
        near = np.flatnonzero(found > found.max() - 8)
        ends = chosen[max(near[0] - 1, 0)], chosen[min(near[-1] + 1, len(chosen) - 1)]
        inner = usable[(usable >= ends[0]) & (usable <= ends[1])]
        chosen = inner[_spread(len(inner))]
        found = weight * np.sum([_weighed(one, before[chosen]) for one in parts], axis=0)
    return moments[chosen + 1], np.asarray(found)


def _spread(count: int) -> NDArray[np.intp]:
    return np.unique(np.linspace(0, count - 1, min(count, _MOST_MOMENTS)).astype(np.intp))


@dataclass(frozen=True, slots=True)
class _Pulls:
    """Terms in the order of time, how surely each row speaks, and how far its outcome is off.

    `odds` and `own` are what is foretold and what came, of outcomes; of amounts they are None.
    """

    terms: NDArray[np.float64]
    weight: NDArray[np.float64]
    rest: NDArray[np.float64]
    odds: NDArray[np.float64] | None = None
    own: NDArray[np.float64] | None = None


def _pulls(
    design: Design,
    target: Target,
    link: NDArray[np.float64],
    column: int,
    order: NDArray[np.intp],
) -> _Pulls:
    own = target.values[order, column]
    if target.kind == "number":
        rest = own - link[order, column]
        spread = max(float(rest.var()), 1e-3)
        terms = _terms(design, link[:, column])[order]
        return _Pulls(terms, np.full(len(order), 1 / spread), rest / spread)
    # A row that no model would have foretold must not decide alone.
    odds = np.clip(link[:, column], -_SUREST, _SUREST)
    terms, odds = _terms(design, odds)[order], odds[order]
    share = 1 / (1 + np.exp(-odds))
    return _Pulls(terms, share * (1 - share), own - share, odds, own)


def _weighed(pulls: _Pulls, before: NDArray[np.intp]) -> NDArray[np.float64]:
    """Return the evidence for a change after so many rows, each side with its own departure."""
    weighted = pulls.terms * np.sqrt(pulls.weight)[:, None]
    whole = weighted.T @ weighted
    # In a wide table hardly all terms move so far: the prior's whole variance stays about the same.
    prior = np.full(len(whole), max(1.0, len(whole) / _FEW_TERMS) ** 2)
    prior[0] = 1 / _LEVEL**2
    slopes = np.add.reduceat(pulls.terms * pulls.rest[:, None], [0, *before[before > 0]], axis=0)
    slopes = np.cumsum(slopes, axis=0)
    bend, done = np.zeros_like(whole), 0
    found = np.empty(len(before))
    for i, rows in enumerate(before):
        block = weighted[done:rows]
        bend, done = bend + block.T @ block, int(rows)
        old, new = slice(0, done), slice(done, None)
        found[i] = _evidence(pulls, old, bend, slopes[i], prior)
        found[i] += _evidence(pulls, new, whole - bend, slopes[-1] - slopes[i], prior)
    return found


def _evidence(
    pulls: _Pulls,
    rows: slice,
    bend: NDArray[np.float64],
    slope: NDArray[np.float64],
    prior: NDArray[np.float64],
) -> float:
    """Return the evidence of some rows for a departure of their own over none."""
    from scipy.linalg import cho_factor, cho_solve

    root = cho_factor(bend + np.diag(prior), check_finite=False)
    step = cho_solve(root, slope, check_finite=False)
    curved = float(np.log(np.diag(root[0])).sum()) - 0.5 * float(np.log(prior).sum())
    if pulls.odds is None or pulls.own is None:
        return 0.5 * float(slope @ step) - curved
    return (
        _gained(pulls.terms[rows] @ step, pulls.odds[rows], pulls.own[rows], step, prior) - curved
    )


def _gained(
    moved: NDArray[np.float64],
    odds: NDArray[np.float64],
    own: NDArray[np.float64],
    step: NDArray[np.float64],
    prior: NDArray[np.float64],
) -> float:
    """Return what the step truly gains, or the better of shorter ones: of the rare it goes too far."""
    plain = np.log1p(np.exp(odds)).sum()
    cost = 0.5 * float(prior @ step**2)
    said = float(own @ moved)
    gains = [
        part * said - float(np.logaddexp(0, odds + part * moved).sum() - plain) - part**2 * cost
        for part in _STEPS
    ]
    return max(gains)
