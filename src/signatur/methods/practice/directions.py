"""The directions in which a change of practice is looked for: everywhere, by score, by input, as learnt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.learners import ask_rest

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from signatur.methods.practice.design import Design
    from signatur.methods.practice.learners import Pooled
    from signatur.methods.practice.target import Target

_MOST_DIRECTIONS = 60


@dataclass(frozen=True, slots=True)
class Directions:
    """Weights of rows, (columns of the target, rows, directions), and the family of each direction."""

    weights: NDArray[np.float64]
    families: NDArray[np.int64]


def directions_of(
    design: Design, target: Target, time: NDArray[np.float64], pooled: Pooled, seed: int
) -> Directions:
    """Return the directions in which a change of practice is looked for."""
    share = target.shares(pooled.link)
    width = share.shape[1]
    room = max(_MOST_DIRECTIONS // width, 12)
    inputs = _input_directions(design, target, share, room)
    learnt = _learnt_directions(design, target, time, seed)
    weights, families = [], []
    for k in range(width):
        bins = np.digitize(share[:, k], np.quantile(share[:, k], (1 / 3, 2 / 3)))
        own = [np.ones(len(design)), _standard(pooled.link[:, k]), *(bins == b for b in range(3))]
        weights.append(np.column_stack([*own[:1], learnt[k], *own[1:], inputs]))
        families = [0] + [1] * learnt[k].shape[1] + [2] * (4 + inputs.shape[1])
    return Directions(np.stack(weights), np.array(families))


def _input_directions(
    design: Design, target: Target, share: NDArray[np.float64], room: int
) -> NDArray[np.float64]:
    """Return the main effects, and for frequent categories also category x score."""
    main = design.linear[:, : design.plain]
    spread = main.std(0)
    enough = np.array([_weight_of(column) >= 15 for column in main.T], bool) & (spread > 1e-6)
    main = main[:, enough]
    strength = np.abs((main - main.mean(0)).T @ (target.values - target.values.mean(0))).max(1)
    order = np.argsort(-strength / (main.std(0) + 1e-9) * np.sqrt(1.0), kind="stable")
    main = main[:, order[:room]]
    columns = [_standard(column) for column in main.T]
    score = _standard(share[:, 0])
    for column in main.T[: room // 3]:
        columns.append(_standard(_standard(column) * score))  # noqa: PERF401
    return np.column_stack(columns) if columns else np.zeros((len(design), 0))


def _weight_of(column: NDArray[np.float64]) -> float:
    centred = column - np.median(column)
    top = float(np.abs(centred).max())
    return float((centred**2).sum() / top**2) if top else 0.0


def _standard(column: NDArray[np.float64]) -> NDArray[np.float64]:
    spread = float(column.std())
    found: NDArray[np.float64] = np.zeros(len(column))
    if spread > 0:
        # An indicator stays one, so that its direction is its own rows alone.
        two = len(np.unique(column[:50])) <= 2 and len(np.unique(column)) == 2
        found = (
            (column - column.min()) / np.ptp(column) if two else (column - column.mean()) / spread
        )
    return np.clip(found, -3, 3)


def _learnt_directions(
    design: Design, target: Target, time: NDArray[np.float64], seed: int
) -> list[NDArray[np.float64]]:
    """Return, for each column of the target, what models of early and of late cases disagree on.

    Learnt on two folds and zero there: were each fold judged by what the others say, every pair of
    cases would count twice, and the sums would vary more than those that are drawn.
    """
    taught = design.folds < 2
    found: list[list[NDArray[np.float64]]] = [[] for _ in range(target.values.shape[1])]
    for split in np.quantile(time, (0.25, 0.5, 0.75)):
        early = taught & (time < split), taught & (time >= split)
        if min(one.sum() for one in early) < 40:
            continue
        parts = [ask_rest(design, target, learning=one, asked=~taught, seed=seed) for one in early]
        contrast = (parts[1] - parts[0])[1:]
        for k, columns in enumerate(found):
            columns += [_on_rest(one, taught) for one in contrast[:, :, k]]
    return [np.column_stack(one) if one else np.zeros((len(design), 0)) for one in found]


def _on_rest(contrast: NDArray[np.float64], taught: NDArray[np.bool_]) -> NDArray[np.float64]:
    found = np.zeros(len(taught))
    found[~taught] = np.clip(contrast / (np.sqrt((contrast**2).mean()) or 1.0), -3, 3)
    return found
