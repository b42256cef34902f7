"""Counting in working days and months."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from signatur.methods.statistics.danish_calendar import is_working_day

if TYPE_CHECKING:
    from collections.abc import Callable

# Closed by custom and by the act on limitation, yet no holiday of the church.
_DOUBTFUL: Final = frozenset({(6, 5), (12, 24), (12, 31)})


def add_working_days(day: date, count: int) -> date:
    """Return the day that lies so many working days after a day."""
    return forward(day, count, is_working_day)


def working_days_between(start: date, end: date) -> int:
    """Return how many working days follow `start` up to and with `end`; negative where `end` is before."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(n)) for n in range(1, (end - start).days + 1))


def add_months(day: date, months: int) -> date:
    """Return the same day of a later month, or its last day where it is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    last = calendar.monthrange(day.year + year, month + 1)[1]
    return date(day.year + year, month + 1, min(day.day, last))


def forward(day: date, count: int, is_open: Callable[[date], bool]) -> date:
    """Return the day on which so many open days have passed after a day."""
    while count > 0:
        day += timedelta(1)
        count -= is_open(day)
    return day


def is_open_in_doubt(day: date) -> bool:
    """Say whether offices may be open: 5 June, 24 and 31 December count too."""
    return is_working_day(day) or (day.weekday() < 5 and (day.month, day.day) in _DOUBTFUL)
