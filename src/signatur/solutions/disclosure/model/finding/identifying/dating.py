"""Dates within numbers and in words, and the words that say what a date is."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import calendar_date

if TYPE_CHECKING:
    from datetime import date

MONTHS = (
    r"jan(?:uar|\.)?|feb(?:ruar|r?\.|r)?|mar(?:ts|\.)?|apr(?:il|\.)?|maj|juni?\.?|juli?\.?|"
    r"aug(?:ust|\.)?|sept?(?:ember|\.)?|okt(?:ober|\.)?|nov(?:ember|\.)?|dec(?:ember|\.)?|"
    r"january|february|march|may|june|july|october"
)
_MONTH_STARTS = ("jan", "feb", "mar", "apr", "maj", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
_ENGLISH = {"may": 5, "oct": 10}
_OLDEST, _NEWEST = 1900, 2035


def month_of(word: str) -> int:
    """Return the month, 1 to 12, that a word such as `Marts` or `okt.` names."""
    start = word[:3].lower()
    return _ENGLISH.get(start) or _MONTH_STARTS.index(start) + 1


def short_year(year: int, seventh: str = "") -> int:
    """Return the year in full, by the seventh digit of a CPR number where there is one."""
    if seventh and seventh in "0123":
        return 1900 + year
    if seventh in {"4", "9"}:
        return (2000 if year <= 36 else 1900) + year
    if seventh:
        return (2000 if year <= 57 else 1800) + year
    return (2000 if year <= 26 else 1900) + year


def day_of(day: str, month: str, year: str, seventh: str = "") -> date | None:
    """Return the day that three numbers name; the day may be raised by 60 (replacement numbers)."""
    raised = int(day) - 60 if int(day) > 60 else int(day)
    full = int(year) if len(year) == 4 else short_year(int(year), seventh)
    if not _OLDEST - 50 <= full <= _NEWEST:
        return None
    return calendar_date(raised, int(month), full)


def iso(day: date | None) -> str:
    return day.isoformat() if day is not None else ""


WRITTEN_DATE = re.compile(
    r"(?<![\d.,])(?:(?P<day>\d{1,2})(?P<sign>[./\- ])[ ]?(?P<month>\d{1,2})(?:(?P=sign)|[ \-])[ ]?"
    r"(?P<year>(?:1[89]|20)\d\d|\d\d)"
    r"|(?P<iso_year>(?:1[89]|20)\d\d)-(?P<iso_month>\d\d)-(?P<iso_day>\d\d)"
    rf"|(?P<word_day>\d{{1,2}})\.?[ \n]{{0,2}}(?P<word>{MONTHS})[ \n]{{0,2}}"
    r"(?P<word_year>(?:1[89]|20)\d\d|'?\d\d))(?![\d])",
    re.IGNORECASE,
)


def read_date(match: re.Match[str]) -> date | None:
    """Return the day that a match of `WRITTEN_DATE` names; None where there is no such day."""
    if match["iso_year"]:
        return day_of(match["iso_day"], match["iso_month"], match["iso_year"])
    if match["word"]:
        year = match["word_year"].lstrip("'")
        return day_of(match["word_day"], str(month_of(match["word"])), year)
    if int(match["day"]) > 31:
        return None
    return day_of(match["day"], match["month"], match["year"])
