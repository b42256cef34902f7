"""Draws follow the distributions that are stated, and go together as far as is stated."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from signatur.stewardship.business_case.model import compute, read_case
from signatur.stewardship.business_case.model.chance import HALF_WIDTH, mean, quantile, shares
from signatur.stewardship.business_case.schema import Shape, Uncertain

GRID = np.linspace(0.005, 0.995, 41)
# Each beside the same distribution of another library.
PEERS = {
    Shape.UNIFORM: stats.uniform(10, 30),
    Shape.TRIANGULAR: stats.triang(c=(18 - 10) / 30, loc=10, scale=30),
    Shape.PERT: stats.beta(1 + 4 * 8 / 30, 1 + 4 * 22 / 30, loc=10, scale=30),
    Shape.NORMAL: stats.norm(25, 15 / HALF_WIDTH),
}


@pytest.mark.parametrize("shape", PEERS)
def test_quantiles_are_those_of_the_distribution(shape: Shape) -> None:
    likely = {Shape.UNIFORM: 25.0, Shape.NORMAL: 25.0}.get(shape, 18.0)
    one = Uncertain(likely, 10, 40, shape)

    assert quantile(one, GRID) == pytest.approx(PEERS[shape].ppf(GRID))
    assert mean(one) == pytest.approx(PEERS[shape].mean(), rel=1e-4)


def test_a_normal_share_never_leaves_what_is_possible() -> None:
    one = Uncertain(0.95, 0.75, 1.15, Shape.NORMAL, least=0.0, most=1.0)
    drawn = quantile(one, np.linspace(1e-6, 1 - 1e-6, 1001))

    assert drawn.max() <= 1
    assert drawn == pytest.approx(
        stats.truncnorm(-np.inf, 0.05 / (0.2 / HALF_WIDTH), 0.95, 0.2 / HALF_WIDTH).ppf(
            np.linspace(1e-6, 1 - 1e-6, 1001)
        ),
        abs=1e-6,
    )


def test_inputs_go_together_as_far_as_is_stated() -> None:
    drawn = stats.norm.ppf(shares(4, 50_000, 0.4, np.random.default_rng(3)))
    found = np.corrcoef(drawn)

    assert found[np.triu_indices(4, 1)] == pytest.approx(0.4, abs=0.02)
    apart = np.corrcoef(shares(4, 50_000, 0.0, np.random.default_rng(3)))
    assert apart[np.triu_indices(4, 1)] == pytest.approx(0.0, abs=0.02)


CASE = """
title: T
first_year: 2026
years: 2
discount_rate: 0 %
draws: 100000
correlation: {together}
costs:
  - {{name: A, department: D, phase: development, years: 2026, amount: {{mean: 100, sd: 10}}}}
  - {{name: B, department: D, phase: operation, years: 2027, amount: {{mean: 200, sd: 20}}}}
"""


@pytest.mark.parametrize(
    ("together", "sd"), [(0.0, np.sqrt(500)), (1.0, 30.0), (0.5, np.sqrt(700))]
)
def test_the_interval_of_a_sum_of_normals_is_the_known_one(together: float, sd: float) -> None:
    npv = compute(read_case(CASE.format(together=together))).npv

    # Var = 10^2 + 20^2 + 2 r 10 x 20 = 500 + 400 r.
    assert npv.value == -300
    assert npv.low == pytest.approx(-300 - HALF_WIDTH * sd, abs=1.0)
    assert npv.high == pytest.approx(-300 + HALF_WIDTH * sd, abs=1.0)


def test_the_certain_floor_pays_as_often_as_was_asked_for() -> None:
    told = """
title: T
first_year: 2026
years: 2
discount_rate: 0 %
probability: 90 %
draws: 2000
costs: {name: B, department: D, phase: development, years: 2026, amount: {low: 80000, likely: 100000, high: 180000}}
model:
  years: 2027
  volume: 1000
  prevalence: 20 %
  precision: 80 %
  recall: 60 %
  true_positive: {value: 1500, department: H, kind: cashable}
  false_positive: {cost: 400, department: D}
"""
    floor = compute(read_case(told)).floor
    assert floor is not None
    assert floor.precision is not None
    assert floor.precision_certain is not None
    assert floor.precision_certain > floor.precision

    at_floor = told.replace("precision: 80 %", f"precision: {floor.precision_certain}")
    assert compute(read_case(at_floor)).probability_positive == pytest.approx(0.9, abs=0.001)
