"""Numbers of laws, which look like those of cases: regulation (EU) 2016/679, direktiv 2006/123/EF."""

from __future__ import annotations

import re

_BODY = r"(?:EU|EF|EØF|EEC|EC|Euratom|EURATOM)"
# `forordning (EU) nr. `, `lov nr. `, and `artikel 6 i ` right before the number, or other such numbers between.
_BEFORE = re.compile(
    rf"(?:\b{_BODY}\)?|\b(?i:forordning\w*|direktiv\w*|rammeafgørelse\w*|databeskyttelsesforordning\w*|gdpr|"
    r"lovbekendtgørelse\w*|bekendtgørelse\w*|cirkulære\w*|lov|lbk|bek|cir|"
    r"artikel \d{1,3}(?:,? (?:stk\.|nr\.|litra) \w{1,3})*,? i))"
    rf"[,\s(]{{0,3}}(?:{_BODY}\)?\s)?(?i:nr\.?\s?)?(?:\d{{4}}/\d{{1,4}}(?:,| og| samt| eller)\s){{0,6}}\Z"
)
_AFTER = re.compile(rf"/(?:{_BODY}|RIA|FUSP|JHA|CFSP)\b")
_REACH = 90
_LONGEST = 4
"""Digits behind the year; cases are numbered further than laws."""


def is_of_law(text: str, start: int, end: int) -> bool:
    """Tell whether a year and a number, such as 2016/679, are those of a law rather than of a case."""
    number = re.search(r"\d+\Z", text[start:end])
    if number is None or len(number[0]) > _LONGEST:
        return False
    if _AFTER.match(text, end):
        return True
    return _BEFORE.search(text[max(0, start - _REACH) : start]) is not None
