"""Numbers of companies and places: CVR, SE, P and EAN numbers. Check digits grade, they do not reject."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.checks import holds_cvr_check, holds_gs1_check
from signatur.solutions.disclosure.model.finding.identifying.hits import (
    Hit,
    check_of,
    line_before,
    without_separators,
)
from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_TO = r"[^\d\n]{0,22}?\n?[ \t]{0,4}"
_CVR = re.compile(
    r"(?:\bc\.?v\.?r\b\.?|cvr[-_ ]?n|virksomheds(?:nr|nummer)|moms(?:nr|nummer|reg)|vat(?:\s?(?:no|nr|number))?\b)"
    rf"{_TO}(?:DK)?[- ]?(?P<it>\d(?:[ .\-\n]?\d){{7}})(?!\d)",
    re.IGNORECASE,
)
_CVR_GLUED = re.compile(
    r"(?:cvr[-_]?|\bDK[- ]?)(?P<it>\d{2}[ .]?\d{2}[ .]?\d{2}[ .]?\d{2}|\d{8})(?![\d]|[ ]\d)",
    re.IGNORECASE,
)
_BARE = re.compile(r"(?<![\d.,/+\-])\d{8}(?![\d]|[-/.,]\d)")
_COMPANY = re.compile(
    r"\b(?:a/s|aps|i/s|p/s|k/s|ivs|holding|amba|a\.m\.b\.a|selskab|firma|virksomhed|fonden)\b"
)
_SE = re.compile(
    rf"\bse[- ]?(?:nr|nummer|no|number)\b\.?{_TO}(?P<it>\d(?:[ .\-]?\d){{7}})(?!\d)", re.IGNORECASE
)
_P = re.compile(
    r"\b(?:p[- ]?(?:nr|nummer|enhed\w*)|produktions(?:enhed|nummer|nr)\w*|pnr)\b\.?(?:[^\d\n]{0,22}?\n?)"
    r"(?P<it>1(?:[ .\-]?\d){9})(?!\d)",
    re.IGNORECASE,
)
_EAN = re.compile(
    rf"\b(?:ean|gln|lokations)[-_ ]?(?:nr|nummer|no|lokation\w*|kode)?\b\.?{_TO}(?P<it>\d(?:[ .\-]?\d){{12}})(?!\d)",
    re.IGNORECASE,
)
_EAN_BARE = re.compile(
    r"(?<![\d.,\-])57\d{2}[ ]?\d{3}[ ]?\d{3}[ ]?\d{3}(?!\d)|(?<![\d.,\-])57\d{11}(?!\d)"
)


def find_organisations(text: str) -> Iterator[Hit]:
    """Yield CVR, SE, P and EAN/GLN numbers."""
    for pattern in (_CVR, _CVR_GLUED):
        yield from _eight(text, pattern, FindingKind.CVR)
    yield from _eight(text, _SE, FindingKind.SE_NUMBER)
    for match in _BARE.finditer(text):
        if holds_cvr_check(match[0]) and _COMPANY.search(line_before(text, match.start(), 60)):
            evidence = ("modulus_11", "cue:company")
            yield Hit(FindingKind.CVR, *match.span(), 0.6, evidence, check_of(True), match[0])
    for match in _P.finditer(text):
        value = without_separators(match["it"])
        yield Hit(FindingKind.P_NUMBER, *match.span("it"), 0.93, ("cue:p_number",), value=value)
    for pattern, certainty in ((_EAN, 0.93), (_EAN_BARE, 0.6)):
        for match in pattern.finditer(text):
            start, end = match.span("it") if pattern is _EAN else match.span()
            yield _ean(start, end, without_separators(text[start:end]), certainty)


def _eight(text: str, pattern: re.Pattern[str], kind: FindingKind) -> Iterator[Hit]:
    for match in pattern.finditer(text):
        value = without_separators(match["it"])
        holds = holds_cvr_check(value)
        evidence = ("cue:cvr", *(("modulus_11",) if holds else ()))
        confidence = 0.97 if holds else 0.8
        yield Hit(kind, *match.span("it"), confidence, evidence, check_of(holds), value)


def _ean(start: int, end: int, value: str, certainty: float) -> Hit:
    holds = holds_gs1_check(value)
    evidence = ("cue:ean" if certainty > 0.9 else "shape:ean", *(("gs1",) if holds else ()))
    confidence = certainty if holds else certainty - 0.15
    return Hit(FindingKind.EAN, start, end, confidence, evidence, check_of(holds), value)
