"""Danish addresses: streets, houses, floors, towns, boxes; places in the country without a street."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.identifiers.streets import ENDINGS, NO_STREET, STREET_ENDINGS
from signatur.solutions.disclosure.model.finding.identifying.hits import Hit, line_before
from signatur.solutions.disclosure.model.finding.identifying.streets import is_known_street
from signatur.solutions.disclosure.schema.finding import FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_UP = "A-ZÆØÅÄÖÜÉÁÍÓÚÝ"
_LETTER = r"[^\W\d_]"
_WORD = rf"(?:[{_UP}]{_LETTER}*(?:['.\-]{_LETTER}+)*\.?)"
_PLAIN_WORD = rf"(?:[{_UP}]{_LETTER}*(?:['\-]{_LETTER}+)*)"
_LINK = r"(?:på|ved|i|og|under|over|bag|til|den|de|det|af|the)"
_NAME = rf"(?:(?:{_WORD}|\d{{1,2}}\.)[ ]){{0,4}}(?:{_LINK}[ ])?{_WORD}"
_HOUSE = r"[1-9]\d{0,2}(?:[A-Za-z]|[ ][A-HJ-Za-h])?(?![^\W\d_])(?:[ ]?[-–/][ ]?\d{1,3}[A-Za-z]?(?![\w]))?(?![\d])"
_SIDE = r"(?:tv|th|mf|t\.[ ]?v|t\.[ ]?h|m\.[ ]?f|til[ ](?:venstre|højre)|midtfor)\b\.?"
_FLOOR = (
    rf"(?:,?[ \n]{{0,2}}(?:(?:st|stuen|kld|kælderen|kl|\d{{1,2}})(?:\.?[ ]?(?:sal|etage)\b)?[.,]{{0,2}}[ ]?(?:{_SIDE}|(?:dør|lejl(?:\.|ighed)?|nr\.|-)[ ]?\d{{1,4}})"
    rf"|(?:st|\d{{1,2}})\.?[ ]?(?:sal|etage)\b\.?(?:[ ,]{{0,2}}{_SIDE})?|stuen\b|(?:st|kld)\.(?=\s*[,\n)]|$)|(?:st\.|(?<=,[ ])\d{{1,2}}\.)[ ]\d{{1,3}}(?=[ ]*(?:[,;\n)]|$))|\d{{1,2}}\.(?=[ ]?(?:[,\n)]|$))(?![ ]\d)"
    rf"|(?:lejl(?:ighed)?|værelse|vær|dør|opgang|opg)\b\.?[ ]?\w{{1,4}}\b))"
)
_CODE = r"(?:(?:DK|D|FO|GL|KL)[- ])?(?:0[89]\d\d|[1-9]\d{3})"
_TOWN_NAME = rf"(?:[{_UP}]{_LETTER}{{1,3}}\.[ ]{_PLAIN_WORD}|{_PLAIN_WORD})(?:[ ](?:[{_UP}]{{1,2}}\b\.?|{_LINK}[ ]{_WORD}|{_WORD}(?=[ ]*(?:[,.;)\n]|$))))?"
_TOWN = (
    rf"(?:,[ ]?{_WORD}(?:[ ]{_WORD}){{0,2}})?,?[ ]?\n?[ ]{{0,8}}{_CODE}[ ]{{1,2}}(?:{_TOWN_NAME})"
)
_STREETY = re.compile(
    rf"(?<![\w])(?P<name>{_NAME})[ \n](?P<number>nr\.?[ ])?(?P<house>{_HOUSE})(?P<floor>{_FLOOR})?(?P<town>{_TOWN})?"
)
_LOWER = re.compile(
    rf"(?<![\w])(?P<name>{_LETTER}{{3,24}}(?:vej|vejen|gade|gaden|stræde|vænget|alle|allé|boulevard|vænge|stien|parken|bakken|toften|haven))[ ](?P<number>nr\.?[ ])?(?P<house>{_HOUSE})(?P<floor>{_FLOOR})?(?P<town>{_TOWN})?",
    re.IGNORECASE,
)
_STREET_ALONE = re.compile(
    rf"(?<![\w])(?:{_WORD}[ ]){{0,2}}(?P<last>[{_UP}]{_LETTER}{{2,24}}(?:vej|vejen|gade|gaden|stræde|strædet|vænget|allé|alléen|boulevard|parkvej))s?(?![\w])"
)
_CUED = re.compile(
    rf"\b(?:adresse[nr]?|bopæl(?:sadresse)?|folkeregisteradresse|bor(?:[ ](?:på|i|nu på))|boende(?:[ ](?:på|i))?|bosat(?:[ ](?:på|i))|opholdssted|flytte[rt]?(?:[ ](?:til|fra|ind på))|beliggende(?:[ ](?:på|i))?|ejendommen)[ :]{{1,3}}\n?(?P<it>{_NAME}(?:[ ]{_HOUSE})(?:{_FLOOR})?(?:{_TOWN})?)"
)
_BOX = re.compile(
    r"\b(?:post(?:boks|box)|p\.?[ ]?o\.?[ ]?box|box|boks)[ ]?(?:nr\.?)?[ :]{0,2}(?P<it>\d{1,5})\b",
    re.IGNORECASE,
)
_FLAT = re.compile(
    r"\b(?:lejl\.|lejlighed|værelse|bolig)[ ](?:nr\.?[ ])?\d{1,4}[a-zA-Z]?\b", re.IGNORECASE
)
_CARE_OF = re.compile(rf"\b[cC][/.][oO]\.?[ :]{{0,2}}(?:\n[ ]{{0,8}})?{_WORD}(?:[ ]{_WORD}){{0,3}}")
# What a name goes on with in the next line: one or two words, no street, no number, no field of a form.
_GOES_ON = re.compile(
    rf"[ ]?\n[ ]{{0,8}}(?P<more>{_PLAIN_WORD}(?:[ ]{_PLAIN_WORD})?)(?=[ ]*(?:[,.;\n]|$|[ ][a-zæøå]))"
)
_POSTAL = re.compile(rf"(?<![\w.,/\-+])(?<!\d )(?P<code>{_CODE})[ ]{{1,2}}(?P<town>{_TOWN_NAME})")
_FAROE = re.compile(
    rf"(?<![\w])FO[- ]\d{{3}}[ ]{_WORD}|(?<![\w])\d{{3}}[ ](?:Tórshavn|Klaksvík|Runavík|Tvøroyri|Vágur|Fuglafjørður|Miðvágur|Sørvágur)\b"
)
_SWEDISH = re.compile(rf"(?<![\w])(?:SE|S|NO|N|D|DE|FI)-\d{{2,5}}(?:[ ]\d{{2}})?[ ]{_WORD}")
_GREENLAND_HOUSE = re.compile(
    rf"(?<!\w)B-?[ ]?\d{{2,4}}(?:[ ,-]{{1,2}}(?:lejl\.?[ ])?\d{{1,3}})?(?=,?[ \n]{{1,3}}39\d\d[ ]{_WORD})"
)
_FULL_LINE = 40
_NO_HOUSE = re.compile(
    r"^\s?(?:år\b|kr\b|stk\b|%|km\b|kg\b|timer\b|minutter\b|dage\b|uger\b|mdr|måneder\b|procent|personer\b|elever\b|børn\b|gange\b|mio|\.?(?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december)\b|[.,:/-]\d|\.[ ](?:januar|februar|marts|april|maj|juni|juli|august|september|oktober|november|december))",
    re.IGNORECASE,
)
_NO_NAME = frozenset(
    [
        "side",
        "bilag",
        "punkt",
        "pkt",
        "kapitel",
        "afsnit",
        "nr",
        "nummer",
        "uge",
        "klasse",
        "kl",
        "sag",
        "akt",
        "tabel",
        "figur",
        "version",
        "afdeling",
        "niveau",
        "trin",
        "fase",
        "artikel",
        "lov",
        "bekendtgørelse",
        "stk",
        "paragraf",
        "januar",
        "februar",
        "marts",
        "april",
        "maj",
        "juni",
        "juli",
        "august",
        "september",
        "oktober",
        "november",
        "december",
        "mandag",
        "tirsdag",
        "onsdag",
        "torsdag",
        "fredag",
        "lørdag",
        "søndag",
        "i",
        "alt",
        "den",
        "de",
        "der",
        "og",
        "på",
        "til",
        "fra",
        "ca",
        "cirka",
        "over",
        "under",
        "efter",
        "lokale",
        "rum",
        "team",
        "gruppe",
        "kr",
        "dkk",
        "art",
        "skema",
        "spørgsmål",
        "ad",
        "boks",
        "linje",
        "hold",
        "windows",
        "office",
        "bus",
        "linie",
        "kvartal",
        "dag",
        "pulje",
        "etape",
        "model",
    ]
)
_NO_TOWN = frozenset(
    [
        "Kr",
        "Kroner",
        "Timer",
        "Stk",
        "Elever",
        "Borgere",
        "Personer",
        "Danskere",
        "Kommuner",
        "Sager",
        "Januar",
        "Februar",
        "Marts",
        "April",
        "Maj",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober",
        "November",
        "December",
        "Mio",
        "Km",
    ]
)
_FRONT = frozenset(
    [
        "adresse",
        "adressen",
        "bopæl",
        "jeg",
        "vi",
        "min",
        "vores",
        "bor",
        "hun",
        "han",
        "på",
        "til",
        "fra",
        "ved",
        "hos",
        "flyttet",
        "på.",
        "ejendommen",
        "huset",
        "lejemålet",
        "derfor",
        "og",
        "men",
        "hr",
        "fru",
        "familien",
        "the",
        "besøg",
        "på",
        "beliggende",
    ]
)


def find_addresses(text: str) -> Iterator[Hit]:
    """Yield addresses, streets that stand alone, boxes and towns with their postal code."""
    for pattern in (_STREETY, _LOWER):
        for match in pattern.finditer(text):
            hit = _street(text, match)
            if hit is not None:
                yield hit
    for match in _CUED.finditer(text):
        yield Hit(FindingKind.ADDRESS, *match.span("it"), 0.85, ("cue:address",))
    for match in _STREET_ALONE.finditer(text):
        if match["last"].lower() not in NO_STREET:
            yield Hit(FindingKind.ADDRESS, *match.span(), 0.55, ("street_without_number",))
    for pattern, sure, why in (
        (_BOX, 0.7, "cue:box"),
        (_GREENLAND_HOUSE, 0.85, "house_number"),
    ):
        for match in pattern.finditer(text):
            yield Hit(FindingKind.ADDRESS, *match.span(), sure, (why,))
    yield from _care_of(text)
    for match in _FLAT.finditer(text):
        yield Hit(FindingKind.ADDRESS, *match.span(), 0.5, ("cue:flat",))
    yield from _towns(text)


def _care_of(text: str) -> Iterator[Hit]:
    for match in _CARE_OF.finditer(text):
        end = _end_of_care_of(text, match)
        yield Hit(FindingKind.ADDRESS, match.start(), end, 0.85, ("cue:care_of",))


def _end_of_care_of(text: str, match: re.Match[str]) -> int:
    """Return where the name ends; a first name alone goes on in the next line, and so does a full line."""
    more = _GOES_ON.match(text, match.end())
    if more is None or more["more"].split()[-1].lower().endswith(STREET_ENDINGS):
        return match.end()
    is_alone = len(re.findall(rf"{_LETTER}{{2,}}", match[0][3:])) == 1
    is_full = match.end() - text.rfind("\n", 0, match.start()) > _FULL_LINE
    return more.end("more") if is_alone or is_full else match.end()


def _towns(text: str) -> Iterator[Hit]:
    for match in _POSTAL.finditer(text):
        first = match["town"].split()[0].rstrip(".")
        before = text[max(0, match.start() - 2) : match.start()].rstrip(" ")
        is_placed = not before or before[-1] in ",\n:("
        is_year = match["code"][:2] in {"19", "20"}
        if first in _NO_TOWN or (is_year and not is_placed) or (first.isupper() and len(first) < 3):
            continue
        if is_year and re.search(
            r"(?:jan|feb|mar|apr|maj|jun|jul|aug|sep|okt|nov|dec)\w*[ ]$",
            line_before(text, match.start()),
        ):
            continue
        sure = 0.85 if is_placed else 0.6
        yield Hit(FindingKind.POSTAL_TOWN, *match.span(), sure, ("shape:postal_town",))
    for pattern in (_FAROE, _SWEDISH):
        for match in pattern.finditer(text):
            yield Hit(FindingKind.POSTAL_TOWN, *match.span(), 0.8, ("shape:postal_town",))


def _street(text: str, match: re.Match[str]) -> Hit | None:
    words = re.split(r"[ \n]", match["name"])
    cut = 0
    while words and words[0].lower().rstrip(":.,") in _FRONT:
        cut += len(words[0]) + 1
        words = words[1:]
    if not words or words[-1].lower().rstrip(".") in _NO_NAME:
        return None
    if _NO_HOUSE.match(text[match.end("house") : match.end("house") + 14]) and not match["town"]:
        return None
    sure, why = _sureness(text, match, words)
    # `Nygade nr. 4`; anything else may have a number.
    if not sure or (why != "street_ending" and match["number"]):
        return None
    end = match.end("floor") if match["floor"] else match.end("house")
    if match["town"]:
        end = match.end("town")
    evidence = (why, *(("floor_or_town",) if match["floor"] or match["town"] else ()))
    return Hit(FindingKind.ADDRESS, match.start() + cut, end, sure, tuple(dict.fromkeys(evidence)))


def _sureness(text: str, match: re.Match[str], words: list[str]) -> tuple[float, str]:
    last = words[-1].lower()
    if last.endswith(STREET_ENDINGS) and last not in NO_STREET:
        return 0.93, "street_ending"
    if text[match.start("house") - 1] == "\n":
        # A name at the end of a line and a number on the next.
        return 0.0, ""
    if match["town"] or match["floor"]:
        return 0.88, "floor_or_town"
    if is_known_street(" ".join(words)):
        return 0.75, "known_street"
    if last.endswith(ENDINGS) and last not in {*ENDINGS, *NO_STREET} and len(last) > 5:
        return 0.5, "street_ending"
    return 0.0, ""
