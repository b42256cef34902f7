"""How to reach someone: phone numbers, e-mail addresses and web addresses."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import written_date
from signatur.methods.text.identifiers.cues import CueKind
from signatur.methods.text.identifiers.schema import Certainty, Identifier, IdentifierKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.text.identifiers.digits import Run

_LOCAL_REACH = 64
_LOCAL = re.compile(r"[\w.+%'&\-]{1,64}$")
_DOMAIN = re.compile(r"[\w\-]{1,63}(?:\.[\w\-]{1,63}){0,5}\.[^\W\d_]{2,24}(?![\w])")
_URL = re.compile(r"(?:https?://|www\.)[^\s<>\"\u00ab\u00bb]{2,2000}", re.IGNORECASE)
_URL_END = ".,;:!?)]}'*_"

# A Danish number ends after eight digits, whatever number stands next to it.
_DANISH = re.compile(r"(?:00)?45\)?(?:[ .\-/\u00a0]{0,2}\d){8}(?!\d)")
_INTERNATIONAL = re.compile(r"(?:\(0\)|[ .\-/()\u00a0]{0,2}\d){6,15}(?!\d)")
_FEWEST_DIGITS = 7
_MOST_DIGITS = 15
_DENMARK = "45"
_UNIT_AFTER = re.compile(
    r"\s?(?:kr\b|kroner|dkk|eur|,-|,\d|%|km|m2|m²|kwh|kg\b|stk|timer)", re.IGNORECASE
)
_NO_PHONE = {
    CueKind.OTHER,
    CueKind.ACCOUNT,
    CueKind.CASE,
    CueKind.PROPERTY,
    CueKind.CVR,
    CueKind.SE_NUMBER,
    CueKind.P_NUMBER,
    CueKind.KLE,
    CueKind.GLN,
}
_PAIRS = (2, 2, 2, 2)


def read_phone(run: Run) -> Identifier | None:
    """Read eight digits as a Danish phone number; these begin with 2 to 9."""
    has_word = run.cue is not None and run.cue.kind is CueKind.PHONE
    if run.digits[0] in "01" or _is_something_else(run):
        return None
    if has_word:
        return run.found(IdentifierKind.PHONE, Certainty.LIKELY)
    if _is_amount_or_year(run) or (run.gaps and " " in (run.gap_before, run.gap_after)):
        return None
    is_paired = run.shape == _PAIRS and set(run.gaps) == {" "}
    return run.found(IdentifierKind.PHONE, Certainty.LIKELY if is_paired else Certainty.POSSIBLE)


def read_international_phone(run: Run) -> Identifier | None:
    """Read a number that begins with + or 00 and a country code."""
    start = _international_start(run)
    if start is None:
        return None
    match = _DANISH.match(run.text, run.start) or _INTERNATIONAL.match(run.text, run.start)
    if match is None:
        return None
    written = run.text[start : match.end()]
    digits = "".join(filter(str.isdecimal, written.replace("(0)", ""))).removeprefix("00")
    if not _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS or digits[0] == "0":
        return None
    value = digits[2:] if digits.startswith(_DENMARK) and len(digits) == 10 else f"+{digits}"
    return run.found(
        IdentifierKind.PHONE, Certainty.LIKELY, value=value, start=start, end=match.end()
    )


def find_email(text: str) -> Iterator[Identifier]:
    """Yield e-mail addresses, read outwards from each @."""
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text[max(0, at - _LOCAL_REACH) : at])
        domain = _DOMAIN.match(text, at + 1)
        if local is not None and domain is not None:
            begin = local[0].lstrip(".'-&%+")
            if begin:
                yield _email(text, at - len(begin), domain.end())
        at = text.find("@", at + 1)


def find_url(text: str) -> Iterator[Identifier]:
    """Yield web addresses that begin with a scheme or www."""
    if "://" not in text and "www." not in text.lower():
        return
    for match in _URL.finditer(text):
        written = match[0].rstrip(_URL_END)
        if len(written) > len("https://"):
            yield Identifier(
                kind=IdentifierKind.URL,
                start=match.start(),
                end=match.start() + len(written),
                certainty=Certainty.LIKELY,
                text=written,
                value=written,
            )


def _email(text: str, start: int, end: int) -> Identifier:
    return Identifier(
        kind=IdentifierKind.EMAIL,
        start=start,
        end=end,
        certainty=Certainty.LIKELY,
        text=text[start:end],
        value=text[start:end].lower(),
    )


def _is_something_else(run: Run) -> bool:
    if run.is_attached or run.is_part_of_longer or "/" in run.gaps or " - " in run.gaps:
        return True
    return run.cue is not None and run.cue.kind in _NO_PHONE


def _is_amount_or_year(run: Run) -> bool:
    if _UNIT_AFTER.match(run.text, run.end):
        return True
    if len(run.groups) == 1 and written_date(run.digits):
        return True
    if len(run.groups) == 2 and all(group[:2] in {"19", "20"} for group in run.groups):
        return True
    # 12.345.678 is a number with thousands marked.
    return "." in run.gaps and len(run.groups) == 3


def _international_start(run: Run) -> int | None:
    before = run.text[max(0, run.start - 2) : run.start]
    if before.endswith("+"):
        return run.start - (2 if before == "(+" else 1)
    if run.groups[0].startswith("00") and not run.is_attached and run.gap_before is None:
        return run.start
    return None
