"""A changed practice is found with its date; drifting inputs are no change."""

from __future__ import annotations

from datetime import date
from typing import Any

import numpy as np
import pytest

from signatur.methods.practice import PracticeChange, practice_change
from tests.methods.practice.tables import BACK, CUT, a_table, without


@pytest.fixture(scope="module")
def table() -> dict[str, Any]:
    return a_table()


@pytest.fixture(scope="module")
def found(table: dict[str, Any]) -> PracticeChange:
    return practice_change(without(table, "today"), label="outcome", time="date")


def test_a_stricter_practice_is_found_within_a_month_of_its_date(found: PracticeChange) -> None:
    assert found.detected
    assert found.p_value < 0.01
    assert [abs((one.date - CUT).days) <= 31 for one in found.change_points] == [True]
    point = found.change_points[0]
    assert point.low <= point.date <= point.high


def test_the_effect_tells_which_outcome_fell_and_for_whom_most(found: PracticeChange) -> None:
    effect = found.change_points[0].effect
    assert effect.outcome == "bevilget"
    assert effect.difference.high < 0
    assert "group" in {one.column for one in effect.places}


def test_old_and_new_are_told_apart_better_with_sight_of_the_outcome(found: PracticeChange) -> None:
    assert found.old_against_new is not None
    assert found.old_against_new.gain.low > 0


def test_suspects_are_old_cases_that_today_would_end_otherwise(
    table: dict[str, Any], found: PracticeChange
) -> None:
    outdated = table["outcome"] != table["today"]
    first = [one.row for one in found.suspect_rows[:60]]
    assert outdated[first].mean() > 4 * outdated.mean()
    assert all(table["date"][one] < found.change_points[0].date for one in first)
    assert {one.expected_label for one in found.suspect_rows[:20]} == {"afslag"}


def test_the_same_seed_gives_the_same_answer(table: dict[str, Any], found: PracticeChange) -> None:
    assert practice_change(without(table, "today"), label="outcome", time="date") == found


def test_the_order_of_rows_is_kept_in_the_numbers_of_suspects(table: dict[str, Any]) -> None:
    order = np.random.default_rng(1).permutation(len(table["date"]))
    mixed = {name: [column[i] for i in order] for name, column in table.items()}
    found = practice_change(without(mixed, "today"), label="outcome", time="date")
    first = found.suspect_rows[0]
    assert mixed["outcome"][first.row] == first.label
    assert mixed["date"][first.row] < found.change_points[0].date


def test_a_practice_that_came_and_went_has_two_dates_and_its_cases_are_the_suspects() -> None:
    table = a_table(rows=500, went=True)
    found = practice_change(without(table, "today"), label="outcome", time="date")
    off = [(one.date - day).days for one, day in zip(found.change_points, (CUT, BACK), strict=True)]
    assert [abs(one) <= 31 for one in off] == [True, True]
    first = [one.row for one in found.suspect_rows[:25]]
    outdated = table["outcome"] != table["today"]
    assert outdated[first].mean() > 4 * outdated.mean()


@pytest.mark.parametrize("seed", range(4))
def test_inputs_that_drift_are_no_change_of_practice(seed: int) -> None:
    calm = a_table(rows=500, changed=False, drift=2.0, seed=seed)
    found = practice_change(without(calm, "today"), label="outcome", time="date")
    assert not found.detected
    assert found.change_points == ()
    assert found.suspect_rows == ()


def test_columns_that_only_tell_the_time_are_left_out_and_named(found: PracticeChange) -> None:
    assert any("'number'" in one for one in found.notes)


def test_one_outcome_one_time_or_few_rows_give_a_reason_instead_of_a_verdict() -> None:
    base = without(a_table(rows=200), "today")
    one_outcome = {**base, "outcome": ["ja"] * 200}
    one_time = {**base, "date": [date(2020, 1, 1)] * 200}
    few = {name: column[:3] for name, column in base.items()}
    for table in (one_outcome, one_time, few):
        found = practice_change(table, label="outcome", time="date")
        assert (found.detected, len(found.notes)) == (False, 1)


def test_a_missing_column_is_named() -> None:
    with pytest.raises(KeyError, match="afgørelse"):
        practice_change(a_table(rows=120), label="afgørelse", time="date")


def test_years_and_amounts_are_a_time_and_a_label_too() -> None:
    rng = np.random.default_rng(3)
    year = np.sort(rng.integers(2015, 2024, 600))
    need = rng.normal(size=600)
    amount = np.exp(8 + 0.5 * need + 0.5 * (year >= 2020) + 0.2 * rng.normal(size=600))
    found = practice_change(
        {"need": need, "year": year, "amount": amount}, label="amount", time="year"
    )
    assert [one.date for one in found.change_points] == [2020]
    assert found.change_points[0].effect.difference.low > 0
    assert found.metric == "r2"


def test_cases_outside_the_sample_sharpen_the_date_and_are_ranked_too() -> None:
    table = a_table(rows=12_000)
    heard: list[float] = []
    found = practice_change(
        without(table, "today"), label="outcome", time="date", budget_s=10, progress=heard.append
    )
    assert found.rows_used == 2000
    assert heard == sorted(heard)
    assert (len(heard) >= 6, heard[-1]) == (True, 1.0)
    assert [abs((one.date - CUT).days) <= 3 for one in found.change_points] == [True]
    outdated = table["outcome"] != table["today"]
    first = [one.row for one in found.suspect_rows[:500]]
    assert len(found.suspect_rows) > 2000
    assert outdated[first].mean() > 4 * outdated.mean()
