"""Case, journal and court numbers; user names, initials and machines' numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.laws import is_of_law
from signatur.solutions.disclosure.model.finding.identifying.dating import day_of
from signatur.solutions.disclosure.model.finding.identifying.hits import Hit, by_pattern
from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_CASE_WORD = (
    r"(?:sags?[- ]?(?:nr|nummer|id|no)|journal[- ]?(?:nr|nummer)|j\.?[- ]?nr|jnr|jr\.?\s?nr|sag(?=[ :]{1,2}[A-Z0-9]*\d)|akt[- ]?(?:nr|id)|dok(?:ument)?\.?[- ]?(?:nr|id)|"
    r"(?:vores|deres|vor|our|your|jeres)\s(?:ref(?:erence)?|sag)\.?|\bref(?:erence)?(?:nr)?|case (?:no|number|id)|esdh[- ]?\w*|f2[- ]?(?:sag\w*|nr|id)?|sbsys\w*|getorganized|acadre|"
    r"anmeldelses?(?:nr|nummer)|løbe(?:nr|nummer)|rets(?:sag)?\w*nr|u\.?nr|sagsnr|kn-?nr|skades?(?:nr|nummer)|police(?:nr|nummer)|medlems?(?:nr|nummer)|kunde(?:nr|nummer)|faktura(?:nr|nummer)|ordre(?:nr|nummer)|patient-?id|ansøgnings?(?:nr|nummer|id)|henvisnings?(?:nr|nummer|id)|borger-?id|klagenr|ticket)"
)
_AFTER_WORD = re.compile(
    rf"\b{_CASE_WORD}\.?[ ]?[:#=\-]?[ ]{{0,3}}(?:nr\.?[ ]?)?(?P<it>[A-ZÆØÅa-zæøå]{{0,6}}[-./ ]?\d[\w.\-/]{{1,40}}?(?:[ ][A-ZÆØÅ]\d\d)?)(?=[\s,;:)\]\"'?!]|\.?(?:\s|$)|$)",
    re.IGNORECASE,
)
_JOURNAL = re.compile(
    r"(?<![\w.])\d\d\.\d\d\.\d\d[- ][A-ZÆØÅ]\d\d[-/ ]\d{1,6}(?:[-/]\d{2,4})?(?!\w)"
)
_YEAR_AND_NUMBER = re.compile(
    r"(?<![\w./\-,])(?:(?:EMN|SAG|S|F2|GEO|PLA|BYG|MIL|SOC|SUN|UDD|ESAG|DOK)[- ]?)?(?:19|20)\d\d[-/](?:\d{4,9}|\d{3})(?![\w/\-]|[.,]\d)"
)
_LONGEST_PERIOD = 40
_SHORT = re.compile(
    r"(?<![\w./\-,+])[12]\d/\d{4,6}(?:-\d{1,5})?(?![\w/])|(?<![\w./\-,+])(?:S|D|EMN|SAG)-?\d{2,4}-\d{3,8}(?:-\d+)?(?!\w)|(?<![\w./\-])\d{5,6}/\d{2}(?![\w/])|(?<![\w./\-,+])[12]\d-\d{6}(?:-\d{1,3})?(?![\w-])"
)
# The police: district, code of the offence, number, year. Courts: department and number, year.
_POLICE = re.compile(
    r"(?<![\w\-])\d{4}-\d{5}-\d{5}-\d{2}(?!\w)|(?<![\w\-])\d{4}-\d{5}-\d{4,5}-\d{4}(?!\w)"
)
_COURT = re.compile(
    r"(?<![\w])(?:BS|SS|KS|SKS|FS|BR|K|B|S|V\.?L\.?|Ø\.?L\.?)[- ]?\d{1,6}[-/]\d{2,5}(?:[-/][A-ZÆØÅ]{2,4})?(?!\w)"
)
_COURT_PLAIN = re.compile(r"(?<![\w])(?:BS|SS|KS)\s?\d{1,3}[A-Z]?-\d{2,6}/\d{4}(?!\w)")
_IPV4 = re.compile(
    r"(?<![\w.\-])(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)\.){3}(?:25[0-5]|2[0-4]\d|1?\d?\d)(?![\w]|\.\d)"
)
_IPV6 = re.compile(
    r"(?<![\w:])(?:(?:[0-9A-Fa-f]{1,4}:){7}[0-9A-Fa-f]{1,4}|(?:[0-9A-Fa-f]{1,4}:){1,6}(?::[0-9A-Fa-f]{1,4}){1,6}|(?:[0-9A-Fa-f]{1,4}:){2,7}:|::(?:[0-9A-Fa-f]{1,4}:){0,6}[0-9A-Fa-f]{1,4})(?![\w:])"
)
_VERSION = re.compile(
    r"(?:version|ver\.?|v\.?|afsnit|kapitel|punkt|pkt\.?|bilag|stk\.?|nr\.?)\s{0,2}$", re.IGNORECASE
)
_GUID = re.compile(
    r"(?<![\w])\{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?(?![\w])|(?:guid|uuid|id)[ :=\"]{1,3}(?P<it>[0-9A-Fa-f]{32})(?!\w)",
    re.IGNORECASE,
)
_MAC = re.compile(
    r"(?<![\w:])(?:[0-9A-Fa-f]{2}[:\-]){5}[0-9A-Fa-f]{2}(?![\w:])|(?<![\w.])(?:[0-9A-Fa-f]{4}\.){2}[0-9A-Fa-f]{4}(?![\w.])"
)
_IMEI = re.compile(
    r"\b(?:imei|serienr|serienummer|s/n|iccid|imsi|enheds-?id|device id)[.: ]{1,3}(?P<it>[A-Z0-9](?:[ \-]?[A-Z0-9]){6,21})(?!\w)",
    re.IGNORECASE,
)
_USER = re.compile(
    r"\b(?:bruger(?:navn|-?id|nr|kode)|b-?nummer|b-?nr\.?|dq-?nr\.?|dq-?nummer|dq|user(?:name|id)?|login|az-?ident|medarbejder(?:nr|nummer|id)|tjeneste(?:nr|nummer)|løn(?:nr|nummer)|ident|initialer|init|sagsbehandler-?id|unilogin|uni-login|mitid(?:-bruger(?:id)?)?|nemid(?:-nr)?|skype|snapchat|autorisations-?id|ydernr\.?|ydernummer)\b\.?[ ]?[:=#]?[ ]{0,3}(?P<it>(?-i:[A-ZÆØÅ]{2,5}\d{0,6}|[a-zæøå]{1,6}[\d._]{1,4}[\w.]{0,14}|[A-Za-zæøåÆØÅ]{0,4}\d{3,8}|(?<=[:=] )[a-zæøå]{2,5}(?=[\s,.;)]|$)))(?!\w)",
    re.IGNORECASE,
)
_IDENT = re.compile(r"(?<![\w\-/])(?:AZ|DQ|DR|BK|AD|KK)\d{4,6}(?!\w)|(?<![\w\-/])[BZ]\d{6}(?!\w)")
_INITIALS = re.compile(
    r"(?:\b(?:sagsbeh(?:andler|\.)|sb|ref|beh\.|mvh|hilsen|vh|kh|/)\s?[.:/]\s?)(?P<it>[A-ZÆØÅ]{2,4}|[a-zæøå]{3,4})(?=[\s,.;)/]|$)",
    re.IGNORECASE,
)


def find_cases(text: str) -> Iterator[Hit]:
    """Yield numbers of cases, documents and courts."""
    for match in _AFTER_WORD.finditer(text):
        written = match["it"].rstrip(".-/")
        if sum(sign.isdigit() for sign in written) >= 2 and not _is_date(written):
            start = match.start("it")
            end = start + len(written)
            yield Hit(FindingKind.CASE_NUMBER, start, end, 0.9, ("cue:case",), value=written)
    for pattern, sure, why in (
        (_JOURNAL, 0.95, "shape:journal"),
        (_POLICE, 0.95, "shape:police"),
        (_COURT, 0.8, "shape:court"),
        (_COURT_PLAIN, 0.9, "shape:court"),
        (_YEAR_AND_NUMBER, 0.7, "shape:case"),
        (_SHORT, 0.65, "shape:case"),
    ):
        for match in pattern.finditer(text):
            if pattern is _YEAR_AND_NUMBER and _is_of_years_or_law(text, match):
                continue
            yield Hit(FindingKind.CASE_NUMBER, *match.span(), sure, (why,), value=match[0])


def _is_of_years_or_law(text: str, match: re.Match[str]) -> bool:
    """A budget of 2024-2027 is no case, and neither is regulation (EU) 2016/679."""
    years = re.fullmatch(r"((?:19|20)\d\d)[-/]((?:19|20)\d\d)", match[0])
    if years is not None and 0 < int(years[2]) - int(years[1]) <= _LONGEST_PERIOD:
        return True
    return is_of_law(text, *match.span())


def _is_date(written: str) -> bool:
    match = re.fullmatch(r"(\d{1,2})[./-](\d{1,2})[./-](\d{2}|\d{4})", written)
    if match is None or int(match[1]) > 31:
        return re.fullmatch(r"(?:19|20)\d\d", written) is not None
    return day_of(*match.groups()) is not None


def find_machines(text: str) -> Iterator[Hit]:
    """Yield addresses of machines, GUIDs, and the names by which systems know users."""
    for match in _IPV4.finditer(text):
        if not _VERSION.search(text, max(0, match.start() - 12), match.start()):
            yield Hit(FindingKind.IP, *match.span(), 0.8, ("shape:ip",), value=match[0])
    for match in _IPV6.finditer(text):
        if sum(sign in "0123456789abcdefABCDEF" for sign in match[0]) >= 4 and _is_ipv6(match[0]):
            yield Hit(FindingKind.IP, *match.span(), 0.85, ("shape:ip",), value=match[0])
    for match in _GUID.finditer(text):
        span = match.span("it") if match["it"] else match.span()
        yield Hit(FindingKind.GUID, *span, 0.95, ("shape:guid",), value=text[slice(*span)])
    yield from by_pattern(text, _MAC, FindingKind.GUID, 0.85, "shape:mac")
    for hit in by_pattern(text, _IMEI, FindingKind.GUID, 0.85, "cue:device"):
        if any(sign.isdigit() for sign in hit.value):
            yield hit
    yield from by_pattern(text, _USER, FindingKind.USER_NAME, 0.8, "cue:user")
    yield from by_pattern(text, _IDENT, FindingKind.USER_NAME, 0.65, "shape:user")
    yield from by_pattern(text, _INITIALS, FindingKind.USER_NAME, 0.55, "cue:initials")


def _is_ipv6(written: str) -> bool:
    """A time such as 12:30:45:10 is none: one has eight groups, or two colons together."""
    return "::" in written or written.count(":") == 7
