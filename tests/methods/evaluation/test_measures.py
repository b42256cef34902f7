"""People, ladder, groups, scores: figures by hand, and intervals that hold what they promise."""

from __future__ import annotations

import numpy as np
import pytest

from signatur.methods.evaluation.groups import Counted, adjusted, judge
from signatur.methods.evaluation.ladder import Rung, climb
from signatur.methods.evaluation.people import agreement, kappa, mean_share
from signatur.methods.evaluation.scores import reliability, thresholds
from signatur.methods.evaluation.shares import difference, share


def test_shares_by_hand() -> None:
    # Wilson (1927) and Newcombe (1998): 56 of 70 against 48 of 80, his example (a), method 10.
    found, apart = share(56, 70), difference(56, 70, 48, 80)

    assert (round(found.low, 4), round(found.high, 4)) == (0.6918, 0.8770)
    assert (round(apart.low, 4), round(apart.high, 4)) == (0.0524, 0.3339)
    assert share(0, 0) == share(0, 0, 0.9)
    assert share(56, 70, inflation=2).low < found.low


def test_kappa_by_hand() -> None:
    first = ["ja"] * 25 + ["nej"] * 25
    second = ["ja"] * 20 + ["nej"] * 5 + ["ja"] * 10 + ["nej"] * 15

    assert kappa(first, second) == pytest.approx(0.4)
    assert kappa(["ja"], ["ja"]) == 1.0


def test_of_two_who_differ_one_errs() -> None:
    found = agreement(np.array([0, 0, 1, 1] * 50), np.array([0, 1, 1, 1] * 50))

    assert found.share.value == 0.75
    assert found.least_error.value == 0.125
    assert found.kappa.low < found.kappa.value < found.kappa.high


def test_the_interval_of_people_holds_where_they_err_on_the_same_cases() -> None:
    chance, runs, held, naive = np.random.default_rng(6), 400, 0, 0
    for _ in range(runs):
        hard = chance.random(200) < 0.15
        people = [np.where(hard, chance.random(200) < 0.2, chance.random(200) < 0.99) for _ in "ab"]
        found, plain = mean_share(people), share(sum(int(one.sum()) for one in people), 400)
        held += found.low <= 0.8715 <= found.high
        naive += plain.low <= 0.8715 <= plain.high

    assert held / runs >= 0.93
    assert naive / runs < 0.9


def _rung(name: str, right: np.ndarray, price: float = 0.0) -> Rung:
    return Rung(name, np.ones(len(right), bool), right, 100.0 * ~right + price)


def test_a_step_up_is_taken_only_if_it_gains_for_sure_in_money_too() -> None:
    chance = np.random.default_rng(3)
    right = [chance.random(2000) < one for one in (0.70, 0.85, 0.855, 0.95)]
    names, prices = ("rule", "linear", "deep", "dear"), (0.0, 0.0, 0.0, 40.0)
    rungs = [_rung(*one) for one in zip(names, right, prices, strict=True)]
    found = climb(rungs, least_gain=0.02)

    assert [(one.name, one.gains, one.pays) for one in found.steps] == [
        ("rule", True, True), ("linear", True, True), ("deep", False, False), ("dear", True, False),
    ]  # fmt: skip
    assert (found.choice, found.best) == ("linear", "dear")
    assert found.loss is not None
    assert found.loss.value == pytest.approx(0.1, abs=0.03)
    assert climb(rungs, least_gain=0.02, is_paid=False).choice == "dear"
    assert found == climb(rungs, least_gain=0.02)


def test_a_step_that_gains_nothing_is_seldom_taken() -> None:
    chance, taken = np.random.default_rng(7), 0
    for _ in range(200):
        pair = [chance.random(500) < 0.8 for _ in "ab"]
        found = climb([_rung("a", pair[0]), _rung("b", pair[1])], least_gain=0.0)
        taken += found.choice == "b"

    assert taken / 200 <= 0.085


def test_groups_are_judged_together_and_small_ones_not() -> None:
    alike = judge([Counted(90, 100, 179, 200), Counted(88, 100, 181, 200)], floor=0.8, least=30)
    apart = judge(
        [Counted(60, 100, 189, 200), Counted(94, 100, 155, 200), Counted(0, 9, 249, 291)],
        floor=0.8, least=30,
    )  # fmt: skip

    assert not any(one.differs for one in alike)
    assert apart[0].differs
    assert apart[0].below_floor
    assert apart[0].apart.high < 0 < apart[1].apart.value
    assert not apart[2].is_judged
    assert not apart[2].differs


def test_two_halves_ask_one_question() -> None:
    halves = [Counted(80, 100, 92, 100), Counted(92, 100, 80, 100)]
    p_values = [one.p_value for one in judge(halves, floor=0.0, least=30)]

    assert p_values[0] == p_values[1] == judge(halves[:1], floor=0.0, least=30)[0].p_value


def test_twenty_groups_alike_raise_a_finding_in_one_file_of_twenty() -> None:
    chance, found = np.random.default_rng(8), 0
    for _ in range(150):
        right = chance.binomial(60, 0.85, 20)
        total = int(right.sum())
        groups = [Counted(int(one), 60, total - int(one), 60 * 19) for one in right]
        found += any(one.differs for one in judge(groups, floor=0.0, least=30))

    assert found / 150 <= 0.08
    assert adjusted([0.01, 0.04, 0.03]) == pytest.approx([0.03, 0.06, 0.06])


def test_scores_that_mean_what_they_say_are_not_called_off_and_others_are() -> None:
    chance, called = np.random.default_rng(9), 0
    for _ in range(100):
        said = chance.random(800)
        called += reliability(said, chance.random(800) < said).is_off
    boastful = reliability(said, chance.random(800) < 0.5 + (said - 0.5) / 3)

    assert called / 100 <= 0.12
    assert boastful.is_off
    assert boastful.error.low < boastful.error.value < boastful.error.high
    assert [one.said for one in boastful.curve] == sorted(one.said for one in boastful.curve)
    assert sum(one.cases for one in boastful.curve) == 800


def test_thresholds_by_hand() -> None:
    score, is_positive = np.array([0.9, 0.8, 0.6, 0.2]), np.array([True, False, True, False])
    found = {one.threshold: one for one in thresholds(score, is_positive, 10.0, 100.0)}

    assert found[0.5].share == 0.75
    assert found[0.5].precision.value == pytest.approx(2 / 3)
    assert found[0.5].cost.value == 2.5
    assert found[0.9].cost.value == 25.0
    assert found[0.9].recall == 0.5
