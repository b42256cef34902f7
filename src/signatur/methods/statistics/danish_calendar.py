"""Danish holidays, and the days on which offices are closed besides."""

from __future__ import annotations

from datetime import date, timedelta
from functools import lru_cache

# Store bededag is a working day from 2024 (lov nr. 214 af 6. marts 2023).
_PRAYER_DAY_UNTIL = 2023


@lru_cache(maxsize=64)
def closed_days(year: int) -> frozenset[date]:
    """Return the weekdays and Sundays of a year that are holidays, with those usually kept closed.

    Beside the holidays of the church: 1 May is not among them, 5 June, 24 and 31 December are.
    """
    easter = easter_sunday(year)
    moving = [-3, -2, 0, 1, 39, 49, 50]
    if year <= _PRAYER_DAY_UNTIL:
        moving.append(26)
    fixed = [(1, 1), (6, 5), (12, 24), (12, 25), (12, 26), (12, 31)]
    return frozenset(
        {easter + timedelta(days=days) for days in moving}
        | {date(year, month, day) for month, day in fixed}
    )


def is_closed(day: date) -> bool:
    """Say whether a day is a holiday or usually kept closed; weekends are not meant."""
    return day in closed_days(day.year)


def is_working_day(day: date) -> bool:
    """Say whether offices are open."""
    return day.weekday() < 5 and not is_closed(day)


def easter_sunday(year: int) -> date:
    """Return Easter Sunday (Gauss's method in the form of Meeus, Jones and Butcher)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    leap, left = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    moon = (19 * golden + century - leap - correction + 15) % 30
    quarter, last = divmod(rest, 4)
    weekday = (32 + 2 * left + 2 * quarter - moon - last) % 7
    shift = (golden + 11 * moon + 22 * weekday) // 451
    month, day = divmod(moon + weekday - 7 * shift + 114, 31)
    return date(year, month, day + 1)
