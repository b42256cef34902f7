"""Cadastres, properties, address keys and positions."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.finding.identifying.hits import Hit, by_pattern
from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

# A dot belongs to a name within it, and behind an abbreviation such as `Sdr.`; else a sentence ends.
_NAME = r"(?:(?!By\.)[A-ZÆØÅ][a-zæøå]{1,3}\.(?=[ ])|[A-ZÆØÅ](?:[\wæøåé\-]|\.(?=\w)){0,30})"
_LOT = r"\d{1,4}[ -]?(?:[a-zæøå]{1,3}|[A-ZÆØÅ]{1,2})?(?![\wæøå])"
_CADASTRE = re.compile(
    rf"\b(?i:matr(?:ikel)?\.?[- ]?(?:nr|numre|nummer)?\.?|lodnr\.?|delnr\.?|umatrikuleret areal ved)[ :]{{0,3}}"
    rf"(?P<it>{_LOT}(?:(?:,[ ]|[ ]og[ ]|[ ]samt[ ]){_LOT}){{0,8}}"
    rf"(?:,?[ \n](?:af[ ])?{_NAME}(?:[ \n]{_NAME}){{0,3}}(?:,[ \n]{_NAME}(?:[ ]{_NAME})?)?)?)"
)
_CADASTRE_BARE = re.compile(
    rf"(?<![\w.,])(?P<it>\d{{1,4}}[ ]?[a-zæøå]{{1,3}},?[ ]{_NAME}(?:[ ]{_NAME}){{0,2}}[ ](?:By|Ejerlav|Hovedgård|Købstads? (?:Jorder|Bygrunde)|Markjorder|Bygrunde)(?:,[ ]{_NAME})?)"
)
_PROPERTY = re.compile(
    r"\b(?:bfe[- ]?(?:nr|nummer)?|ejendoms?(?:nr|nummer|id)|ejd\.?\s?nr|esr[- ]?(?:nr|nummer)?|vurderings(?:ejendoms?)?(?:nr|nummer|id)|bygnings?(?:nr|nummer|id)|kommune-?ejendomsnr|vandværksmåler|målernr|måler\s?nr|målernummer|installationsnr|aftagenr|aftagenummer)\b[.: ]{0,4}(?P<it>\d(?:[ \-.]?\d){3,17})(?!\d)",
    re.IGNORECASE,
)
_KVHX = re.compile(r"(?<!\w)\d{11}[A-ZÆØÅ_]\w{7}(?!\w)")
_KVH = re.compile(
    r"\b(?:kvhx?|adressenøgle|adgangsadresse|adresse-?id|adressekode|vejkode)\w*[ .:]{0,3}(?:nr\.?)?[ :]{0,2}(?P<it>\d{3,4}[ \-_]?\d{3,4}(?:[ \-_]?[\dA-ZÆØÅ]{1,4})?(?:[ \-_]{1,3}[\dA-Za-z]{1,4}){0,3}[\w\-]{0,12})(?!\w)",
    re.IGNORECASE,
)
_DECIMAL = re.compile(
    r"(?<![\d.,])[NSns]?[ ]?-?\d{1,2}[.,]\d{4,8}[ ]?°?[ ]?[NSns]?[,;/ ]{1,3}[ ]?[EØWVeøwv]?[ ]?-?\d{1,3}[.,]\d{4,8}[ ]?°?[ ]?[EØWVeøwv]?(?![\d])"
)
_DMS = re.compile(
    r"[NS]?[ ]?\d{1,2}[ ]?°[ ]?\d{1,2}(?:[.,]\d+)?[ ]?['’′][ ]?(?:\d{1,2}(?:[.,]\d+)?[ ]?(?:\"|''|″|”))?[ ]?[NSns]?[ ,;/]{0,4}[EØWV]?[ ]?\d{1,3}[ ]?°[ ]?\d{1,2}(?:[.,]\d+)?[ ]?['’′][ ]?(?:\d{1,2}(?:[.,]\d+)?[ ]?(?:\"|''|″|”))?[ ]?[EØWVeøwv]?"
)
_UTM = re.compile(
    r"\b(?:utm|x|e|øst|easting)[- ]?(?:zone)?[ ]?(?:3[23][A-Z]?)?[ :,=]{1,3}(?:E[ :]?)?(?P<it>\d{3}[ .]?\d{3}(?:[.,]\d+)?[ ]?m?[E]?[ ,;/]{1,4}(?:(?:y|n|nord|northing)[ :=]{0,3})?6[ .]?\d{3}[ .]?\d{3}(?:[.,]\d+)?[ ]?m?N?)",
    re.IGNORECASE,
)
_UTM_ZONE = re.compile(r"\b3[23][A-Z]?[ ]\d{6}(?:[.,]\d+)?[ ,;]{1,3}6\d{6}(?:[.,]\d+)?\b")
_PLUS_CODE = re.compile(
    r"(?<![\w])(?:[23456789CFGHJMPQRVWX]{4})?[23456789CFGHJMPQRVWX]{4}\+[23456789CFGHJMPQRVWX]{2,3}(?![\w+])"
)
_UNIT = re.compile(
    r"\b(?:lat(?:itude)?|breddegrad|long?(?:itude)?|lng|længdegrad)[\"']?[ :=]{1,3}(?P<it>-?\d{1,3}[.,]\d{3,10})",
    re.IGNORECASE,
)


def find_places(text: str) -> Iterator[Hit]:
    """Yield numbers and positions that lead to a property."""
    yield from by_pattern(text, _CADASTRE, FindingKind.CADASTRE, 0.92, "cue:cadastre")
    yield from by_pattern(text, _CADASTRE_BARE, FindingKind.CADASTRE, 0.75, "shape:cadastre")
    yield from by_pattern(text, _PROPERTY, FindingKind.PROPERTY, 0.92, "cue:property")
    for match in _KVHX.finditer(text):
        if "_" in match[0]:
            yield Hit(FindingKind.ADDRESS_KEY, *match.span(), 0.85, ("shape:kvhx",))
    yield from by_pattern(text, _KVH, FindingKind.ADDRESS_KEY, 0.85, "cue:address_key")
    for pattern in (_DECIMAL, _DMS, _UTM, _UTM_ZONE, _UNIT):
        for hit in by_pattern(text, pattern, FindingKind.GPS, 0.88, "shape:position"):
            if pattern is not _DECIMAL or _is_position(text[hit.start : hit.end]):
                yield hit
    yield from by_pattern(text, _PLUS_CODE, FindingKind.GPS, 0.85, "shape:plus_code")


def _is_position(written: str) -> bool:
    parts = re.findall(r"\d{1,3}[.,]\d{4,8}", written)
    first, second = (float(part.replace(",", ".")) for part in parts[:2])
    return first <= 90 and second <= 180
