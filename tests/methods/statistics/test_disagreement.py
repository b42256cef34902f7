"""Disagreement: the corrected figures hold the truth of a simulation, the raw one does not."""

from __future__ import annotations

import numpy as np
import pytest

from signatur.methods.statistics.disagreement import (
    ARMS,
    Case,
    Measured,
    cases_needed,
    measure_disagreement,
)

MODEL_ERROR, OWN_ERROR, YIELDS = 0.12, 0.10, 0.7
# Both answer one of two things, so they differ where exactly one of them is wrong.
DIFFER = MODEL_ERROR * (1 - OWN_ERROR) + OWN_ERROR * (1 - MODEL_ERROR)


def simulated(seed: int, cases: int = 1500, workers: int = 12) -> list[Case]:
    """Return cases in which people yield to advice that they see in 7 of 10 conflicts."""
    chance = np.random.default_rng(seed)
    found = []
    for arm, worker in zip(
        chance.choice(3, cases, p=(0.6, 0.25, 0.15)),
        chance.integers(0, workers, cases),
        strict=True,
    ):
        truth = int(chance.integers(2))
        model = truth ^ int(chance.random() < MODEL_ERROR)
        own = truth ^ int(chance.random() < OWN_ERROR)
        final = model if ARMS[arm] != "hidden" and chance.random() < YIELDS else own
        first = str(own) if ARMS[arm] == "blind_first" else ""
        found.append(Case(ARMS[arm], f"w{worker}", str(model), first, str(final), str(truth)))
    return found


def holds(measured: Measured, truth: float) -> bool:
    return measured.low <= truth <= measured.high


def test_the_truth_lies_in_the_corrected_interval_and_not_in_the_raw_one() -> None:
    found = [measure_disagreement(simulated(seed), seed=seed) for seed in range(60)]

    assert sum(holds(one.true_disagreement, DIFFER) for one in found) >= 54
    assert sum(holds(one.pull, YIELDS) for one in found) >= 54
    assert sum(holds(one.over_reliance, YIELDS) for one in found) >= 54
    assert sum(holds(one.under_reliance, 1 - YIELDS) for one in found) >= 54
    assert sum(holds(one.seen, DIFFER) for one in found) == 0
    assert all(one.final_error_by_arm["hidden"].cases for one in found)


def test_caseworkers_who_differ_widen_the_interval() -> None:
    def of(workers: list[str]) -> Measured:
        cases = [
            Case("blind_first", worker, "a", "b" if number % 2 else "a", "a")
            for number, worker in enumerate(workers)
        ]
        return measure_disagreement(cases).blind

    alike, apart = of(["x", "x", "y", "y"] * 50), of(["x", "y"] * 100)

    assert (alike.value, apart.value) == (0.5, 0.5)
    assert apart.high - apart.low > 2 * (alike.high - alike.low)


def test_counts_by_hand() -> None:
    cases = [
        Case("shown", "x", "a", "", "a", "a"),
        Case("shown", "x", "a", "", "b", "a"),
        Case("shown", "y", "a", "", "a", "b"),
        Case("shown", "y", "a", "", "a", ""),
        Case("blind_first", "x", "a", "b", "a", "b"),  # right, given up for wrong advice
        Case("blind_first", "y", "a", "b", "b", "a"),  # wrong, kept against right advice
        Case("hidden", "y", "a", "", "a", "a"),
        Case("elsewhere", "y", "a", "", "b", "a"),
    ]
    found = measure_disagreement(cases)

    assert (found.seen.value, found.blind.value) == (0.25, 1.0)
    assert found.true_disagreement.value == pytest.approx(2 / 3)
    assert found.pull.value == pytest.approx(1 - 0.25 / (2 / 3))
    assert (found.over_reliance.value, found.under_reliance.value) == (1.0, 1.0)
    assert found.final_error.value == pytest.approx(4 / 6)
    assert found.cases == {"shown": 4, "blind_first": 2, "hidden": 1}


def test_what_cannot_be_told_is_none_with_an_interval_that_says_nothing() -> None:
    found = measure_disagreement([Case("shown", "x", "a", "", "a")])

    assert found.seen.value == 0.0
    assert found.blind == Measured(None, 0.0, 1.0, 0)
    assert found.pull.value is None
    assert found.final_error.value is None


def test_the_same_seed_gives_the_same_figures() -> None:
    cases = simulated(1, cases=300)

    assert measure_disagreement(cases, seed=3) == measure_disagreement(cases, seed=3)


@pytest.mark.parametrize(
    ("share", "other", "needed"), [(0.15, 0.08, 325), (0.12, 0.08, 882), (0.20, 0.10, 199)]
)
def test_cases_needed_for_each_arm(share: float, other: float, needed: int) -> None:
    assert cases_needed(share, other) == pytest.approx(needed, abs=1)


def test_alike_shares_can_never_be_told_apart() -> None:
    with pytest.raises(ValueError, match="different"):
        cases_needed(0.1, 0.1)
