"""The list of suspects: every old case of the table, ranked by how surely it reflects the old practice.

A case's score is log P_old(outcome | inputs) − log P_new(outcome | inputs). Where a case that is decided
anew differs only if its side of the line moved, the chance that it would come out otherwise is
1 − exp(−score); so the ranking puts first what most surely would be decided differently today.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.practice.asking import asker, encoded, whole_of
from signatur.methods.practice.schema import Suspect
from signatur.methods.practice.table import slices
from signatur.methods.practice.threads import all_threads

if TYPE_CHECKING:
    from collections.abc import Callable

    import polars as pl
    from numpy.typing import NDArray

    from signatur.methods.practice.locating import Practice
    from signatur.methods.practice.segmenting import Sample
    from signatur.methods.practice.table import Sampled, Table
    from signatur.methods.practice.target import Target

# Nobody reads more; the answer stays small.
_MOST_SUSPECTS = 100_000


@dataclass(frozen=True, slots=True)
class _Ranking:
    """Score of every row of the table, and what the new practice gives (class number, or score of a number)."""

    score: NDArray[np.float64]
    expected: NDArray[np.float64]


def rank_old_cases(
    table: Table,
    sampled: Sampled,
    sample: Sample,
    edges: tuple[float, ...],
    practices: tuple[Practice, ...],
    seed: int,
    tell: Callable[[float], None],
) -> tuple[Suspect, ...]:
    """Return the cases from before the last change that speak for the old practice, the surest first.

    `tell` hears how far it is, from 0 to 1.
    """
    ranking = _Ranking(np.full(len(table), -np.inf), np.zeros(len(table)))
    number = np.searchsorted(np.array(edges), sample.time, side="right")
    newest = practices[-1]
    for one, practice in enumerate(practices[:-1]):
        mine = np.flatnonzero(number == one)
        _enter(
            ranking,
            sampled.rows[mine],
            sample.target.take(mine),
            practice.link[mine],
            newest.link[mine],
            (practice, newest),
        )
    if len(sampled.rows) < len(table):
        _rank_the_rest(table, sampled, sample, edges, practices, ranking, seed, tell)
    order = np.argsort(-ranking.score, kind="stable")
    order = order[ranking.score[order] > 0][:_MOST_SUSPECTS]
    labels = table.label.gather(order).cast(_string()).to_list()
    expected = _names(sampled, ranking.expected[order])
    return tuple(
        Suspect(int(table.rows[place]), float(ranking.score[place]), label, name)
        for place, label, name in zip(order, labels, expected, strict=True)
    )


def _enter(
    ranking: _Ranking,
    rows: NDArray[np.intp],
    target: Target,
    old: NDArray[np.float64],
    new: NDArray[np.float64],
    practices: tuple[Practice, Practice],
) -> None:
    spread = practices[0].spread, practices[1].spread
    ranking.score[rows] = target.log_likelihood(old, spread[0]) - target.log_likelihood(
        new, spread[1]
    )
    if target.kind == "classes":
        ranking.expected[rows] = new.argmax(1)
    else:
        ranking.expected[rows] = new[:, 0] > 0 if target.kind == "two" else new[:, 0]


def _names(sampled: Sampled, expected: NDArray[np.float64]) -> list[str]:
    if sampled.scale is not None:
        return [f"{amount:.6g}" for amount in sampled.scale.amount(expected)]
    return [sampled.target.classes[int(one)] for one in expected]


def _rank_the_rest(
    table: Table,
    sampled: Sampled,
    sample: Sample,
    edges: tuple[float, ...],
    practices: tuple[Practice, ...],
    ranking: _Ranking,
    seed: int,
    tell: Callable[[float], None],
) -> None:
    outside = np.ones(len(table), bool)
    outside[sampled.rows] = False
    segment = np.searchsorted(np.array(edges), table.moments.values, side="right")
    mine = np.searchsorted(np.array(edges), sample.time, side="right")
    whole = whole_of(sample, seed)
    ask_new = asker(sample, practices[-1], mine == len(edges), seed)
    total, done = int((outside & (segment < len(edges))).sum()), 0
    for one, practice in enumerate(practices[:-1]):
        ask_old = asker(sample, practice, mine == one, seed)
        for rows in slices(np.flatnonzero(outside & (segment == one))):
            design, target = encoded(table, sampled, rows)
            with all_threads():
                base = whole(design)
                answers = ask_old(design, base), ask_new(design, base)
            _enter(ranking, rows, target, *answers, (practice, practices[-1]))
            done += len(rows)
            tell(done / total)


def _string() -> type[pl.String]:
    import polars as pl

    return pl.String
