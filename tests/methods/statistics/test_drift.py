"""Drift: what has shifted is found and named, and what has not is left in peace."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from signatur.methods.statistics.drift import (
    accuracy_without_truth,
    drift_between,
    new_words,
    stability_index,
)


def table(seed: int, rows: int = 700, **changed: Any) -> dict[str, Any]:
    """Return rows of a made-up register; a change takes the place of a column's parameter."""
    chance = np.random.default_rng(seed)
    what = {"mean": 40.0, "shares": (0.5, 0.3, 0.2), "kinds": ("A", "B", "C"), "missing": 0.05,
            "sign": 1.0, **changed}  # fmt: skip
    age = chance.normal(what["mean"], 10, rows)
    income = what["sign"] * (age - what["mean"]) + chance.normal(0, 3, rows)
    kind = chance.choice(what["kinds"], rows, p=what["shares"])
    note = [None if chance.random() < what["missing"] else 1.0 for _ in range(rows)]
    return {"age": age.tolist(), "income": income.tolist(), "kind": kind.tolist(), "note": note}


def shifted(before: dict[str, Any], now: dict[str, Any]) -> set[str]:
    return {one.name for one in drift_between(before, now).columns if one.has_shifted}


def test_the_same_source_hardly_ever_seems_to_have_shifted() -> None:
    found = [drift_between(table(seed), table(seed + 500)) for seed in range(6)]

    assert sum(one.has_shifted for one in found) <= 1
    assert all(one.auc is not None and one.auc_low < 0.55 for one in found)


@pytest.mark.parametrize(
    ("change", "column"),
    [
        ({"mean": 46.0}, "age"),
        ({"shares": (0.2, 0.3, 0.5)}, "kind"),
        ({"kinds": ("A", "B", "D")}, "kind"),
        ({"missing": 0.2}, "note"),
    ],
)
def test_the_column_that_has_shifted_is_named(change: dict[str, Any], column: str) -> None:
    assert shifted(table(1), table(2, **change)) == {column}


def test_columns_that_go_together_otherwise_are_told_apart_though_none_has_shifted() -> None:
    found = drift_between(table(1), table(2, sign=-1.0))

    assert not any(one.has_shifted for one in found.columns)
    assert found.auc_low > 0.8
    assert found.has_shifted


def test_a_sure_but_tiny_difference_does_not_matter() -> None:
    assert shifted(table(1, 30_000), table(2, 30_000, mean=40.9)) == set()


def test_a_value_never_seen_is_named_with_its_share() -> None:
    before = {"kind": ["A"] * 500 + ["B"] * 500}
    found = drift_between(before, {"kind": ["A"] * 500 + ["B"] * 400 + ["Ny"] * 100}).columns[0]

    assert (found.new_values, found.new_share) == (("Ny",), 0.1)
    assert found.has_shifted


def test_a_column_that_emptied_has_shifted() -> None:
    before = {"note": [1.0, 2.0, 3.0] * 100}

    assert shifted(before, {"note": [None] * 300}) == {"note"}


def test_few_rows_are_not_told_apart_and_no_common_columns_are_refused() -> None:
    assert drift_between({"a": [1, 2, 3]}, {"a": [1, 2, 3]}).auc is None
    with pytest.raises(ValueError, match="common columns"):
        drift_between({"a": [1]}, {"b": [1]})


def test_the_index_by_hand() -> None:
    counts = np.array([999.5, 999.5]), np.array([1499.5, 499.5])

    assert stability_index(*counts) == pytest.approx(0.25 * np.log(3), rel=1e-3)


def test_accuracy_is_guessed_where_confidence_was_too_bold() -> None:
    chance = np.random.default_rng(3)

    def answers(low: float, rows: int) -> tuple[np.ndarray, np.ndarray]:
        truth = chance.uniform(low, 1, rows)
        return np.sqrt(truth), chance.random(rows) < truth

    known, right = answers(0.4, 3000)
    now, right_now = answers(0.1, 3000)
    found = accuracy_without_truth(known, right, now)

    assert found is not None
    bold = abs(now.mean() - right_now.mean())
    assert abs(found.value - right_now.mean()) < bold / 2
    assert accuracy_without_truth(known[:20], right[:20], now) is None


def test_words_never_seen_are_counted_by_text() -> None:
    now = ["Solceller på taget", "Jeg vil have solceller. Solceller!", "taget lækker"]

    assert new_words(["Hul i taget på skolen, jeg vil have hjælp"], now) == [("solceller", 2)]
