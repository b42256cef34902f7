"""Two routers on the same rows: who is right where, and whether the difference may be chance.

Differences carry the percentile bootstrap interval of whole rows (Efron 1979), so that both answers to
a row stay together. Who is right more often is also put to the exact test of McNemar (1947) on the rows
where just one is right. Three measures are looked at together, so that each gets a third of the five
percent (Bonferroni); parts, such as departments, are tested in steps (Holm 1979).
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from enum import StrEnum
from math import sqrt
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.classification.schema import Interval  # noqa: TC001 (pydantic reads it)
from signatur.methods.classification.statistics import auroc, calibration_error, wilson

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

ERROR = 0.05
"""How often an even pair is called unlike, all measures together."""
LEAST_ROWS = 100
"""Fewer rows tell nothing: of two routers that differ on one row in ten, ten rows would speak."""
_MEASURES = 3
_RESAMPLES = 4000
# 80 in 100 differences of this size are found (one-sided quantile of the normal distribution).
_POWER_QUANTILE, _LEVEL_QUANTILE = 0.8416, 2.3940


class Standing(StrEnum):
    """How the new one stands against the old one in one measure."""

    BETTER = "better"
    WORSE = "worse"
    UNCLEAR = "unclear"


class Verdict(StrEnum):
    """What the comparison says as a whole."""

    BETTER = "better"
    WORSE = "worse"
    MIXED = "mixed"
    """More is right, or what goes is righter, but less is sure enough to go."""
    UNCLEAR = "unclear"
    TOO_FEW = "too_few"


@dataclass(frozen=True, slots=True)
class Answer:
    """What one router said of a row, judged."""

    is_right: bool
    is_ready: bool
    """Sure enough to go without being read."""
    confidence: float
    """Probability that it is right."""
    known: float
    """Probability that the row belongs to any category at all."""


@dataclass(frozen=True, slots=True)
class Pair:
    """What both said of one row."""

    key: str
    is_known: bool
    """Whether it belongs to a category; otherwise it belongs nowhere, and no answer is right."""
    old: Answer
    new: Answer


@dataclass(frozen=True, slots=True)
class Side:
    """How one of the two did, with intervals of 95 %."""

    right: Interval
    """Share of the rows with a category whose first answer is right."""
    ready: Interval
    """Share of all rows that would go without being read."""
    precision: Interval
    """Share of these that is right."""
    unknown_ready: Interval | None
    """Share of the rows that belong nowhere that would go; None without such rows."""
    unknown_auroc: float | None
    ece: float


@dataclass(frozen=True, slots=True)
class Difference:
    """New minus old, as shares; the interval holds for three measures together."""

    value: float
    low: float
    high: float

    @property
    def standing(self) -> Standing:
        if self.low > 0:
            return Standing.BETTER
        return Standing.WORSE if self.high < 0 else Standing.UNCLEAR


@dataclass(frozen=True, slots=True)
class Paired:
    """Two routers on the same rows."""

    n: int
    n_unknown: int
    old: Side
    new: Side
    right: Difference
    ready: Difference
    precision: Difference | None
    """None where one of the two lets too little go to say."""
    only_old_right: int
    only_new_right: int
    chance: float
    """Probability of so uneven a share of these, were both equally good (McNemar, exact)."""
    detectable: float
    """The least difference in right answers that so many rows would show in 4 of 5 cases."""

    @property
    def verdict(self) -> Verdict:
        """Say what all of it means; a fall in right answers or in precision weighs most."""
        if self.n < LEAST_ROWS:
            return Verdict.TOO_FEW
        right = self.right.standing if self.chance <= ERROR / _MEASURES else Standing.UNCLEAR
        precision = self.precision.standing if self.precision else Standing.UNCLEAR
        ready = self.ready.standing
        if Standing.WORSE in (right, precision):
            return Verdict.WORSE
        gains = Standing.BETTER in (right, precision)
        if ready is Standing.WORSE:
            return Verdict.MIXED if gains else Verdict.WORSE
        return Verdict.BETTER if gains or ready is Standing.BETTER else Verdict.UNCLEAR


@dataclass(frozen=True, slots=True)
class Part:
    """Two routers on the rows of one part, such as a department."""

    key: str
    n: int
    old_right: int
    new_right: int
    only_old_right: int
    only_new_right: int
    old_ready: int
    new_ready: int
    old_ready_right: int
    new_ready_right: int
    standing: Standing
    """Tested in steps together with the other parts."""


def compare(pairs: Sequence[Pair], *, seed: int = 0) -> Paired:
    """Compare two routers on the same rows; the same rows and seed give the same figures.

    Raises ValueError without a row.
    """
    if not pairs:
        raise ValueError("there is nothing to compare on")
    known = [one for one in pairs if one.is_known]
    only_old = sum(one.old.is_right and not one.new.is_right for one in known)
    only_new = sum(one.new.is_right and not one.old.is_right for one in known)
    right, ready, precision = _differences(pairs, seed)
    return Paired(
        n=len(pairs),
        n_unknown=len(pairs) - len(known),
        old=_side(pairs, [one.old for one in pairs]),
        new=_side(pairs, [one.new for one in pairs]),
        right=right,
        ready=ready,
        precision=precision,
        only_old_right=only_old,
        only_new_right=only_new,
        chance=mcnemar(only_old, only_new),
        detectable=_detectable(only_old + only_new, len(known)),
    )


def compare_parts(pairs: Iterable[tuple[str, Pair]]) -> tuple[Part, ...]:
    """Compare within each part, the largest first; rows that belong nowhere are in none."""
    by_part: defaultdict[str, list[Pair]] = defaultdict(list)
    for key, pair in pairs:
        by_part[key].append(pair)
    ordered = sorted(by_part, key=lambda key: (-len(by_part[key]), key))
    unlike = _in_steps(
        [
            mcnemar(
                sum(one.old.is_right > one.new.is_right for one in by_part[key]),
                sum(one.new.is_right > one.old.is_right for one in by_part[key]),
            )
            for key in ordered
        ]
    )
    return tuple(
        _part(key, by_part[key], is_unlike=one) for key, one in zip(ordered, unlike, strict=True)
    )


def mcnemar(only_old: int, only_new: int) -> float:
    """Return the exact two-sided probability of so uneven a share, were both equally good."""
    from scipy.stats import binomtest

    total = only_old + only_new
    return float(binomtest(only_new, total).pvalue) if total else 1.0


def _in_steps(chances: Sequence[float]) -> list[bool]:
    """Say which of several tests speak, so that in all one false alarm has the chance of one (Holm)."""
    speaks = [False] * len(chances)
    for done, number in enumerate(sorted(range(len(chances)), key=chances.__getitem__)):
        if chances[number] > ERROR / (len(chances) - done):
            break
        speaks[number] = True
    return speaks


def _part(key: str, pairs: Sequence[Pair], *, is_unlike: bool) -> Part:
    only_old = sum(one.old.is_right > one.new.is_right for one in pairs)
    only_new = sum(one.new.is_right > one.old.is_right for one in pairs)
    standing = Standing.UNCLEAR
    if is_unlike:
        standing = Standing.BETTER if only_new > only_old else Standing.WORSE
    return Part(
        key=key,
        n=len(pairs),
        old_right=sum(one.old.is_right for one in pairs),
        new_right=sum(one.new.is_right for one in pairs),
        only_old_right=only_old,
        only_new_right=only_new,
        old_ready=sum(one.old.is_ready for one in pairs),
        new_ready=sum(one.new.is_ready for one in pairs),
        old_ready_right=sum(one.old.is_ready and one.old.is_right for one in pairs),
        new_ready_right=sum(one.new.is_ready and one.new.is_right for one in pairs),
        standing=standing,
    )


def _side(pairs: Sequence[Pair], answers: Sequence[Answer]) -> Side:
    is_known = np.array([one.is_known for one in pairs])
    is_right = np.array([one.is_right for one in answers])
    is_ready = np.array([one.is_ready for one in answers])
    known = np.array([one.known for one in answers])
    confidence = np.array([one.confidence for one in answers])
    unknown = int((~is_known).sum())
    return Side(
        right=wilson(int(is_right[is_known].sum()), int(is_known.sum())),
        ready=wilson(int(is_ready.sum()), len(answers)),
        precision=wilson(int(is_right[is_ready].sum()), int(is_ready.sum())),
        unknown_ready=wilson(int(is_ready[~is_known].sum()), unknown) if unknown else None,
        unknown_auroc=auroc(known[is_known], known[~is_known])
        if unknown and is_known.any()
        else None,
        ece=calibration_error(confidence[is_known], is_right[is_known]),
    )


# --- differences and their intervals -------------------------------------------------------------


def _differences(
    pairs: Sequence[Pair], seed: int
) -> tuple[Difference, Difference, Difference | None]:
    """Return the differences in right answers, in what goes, and in how right that is.

    All three depend only on how many rows are of each of 32 kinds, so that drawing rows anew is
    drawing these numbers anew.
    """
    kinds = np.array(
        [
            (one.is_known, one.old.is_right, one.new.is_right, one.old.is_ready, one.new.is_ready)
            for one in pairs
        ]
    ).dot([16, 8, 4, 2, 1])
    counts = np.bincount(kinds, minlength=32)
    chance = np.random.default_rng(seed)
    drawn = chance.multinomial(len(pairs), counts / len(pairs), _RESAMPLES)
    found = _measures(counts[None, :])
    spread = _measures(drawn)
    right, ready, precision = (
        _difference(float(one[0]), many) for one, many in zip(found, spread, strict=True)
    )
    assert right is not None, "of no row with a category nothing is right"
    assert ready is not None, "there are rows"
    return right, ready, precision


def _measures(counts: NDArray[np.int64]) -> tuple[NDArray[np.float64], ...]:
    """Return the three differences for each line of numbers of rows by kind, shape (lines, 32)."""
    kind = np.arange(32)
    known, old, new, old_goes, new_goes = (kind >> bit & 1 for bit in (4, 3, 2, 1, 0))

    def total(chosen: NDArray[np.int64]) -> NDArray[np.float64]:
        return np.asarray(counts @ chosen, np.float64)

    with np.errstate(invalid="ignore", divide="ignore"):
        right = np.nan_to_num(total(known * (new - old)) / total(known))
        ready = total(new_goes - old_goes) / total(np.ones_like(kind))
        precision = total(new_goes * new) / total(new_goes) - total(old_goes * old) / total(
            old_goes
        )
    return right, ready, precision


def _difference(value: float, drawn: NDArray[np.float64]) -> Difference | None:
    drawn = drawn[~np.isnan(drawn)]
    # Where one of the two often lets nothing go at all, there is no such share.
    if np.isnan(value) or len(drawn) < 0.9 * _RESAMPLES:
        return None
    outside = 100 * ERROR / _MEASURES / 2
    low, high = np.percentile(drawn, [outside, 100 - outside])
    return Difference(value, float(low), float(high))


def _detectable(unlike: int, total: int) -> float:
    """Return the least difference that is found in four of five cases (Connor 1987, roughly)."""
    share = max(unlike, 1) / max(total, 1)
    return min(1.0, (_LEVEL_QUANTILE + _POWER_QUANTILE) * sqrt(share / max(total, 1)))
