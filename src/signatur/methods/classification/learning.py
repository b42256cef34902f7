"""Learning from examples: every measure and threshold is taken on rows that were not learnt from.

`fit` parts the examples into folds, texts that are nearly the same in one fold; learns from the others each
time; and takes ladder, probabilities and thresholds from what it says of the fold left out (cross
fitting). With many examples one part left out is enough. Whole categories are left out in turn, so that
texts are known that nobody has marked and that belong to none of those learnt.
"""

from __future__ import annotations

import os
import warnings
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.classification.calibration import LEFT_OUT, calibrate
from signatur.methods.classification.confidence import join
from signatur.methods.classification.experts import Material, fit_experts
from signatur.methods.classification.features import Weighting
from signatur.methods.classification.folds import fold_of
from signatur.methods.classification.ladder import climb, try_network
from signatur.methods.classification.linear import fit_keywords
from signatur.methods.classification.memory import Memory
from signatur.methods.classification.router import Router
from signatur.methods.classification.schema import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from signatur.methods.classification.confidence import Opinions
    from signatur.methods.classification.experts import Embedder, Experts
    from signatur.methods.classification.ladder import Rung
    from signatur.methods.classification.schema import Example

_FOLDS = 5
# From so many examples on, one part is left out instead, and the model is not fitted anew.
_MANY = 30_000
_LEFT_OUT = 0.1
# Real unknown texts from which thresholds can be taken.
FEWEST_UNKNOWN = 30
# Share of unknown texts that thresholds are set for: at least this, and at least three times what was
# seen. Where none were marked the promise is about known texts alone, and the card says so.
_PREPARED, _TIMES, _MOST_PREPARED = 0.30, 3, 0.5
# Of the categories so many are left out in all folds together.
_CATEGORIES_LEFT_OUT = 0.3


@dataclass(frozen=True, slots=True)
class _Lesson:
    """Examples as numbers. The label number `label_count` stands for texts that belong nowhere."""

    labels: tuple[str, ...]
    number: NDArray[np.int64]
    fold: NDArray[np.int64]
    material: Material
    seed: int

    @property
    def label_count(self) -> int:
        return len(self.labels)

    @property
    def unknown_count(self) -> int:
        return int((self.number == self.label_count).sum())

    @property
    def has_unknown(self) -> bool:
        """Say whether enough unknown texts are marked to learn from."""
        return self.unknown_count >= FEWEST_UNKNOWN


def fit(
    examples: Sequence[Example],
    *,
    seed: int = 0,
    progress: Callable[[int, int], None] | None = None,
    embedder: Embedder | None = None,
) -> Router:
    """Learn where texts belong; the same examples and seed give the same router.

    Raises InputProblem when there are fewer than two categories.
    """
    from threadpoolctl import threadpool_limits

    lesson = _lesson(examples, seed, embedder)
    tell = _Progress(progress, int(lesson.fold.max()) + 2)
    # One thread of linear algebra: how sums are parted among threads would show in the last digits,
    # and folds are learnt side by side anyway.
    with warnings.catch_warnings(), threadpool_limits(limits=1):
        # Few examples of many categories are a poor lesson, and no regression by mistake.
        warnings.filterwarnings("ignore", "The number of unique classes", UserWarning)
        return _learn(examples, lesson, tell, embedder)


def _learn(
    examples: Sequence[Example], lesson: _Lesson, tell: _Progress, embedder: Embedder | None
) -> Router:
    attempts, tried = _cross_fit(lesson, tell)
    opinions = join([one.opinions for one in attempts])
    truth = np.concatenate([one.truth(lesson) for one in attempts])
    keyword_hits = np.concatenate([one.keyword_hits for one in attempts])
    ladder = climb(opinions, truth, lesson.number, keyword_hits, tried)
    if not ladder.has_network:
        opinions = opinions.without_network()
    calibration = calibrate(
        opinions, truth, lesson.label_count, _prepared_for(lesson), _seen(lesson)
    )
    experts = _final(lesson, attempts, tell, with_network=ladder.has_network).rounded()
    tell.done()
    return Router(
        labels=lesson.labels,
        experts=experts,
        calibration=calibration,
        memory=Memory.of(examples, lesson.material.rows(experts.weighting)),
        about=_about(lesson, ladder.as_card(), calibration.as_card(), embedder),
        embedder=embedder,
    )


def _lesson(examples: Sequence[Example], seed: int, embedder: Embedder | None) -> _Lesson:
    labels = tuple(sorted({one.label for one in examples} - {UNKNOWN}))
    if len(labels) < 2:
        raise InputProblem(
            log=f"{len(labels)} categories",
            shown=_("There is nothing to learn yet: at least two categories need examples."),
        )
    numbers = {label: at for at, label in enumerate(labels)} | {UNKNOWN: len(labels)}
    number = np.array([numbers[one.label] for one in examples])
    material = Material.of([one.text for one in examples], embedder)
    return _Lesson(labels, number, _folds(material, number, seed), material, seed)


def _folds(material: Material, number: NDArray[np.int64], seed: int) -> NDArray[np.int64]:
    """Give each example its fold; -1 is never left out."""
    rows = Weighting.of(material.counted, 1).rows(material.counted)
    if len(number) <= _MANY:
        return _filled(fold_of(rows, number, _FOLDS, seed=seed))
    fold = fold_of(rows, number, round(1 / _LEFT_OUT), seed=seed)
    return np.where(fold == 0, 0, -1)


def _filled(fold: NDArray[np.int64]) -> NDArray[np.int64]:
    """Number folds without gaps, which few examples leave; there are at least two."""
    numbers, filled = np.unique(fold, return_inverse=True)
    return filled if len(numbers) > 1 else np.arange(len(fold)) % 2


# --- cross fitting -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Attempt:
    """What experts said of rows that they had not learnt from."""

    rows: NDArray[np.int64]
    is_left_out: NDArray[np.bool_]
    """Whether the row's category was left out of what was learnt from."""
    opinions: Opinions
    keyword_hits: NDArray[np.int64]
    experts: Experts

    def truth(self, lesson: _Lesson) -> NDArray[np.int64]:
        """Return the label number of each row; what was not learnt belongs nowhere."""
        number = lesson.number[self.rows]
        # Where people have marked enough unknown texts, left out ones are told apart from them.
        unmarked = lesson.label_count + (LEFT_OUT if lesson.has_unknown else 0)
        return np.where(self.is_left_out, unmarked, number)

    def without_network(self) -> _Attempt:
        """Return what is left when the network is not asked."""
        return replace(self, opinions=self.opinions.without_network())


class _Progress:
    """Adds up how far the folds are."""

    def __init__(self, progress: Callable[[int, int], None] | None, parts: int) -> None:
        self._progress, self._parts = progress, parts
        self._of_part: dict[int, float] = {}

    def part(self, number: int) -> Callable[[float], None]:
        """Return what tells how far one part is."""

        def tell(done: float) -> None:
            self._of_part[number] = done
            self._say()

        return tell

    def done(self) -> None:
        self._of_part = dict.fromkeys(range(self._parts), 1.0)
        self._say()

    def _say(self) -> None:
        if self._progress:
            self._progress(round(100 * sum(self._of_part.values())), 100 * self._parts)


def _cross_fit(lesson: _Lesson, tell: _Progress) -> tuple[list[_Attempt], Rung | None]:
    """Learn from all folds but one in turn; a network only while the first fold speaks for it."""
    folds = range(int(lesson.fold.max()) + 1)
    left_out = _categories_left_out(lesson, len(folds))
    first = _attempt(lesson, 0, left_out[0], with_network=True)
    tell.part(0)(1.0)
    rung = try_network(first.opinions, first.truth(lesson))
    goes_on = len(folds) == 1 or rung.is_promising
    # Progress is told by one thread only, as whoever listens may not expect several.
    with ThreadPoolExecutor(min(len(folds), os.cpu_count() or 1)) as pool:
        running = [
            pool.submit(_attempt, lesson, fold, left_out[fold], with_network=goes_on)
            for fold in folds[1:]
        ]
        attempts = [first if goes_on else first.without_network()]
        for fold, one in zip(folds[1:], running, strict=True):
            attempts.append(one.result())
            tell.part(fold)(1.0)
    return attempts, None if goes_on else rung


def _categories_left_out(lesson: _Lesson, folds: int) -> list[NDArray[np.int64]]:
    """Return, for each fold, the categories that stand for unknown texts there."""
    if lesson.label_count < 5:
        return [np.array([], np.int64)] * folds
    chance = np.random.default_rng(lesson.seed + 1)
    share = _CATEGORIES_LEFT_OUT if folds > 1 else _CATEGORIES_LEFT_OUT / 3
    count = max(folds, round(lesson.label_count * share))
    chosen = chance.permutation(lesson.label_count)[: min(count, lesson.label_count - 2)]
    return np.array_split(chosen, folds)


def _attempt(
    lesson: _Lesson, fold: int, left_out: NDArray[np.int64], *, with_network: bool
) -> _Attempt:
    rows = np.flatnonzero(lesson.fold == fold)
    is_left_out = np.isin(lesson.number, left_out)
    learnt = np.flatnonzero((lesson.fold != fold) & ~is_left_out)
    material, number = lesson.material.take(learnt), lesson.number[learnt]
    experts = fit_experts(
        material, number, lesson.label_count, with_network=with_network, seed=lesson.seed + fold
    )
    asked = lesson.material.take(rows)
    known = number < lesson.label_count
    keywords = fit_keywords(
        experts.weighting.rows(material.counted[np.flatnonzero(known)]),
        number[known],
        lesson.label_count,
        experts.weighting.columns,
    )
    hits = keywords.logits(experts.weighting.rows(asked.counted)).argmax(1)
    return _Attempt(rows, is_left_out[rows], experts.opinions(asked), hits, experts)


def _final(
    lesson: _Lesson, attempts: Sequence[_Attempt], tell: _Progress, *, with_network: bool
) -> Experts:
    """Return experts that learnt from everything, or from nearly everything where that is much."""
    if len(attempts) == 1:
        experts = attempts[0].experts
        return experts if with_network else experts.without_network()
    return fit_experts(
        lesson.material,
        lesson.number,
        lesson.label_count,
        with_network=with_network,
        seed=lesson.seed,
        tell=tell.part(len(attempts)),
    )


# --- what is prepared for ------------------------------------------------------------------------


def _seen(lesson: _Lesson) -> float:
    return lesson.unknown_count / len(lesson.number)


def _prepared_for(lesson: _Lesson) -> float:
    """Return the share of unknown texts for which thresholds are set, never less than was seen."""
    least = _PREPARED if lesson.has_unknown else 0.0
    more = min(max(least, _TIMES * _seen(lesson)), _MOST_PREPARED)
    return max(more, _seen(lesson))


def _about(
    lesson: _Lesson,
    ladder: dict[str, object],
    calibration: dict[str, object],
    embedder: Embedder | None,
) -> dict[str, object]:
    return {
        "method": ladder["method"],
        "rows": len(lesson.number),
        "unknown_rows": lesson.unknown_count,
        "categories": lesson.label_count,
        "seed": lesson.seed,
        "held_back": "cross fitting" if lesson.fold.max() > 0 else "one part left out",
        "unknown_from": "marked rows and categories left out"
        if lesson.has_unknown
        else "categories left out",
        "embedding": embedder.name if embedder else None,
        **ladder,
        **calibration,
    }
