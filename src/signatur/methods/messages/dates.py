"""Dates as messages state them, in the standard form and in the forms of old or foreign programs."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import parsedate_tz

_MONTHS = {
    name: number
    for number, names in enumerate(
        ("jan", "feb", "mar", "apr", "may maj mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec des"),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_STANDARD = re.compile(
    r"(?:[A-Za-z]{3},)? *(\d{1,2}) ([A-Za-z]{3}) (\d{4}) (\d\d):(\d\d)(?::(\d\d))? ?(?:([+-])(\d\d)(\d\d)|GMT|UT|UTC|Z)\b"
)
_ISO = re.compile(
    r"(\d{4})-(\d\d)-(\d\d)(?:[T ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?)? ?(?:([+-])(\d\d):?(\d\d)|Z)?"
)
_DAY_FIRST = re.compile(
    r"(\d{1,2})\.? ?[-/. ] ?([A-Za-z]{3,}|\d{1,2})\.? ?[-/. ] ?(\d{4})\b(?:\D{0,6}?(\d{1,2})[:.](\d\d)(?:[:.](\d\d))?)?"
)
# Outside these years a date is a fault of the sender's clock and tells nothing.
_FIRST_YEAR = 1980
_LAST_YEAR = 2100
_LONGEST = 200


def parse_date(stated: str) -> datetime | None:
    """Return the moment in UTC, or None where none can be made out.

    A date without a possible time zone is taken as UTC: at most hours off, and the same everywhere.
    """
    stated = stated.strip()[:_LONGEST]
    if not stated:
        return None
    return (
        _in_standard_form(stated)
        or _in_iso_form(stated)
        or _by_standard_library(stated)
        or _day_first(stated)
    )


def _in_standard_form(stated: str) -> datetime | None:
    match = _STANDARD.match(stated)
    if match is None:
        return None
    return _moment(match[3], _MONTHS.get(match[2].lower()), match[1], match.groups()[3:])


def _in_iso_form(stated: str) -> datetime | None:
    match = _ISO.match(stated)
    return _moment(match[1], match[2], match[3], match.groups()[3:]) if match else None


def _moment(
    year: str, month: str | int | None, day: str, clock: tuple[str | None, ...]
) -> datetime | None:
    hour, minute, second, sign, zone_hours, zone_minutes = clock
    offset_s = int(zone_hours or 0) * 3600 + int(zone_minutes or 0) * 60
    return _in_utc(
        (int(year), int(month or 0), int(day), int(hour or 0), int(minute or 0), int(second or 0)),
        -offset_s if sign == "-" else offset_s,
    )


def _by_standard_library(stated: str) -> datetime | None:
    try:
        parts = parsedate_tz(stated)
    except (ValueError, IndexError, TypeError, OverflowError):
        # It fails on some texts instead of saying that they are no dates.
        return None
    if parts is None:
        return None
    year, month, day, hour, minute, second = parts[:6]
    return _in_utc((year, month, day, hour, minute, second), parts[9] or 0)


def _day_first(stated: str) -> datetime | None:
    """Read `4. marts 2025 kl. 10.31`, `04-03-2025 10:31` and the like."""
    match = _DAY_FIRST.search(stated)
    if match is None:
        return None
    month = match[2] if match[2].isdigit() else _MONTHS.get(match[2][:3].lower())
    return _moment(match[3], month, match[1], (*match.groups()[3:], None, None, None))


def _in_utc(parts: tuple[int, int, int, int, int, int], offset_s: int) -> datetime | None:
    if not _FIRST_YEAR <= parts[0] <= _LAST_YEAR:
        return None
    try:
        # A leap second is the last moment of its minute.
        zone = timezone(timedelta(seconds=offset_s))
        moment = datetime(*parts[:5], min(parts[5], 59), tzinfo=zone)
    except (ValueError, OverflowError):
        return None
    return moment.astimezone(UTC)
