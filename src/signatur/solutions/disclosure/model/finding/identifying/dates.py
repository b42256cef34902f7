"""Birth dates and ages, in figures and in words."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.finding.identifying.dating import (
    MONTHS,
    WRITTEN_DATE,
    day_of,
    iso,
    read_date,
)
from signatur.solutions.disclosure.model.finding.identifying.hits import Hit, line_before
from signatur.solutions.disclosure.schema.finding import Check, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_BIRTH = re.compile(
    r"fødsels?\s?-?(?:dag|dato|år)|\bfødt?e?s?\b|\bf\.\s?(?:d\.)?\s*$|\bf\.d|født|birth|\bborn\b|\bdob\b|"
    r"fødd|\bfdt|fødselsd|nedkom|kom til verden|termin|date of birth|geburt"
)
_NEAR = 34
# `Mette Hansen, 12.03.84` and `Mette Hansen (12.03.84)`: nobody writes another date like that.
_NAMED = re.compile(
    r"[A-ZÆØÅ][a-zæøåéü]+[ ](?:[A-ZÆØÅ]\.?[ ])?(?:[A-ZÆØÅ][\w'\-]+[ ])?[A-ZÆØÅ][a-zæøåéü\-]+"
    r"(?:,[ ]?|[ ]?\(|[ ]*[;|][ ]*|[ ]*\t[ ]*|[ ]-[ ])\Z"
)
_SIX = re.compile(r"(?<![\d.,])(?P<day>\d\d)(?P<month>\d\d)(?P<year>\d\d)(?![\d.,-])")
_BIRTHDAY = re.compile(
    rf"\bfødselsdag(?:en)?(?:\s(?:er|var|har|den|d\.)){{0,2}}[ :]{{1,3}}(?P<it>\d{{1,2}}\.?[ ](?:{MONTHS})|\d{{1,2}}/\d{{1,2}})(?![\w/])",
    re.IGNORECASE,
)
_BORN_UNTIL = 2012
_BORN_YEAR = re.compile(
    r"(?:\bfødt|\bf\.|\bfødselsår(?:et)?:?|\bårgang|\bborn)\s(?:i\s|in\s|år\s|den\s)?(?:år\s)?"
    r"(?P<it>(?:(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\s)?"
    r"(?:19|20)\d\d|'\d\d)(?!\d|[-./]\d)",
    re.IGNORECASE,
)
_YEARS = (
    r"(?:\d{1,3}|et|to|tre|fire|fem|seks|syv|otte|ni|ti|elleve|tolv|tretten|fjorten|femten|seksten|"
    r"sytten|atten|nitten|(?:en|to|tre|fire|fem|seks|syv|otte|ni)?(?:og)?(?:tyve|tredive|fyrre|"
    r"halvtreds|tres|halvfjerds|firs|halvfems))"
)
_AGES = (
    # A half is `1/2` in the normalised text. på 43 år; en 43-årig; 43 år gammel; alder: 43; 43 yo; ½ years of small children; months
    re.compile(
        rf"\b(?:på|er|var|blev|fylder|fyldte|bliver|ca\.|omkring|knap|næsten)\s(?P<it>(?:\d{{1,2}}[ ]?1/2|{_YEARS}(?:,\d)?)[ ]?år(?:\sgammel(?:t)?|\sgamle)?)\b(?!\s(?:siden|senere|før|frem|tilbage|og\s\d|efter|i\s(?:træk|fængsel)))",
        re.IGNORECASE,
    ),
    re.compile(rf"\b(?P<it>{_YEARS}[ ]?-?[ ]?årige?s?)\b", re.IGNORECASE),
    re.compile(
        rf"\b(?P<it>{_YEARS}[ ](?:år|måneder|mdr\.?|uger)[ ]gam(?:melt?|le))\b", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:alder|age)(?:\s?\(år\))?[ ]?[:=]?[ \t]{0,3}(?P<it>\d{1,3}(?:[ ]?(?:år|mdr\.?|måneder))?)\b(?!\s?[-–]\s?\d)",
        re.IGNORECASE,
    ),
    # datteren på 7; en søn på 9 og en datter på 12
    re.compile(
        r"\b(?:søn|sønnen|datter|datteren|dreng|drengen|pige|pigen|børn|børnene|tvillinger|tvillingerne|bror|broren|søster|søsteren)"
        r"\spå\s(?P<it>\d{1,2}(?:\sog\s\d{1,2})?)(?=\s*(?:[,;)]|\.(?:\s+[A-ZÆØÅ]|\s*$)|$)|\s(?:og|der|som|har|er|bor|går|fra|år)\b)"
    ),
    re.compile(r"(?<=[a-zæøå],[ ])(?P<it>\d{1,2}[ ]år)\b(?=[,.)])"),
    re.compile(r"(?<=[a-zæøå] )\((?P<it>\d{1,2}[ ]år)\)"),
    re.compile(
        r"\balder(?:en)?\s(?:af|på)\s(?P<it>\d{1,3})\b(?!\s(?:til|[-–])\s?\d)", re.IGNORECASE
    ),
    re.compile(
        r"\b(?:fyld(?:er|te|t)|rund(?:er|ede))\s(?P<it>\d{1,3})(?=\s*(?:[.,;)]\s|[.)]?$|\s(?:i|den|til|for|og)\b))",
        re.IGNORECASE | re.MULTILINE,
    ),
    re.compile(r"\((?P<it>\d{1,3}(?:[ ]år)?)\)(?=[ ](?:fra|bor|har|er|og|blev|var)\b)"),
    re.compile(
        r"\b(?P<it>(?:midt i|starten af|slutningen af|i (?:sin|sine|begyndelsen af))\s(?:sin\s|sine\s)?(?:tyverne|trediverne|fyrrerne|halvtredserne|tresserne|halvfjerdserne|firserne|halvfemserne|\d0'?erne))\b",
        re.IGNORECASE,
    ),
)
_INSTITUTIONAL = re.compile(
    r"årige?\s(?:aftale|periode|plan|kontrakt|budget|projekt|indsats|forløb|lån|leje|garanti|jubilæum|krig|uddannelse)",
    re.IGNORECASE,
)
_TERM = re.compile(
    r"(?:periode|aftale|kontrakt|bevilling|forløb|varighed|løbetid|frist|lån|plan|garanti|tid)\w{0,3}\s\(\Z",
    re.IGNORECASE,
)


def find_dates(text: str) -> Iterator[Hit]:
    """Yield birth dates, years of birth and ages."""
    for match in WRITTEN_DATE.finditer(text):
        day = read_date(match)
        if day is None:
            continue
        before = line_before(text, match.start(), _NEAR)
        cue = _BIRTH.search(before)
        after = text[match.end() : match.end() + 12].lower()
        if cue is not None or re.match(r"\s?\(?f(?:ødt|\.)", after):
            yield _birth(match.span(), 0.93, iso(day))
        elif day.year <= _BORN_UNTIL and _NAMED.search(
            text, max(0, match.start() - 60), match.start()
        ):
            evidence = ("calendar", "near_name")
            yield Hit(FindingKind.BIRTH_DATE, *match.span(), 0.6, evidence, Check.VALID, iso(day))
    for match in _SIX.finditer(text):
        day = day_of(match["day"], match["month"], match["year"])
        if day is not None and _NAMED.search(text, max(0, match.start() - 60), match.start()):
            evidence = ("calendar", "near_name")
            yield Hit(FindingKind.BIRTH_DATE, *match.span(), 0.5, evidence, Check.VALID, iso(day))
    for match in _BIRTHDAY.finditer(text):
        yield _birth(match.span("it"), 0.8, match["it"])
    for match in _BORN_YEAR.finditer(text):
        yield _birth(match.span("it"), 0.85, match["it"])
    yield from _ages(text)


def _birth(span: tuple[int, int], confidence: float, value: str) -> Hit:
    evidence = ("calendar", "cue:birth")
    return Hit(FindingKind.BIRTH_DATE, *span, confidence, evidence, Check.VALID, value)


def _ages(text: str) -> Iterator[Hit]:
    for pattern in _AGES:
        for match in pattern.finditer(text):
            if _INSTITUTIONAL.match(text, match.end() - 5) or _INSTITUTIONAL.search(
                text, match.start(), match.end() + 14
            ):
                continue
            start = match.start("it")
            if _TERM.search(text, max(0, start - 24), start):
                continue
            number = re.match(r"\d+", match["it"])
            if number and int(number[0]) > 120:
                continue
            yield Hit(FindingKind.AGE, *match.span("it"), 0.75, ("cue:age",), value=match["it"])
