"""Parts of CPR numbers: hidden digits, parts in other lines or columns, letters, dates in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import holds_cpr_check, replacement_birth_date
from signatur.solutions.disclosure.model.finding.identifying.cpr import CPR_CUE
from signatur.solutions.disclosure.model.finding.identifying.dating import (
    MONTHS,
    day_of,
    iso,
    month_of,
)
from signatur.solutions.disclosure.model.finding.identifying.hits import Hit, check_of, says
from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_MASK = r"[xX*•_#?·█■▪●¤†]"
_DATE = r"(?P<day>\d\d)(?P<sign>[ ./\-]?)(?P<month>\d\d)(?P=sign)(?P<year>(?:19|20)?\d\d)"
_MASKED = re.compile(
    rf"(?<!\d){_DATE}[ ]?[-/ ]?[ ]?(?:{_MASK}[ ]?){{3,4}}(?!\w)|(?<!\d)(?P<six>\d{{6}})[ ]?-?[ ]?"
    rf"(?:\d{_MASK}{{3}}|\d\d{_MASK}{{2}}|{_MASK}{{2}}\d\d|{_MASK}{{3}}\d|(?<=-)\.{{4}}|(?<=-[ ])\.{{4}})(?!\w)"
)
_MASKED_DATE = re.compile(
    rf"(?<!\w)(?:{_MASK}{{6}}|{_MASK}{{2}}[.]{_MASK}{{2}}[.]{_MASK}{{2,4}})[ ]?-?[ ]?(?P<it>\d{{4}})(?!\d)"
)
_LETTERED = re.compile(
    r"(?<!\d)(?P<six>\d{6})-?(?P<century>\d)(?P<rest>[A-Z]{2}\d|[A-Z]\d\d|\d[A-Z]\d)(?!\w)"
)
# Before there was one form for the country, hospitals and regions put letters in the last four places.
_LETTERED_LOCALLY = re.compile(
    r"(?<![\w.,/-])(?P<six>\d{6})[ ]?-?[ ]?(?=[A-Z\d]{0,3}\d)(?=[A-Z\d]{0,3}[A-WYZ])[A-Z\d]{4}(?![\w-])",
    re.IGNORECASE,
)
_IN_WORDS = re.compile(
    rf"(?<!\d)(?P<day>\d{{1,2}})\.?[ ]?(?P<month>{MONTHS})[ ]?(?P<year>(?:19|20)?\d\d)"
    r"[ ]?(?P<sign>[-/]|[ ])[ ]?(?P<last>\d{4})(?!\d)",
    re.IGNORECASE,
)
_SIX_ALONE = re.compile(r"(?<![\d.,])\d{6}(?![\d,])(?![ ]?-?[ \n]?\d)")
_LAST_FOUR = re.compile(
    r"(?:sidste|last|fire|4)\s(?:fire|4|four)?\s?(?:cifre|tal|digits)[^\d\n]{0,30}?(?P<it>\d{4})(?!\d)",
    re.IGNORECASE,
)
_WRAPPED = re.compile(
    r"(?<!\d)(?P<first>\d{6})-?[ \t]*\n(?P<between>(?:[^\n]{0,90}\n){0,3}?)"
    r"(?P<lead>[ \t|]*)-?(?P<last>\d{4})(?![\d.,/-])"
)
_WRAPPED_CELL = re.compile(
    r"(?<!\d)(?P<first>\d{6})-[ \t]+[^\n]{0,120}\n[ \t|]{0,8}(?P<last>\d{4})(?![\d.,/-])"
)
_COLUMNS = re.compile(
    r"(?<![\d.-])(?P<date>\d{6}|\d\d[./-]\d\d[./-](?:19|20)?\d\d)(?P<gap>\t+| {2,60}|[ ]?\|[ ]?|;)"
    r"(?P<last>\d{4})(?![\d.,/-]|:\d)"
)
_TURNED = re.compile(
    r"(?<![\d.,-])(?P<last>\d{4})(?:\t+| {2,40}|[ ]?\|[ ]?|;)(?P<date>\d{6}|\d\d[./-]\d\d[./-](?:19|20)?\d\d)(?!\d)"
)
_HEAD = re.compile(
    r"c\.?p\.?r|person\s?-?n(?:r|um)|fødsels|sidste (?:fire|4)|løbenr", re.IGNORECASE
)


_WRONG_LENGTH = re.compile(r"(?<![\d.,])\d{5,7}[ ]?-?[ ]?\d{3,5}(?![\d])")
_SINGLE_DIGITS = re.compile(
    r"(?<![\d.,/-])(?P<day>\d{1,2})[./-](?P<month>\d{1,2})[./-](?P<year>(?:19|20)?\d\d)[ ]?[- ][ ]?(?P<last>\d{4})(?![\d.])"
)


def find_cpr_parts(text: str) -> Iterator[Hit]:
    """Yield hidden, parted and lettered CPR numbers, and birth dates that stand for one."""
    yield from _hidden(text)
    yield from _lettered(text)
    yield from _in_words(text)
    yield from _parted(text)
    yield from _date_alone(text)
    yield from _mistyped(text)


def _hidden(text: str) -> Iterator[Hit]:
    for match in _MASKED.finditer(text):
        day, month, year = _parts(match)
        if day_of(day, month, year) is not None:
            yield _hit(FindingKind.CPR_FRAGMENT, match.span(), 0.93, "calendar", "masked")
    for match in _MASKED_DATE.finditer(text):
        yield _hit(FindingKind.CPR_FRAGMENT, match.span(), 0.8, "masked")
    for match in _LAST_FOUR.finditer(text):
        yield _hit(FindingKind.CPR_FRAGMENT, match.span("it"), 0.7, "cue:last_four")


def _parts(match: re.Match[str]) -> tuple[str, str, str]:
    six = match["six"]
    return (six[:2], six[2:4], six[4:]) if six else (match["day"], match["month"], match["year"])


def _lettered(text: str) -> Iterator[Hit]:
    for match in _LETTERED.finditer(text):
        born = replacement_birth_date(match["six"], match["century"])
        if born is not None or (
            day_of(match["six"][:2], match["six"][2:4], match["six"][4:]) is not None
            and says(CPR_CUE, text, match.start())
        ):
            yield _hit(FindingKind.CPR, match.span(), 0.8, "calendar", "replacement_number")
    for match in _LETTERED_LOCALLY.finditer(text):
        six = match["six"]
        # No date begins with 61 to 91, so that such a day says it by itself.
        is_raised = int(six[:2]) > 60 and match[0].isupper() and " " not in match[0]
        is_told = is_raised or _CLOSE_CUE.search(text, max(0, match.start() - 30), match.start())
        if is_told and day_of(six[:2], six[2:4], six[4:]) is not None:
            yield _hit(FindingKind.CPR, match.span(), 0.75, "calendar", "replacement_number")


def _in_words(text: str) -> Iterator[Hit]:
    for match in _IN_WORDS.finditer(text):
        month = f"{month_of(match['month']):02d}"
        year = match["year"]
        day = day_of(match["day"], month, year, match["last"][0] if len(year) == 2 else "")
        if day is None or (match["sign"] == " " and not says(CPR_CUE, text, match.start())):
            continue
        if match["last"][:2] in {"20", "19"} and not says(CPR_CUE, text, match.start()):
            continue
        ten = f"{day:%d%m%y}{match['last']}"
        check = check_of(holds_cpr_check(ten))
        yield Hit(FindingKind.CPR, *match.span(), 0.85, ("calendar", "month_in_words"), check, ten)


def _mistyped(text: str) -> Iterator[Hit]:
    """A digit too few or too many, or days without zeros, where a word says that it is a CPR number."""
    for match in _WRONG_LENGTH.finditer(text):
        count = sum(map(str.isdigit, match[0]))
        if count not in {8, 10} and _CLOSE_CUE.search(
            text, max(0, match.start() - 30), match.start()
        ):
            yield _hit(FindingKind.CPR_FRAGMENT, match.span(), 0.65, "cue:cpr", "wrong_length")
    for match in _SINGLE_DIGITS.finditer(text):
        year, last = match["year"], match["last"]
        day = day_of(match["day"], match["month"], year, last[0] if len(year) == 2 else "")
        if day is not None and says(CPR_CUE, text, match.start()):
            ten = f"{day:%d%m%y}{last}"
            check = check_of(holds_cpr_check(ten))
            yield Hit(FindingKind.CPR, *match.span(), 0.8, ("calendar", "cue:cpr"), check, ten)


def _parted(text: str) -> Iterator[Hit]:
    for pattern in (_WRAPPED, _WRAPPED_CELL, _COLUMNS, _TURNED):
        for match in pattern.finditer(text):
            yield from _of_parts(text, match, pattern)


def _of_parts(text: str, match: re.Match[str], pattern: re.Pattern[str]) -> Iterator[Hit]:
    name = "first" if "first" in pattern.groupindex else "date"
    digits = re.sub(r"\D", "", match[name])
    day, month, year = digits[:2], digits[2:4], digits[4:]
    last = match["last"]
    if day_of(day, month, year, last[0] if len(year) == 2 else "") is None:
        return
    ten = day + month + year[-2:] + last
    holds = holds_cpr_check(ten)
    is_dashed = text[match.end(name) : match.end(name) + 1] == "-"
    has_head = _HEAD.search(text, max(0, match.start() - 400), match.start()) is not None
    if not has_head and not (is_dashed and (holds or pattern is not _COLUMNS)):
        return
    confidence = 0.8 if holds or is_dashed else 0.6
    for span in (match.span(name), match.span("last")):
        evidence = ("calendar", "parted", *(("modulus_11",) if holds else ()))
        yield Hit(FindingKind.CPR, *span, confidence, evidence, check_of(holds), ten)


def _date_alone(text: str) -> Iterator[Hit]:
    """The first six digits alone, where a word says that they are of a CPR number."""
    for match in _SIX_ALONE.finditer(text):
        six = match[0][:6]
        day = day_of(six[:2], six[2:4], six[4:])
        if day is None:
            continue
        reach = max(0, match.start() - 30)
        span = (match.start(), match.start() + 6)
        if _CLOSE_CUE.search(text, reach, match.start()):
            yield Hit(FindingKind.CPR_FRAGMENT, *span, 0.8, ("calendar", "cue:cpr"), value=iso(day))
        elif _BORN.search(text, reach, match.start()):
            yield Hit(
                FindingKind.BIRTH_DATE, *span, 0.85, ("calendar", "cue:birth"), value=iso(day)
            )


_BORN = re.compile(r"(?:\bfødt|\bf\.|\bf\.d\.|fødsels(?:dato|dag))[^\d\n]{0,10}\Z", re.IGNORECASE)
_CLOSE_CUE = re.compile(
    r"(?:c\.?p\.?r\.?|person(?:nr|nummer)|p\.nr|fødselsnummer|erstatnings-?(?:nr|nummer))[^\d\n]{0,16}\Z",
    re.IGNORECASE,
)


def _hit(kind: FindingKind, span: tuple[int, int], confidence: float, *evidence: str) -> Hit:
    return Hit(kind, *span, confidence, evidence)
