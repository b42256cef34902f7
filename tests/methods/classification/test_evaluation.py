"""Figures of an evaluation, held against sums by hand and against scikit-learn."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from signatur.kernel.errors import InputProblem
from signatur.methods.classification import (
    UNKNOWN,
    AtTarget,
    Example,
    Interval,
    Verdict,
    evaluate,
    measure,
)
from signatur.methods.classification.statistics import (
    auroc,
    calibration_error,
    macro_f1,
    resampled,
    wilson,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.classification import Evaluation, Router


def _verdict(labels: str, confidence: float, known: float, *clears: float) -> Verdict:
    """Return a verdict whose labels are letters, best first."""
    rest = (0.0,) * (len(labels) - 1)
    return Verdict(tuple(labels), (confidence, *rest), known, 0.0, clears, confidence)


SAID = [
    (_verdict("abcd", 0.95, 0.99, 0.90, 0.95), "a"),
    (_verdict("abcd", 0.95, 0.80, 0.90), "b"),
    (_verdict("bacd", 0.85, 0.90, 0.90), "b"),
    (_verdict("cbad", 0.55, 0.70), "d"),
    (_verdict("abcd", 0.55, 0.60, 0.90), UNKNOWN),
    (_verdict("dabc", 0.25, 0.10), UNKNOWN),
]


def _measured(said: Sequence[tuple[Verdict, str]] = SAID) -> Evaluation:
    return measure([one for one, _label in said], [Example("", label) for _one, label in said])


def test_rows_are_counted() -> None:
    assert (_measured().n, _measured().n_unknown) == (6, 2)


def test_accuracy_and_top_three_are_over_rows_with_a_known_label() -> None:
    assert _measured().accuracy == wilson(2, 4)
    assert _measured().top3_accuracy == wilson(3, 4)


def test_macro_f1_is_the_mean_over_labels_that_occur() -> None:
    # a: one right, said twice; b: one right, two there; c: said once; d: there once.
    by_hand = (2 * 1 / (1 + 2) + 2 * 1 / (2 + 1) + 0 + 0) / 4

    assert _measured().macro_f1.value == pytest.approx(by_hand)


def test_calibration_is_the_gap_between_said_and_right_over_rows_with_a_known_label() -> None:
    # Of 15 bins, 0.95 lies in the 14th, 0.85 in the 12th, 0.55 in the 8th.
    by_hand = (abs(0.95 * 2 - 1) + abs(0.85 - 1) + abs(0.55 - 0)) / 4

    assert _measured().ece == pytest.approx(by_hand)


def test_unknown_rows_that_are_shared_out_count_as_errors_and_all_rows_are_counted() -> None:
    assert _measured().targets == (
        AtTarget(0.90, wilson(4, 6), wilson(2, 4)),
        AtTarget(0.95, wilson(1, 6), wilson(1, 1)),
        AtTarget(0.98, wilson(0, 6), wilson(0, 0)),
    )


def test_unknown_rows_are_ranked_by_how_probably_they_are_known() -> None:
    auc = _measured().unknown_auroc

    assert auc is not None
    assert auc.value == 1.0


def test_without_unknown_rows_or_with_nothing_else_there_is_no_auroc() -> None:
    assert _measured(SAID[:4]).unknown_auroc is None
    assert _measured(SAID[4:]).unknown_auroc is None


def test_unknown_rows_alone_are_measured_too() -> None:
    measured = _measured(SAID[4:])

    assert measured.accuracy == measured.macro_f1 == Interval(0.0, 0.0, 1.0)
    assert measured.targets[0] == AtTarget(0.90, wilson(1, 2), wilson(0, 1))


def test_a_label_that_the_model_has_never_seen_counts_as_an_error() -> None:
    measured = _measured([(_verdict("ab", 0.9, 0.9, 0.90), "nyt område")])

    assert measured.accuracy == wilson(0, 1)
    assert measured.targets[0].precision == wilson(0, 1)


def test_nothing_is_measured_on_no_rows(router: Router) -> None:
    with pytest.raises(InputProblem):
        evaluate(router, [])


# --- held against others -------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(5))
def test_auroc_is_that_of_scikit_learn_also_with_ties(seed: int) -> None:
    from sklearn.metrics import roc_auc_score

    chance = np.random.default_rng(seed)
    score = np.round(chance.normal(size=300), 1)
    is_positive = chance.random(300) < 0.7

    ours = auroc(score[is_positive], score[~is_positive])

    assert ours == pytest.approx(roc_auc_score(is_positive, score))


@pytest.mark.parametrize("seed", range(5))
def test_macro_f1_is_that_of_scikit_learn(seed: int) -> None:
    from sklearn.metrics import f1_score

    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 9, 200)
    said = np.where(chance.random(200) < 0.6, truth, chance.integers(3, 12, 200))

    assert macro_f1(truth, said, 20) == pytest.approx(
        f1_score(truth, said, average="macro", labels=np.union1d(truth, said), zero_division=0)
    )


@pytest.mark.parametrize(("count", "total"), [(0, 10), (10, 10), (3, 7), (85, 100), (1, 1)])
def test_intervals_of_shares_are_those_of_scipy(count: int, total: int) -> None:
    from scipy.stats import binomtest

    theirs = binomtest(count, total).proportion_ci(0.95, method="wilson")

    ours = wilson(count, total)
    assert (ours.low, ours.high) == pytest.approx((theirs.low, theirs.high), abs=1e-9)


def test_of_no_rows_nothing_is_known() -> None:
    assert wilson(0, 0) == Interval(0.0, 0.0, 1.0)


def test_perfect_confidence_has_no_calibration_error() -> None:
    assert calibration_error(np.array([1.0, 1.0, 0.0]), np.array([True, True, False])) == 0
    assert calibration_error(np.array([1.0, 1.0]), np.array([False, False])) == 1
    assert calibration_error(np.array([]), np.array([], bool)) == 0


@pytest.mark.parametrize("seed", range(10))
def test_a_resampled_interval_holds_its_own_value(seed: int) -> None:
    chance = np.random.default_rng(seed)
    truth = chance.integers(0, 60, 80)
    said = np.where(chance.random(80) < 0.9, truth, chance.integers(0, 60, 80))

    interval = resampled(lambda at: macro_f1(truth[at], said[at], 60), 80)

    assert interval.low <= interval.value <= interval.high
