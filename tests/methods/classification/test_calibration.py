"""Probabilities mean what they say, on opinions whose truth is known."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import pytest

from signatur.methods.classification.calibration import Calibration, calibrate
from signatur.methods.classification.confidence import (
    Head,
    Opinions,
    fit_head,
    fit_mixture,
    join,
    softmax,
)
from signatur.methods.classification.statistics import auroc, calibration_error

if TYPE_CHECKING:
    from numpy.typing import NDArray

LABELS = tuple("abcdefgh")


def _drawn(
    rows: int, unknown: int, seed: int, *, network: bool = False
) -> tuple[Opinions, NDArray[np.int64]]:
    """Draw opinions that are a third as bold as the truth, and unknown rows that none is bold about."""
    chance = np.random.default_rng(seed)
    bold = chance.normal(0, 2.2, (rows + unknown, len(LABELS)))
    bold[rows:] *= 0.4
    odds = softmax(bold)
    truth = (odds.cumsum(1) > chance.random((rows + unknown, 1))).argmax(1)
    truth[rows:] = len(LABELS)
    return (
        Opinions(
            linear=bold / 3,
            network=bold * 2 if network else None,
            unknown=np.full((rows + unknown, 2 if network else 1), np.nan),
            familiar=chance.random(rows + unknown),
            length=np.full(rows + unknown, 40.0),
        ),
        truth,
    )


def _calibrated(
    rows: int = 3_000, unknown: int = 0, prepared: float = 0.0, *, network: bool = False
) -> Calibration:
    opinions, truth = _drawn(rows, unknown, 0, network=network)
    return calibrate(opinions, truth, len(LABELS), prepared, unknown / (rows + unknown))


@pytest.mark.parametrize("network", [False, True])
def test_confidence_is_as_often_right_as_it_says(network: bool) -> None:  # noqa: FBT001 (a parameter of the test)
    opinions, truth = _drawn(8_000, 0, 1, network=network)

    verdicts = _calibrated(network=network).verdicts(opinions, LABELS)

    confidence = np.array([one.confidence for one in verdicts])
    is_right = np.array(
        [one.labels[0] == LABELS[at] for one, at in zip(verdicts, truth, strict=True)]
    )
    assert calibration_error(confidence, is_right) < 0.025
    assert abs(confidence.mean() - is_right.mean()) < 0.015
    assert confidence.std() > 0.1


def test_confidence_counts_unknown_rows_at_the_share_that_was_seen() -> None:
    opinions, truth = _drawn(8_000, 800, 1)

    verdicts = _calibrated(3_000, 300, 0.3).verdicts(opinions, LABELS)

    confidence = np.array([one.confidence for one in verdicts])
    is_right = np.array(
        [
            at < len(LABELS) and one.labels[0] == LABELS[at]
            for one, at in zip(verdicts, truth, strict=True)
        ]
    )
    assert calibration_error(confidence, is_right) < 0.035


def test_one_of_three_is_as_often_right_as_is_said() -> None:
    opinions, truth = _drawn(8_000, 0, 1)

    verdicts = _calibrated().verdicts(opinions, LABELS)

    said = np.array([one.among_three for one in verdicts])
    is_among = np.array(
        [LABELS[at] in one.labels[:3] for one, at in zip(verdicts, truth, strict=True)]
    )
    assert calibration_error(said, is_among) < 0.03


def test_probabilities_are_never_more_than_one_in_all_and_fall() -> None:
    opinions, _truth = _drawn(1_000, 500, 2)

    for verdict in _calibrated(3_000, 300, 0.3).verdicts(opinions, LABELS):
        assert sum(verdict.probabilities) <= 1 + 1e-5
        assert all(one >= other >= 0 for one, other in pairwise(verdict.probabilities))
        assert set(verdict.labels) < set(LABELS)


def test_what_is_known_is_told_from_what_is_not() -> None:
    opinions, truth = _drawn(2_000, 500, 3)

    verdicts = _calibrated(3_000, 300, 0.3).verdicts(opinions, LABELS)

    known = np.array([one.known for one in verdicts])
    assert ((known >= 0) & (known <= 1)).all()
    is_known = truth < len(LABELS)
    assert auroc(known[is_known], known[~is_known]) > 0.75


def test_the_order_of_labels_is_that_of_the_opinions() -> None:
    opinions, _truth = _drawn(50, 0, 4)

    verdicts = _calibrated().verdicts(opinions, LABELS)

    for verdict, row in zip(verdicts, opinions.linear, strict=True):
        assert verdict.labels == tuple(LABELS[at] for at in np.argsort(-row)[:5])


def test_the_temperature_makes_up_for_opinions_that_are_too_timid() -> None:
    opinions, truth = _drawn(4_000, 0, 0)

    assert fit_mixture(opinions, truth).linear == 3.0


def test_without_a_row_nothing_is_made_up_for() -> None:
    opinions, truth = _drawn(0, 0, 0)

    assert fit_mixture(opinions, truth).linear == 1.0


# --- heads ---------------------------------------------------------------------------------------


def test_where_all_rows_agree_a_head_keeps_one_row_s_doubt_and_more_where_opinions_are_unclear() -> (
    None
):
    seen = np.log(np.array([[0.99], [0.9], [0.2]]))

    head = fit_head(np.tile(seen[:1], (98, 1)), np.ones(98, bool), np.ones(98))

    clear, less, unclear = head.probability(seen)
    assert 0.98 < clear < 0.99
    assert clear > less > unclear > 0.9


def test_where_no_row_is_right_a_head_says_so() -> None:
    head = fit_head(np.zeros((98, 1)), np.zeros(98, bool), np.ones(98))

    assert head.probability(np.zeros((1, 1)))[0] == pytest.approx(0.0101, abs=1e-3)


def test_a_sign_that_was_always_the_same_tells_nothing_when_it_is_another_for_once() -> None:
    chance = np.random.default_rng(0)
    seen = np.c_[chance.normal(size=400), np.full(400, 0.1) + chance.normal(size=400) * 1e-16]

    head = fit_head(seen, seen[:, 0] > 0, np.ones(400))

    assert head.odds(np.array([[0.3, 0.1]])) == pytest.approx(head.odds(np.array([[0.3, 9.0]])))


def test_a_head_says_of_a_row_the_same_in_any_batch() -> None:
    seen = np.random.default_rng(0).normal(size=(257, 9))
    head = Head(np.linspace(-1, 1, 9), 0.3)

    assert [head.odds(seen[at : at + 1])[0] for at in range(257)] == head.odds(seen).tolist()


def test_opinions_are_joined_in_their_order() -> None:
    opinions, _truth = _drawn(10, 0, 0, network=True)
    first = np.arange(10) < 4

    joined = join([opinions.take(first), opinions.take(~first)])

    assert (joined.linear == opinions.linear).all()
    assert joined.network is not None
    assert (joined.network == opinions.network).all()
