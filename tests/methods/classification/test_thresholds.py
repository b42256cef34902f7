"""Thresholds keep a promised precision as often as they say, on draws whose truth is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from signatur.methods.classification import TARGETS
from signatur.methods.classification.thresholds import (
    CONFIDENCE,
    NEVER,
    Trials,
    thresholds_for,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

DRAWS = 250
# Below what is stated by no more than chance would make of so many draws (three standard errors).
LEAST_KEPT = CONFIDENCE - 3 * float(np.sqrt(CONFIDENCE * (1 - CONFIDENCE) / DRAWS))


def _draw(seed: int, known: int, unknown: int, share: float) -> Trials:
    """Draw scores of which the chance to be right is known: its log odds are the score."""
    chance = np.random.default_rng(seed)
    score = chance.normal(1.5, 2, known)
    is_right = chance.random(known) < 1 / (1 + np.exp(-score))
    nowhere = chance.normal(-1.5, 1.5, unknown)
    is_known = np.arange(known + unknown) < known
    return Trials(
        np.round(np.concatenate([score, nowhere]), 6),
        np.zeros(known + unknown, np.int64),
        np.concatenate([is_right, np.zeros(unknown, bool)]),
        is_known,
        share,
    )


POPULATION = _draw(999, 200_000, 100_000, 0)


def _precision(least: float, unknown_share: float) -> float:
    """Return the true precision in a stream with a share of unknown rows."""
    accepted, is_known = POPULATION.score >= least, POPULATION.is_known
    of_known = (accepted & is_known).sum() / is_known.sum() * (1 - unknown_share)
    right = (accepted & POPULATION.is_right).sum() / is_known.sum() * (1 - unknown_share)
    wrong = (accepted & ~is_known).sum() / (~is_known).sum() * unknown_share
    return float(right / (of_known + wrong))


@pytest.mark.parametrize(
    ("known", "unknown", "share", "target"),
    [
        (400, 0, 0.0, 0.90),
        (2_000, 0, 0.0, 0.95),
        (2_000, 0, 0.0, 0.98),
        (1_000, 60, 0.2, 0.90),
        (4_000, 200, 0.2, 0.95),
    ],
)
def test_the_promised_precision_is_kept_as_often_as_stated(
    known: int, unknown: int, share: float, target: float
) -> None:
    """The unknown share of the stream is that prepared for, three to four times that of the draw."""
    kept, found = 0, 0
    for seed in range(DRAWS):
        (least,) = thresholds_for(_draw(seed, known, unknown, share), target, 1)
        found += least < NEVER
        kept += least == NEVER or _precision(least, share) >= target

    assert kept / DRAWS >= LEAST_KEPT
    assert found > DRAWS / 10, "a promise that is never made is easily kept"


def test_thresholds_that_were_not_prepared_for_unknown_texts_would_break_the_promise() -> None:
    """What a naive threshold does, so that the test above is known to be able to fail."""
    kept = 0
    for seed in range(100):
        trials = _draw(seed, 4_000, 200, 0.001)
        (least,) = thresholds_for(trials, 0.90, 1)
        kept += least == NEVER or _precision(least, 0.2) >= 0.90

    assert kept < 50


def test_some_wrong_labels_among_the_surest_rows_do_not_end_the_search() -> None:
    """Two in a hundred labels are wrong, however sure the score: 98 % of all rows are right."""
    found = 0
    for seed in range(50):
        chance = np.random.default_rng(seed)
        every = np.ones(3_000, bool)
        trials = Trials(
            chance.random(3_000), np.zeros(3_000, np.int64), chance.random(3_000) < 0.98, every, 0.0
        )
        found += thresholds_for(trials, 0.95, 1)[0] < NEVER

    assert found >= 45


def test_a_higher_promise_needs_a_higher_score() -> None:
    for seed in range(20):
        trials = _draw(seed, 3_000, 150, 0.15)
        least = [thresholds_for(trials, target, 1)[0] for target in TARGETS]
        assert least == sorted(least)


def test_more_unknown_texts_to_prepare_for_need_a_higher_score() -> None:
    least = [
        thresholds_for(_draw(1, 5_000, 500, share), 0.90, 1)[0] for share in (0.05, 0.1, 0.2, 0.4)
    ]

    assert least == sorted(least)
    assert least[0] < least[-1]


def _all_right(rows: int, share: float = 0.0) -> Trials:
    some = np.ones(rows, bool)
    return Trials(np.linspace(0, 1, rows), np.zeros(rows, np.int64), some, some, share)


@pytest.mark.parametrize(("target", "fewest"), [(0.90, 22), (0.95, 45), (0.98, 114)])
def test_no_error_in_too_few_rows_proves_nothing(target: float, fewest: int) -> None:
    assert thresholds_for(_all_right(fewest - 1), target, 1).tolist() == [NEVER]
    assert thresholds_for(_all_right(fewest), target, 1).tolist() == [0.0]


@pytest.mark.parametrize("rows", [0, 1, 2])
def test_next_to_no_rows_prove_nothing(rows: int) -> None:
    for target in TARGETS:
        assert thresholds_for(_all_right(rows), target, 3).tolist() == [NEVER] * 3


def test_rows_that_are_mostly_wrong_are_never_ready() -> None:
    trials = _draw(0, 500, 0, 0.0)
    wrong = Trials(trials.score, trials.label, ~trials.is_known, trials.is_known, 0.0)

    assert thresholds_for(wrong, 0.90, 1).tolist() == [NEVER]


def test_few_unknown_rows_promise_nothing_about_a_stream_that_is_full_of_them() -> None:
    trials = _draw(0, 2_000, 3, 0.5)

    assert thresholds_for(trials, 0.98, 1).tolist() == [NEVER]


def test_rows_of_one_score_are_accepted_together_or_not_at_all() -> None:
    """Rows may lie sorted by label, the right ones first: no score tells them from the wrong ones."""
    is_right = np.arange(200) < 120
    every = np.ones(200, bool)
    same = Trials(np.full(200, 0.7), (~is_right).astype(np.int64), is_right, every, 0.0)

    assert thresholds_for(same, 0.90, 2).tolist() == [NEVER, NEVER]


def _two_categories(bad_share_right: float) -> Trials:
    chance = np.random.default_rng(0)
    label = np.arange(4_000) % 20
    is_bad = label == 7
    score = chance.random(4_000)
    # Where it is surest, the bad category is right too.
    is_right = np.where(is_bad, (chance.random(4_000) < bad_share_right) | (score > 0.8), True)
    return Trials(score, label, is_right, np.ones(4_000, bool), 0.0)


def test_a_bad_category_gets_a_stricter_threshold_of_its_own() -> None:
    least = thresholds_for(_two_categories(0.4), 0.95, 20)

    others = np.delete(least, 7)
    assert (others == others[0]).all()
    assert others[0] < least[7] < NEVER
    assert least[7] > 0.6


def test_categories_that_are_bad_by_chance_alone_are_not_doubted() -> None:
    doubted = 0
    for seed in range(40):
        chance = np.random.default_rng(seed)
        is_right = chance.random(4_000) < 0.97
        label = chance.integers(0, 40, 4_000)
        trials = Trials(chance.random(4_000), label, is_right, np.ones(4_000, bool), 0.0)
        least = thresholds_for(trials, 0.95, 40)
        doubted += bool((least > least.min()).any())

    assert doubted <= 8


def test_a_category_that_is_never_right_is_never_ready() -> None:
    trials = _two_categories(0.4)
    score = np.where(trials.label == 7, trials.score * 0.9, trials.score)
    never = Trials(score, trials.label, trials.label != 7, trials.is_known, 0.0)

    least = thresholds_for(never, 0.90, 20)

    assert least[7] == NEVER
    assert np.isfinite(np.delete(least, 7)).all()


def _mirrored(share: float) -> NDArray[np.float64]:
    return thresholds_for(_draw(4, 3_000, 300, share), 0.90, 1)


def test_the_order_of_rows_makes_no_difference() -> None:
    trials = _draw(4, 3_000, 300, 0.2)
    order = np.random.default_rng(0).permutation(3_300)
    shuffled = Trials(
        trials.score[order],
        trials.label[order],
        trials.is_right[order],
        trials.is_known[order],
        0.2,
    )

    assert thresholds_for(shuffled, 0.90, 1).tolist() == _mirrored(0.2).tolist()
