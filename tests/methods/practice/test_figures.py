"""Areas under the curve have the right value and a sensible interval."""

from __future__ import annotations

import numpy as np
import pytest

from signatur.methods.practice.figures import auc, auc_gain


def test_the_area_equals_that_of_scikit_learn_ties_included() -> None:
    from sklearn.metrics import roc_auc_score

    rng = np.random.default_rng(0)
    positive = rng.random(300) < 0.3
    score = np.round(rng.normal(size=300) + positive, 1)
    found = auc(score, positive)
    assert found is not None
    assert found.value == pytest.approx(roc_auc_score(positive, score))
    assert found.low < found.value < found.high


def test_the_interval_covers_the_truth_about_as_often_as_it_says() -> None:
    rng = np.random.default_rng(1)
    truth = 0.7602  # two normals one standard deviation apart
    hits = 0
    for _ in range(200):
        positive = np.arange(120) < 50
        found = auc(rng.normal(size=120) + positive, positive)
        assert found is not None
        hits += found.low <= truth <= found.high
    assert hits >= 180


def test_a_score_gains_nothing_on_itself() -> None:
    score = np.linspace(0, 1, 40)
    positive = np.arange(40) % 3 == 0
    found = auc_gain(score, score, positive)
    assert found is not None
    assert (found.value, found.low, found.high) == (0.0, 0.0, 0.0)


def test_one_outcome_has_no_area() -> None:
    assert auc(np.arange(5.0), np.ones(5, bool)) is None
