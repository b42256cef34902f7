"""What people write into forms: numbers the Danish way, counts by kind, and fields named after things."""

from __future__ import annotations

import math
import re
from typing import Annotated

from fastapi import Depends, Request

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import Text, current_language
from signatur.kernel.i18n import text as _

_THOUSANDS = re.compile(r"-?\d{1,3}(\.\d{3})+")
_MOST = 1e12
_MOST_COUNT = 5_000


async def _given(request: Request) -> dict[str, str]:
    """Return the texts of a form whose fields are named after things."""
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(_given)]


async def _chosen(request: Request) -> dict[str, list[str]]:
    """Return the fields of a form of which several values may be chosen."""
    async with request.form() as form:
        return {name: [one for one in form.getlist(name) if isinstance(one, str)] for name in form}


Chosen = Annotated[dict[str, list[str]], Depends(_chosen)]


def number(words: str, name: Text) -> float | None:
    """Read a number as Danes write it: 1.234,5; None for nothing. Raises InputProblem."""
    given = words.strip().replace("\u00a0", "").replace(" ", "").removesuffix("%")
    if not given:
        return None
    if "," in given:
        given = given.replace(".", "").replace(",", ".")
    elif _THOUSANDS.fullmatch(given):
        given = given.replace(".", "")
    try:
        value = float(given)
    except ValueError:
        value = math.nan
    if not math.isfinite(value) or abs(value) > _MOST:
        raise InputProblem(
            log="no number",
            shown=_("Write a number, such as 12,5, in the field “%(name)s”.", name=name),
        )
    return value


def needed(words: str, name: Text) -> float:
    """Read a number that must be there. Raises InputProblem."""
    value = number(words, name)
    if value is None:
        raise InputProblem(
            log="number missing", shown=_("Fill in the field “%(name)s”.", name=name)
        )
    return value


def whole(words: str, name: Text) -> int | None:
    """Read a whole number; None for nothing. Raises InputProblem."""
    value = number(words, name)
    if value is None:
        return None
    if value != int(value):
        raise InputProblem(
            log="no whole number",
            shown=_("Write a whole number in the field “%(name)s”.", name=name),
        )
    return int(value)


def counts(given: dict[str, str], prefix: str = "count-") -> dict[str, int]:
    """Read how many of each kind; fields are named after kinds, nothing is left out. Raises InputProblem."""
    found = {}
    for field, words in given.items():
        if field.startswith(prefix) and words.strip():
            count = whole(words, _("Number of vehicles"))
            if count is None or not 0 <= count <= _MOST_COUNT:
                raise InputProblem(
                    log="count", shown=_("Write whole numbers of vehicles, 0 or more.")
                )
            found[field.removeprefix(prefix)] = count
    return found


def written(value: float | None, digits: int = 6) -> str:
    """Return a number as it stands in a field: with a comma for Danes, without dots in between."""
    if value is None:
        return ""
    rounded = round(value, digits)
    words = str(int(rounded)) if rounded == int(rounded) else str(rounded)
    return words.replace(".", ",") if current_language() == "da" else words
