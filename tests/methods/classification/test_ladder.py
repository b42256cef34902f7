"""The ladder: a step up is taken only when it gains more than a margin beyond doubt."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.classification import fit
from signatur.methods.classification.confidence import Opinions
from signatur.methods.classification.ladder import WITH_NETWORK, climb, try_network
from tests.methods.classification.lessons import examples

if TYPE_CHECKING:
    from numpy.typing import NDArray

TRUTH = np.arange(1_200) % 3


def _opinions(linear: NDArray[np.int64], network: NDArray[np.int64] | None) -> Opinions:
    """Return opinions that are as bold about what they say."""
    rows = len(linear)
    return Opinions(
        linear=np.eye(3)[linear] * 2 - 1,
        network=None if network is None else np.eye(3)[network] * 8,
        unknown=np.full((rows, 2), np.nan),
        familiar=np.ones(rows),
        length=np.ones(rows),
    )


def _wrong(share: float, seed: int) -> NDArray[np.int64]:
    is_wrong = np.random.default_rng(seed).random(len(TRUTH)) < share
    return np.where(is_wrong, (TRUTH + 1) % 3, TRUTH)


def test_rungs_come_from_the_simplest_on_each_measured_on_the_same_rows() -> None:
    ladder = climb(
        _opinions(_wrong(0.1, 0), _wrong(0.0, 1)), TRUTH, np.array([0, 0, 1]), _wrong(0.4, 2)
    )

    card = ladder.as_card()

    names = ["base rate", "keywords", "linear", WITH_NETWORK]
    assert [one["model"] for one in card["ladder"]] == names
    accuracy = [one["accuracy"]["value"] for one in card["ladder"]]
    assert accuracy[0] == round(400 / 1_200, 4)
    assert accuracy[1] == round(float((_wrong(0.4, 2) == TRUTH).mean()), 4)
    assert accuracy[2] == round(float((_wrong(0.1, 0) == TRUTH).mean()), 4)


def test_a_network_that_gains_is_taken() -> None:
    ladder = climb(_opinions(_wrong(0.2, 0), _wrong(0.0, 1)), TRUTH, TRUTH, TRUTH)

    assert ladder.has_network
    assert ladder.as_card()["method"] == WITH_NETWORK


def test_a_network_that_gains_nothing_is_not_taken() -> None:
    same = _wrong(0.1, 0)

    ladder = climb(_opinions(same, same), TRUTH, TRUTH, TRUTH)

    assert not ladder.has_network
    assert ladder.as_card()["method"] == "linear"


def test_a_gain_that_may_be_chance_is_not_taken() -> None:
    linear = _wrong(0.1, 0)
    network = linear.copy()
    network[np.flatnonzero(linear != TRUTH)[:2]] = TRUTH[np.flatnonzero(linear != TRUTH)[:2]]

    assert not climb(_opinions(linear, network), TRUTH, TRUTH, TRUTH).has_network


def test_rows_that_belong_nowhere_are_not_measured() -> None:
    truth = np.where(np.arange(1_200) < 600, TRUTH, 3)

    ladder = climb(_opinions(TRUTH, None), truth, truth, TRUTH)

    assert [len(one.is_right) for one in ladder.rungs] == [600] * 3


def test_a_network_that_was_tried_in_vain_stays_on_the_card() -> None:
    tried = try_network(_opinions(TRUTH, _wrong(0.9, 0)), TRUTH)

    ladder = climb(_opinions(TRUTH, None), TRUTH, TRUTH, TRUTH, tried)

    assert ladder.as_card()["ladder"][-1]["model"] == WITH_NETWORK
    assert not ladder.has_network


def test_a_router_that_learnt_an_easy_lesson_asks_no_network() -> None:
    router = fit(examples(40, labels=2, mixed=0.0))

    assert router.experts.network is None
    assert router.card["method"] == "linear"
    assert router.card["ladder"][-1]["model"] == WITH_NETWORK
    assert not router.card["ladder"][-1]["taken"]
