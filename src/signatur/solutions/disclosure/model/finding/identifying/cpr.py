"""CPR numbers in every spelling. The check digit ranks, it never rejects; words and shape decide.

A number such as 1203841235 alone may be an account or an order as well. What counts then is the
calendar, the word before it, and whether the numbers around it look like dates too.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import holds_cpr_check
from signatur.solutions.disclosure.model.finding.identifying.dating import day_of
from signatur.solutions.disclosure.model.finding.identifying.groups import Number, numbers
from signatur.solutions.disclosure.model.finding.identifying.hits import (
    Hit,
    check_of,
    line_before,
)
from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

CPR_CUE = re.compile(
    r"c\.?\s?p\.?\s?r(?![a-zæøå]{4})|[gc]pr\.?\s?-?n|person\s?-?\s?(?:nr|num|id)|pers\.?\s?nr|"
    r"\bp\.\s?nr|\bpnr\b|fødsels?(?:nr|num|dato)|født|\bf\.\s?$|\bfødt|social security|\bssn\b|"
    r"id-?\s?(?:nr|nummer)|national id|personal (?:number|id)|(?:erstatnings|pseudo)\s?-?\w*\s?nr|"
    r"borger|barnet|patient|klient|forælder|moderen|faderen|ansøger"
)
_TIGHT_CUE = re.compile(
    r"(?:(?<![a-zæøå])c\.?\s?p\.?\s?r[^\d\n]{0,24}|cpr[-_. a-zæøå]{0,16}|person\s?-?\s?(?:nr|num|id)[^\d\n]{0,14}|"
    r"pers\.?\s?nr[^\d\n]{0,6}|\bp\.\s?nr[^\d\n]{0,4}|\bpnr[^\d\n]{0,4}|fødsels?(?:nr|num)[^\d\n]{0,12}|"
    r"født[^\d\n]{0,8}|\bf\.[^\d\n]{0,2})$"
)
_OTHER = re.compile(
    r"(?:konto|ordre|faktura|kunde|vare|serie|sag(?:s|en|\b)|journal|j\.\s?nr|jnr|\bean|gln|produktion|"
    r"p-?enhed|p-?n(?:r|um)|\bcvr|\bse-?\s?nr|\btlf|telefon|mobil|\bfax|\bref|bilag|aftale|måler|"
    r"betaling|\bfik\b|giro|debitor|kreditor|løbe|stregkode|isbn|iban|polic|medlem|matr|ejendom|bfe|"
    r"\bkr\b|dkk|beløb|budget|abonnement|installation|pakke|track|leverand|rekvisition|ticket|incident|"
    r"bestilling|booking|reservation|transaktion|kvittering|voucher|dokument\s?-?(?:nr|id)|akt|id:|projekt|artikel|item|lot|batch|\bnr\.?\s?)(?!\w{0,3}\s?(?:\w+\s)?vedr)[^\d\n]{0,18}$"
)
_TABLE_HEAD = re.compile(r"c\.?p\.?r\b|cpr|person\s?-?n(?:r|um)|fødsels|født", re.IGNORECASE)
_CPR_HEAD = re.compile(r"\bc\.?p\.?r\b|cpr|\bperson\s?-?n(?:r|um)|fødselsn", re.IGNORECASE)
_HEAD_REACH = 600
# P1003123456 is no CPR number; brev1203841235 may hold one.
_GLUED = re.compile(r"(?<![^\W_])[^\W\d_]{1,2}\Z")
_BARE = "bare"
_BASE = {
    # The shape says it: six digits that are a date, a sign, four digits.
    "dashed": 0.95,
    "boxes": 0.8,
    "spaced": 0.72,
    "signed": 0.75,
    "broken": 0.62,
    "grouped": 0.56,
    _BARE: 0.6,
    "column": 0.3,
    "dated": 0.5,
    "odd": 0.2,
    # In groups that nobody would choose for anything: a check digit must say it, and no number beside it.
    "oddly_grouped": 0.3,
}
_GROUPED = {(4, 2, 4), (2, 2, 2, 2, 2), (2, 4, 4), (6, 2, 2), (2, 2, 4, 2, 2), (3, 3, 4)}
_LEAST = 0.35
_WINDOW = 1500
_CROWD = 4
_BETWEEN = 60
_PARTING = " \t|/,;"
_JOINING = frozenset({"-", ".", "/", ":", "+", "=", "\\", "~"})
_REGISTRATION = re.compile(r"(?<!\d)\d{4} \Z")
_OLDEST, _NEWEST = 1918, 2035


def find_cpr(text: str) -> Iterator[Hit]:
    """Yield the CPR numbers whose ten digits stand together, in whatever way they are parted."""
    crowd = _Crowd(text)
    heads = _Heads(text)
    end = 0
    for number in numbers(text, frozenset({9, 10, 12})):
        if number.start < end and number.shape in {(6, 4), (10,)}:
            continue
        hit = _read(text, number, crowd, heads)
        if hit is not None:
            end = hit.end
            yield hit


class _Heads:
    """Words such as *CPR* above a column. A long list goes on under its head as long as its numbers do."""

    def __init__(self, text: str) -> None:
        self._ends = [match.end() for match in _CPR_HEAD.finditer(text)]
        self._last = -_HEAD_REACH

    def reach(self, number: Number) -> bool:
        place = bisect_right(self._ends, number.start)
        above = self._ends[place - 1] if place else -_HEAD_REACH
        if number.start - max(above, self._last) >= _HEAD_REACH:
            return False
        self._last = number.end
        return True


class _Crowd:
    """Where numbers of ten digits stand, and which of them could be CPR numbers."""

    def __init__(self, text: str) -> None:
        found = list(re.finditer(r"(?<!\d)\d{10}(?!\d)", text))
        self.all = [match.start() for match in found]
        days = [match for match in found if _day(match[0]) is not None]
        self.dated = [match.start() for match in days]
        self._ends = {match.end() for match in days}
        self._text = text

    def is_of_others(self, place: int, least: int = _CROWD, share: float = 0.5) -> bool:
        """Tell whether most numbers around are no CPR numbers, as in a list of accounts."""
        around = _count(self.all, place)
        return around >= least and _count(self.dated, place) < around * share

    def is_among_days(self, number: Number) -> bool:
        """Tell whether the numbers beside it could be CPR numbers too, as those of both parents on a line."""
        left = max(0, number.start - _BETWEEN)
        end_before = left + len(self._text[left : number.start].rstrip(_PARTING))
        after = self._text[number.end : number.end + _BETWEEN]
        next_one = number.end + len(after) - len(after.lstrip(_PARTING))
        is_good_before = not number.before or end_before in self._ends
        place = bisect_left(self.dated, next_one)
        is_good_after = not number.after or self.dated[place : place + 1] == [next_one]
        return is_good_before and is_good_after


def _count(places: list[int], place: int) -> int:
    return bisect_right(places, place + _WINDOW) - bisect_left(places, place - _WINDOW)


def _day(digits: str) -> date | None:
    return day_of(digits[:2], digits[2:4], digits[4:6], digits[6])


def _ten(number: Number) -> str | None:
    """Return the ten digits; of twelve, those without the century, either way round."""
    digits = number.digits
    if len(digits) == 10:
        return digits
    if digits[4:6] in {"18", "19", "20"} and _day(digits[:4] + digits[6:]) is not None:
        return digits[:4] + digits[6:]
    if digits[:2] in {"18", "19", "20"}:
        turned = digits[6:8] + digits[4:6] + digits[2:4] + digits[8:]
        return turned if _day(turned) is not None else None
    return None


def _read(text: str, number: Number, crowd: _Crowd, heads: _Heads) -> Hit | None:
    if len(number.digits) == 9:
        return _without_zero(text, number, heads)
    ten = _ten(number)
    if ten is None:
        return None
    before = line_before(text, number.start, 60)
    is_tight = _TIGHT_CUE.search(before) is not None
    shape = _shape(number)
    if _day(ten) is None:
        return _with_slip(number, ten) if is_tight and shape in {"dashed", _BARE} else None
    has_head = (shape == _BARE and heads.reach(number)) or (
        shape == "column" and _has_head(text, number.start)
    )
    is_told = is_tight or (shape == _BARE and has_head)
    if not is_told and (shape == "odd" or (shape != "dashed" and not _is_of_living(number, ten))):
        return None
    confidence = _BASE[shape]
    evidence = ["calendar", f"shape:{shape}"]
    holds = holds_cpr_check(ten)
    if holds:
        confidence += (1 - confidence) * 0.5
        evidence.append("modulus_11")
    if is_tight or has_head or CPR_CUE.search(before):
        confidence += (1 - confidence) * (0.9 if is_tight else 0.5)
        evidence.append("cue:cpr")
    elif _is_something_else(text, number, shape, before, crowd, holds=holds):
        confidence *= 0.3
        evidence.append("cue:other_number")
    if int(ten[:2]) > 60:
        evidence.append("replacement_number")
        confidence -= 0.2 if shape not in {"dashed", "boxes"} and not is_tight and not holds else 0
    if confidence < _LEAST:
        return None
    return Hit(
        FindingKind.CPR,
        number.start,
        number.end,
        min(0.99, confidence),
        tuple(evidence),
        check_of(holds),
        ten,
    )


def _is_of_living(number: Number, ten: str) -> bool:
    """The seventh digit says the century: a time such as 1430 after a date of now says 1924."""
    day = _day(ten)
    if day is None or not _OLDEST <= day.year <= _NEWEST:
        return False
    if _shape(number) == "dated" and not 1936 <= day.year <= 2009 and not holds_cpr_check(ten):
        return False
    return len(number.digits) == 10 or str(day.year) in number.digits[:8]


def _with_slip(number: Number, ten: str) -> Hit:
    """A word says that it is one, but there is no such day: mistyped, or of another system."""
    check = check_of(holds_cpr_check(ten))
    evidence = ("cue:cpr", "no_such_day")
    return Hit(FindingKind.CPR, number.start, number.end, 0.7, evidence, check, ten)


def _without_zero(text: str, number: Number, heads: _Heads) -> Hit | None:
    """Nine digits where a word says that they are a CPR number: spreadsheets drop the zero in front."""
    ten = "0" + number.digits
    is_shaped = number.shape == (9,) or (number.shape == (5, 4) and "-" in number.gaps[0])
    if not is_shaped or _day(ten) is None:
        return None
    is_tight = _TIGHT_CUE.search(line_before(text, number.start, 60)) is not None
    if not is_tight and not heads.reach(number):
        return None
    evidence = ("calendar", "cue:cpr", "zero_lost")
    check = check_of(holds_cpr_check(ten))
    sure = 0.8 if is_tight else 0.65
    return Hit(FindingKind.CPR, number.start, number.end, sure, evidence, check, ten)


def _has_head(text: str, start: int) -> bool:
    return _TABLE_HEAD.search(text, max(0, start - 600), start) is not None


def _is_something_else(  # noqa: PLR0911 - a table of cases
    text: str, number: Number, shape: str, before: str, crowd: _Crowd, *, holds: bool
) -> bool:
    after = text[number.end : number.end + 4]
    if shape == "dashed":
        # A range of years, a journal number, or a date with a year after it.
        if number.shape == (6, 4):
            return number.before in {"-", "."}
        return number.before in {"-", ".", "/"} or number.after in {"-", "/"}
    has_other_word = _OTHER.search(before[-40:]) is not None
    is_within = _is_within(text, number, shape, crowd)
    is_amount = re.match(r"[,.]\d|[ ]?(?:kr|dkk|%|m2|km|kwh|stk)", after, re.IGNORECASE)
    if has_other_word or is_amount:
        return True
    if shape == "boxes":
        return is_within
    if shape == "grouped" and {number.before, number.after} - {"", "\n"}:
        # In a series of numbers any five pairs look like that.
        return True
    if text[number.start - 1 : number.start] in {"+", "#", "$", "€"}:
        return True
    if _GLUED.search(text, max(0, number.start - 3), number.start):
        return not holds
    if int(number.digits[:2]) > 60 and crowd.is_of_others(number.start, 2):
        return True
    if holds:
        # In a long list of other numbers, one in five hundred is a day and holds by chance.
        return shape == _BARE and crowd.is_of_others(number.start, 2 * _CROWD, 0.25)
    return is_within or (shape == _BARE and crowd.is_of_others(number.start))


def _is_within(text: str, number: Number, shape: str, crowd: _Crowd) -> bool:
    """`1234 0101901234` is an account; `0101901234;20123456` are two cells of a list, as are those with a blank."""
    if not (number.before or number.after) or "\n" in number.before + number.after:
        return False
    if shape != _BARE:
        return True
    if crowd.is_among_days(number):
        return False
    if {number.before, number.after} & _JOINING:
        return True
    return _REGISTRATION.search(text, max(0, number.start - 6), number.start) is not None


def _shape(number: Number) -> str:  # noqa: PLR0911 - a table of cases
    shape, gaps = number.shape, number.gaps
    if len(shape) == 1:
        return _BARE if shape == (10,) else "column"
    if set(shape) == {1}:
        return "boxes" if len({gap for gap in gaps if "-" not in gap}) <= 2 else "odd"
    is_dated = shape in {(6, 4), (2, 2, 2, 4), (2, 2, 4, 4), (4, 2, 2, 4), (8, 4)}
    if is_dated:
        return _of_dated(number)
    if "\n" in "".join(gaps):
        return _of_broken(number)
    if shape in _GROUPED and len(set(gaps[:-1])) <= 1 and set(gaps) <= {" ", "-"}:
        return "grouped"
    if shape in {(4, 2, 4), (2, 2, 6)}:
        return "column"
    return "oddly_grouped" if _is_oddly_grouped(number) else "odd"


def _is_oddly_grouped(number: Number) -> bool:
    """Tell whether ten digits that hold the check stand alone in groups with one blank or dash between."""
    gaps = set(number.gaps)
    if len(number.digits) != 10 or len(gaps - {"-"}) > 1 or gaps - {" ", "-"}:
        return False
    is_alone = not {number.before, number.after} - {"", "\n"}
    return is_alone and min(number.shape) > 1 and holds_cpr_check(number.digits)


def _of_dated(number: Number) -> str:
    last, inner = number.gaps[-1], number.gaps[:-1]
    if len(set(inner)) > 1 or (inner and inner[0] not in {".", "/", "-", " ", "_", "|"}):
        return "odd"
    if "-" in last:
        # 01.01.2024-2025 is a time, as long as nothing else is said.
        is_year = number.digits[-4:-2] == "20" and len(number.digits) == 12
        return "column" if is_year else "dashed"
    if number.shape == (6, 4):
        return {" ": "spaced", "\t": "spaced", "\n": "broken"}.get(last, "signed")
    if inner and inner[0] == last and last in {".", "/", "_"}:
        return "signed"
    if number.shape == (8, 4) and last == " ":
        return "grouped"
    return "dated" if inner and last in {" ", "\n", "|"} else "column"


def _of_broken(number: Number) -> str:
    """Put the groups together again that a line end parted."""
    shape = [number.shape[0]]
    gaps = []
    for size, gap in zip(number.shape[1:], number.gaps, strict=True):
        if gap == "\n":
            shape[-1] += size
        else:
            shape.append(size)
            gaps.append(gap)
    if shape == [6, 4] and "-" in gaps[0]:
        return "dashed"
    is_date = shape in ([6, 4], [2, 2, 2, 4], [2, 2, 4, 4])
    return "column" if is_date or shape == [10] else "odd"
