"""The model against a spreadsheet that was made by hand; the arithmetic stands beside each number."""

from __future__ import annotations

import pytest

from signatur.stewardship.business_case.model import compute, read_case
from signatur.stewardship.business_case.schema import GainKind, Phase

# All at 4 %: factors 1, 1/1.04 = 0.961538..., 1/1.0816 = 0.924556..., 1/1.124864 = 0.888996...
LINES = """
title: By hand
first_year: 2026
years: 4
discount_rate: 4 %
costs:
  - {name: Build, department: IT, phase: development, years: 2026, amount: 500000}
  - {name: Run, department: IT, phase: operation, years: 2027-2029, amount: 52000}
  - {name: Train, department: Care, phase: training, years: 2027, quantity: 100, amount: 390}
gains:
  - name: Time
    department: Care
    kind: time
    years: 2027-2029
    volume: 12000
    minutes: 5
    hourly_rate: 390
    realised_share: [50 %, 80 %]
  - {name: Paper, department: Post, kind: cashable, years: 2027-2029, volume: 1000, unit_value: 10.4}
"""


def test_cash_flows_and_their_present_value_are_those_of_the_spreadsheet() -> None:
    result = compute(read_case(LINES))

    # 2027: costs 52,000 + 100 x 390 = 91,000; gains 12,000 x 5/60 x 390 = 390,000 x 0.5 = 195,000
    #       + 1,000 x 10.4 = 10,400 -> 205,400; net 114,400; / 1.04 = 110,000
    # 2028: costs 52,000; gains 390,000 x 0.8 + 10,400 = 322,400; net 270,400; / 1.0816 = 250,000
    # 2029: the same net 270,400; / 1.124864 = 240,384.615...
    assert [one.costs for one in result.cash_flow] == pytest.approx(
        [500_000, 91_000, 52_000, 52_000]
    )
    assert [one.gains for one in result.cash_flow] == pytest.approx([0, 205_400, 322_400, 322_400])
    assert [one.present for one in result.cash_flow] == pytest.approx(
        [-500_000, 110_000, 250_000, 240_384.615385]
    )
    # -500,000 + 110,000 = -390,000; + 250,000 = -140,000; + 240,384.62 = 100,384.62
    assert [one.accumulated for one in result.cash_flow] == pytest.approx(
        [-500_000, -390_000, -140_000, 100_384.615385]
    )
    assert result.npv.value == pytest.approx(100_384.615385)
    assert result.payback_year == 2029
    # Undiscounted: -500,000 + 114,400 + 270,400 = -115,200 < 0, + 270,400 = 155,200.
    assert result.payback_undiscounted == 2029


def test_who_pays_and_who_gains_are_those_of_the_spreadsheet() -> None:
    found = {one.department: one for one in compute(read_case(LINES)).by_department}

    # IT: 500,000 + 52,000 x (0.961538 + 0.924556 + 0.888996) = 500,000 + 144,304.73
    assert found["IT"].pays.value == pytest.approx(644_304.7337)
    assert found["IT"].gains.value == 0
    # Care pays 39,000 / 1.04 = 37,500; gains 195,000/1.04 + 312,000/1.0816 + 312,000/1.124864
    #   = 187,500 + 288,461.538 + 277,366.864 = 753,328.402
    assert found["Care"].by_phase == {Phase.TRAINING: pytest.approx(37_500)}
    assert found["Care"].by_kind == {GainKind.TIME: pytest.approx(753_328.4024)}
    assert found["Care"].net.value == pytest.approx(715_828.4024)
    # Post: 10,400 x 2.775091 = 28,860.947
    assert found["Post"].gains.value == pytest.approx(28_860.9467)
    assert sum(one.net.value for one in found.values()) == pytest.approx(100_384.6154)


def test_break_even_is_where_the_spreadsheet_turns() -> None:
    even = compute(read_case(LINES)).break_even

    # Present costs 644,304.7337 + 37,500 = 681,804.7337; present gains 782,189.3491.
    assert even["costs"].share == pytest.approx(782_189.3491 / 681_804.7337, rel=1e-6)
    assert even["volume"].share == pytest.approx(681_804.7337 / 782_189.3491, rel=1e-6)
    assert even["year"].value == 2029


MODEL = """
title: Model by hand
first_year: 2026
years: 3
discount_rate: 0 %
costs:
  - {name: Build, department: IT, phase: development, years: 2026, amount: 100000}
model:
  years: 2027-2028
  volume: 1000
  prevalence: 20 %
  precision: 80 %
  recall: 60 %
  true_positive: {value: 1500, department: Hospital, kind: cashable}
  false_positive: {cost: 400, department: Care}
  false_negative: {cost: 100, department: Hospital}
"""


def test_the_models_errors_cost_what_the_spreadsheet_says() -> None:
    result = compute(read_case(MODEL))

    # Sought 1,000 x 0.2 = 200; found 200 x 0.6 = 120; false alarms 120 x 0.2/0.8 = 30; missed 80.
    first = result.answers[0]
    assert (first["right"], first["wrong"], first["missed"]) == pytest.approx((120, 30, 80))
    # A year: 120 x 1,500 - 30 x 400 - 80 x 100 = 180,000 - 12,000 - 8,000 = 160,000; two years.
    assert result.npv.value == pytest.approx(2 * 160_000 - 100_000)


def test_the_floor_is_where_the_spreadsheet_turns() -> None:
    floor = compute(read_case(MODEL.replace("amount: 100000", "amount: 200000"))).floor

    assert floor is not None
    # Two years: 2 x (180,000 - 8,000) - 200,000 = 144,000 may be lost on 2 x FP x 400: FP = 180.
    # 120 x (1 - q)/q = 180  ->  q = 120/300 = 0.4. The lowest possible is 120/(120 + 800) = 0.13.
    assert floor.precision == pytest.approx(0.4, abs=1e-9)
    # With precision 0.8: found F a year gives 1,500 F - 400 F/4 - 100 (200 - F) = 1,500 F - 20,000;
    # twice that is 200,000 at F = 80 = 200 x 0.4.
    assert floor.reach == pytest.approx(0.4, abs=1e-5)
    at = {one.reach: one.precision for one in floor.curve}
    # At recall 0.5: 100 found; 2 x (150,000 - 10,000) - 200,000 = 80,000 = 2 x 400 x FP: FP = 100.
    assert at[0.5] == pytest.approx(0.5, abs=1e-9)
    # At recall 0.2: 40 found; 2 x (60,000 - 16,000) < 200,000 whatever the precision.
    assert at[0.2] is None


def test_gains_are_counted_beyond_what_is_found_today() -> None:
    told = MODEL.replace(
        "  recall: 60 %", "  recall: 60 %\n  today: {precision: 50 %, recall: 30 %}"
    )
    result = compute(read_case(told))

    # Today: 60 found, 60 false alarms, 140 missed. More: 60 found, -30 false alarms, -60 missed.
    # A year: 60 x 1,500 + 30 x 400 + 60 x 100 = 108,000.
    assert result.npv.value == pytest.approx(2 * 108_000 - 100_000)
    care = next(one for one in result.by_department if one.department == "Care")
    assert (care.pays.value, care.gains.value) == pytest.approx((0, 2 * 30 * 400))


def test_a_scarcer_resource_takes_what_it_can_and_the_rest_waits() -> None:
    told = (
        MODEL
        + """
next_link:
  - {name: Visits, department: Care, cases: flagged, cost: 200, capacity: 100, cost_of_waiting: 10}
"""
    )
    result = compute(read_case(told))

    # 150 come, 100 are taken, 50 wait; next year 200 are there, 100 taken, 100 wait.
    assert [(one.arriving, one.taken, one.waiting) for one in result.links] == [
        (150, 100, 50),
        (150, 100, 100),
    ]
    # Only 100/150 of the found are worth their 1,500: 120,000 a year. Visits 100 x 200 = 20,000.
    # Waiting 50 x 10 and 100 x 10. A year: 120,000 - 12,000 - 8,000 - 20,000 = 80,000.
    assert result.npv.value == pytest.approx(2 * 80_000 - 500 - 1_000 - 100_000)


def test_a_model_that_answers_by_itself_is_held_against_peoples_errors() -> None:
    told = """
title: Sorting
first_year: 2026
years: 2
discount_rate: 0 %
model:
  years: 2027
  volume: 10000
  coverage: 50 %
  precision: 96 %
  today: {precision: 94 %}
  true_positive: {value: 10, department: Post, kind: time}
  false_positive: {cost: 50, department: Post}
"""
    result = compute(read_case(told))

    # 5,000 answered, 4,800 right, 200 wrong; people would have had 300 wrong.
    # 4,800 x 10 + 100 x 50 = 53,000.
    assert result.npv.value == pytest.approx(53_000)


def test_prices_and_growth_bring_a_line_to_the_cases_own_year() -> None:
    told = """
title: Prices
first_year: 2026
years: 3
inflation: 2 %
discount_rate: 0 %
costs:
  - {name: Offer, department: IT, phase: development, years: 2026, amount: 1000, price_year: 2024}
  - {name: Wages, department: IT, phase: operation, years: 2028, amount: 1000, growth: 10 %}
"""
    # 1,000 x 1.02^2 = 1,040.40 and 1,000 x 1.1^2 = 1,210.
    assert compute(read_case(told)).npv.value == pytest.approx(-1_040.40 - 1_210)
