"""Watching a share at any time: bounds that hold together, and evidence that it fell."""

from __future__ import annotations

import numpy as np
import pytest

from signatur.methods.statistics.sequential import (
    confidence_sequence,
    evidence_of_fall,
    outcomes_until_alarm,
)


def test_bounds_solve_the_equation_of_the_mixture() -> None:
    from scipy.stats import beta

    found = confidence_sequence(96, 100)

    # Where the mixture's likelihood is twenty times that of the bound (Ville, at 95 %).
    for bound in (found.low, found.high):
        grid = np.linspace(1e-9, 1 - 1e-9, 400_001)
        mixture = np.trapezoid(grid**96 * (1 - grid) ** 4 * beta.pdf(grid, 0.5, 0.5), grid)
        assert mixture / (bound**96 * (1 - bound) ** 4) == pytest.approx(20, rel=0.01)
    assert found.low < 0.96 < found.high


def test_without_outcomes_nothing_is_known() -> None:
    assert (confidence_sequence(0, 0).low, confidence_sequence(0, 0).high) == (0.0, 1.0)


@pytest.mark.parametrize("share", [0.95, 0.8, 0.5])
def test_bounds_hold_at_all_times_together(share: float) -> None:
    chance = np.random.default_rng(7)
    failed = 0
    for _ in range(200):
        right = np.cumsum(chance.random(400) < share)
        failed += any(
            not (found.low <= share <= found.high)
            for total in range(5, 400, 5)
            for found in [confidence_sequence(int(right[total - 1]), total)]
        )
    # At most one in twenty, and three standard errors of what 200 runs can show.
    assert failed / 200 <= 0.05 + 3 * (0.05 * 0.95 / 200) ** 0.5


def test_an_alarm_at_the_floor_comes_no_sooner_than_the_patience_on_average() -> None:
    chance = np.random.default_rng(3)
    runs = [outcomes_until_alarm(list(chance.random(3000) < 0.95), 0.95, 200) for _ in range(150)]
    assert np.mean([one or 3000 for one in runs]) >= 200


def test_a_fall_is_found_soon_and_dated() -> None:
    chance = np.random.default_rng(5)
    outcomes = [*(chance.random(400) < 0.985), *(chance.random(120) < 0.75)]

    found = evidence_of_fall(outcomes, 0.95)

    assert found.value > 1000
    assert abs(found.since - 400) <= 15


def test_far_above_the_floor_there_is_no_alarm() -> None:
    chance = np.random.default_rng(5)
    assert outcomes_until_alarm(list(chance.random(5000) < 0.99), 0.95, 1000) is None


def test_a_floor_is_a_share() -> None:
    with pytest.raises(ValueError, match="floor"):
        evidence_of_fall([True], 1.0)
