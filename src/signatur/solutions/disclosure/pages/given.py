"""What people write into the forms of disclosure: fields named after things, and days the Danish way."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Annotated

from fastapi import Depends, Request

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _

_DANISH_DAY = re.compile(r"(\d{1,2})[.\-/ ]+(\d{1,2})[.\-/ ]+(\d{4})")


async def _given(request: Request) -> dict[str, str]:
    """Return the texts of a form whose fields are named after things."""
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(_given)]


def day_of(words: str) -> date | None:
    """Read a day, `2026-04-03` or `3.4.2026`; None for nothing. Raises InputProblem."""
    given = words.strip()
    if not given:
        return None
    try:
        if danish := _DANISH_DAY.fullmatch(given):
            return date(int(danish[3]), int(danish[2]), int(danish[1]))
        return date.fromisoformat(given)
    except ValueError:
        raise InputProblem(
            log="no day", shown=_("Write the day as day.month.year, such as 3.4.2026.")
        ) from None


def moment_of(words: str) -> datetime | None:
    """Read a moment as a browser's field writes it, in Danish time; None for nothing. Raises InputProblem."""
    from zoneinfo import ZoneInfo

    given = words.strip()
    if not given:
        return None
    try:
        moment = datetime.fromisoformat(given)
    except ValueError:
        raise InputProblem(
            log="no moment", shown=_("Write when the request came as date and time of day.")
        ) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=ZoneInfo("Europe/Copenhagen"))
