"""Danish holidays, the moving ones too."""

from __future__ import annotations

from datetime import date

import pytest

from signatur.methods.statistics.danish_calendar import easter_sunday, is_closed, is_working_day


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (2008, date(2008, 3, 23)),
        (2024, date(2024, 3, 31)),
        (2026, date(2026, 4, 5)),
        (2038, date(2038, 4, 25)),
    ],
)
def test_easter_falls_where_the_calendar_has_it(year: int, easter: date) -> None:
    assert easter_sunday(year) == easter


def test_the_great_prayer_day_is_a_working_day_from_2024() -> None:
    assert is_closed(date(2023, 5, 5))
    assert is_working_day(date(2024, 4, 26))


@pytest.mark.parametrize(
    "day", [date(2026, 4, 3), date(2026, 5, 14), date(2026, 6, 5), date(2026, 12, 24)]
)
def test_offices_are_closed_on_holidays(day: date) -> None:
    assert not is_working_day(day)


def test_the_first_of_may_is_no_holiday() -> None:
    assert is_working_day(date(2026, 5, 1))
