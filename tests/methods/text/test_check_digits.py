"""Check digits and calendar dates of Danish and international numbers."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.text.identifiers.checks import (
    birth_date,
    calendar_date,
    holds_cpr_check,
    holds_cvr_check,
    holds_gs1_check,
    holds_iban_check,
    written_date,
)


def test_published_examples_hold() -> None:
    assert holds_gs1_check("5798009811578")
    assert holds_iban_check("DK5000400440116243")
    assert holds_cvr_check("29189846")


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_at_most_one_last_digit_of_a_cpr_number_holds(first_nine: str) -> None:
    holding = [last for last in "0123456789" if holds_cpr_check(first_nine + last)]

    assert len(holding) <= 1


@given(st.text(alphabet="0123456789", min_size=12, max_size=12))
def test_exactly_one_last_digit_of_a_gln_number_holds(first_twelve: str) -> None:
    assert sum(holds_gs1_check(first_twelve + last) for last in "0123456789") == 1


@given(st.dates(date(1900, 1, 1), date(1999, 12, 31)), st.integers(0, 3))
def test_every_day_of_the_century_can_be_a_birth_date(day: date, seventh: int) -> None:
    assert birth_date(f"{day:%d%m%y}{seventh}000") == day


@given(st.dates(date(2000, 1, 1), date(2036, 12, 31)), st.sampled_from([4, 9]))
def test_a_replacement_number_has_the_day_raised_by_sixty(day: date, seventh: int) -> None:
    assert birth_date(f"{day.day + 60:02}{day:%m%y}{seventh}000") == day


@pytest.mark.parametrize(
    "digits", ["3202900000", "3002900000", "0013900000", "2902900000", "0000000000"]
)
def test_a_day_that_is_not_in_the_calendar_is_none(digits: str) -> None:
    assert birth_date(digits) is None


@pytest.mark.parametrize(
    ("digits", "day"),
    [
        ("20250312", date(2025, 3, 12)),
        ("12032025", date(2025, 3, 12)),
        ("20304050", None),
        ("20251332", None),
    ],
)
def test_eight_digits_may_spell_a_day(digits: str, day: date | None) -> None:
    assert written_date(digits) == day


def test_the_thirtieth_of_february_is_no_day() -> None:
    assert calendar_date(30, 2, 2024) is None
