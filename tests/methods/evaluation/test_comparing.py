"""No worse than people by more than a margin: error kept, and found where there are cases enough."""

from __future__ import annotations

import numpy as np
import pytest

from signatur.methods.evaluation.comparing import (
    cases_to_compare,
    no_worse,
    no_worse_of_counted,
    no_worse_on_same,
)


@pytest.mark.parametrize(("margin", "cases"), [(0.05, 446), (0.03, 1237), (0.02, 2783)])
def test_cases_needed_at_ten_per_cent_error(margin: float, cases: int) -> None:
    assert cases_to_compare(0.10, margin) == cases


def test_the_number_of_cases_gives_the_power_and_the_edge_keeps_the_error() -> None:
    chance, cases, runs = np.random.default_rng(1), cases_to_compare(0.10, 0.05), 800

    def share_shown(model_error: float) -> float:
        shown = 0
        for _ in range(runs):
            model, people = chance.binomial(cases, [1 - model_error, 0.90])
            shown += no_worse(int(model), cases, int(people), cases, 0.05).holds
        return shown / runs

    assert share_shown(0.10) == pytest.approx(0.8, abs=0.05)
    assert share_shown(0.15) <= 0.07


def test_the_same_cases_need_fewer_where_answers_go_together() -> None:
    chance, runs, shown, wrongly = np.random.default_rng(2), 400, 0, 0
    for _ in range(runs):
        people = chance.random(250) < 0.9
        alike = np.where(chance.random(250) < 0.03, ~people, people)
        shown += no_worse_on_same(alike, [people], 0.05).holds
        worse = people & (chance.random(250) > 0.0556)
        wrongly += no_worse_on_same(worse, [people], 0.05).holds

    assert shown / runs > 0.6
    assert wrongly / runs <= 0.08


def test_few_cases_are_judged_by_all_results_that_there_can_be() -> None:
    chance, runs, wrongly, apart = np.random.default_rng(3), 500, 0, 0
    for _ in range(runs):
        people, others = (chance.random(40) < 0.85 for _ in "ab")
        model = chance.random(40) < 0.70
        found = no_worse_on_same(model, [people], 0.15)
        wrongly += found.holds
        apart += no_worse(int(model.sum()), 40, int(others.sum()), 40, 0.15).holds
        assert found.method == "exact"

    assert wrongly / runs <= 0.075
    assert apart / runs <= 0.075


def test_two_people_who_err_together_count_for_less_than_two() -> None:
    chance, runs, wrongly = np.random.default_rng(4), 500, 0
    for _ in range(runs):
        hard = chance.random(300) < 0.2
        people = [np.where(hard, chance.random(300) < 0.5, chance.random(300) < 0.98) for _ in "ab"]
        model = chance.random(300) < 0.884 - 0.05
        wrongly += no_worse_on_same(model, people, 0.05).holds

    assert wrongly / runs <= 0.075


def test_precision_is_compared_among_what_each_answered_so() -> None:
    chance, runs, wrongly, shown = np.random.default_rng(5), 150, 0, 0
    for _ in range(runs):
        truth = chance.random(600) < 0.5
        people = np.where(truth, chance.random(600) < 0.9, chance.random(600) < 0.1)
        # Precision 0.9 against 0.8: just the margin worse.
        worse = np.where(truth, chance.random(600) < 0.9, chance.random(600) < 0.225)
        alike = np.where(truth, chance.random(600) < 0.9, chance.random(600) < 0.1)
        theirs = [(truth, people)]
        wrongly += no_worse_of_counted(truth, worse, theirs, 0.1).holds
        shown += no_worse_of_counted(truth, alike, theirs, 0.1).holds

    assert wrongly / runs <= 0.09
    assert shown / runs >= 0.95


def test_three_right_answers_of_three_show_nothing() -> None:
    every = np.ones(3, bool)

    assert not no_worse_of_counted(every, every, [(every, every)], 0.05).holds


def test_the_lower_end_is_where_the_test_turns() -> None:
    right, people = np.arange(200) < 180, np.arange(200) < 170
    same, apart = no_worse_on_same(right, [people], 0.05), no_worse(360, 400, 352, 400, 0.05)

    assert same.low > 0
    assert apart.low < 0 < apart.difference
    assert no_worse(360, 400, 352, 400, -apart.low).p_value == pytest.approx(0.05, abs=0.001)


def test_a_perfect_and_a_hopeless_model() -> None:
    assert no_worse(100, 100, 90, 100, 0.05).holds
    assert not no_worse(50, 100, 90, 100, 0.05).holds
    assert no_worse_on_same([True] * 50, [[True] * 50], 0.05).difference == 0
    assert not no_worse_on_same([True] * 9, [[True] * 9], 0.05).holds


@pytest.mark.parametrize(("total", "margin"), [(0, 0.05), (10, 0.0), (10, 1.0)])
def test_without_cases_or_margin_there_is_no_test(total: int, margin: float) -> None:
    with pytest.raises(ValueError, match="margin"):
        no_worse(0, total, 1, 10, margin)
