"""Number plates, chassis numbers, driving licences, passports and other papers of a person."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.finding.identifying.hits import (
    Hit,
    by_pattern,
    check_of,
    line_before,
)
from signatur.solutions.disclosure.schema.finding import Check, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_NO_PLATE = frozenset(
    [
        "DK",
        "EU",
        "SE",
        "NO",
        "KL",
        "NR",
        "TV",
        "ID",
        "BR",
        "EF",
        "EN",
        "VO",
        "DA",
        "OK",
        "PR",
        "ST",
        "TH",
        "MF",
        "FN",
        "ISO",
        "ART",
        "PL",
        "BU",
        "CV",
        "IT",
        "PC",
        "PO",
        "UR",
    ]
)
_PLATE = re.compile(
    r"(?<![\w\-])(?P<letters>[A-ZÆØÅ]{2})[ .\-]?(?P<digits>\d{2}[ .\-]?\d{3}|\d{2}[ ]?\d{2})(?![\d]|[ ./\-]\d|\w)"
)
_PLATE_WORD = re.compile(
    r"(?:nummerplade\w*|reg(?:istrerings)?\.?\s?(?:nr|nummer|bogstav)\w*|\bindreg\w*|køretøj\w*|bil(?:en|ens)?|plade\w*|"
    r"trailer\w*|motorcykel\w*|knallert\w*|varevogn\w*|personbil\w*|påhængs\w*|license plate|vehicle)"
)
_PERSONAL_PLATE = re.compile(
    r"(?:nummerplade\w*|ønskeplade\w*|plade\w*|reg(?:istrerings)?\.?\s?(?:nr|nummer)\.?)[ :\"']{1,3}(?:nr\.?[ ]?)?(?P<it>[A-ZÆØÅ0-9]{2,7})(?![\w\-]|[ .]\d)"
)
_LOWER_PLATE = re.compile(
    r"(?:nummerplade\w*|reg(?:istrerings)?\.?\s?nr\.?|nummerpladen)[ :]{1,3}(?P<it>[a-zæøå]{2}[ ]?\d{2}[ ]?\d{3})(?!\w)"
)
_VIN = re.compile(
    r"(?<![A-Za-z0-9])(?=[A-HJ-NPR-Z\d]*\d[A-HJ-NPR-Z\d]*\d)(?=[A-HJ-NPR-Z\d]*[A-HJ-NPR-Z])[A-HJ-NPR-Z\d]{17}(?![A-Za-z0-9])"
)
_VIN_WORD = re.compile(
    r"(?:stel(?:nr|nummer)|chassis\w*|\bvin\b)[.: ]{0,3}(?:nr\.?|nummer)?[: ]{0,2}(?P<it>[A-HJ-NPR-Z\d](?:[ \-]?[A-HJ-NPR-Z\d]){6,16})(?!\w)",
    re.IGNORECASE,
)
_PASSPORT = re.compile(
    r"\bpas(?:nr|nummer|sport|s(?=et))?(?:et|ets)?[.: ]{0,3}(?:(?:nr|nummer|no|number)\.?)?[: ]{0,2}(?:er |har |med )?(?:nr\.? |nummer(?:et)? )?(?P<it>[A-Z]{0,3}[ ]?\d(?:[ ]?\d){5,9}[A-Z]?)(?!\w)|"
    r"\bpassport[.: ]{0,3}(?:(?:no|nr|number)\.?)?[: ]{0,2}(?P<second>[A-Z]{0,3}[ ]?\d{5,9}[A-Z]?)(?!\w)",
    re.IGNORECASE,
)
_MRZ = re.compile(
    r"(?<![A-Z0-9<])[PIAC][A-Z<][A-Z<]{3}[A-Z<]{20,42}|(?<![A-Z0-9<])[A-Z0-9<]{9}\d[A-Z]{3}\d{7}[MFX<]\d{7}[A-Z0-9<]{2,20}"
)
_LICENCE = re.compile(
    r"(?:kørekort|førerbevis|driving licen[cs]e|køre-?kort)(?:et|ets)?(?:s?nr|s?nummer)?[.: ]{0,3}(?:(?:nr|nummer|no)\.?)?[: ]{0,2}(?:har |er |med )?(?:nr\.? |nummer(?:et)? )?(?P<it>\d(?:[ ]?\d){6,9}|[A-Z]{2}\d{6,8})(?!\w)",
    re.IGNORECASE,
)
_CARDS = re.compile(
    r"(?:sundhedskort|sygesikringskort|id-?kort|opholdskort|legitimationskort|visum|opholdstilladelse|udl(?:ændinge)?\.?-?\s?nr|person-?id)\w*[.: ]{0,3}(?:(?:nr|nummer|no)\.?)?[: ]{0,2}(?P<it>[A-Z]{0,3}\d(?:[ ]?\d){6,10})(?!\w)",
    re.IGNORECASE,
)
_VIN_VALUES = {
    **{str(number): number for number in range(10)},
    **dict(zip("ABCDEFGH", range(1, 9), strict=True)),
    **dict(zip("JKLMN", range(1, 6), strict=True)),
    "P": 7,
    "R": 9,
    **dict(zip("STUVWXYZ", range(2, 10), strict=True)),
}
_VIN_WEIGHTS = (8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2)


def find_papers(text: str) -> Iterator[Hit]:
    """Yield plates, chassis numbers, passports and licences."""
    yield from _plates(text)
    yield from _vins(text)
    for match in _PASSPORT.finditer(text):
        span = match.span("it") if match["it"] else match.span("second")
        yield Hit(FindingKind.PASSPORT, *span, 0.9, ("cue:passport",), value=text[slice(*span)])
    for match in _MRZ.finditer(text):
        if match[0].count("<") >= 2:
            yield Hit(FindingKind.PASSPORT, *match.span(), 0.95, ("machine_readable",))
    yield from by_pattern(text, _LICENCE, FindingKind.DRIVING_LICENCE, 0.9, "cue:licence")
    yield from by_pattern(text, _CARDS, FindingKind.PASSPORT, 0.75, "cue:identity_card")


def _plates(text: str) -> Iterator[Hit]:
    for match in _PLATE.finditer(text):
        has_word = _PLATE_WORD.search(line_before(text, match.start(), 50)) is not None
        is_old = len(re.sub(r"\D", "", match["digits"])) == 4
        if match["letters"] in _NO_PLATE and not has_word:
            continue
        if is_old and not has_word:
            continue
        is_spaced = " " in match[0]
        confidence = 0.95 if has_word else 0.8 if is_spaced else 0.55
        evidence = ("cue:vehicle",) if has_word else ("shape:plate",)
        value = re.sub(r"[ .\-]", "", match[0])
        yield Hit(FindingKind.PLATE, *match.span(), confidence, evidence, value=value)
    for pattern in (_PERSONAL_PLATE, _LOWER_PLATE):
        for hit in by_pattern(text, pattern, FindingKind.PLATE, 0.75, "cue:vehicle"):
            if not hit.value.isdigit() or len(hit.value) > 4:
                yield hit


def _vins(text: str) -> Iterator[Hit]:
    for match in _VIN.finditer(text):
        total = sum(
            _VIN_VALUES[sign] * weight for sign, weight in zip(match[0], _VIN_WEIGHTS, strict=True)
        )
        holds = "0123456789X"[total % 11] == match[0][8]
        # European makers need not set the check digit.
        check = check_of(holds) if holds else Check.UNKNOWN
        yield Hit(FindingKind.VIN, *match.span(), 0.85, ("shape:vin",), check, match[0])
    for hit in by_pattern(text, _VIN_WORD, FindingKind.VIN, 0.93, "cue:vin"):
        if any(sign.isdigit() for sign in hit.value):
            yield hit
