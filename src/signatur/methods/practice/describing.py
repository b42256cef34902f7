"""What changed: which outcome, by how much at equal inputs, and where most; and how far old and new differ."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.figures import auc, auc_gain
from signatur.methods.practice.learners import crossfit, fit_blend
from signatur.methods.practice.schema import Effect, Estimate, OldAgainstNew, Place
from signatur.methods.practice.target import Target

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.methods.practice.design import Design, Direction
    from signatur.methods.practice.learners import Pooled
    from signatur.methods.practice.locating import Practice

_MOST_PLACES = 3
_LEAST_ROWS = 20


def effect_between(
    design: Design,
    target: Target,
    new_rows: NDArray[np.bool_],
    practices: tuple[Practice, Practice],
    directions: tuple[Direction, ...],
    unit: float,
) -> Effect:
    """Describe how the second practice differs from the first; `unit` turns scores of a number into its own."""
    old, new = practices
    shares = target.shares(old.link), target.shares(new.link)
    surprise = target.values - shares[0]
    means = surprise[new_rows].mean(0) - surprise[~new_rows].mean(0)
    k = int(np.abs(means).argmax())
    difference = _difference(surprise[:, k], new_rows)
    moved = shares[1] - shares[0]
    changed = np.abs(moved).sum(1) / (2 if target.kind == "classes" else 1)
    return Effect(
        outcome=target.classes[1] if target.kind == "two" else target.classes[k],
        difference=Estimate(difference.value * unit, difference.low * unit, difference.high * unit),
        changed=None if target.kind == "number" else float(changed.mean()),
        places=_places(design, surprise[:, k], new_rows, directions, unit),
    )


def _difference(surprise: NDArray[np.float64], new_rows: NDArray[np.bool_]) -> Estimate:
    new, old = surprise[new_rows], surprise[~new_rows]
    value = float(new.mean() - old.mean())
    half = float(1.96 * np.sqrt(new.var() / len(new) + old.var() / len(old)))
    return Estimate(value, value - half, value + half)


def _places(
    design: Design,
    surprise: NDArray[np.float64],
    new_rows: NDArray[np.bool_],
    directions: tuple[Direction, ...],
    unit: float,
) -> tuple[Place, ...]:
    """Return the parts of the table in which the outcome moved most surely apart from the rest."""
    found: list[tuple[float, Place]] = []
    for direction, column in zip(directions, design.linear.T, strict=False):
        for name, inside in _parts(direction, column):
            here = inside & new_rows, inside & ~new_rows
            rest = ~inside & new_rows, ~inside & ~new_rows
            if min(one.sum() for one in (*here, *rest)) < _LEAST_ROWS:
                continue
            means = [float(surprise[one].mean()) for one in (*here, *rest)]
            spread = np.sqrt(sum(float(surprise[one].var()) / one.sum() for one in (*here, *rest)))
            apart = abs(means[0] - means[1] - means[2] + means[3]) / max(float(spread), 1e-9)
            place = Place(direction.column, name, int(inside.sum()), (means[0] - means[1]) * unit)
            found.append((apart, place))
    found.sort(key=lambda one: -one[0])
    return tuple(place for apart, place in found[:_MOST_PLACES] if apart > 3)


def _parts(
    direction: Direction, column: NDArray[np.float64]
) -> list[tuple[str, NDArray[np.bool_]]]:
    if direction.value:
        return [(direction.value, column > 0.5)]
    low, high = np.quantile(column, (1 / 3, 2 / 3))
    return [("lowest third", column <= low), ("highest third", column >= high)]


def old_against_new(
    design: Design, target: Target, pooled: Pooled, new_rows: NDArray[np.bool_], seed: int
) -> OldAgainstNew | None:
    """Tell old rows from new ones by the inputs alone, and with the outcome."""
    which = Target("two", ("old", "new"), new_rows.astype(np.float64)[:, None])
    alone = _told(design, which, seed)
    surprise = target.values - target.shares(pooled.link)
    columns = np.column_stack([target.values, surprise])
    main = design.linear[:, : min(design.plain, max(len(design) // 40, 1))]
    crossed = [surprise[:, [k]] * main for k in range(surprise.shape[1])]
    wider = replace(
        design,
        linear=np.column_stack([design.linear, columns, *crossed]),
        tree=np.column_stack([design.tree, columns.astype(np.float32)]),
    )
    both = _told(wider, which, seed)
    estimates = auc(alone, new_rows), auc(both, new_rows), auc_gain(alone, both, new_rows)
    if estimates[0] is None or estimates[1] is None or estimates[2] is None:
        return None
    return OldAgainstNew(estimates[0], estimates[1], estimates[2])


def _told(design: Design, which: Target, seed: int) -> NDArray[np.float64]:
    members = crossfit(design, which, seed=seed)
    told: NDArray[np.float64] = fit_blend(members, which).apply(members)[:, 0]
    return told
