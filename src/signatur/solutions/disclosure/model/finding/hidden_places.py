"""Names in what a file says of itself: an author is one, programs, fonts and header fields are none.

A recogniser of names learned from sentences. In document properties and headers of mail there are none,
so that it takes *Wed*, *UUID* and *Adobe PDF Library* for names and passes over *Volokh, Eugene*.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.documents.laid_out.schema import Origin
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signatur.methods.documents.laid_out import LaidOut, Stretch

_NAMES = frozenset(
    {
        FindingKind.PERSON,
        FindingKind.PLACE,
        FindingKind.ORGANISATION,
        FindingKind.OTHER_NAME,
    }
)
_OF_FILES = frozenset({Origin.PROPERTY, Origin.ELSEWHERE})
_WORDS_OF_FILES = """
access acrobat adobe agpl alchemist android antenna apa aptos arial apache aspose author
base bcc body bold border bullet business calibri cambria camera canon cell century cgats
character chart chrome chromium cmyk color colour comic comment content converter copyright cover
cpr created creator crlf date default designer distiller document docusign dompdf draw dublin dynamics edge
editor encoding epson esko excel exchange exhibit exif exiftool export extension extensions figure
file firefox foot footer fop formatting foxit garamond generator generic ghostscript
gimp gnu google gothic gpl group grid header heading helvetica hyperlink ibm icc id illustrator image
impress indesign info instance iphone ipad ipados ios ipod italic itext itextpdf jasper java keywords konica kyocera
laserjet latex layer layout lexmark liberation library libreoffice link linux list lotus luatex mac
macintosh macos mail manager management math mathematics media message messaging metadata microsoft mime minolta
mobile modern modified module mozilla msip name nitro none normal notes office officejet open openoffice openpdf
origin outlook page palatino paragraph part pdf pdfa pdfium pdfkit pdfmaker pdftex pdftk phantom
photoshop plugin powerpoint preview printer producer product profile properties property
publisher quartz quartzcontext received rendition reportlab resource rgb ricoh sans scan scanner
schema schemas scribus segoe server sharepoint sheet skia slide smtp software srgb
standard style subject symbol table tahoma tcpdf template tex thread thumbnail thunderbird times title toolkit
topic typst type typeface ubuntu unicode untitled url utf uuid verdana version watermark webkit
win windows wingdings wkhtmltopdf word workbook workcentre writer xerox xerces xml xmp xmpmm xpress
xsl xslt mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday sunday
feb jul aug sep oct nov dec january february july october december utc gmt cet cest
afsnit dokument forside indhold mappe overskrift side sidefod sidehoved skabelon standardskabelon tabel titel
"""
_TECHNICAL = frozenset(_WORDS_OF_FILES.split())
_HEADER = re.compile(
    r"(?P<field>[A-Z][A-Za-z0-9]*(?:-[A-Za-z0-9]+)*|[A-Z][A-Za-z ]{2,24}):(?=[ \t])"
)
_OF_PEOPLE = re.compile(
    r"(?:author|authors|creator|artist|by-?line|manager|owner|from|to|cc|bcc|sender|reply-to|x-sender|"
    r"last ?modified ?by|last ?author|forfatter|oprettet af|ændret af|fra|til|editor|contact|copyright|thread-topic|"
    r"subject|emne|title|keywords|comments?|description|company|organization|resent-from|resent-to|disposition-notification-to)",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W\d_]+")
_NAME_WORD = r"[A-ZÆØÅÄÖÜÉÁ][^\W\d_A-ZÆØÅ]+(?:['’\-][^\W\d_]+)*"
_WHOLE_NAME = re.compile(
    rf"{_NAME_WORD}(?: (?:[A-ZÆØÅ]\.?|(?:van|von|de|da|el|al|af|der)|{_NAME_WORD})){{0,3}} {_NAME_WORD}"
    rf"|{_NAME_WORD}(?: {_NAME_WORD})?, {_NAME_WORD}(?: (?:[A-ZÆØÅ]\.?|{_NAME_WORD})){{0,2}}"
)
_NO_SIGN = re.compile(r"[\d_/\\{}<>=:;#@]|\.\w")
_GLUED = re.compile(r"\w[.@_/-]~|~[.@_/-]\w")
_SURE = 0.8
_LONGEST_ACRONYM = 5
_OF_LINE = 0.6


def strict_in_hidden_places(findings: Iterable[Finding], laid: LaidOut) -> tuple[Finding, ...]:
    """Return the findings without names that are none, and with whole lines that are a person's name.

    Findings other than names, and those in text that somebody wrote to be read, stay as they are.
    """
    stretches = [stretch for stretch in laid.stretches if stretch.origin in _OF_FILES]
    if not stretches:
        return tuple(findings)
    kept = []
    for finding in findings:
        within = _stretch_at(stretches, finding)
        if finding.kind not in _NAMES or within is None or _is_name(laid.text, finding):
            kept.append(finding)
    covered = [(one.start, one.end) for one in kept if one.kind is FindingKind.PERSON]
    for stretch in stretches:
        if stretch.origin is Origin.PROPERTY:
            kept += _whole_lines(laid.text, stretch, covered)
    return tuple(sorted(kept, key=lambda one: (one.start, -one.end)))


def _stretch_at(stretches: list[Stretch], finding: Finding) -> Stretch | None:
    if finding.area is not None:
        return None
    return next((one for one in stretches if one.start <= finding.start < one.end), None)


def _is_name(text: str, finding: Finding) -> bool:
    if "\n" in finding.text.strip() or _NO_SIGN.search(finding.text) or is_technical(finding.text):
        return False
    if _GLUED.search(
        text[max(0, finding.start - 2) : finding.start] + "~" + text[finding.end : finding.end + 2]
    ):
        return False
    start = text.rfind("\n", 0, finding.start) + 1
    head = _HEADER.match(text, start)
    if head is not None and (finding.start < head.end() or not _OF_PEOPLE.fullmatch(head["field"])):
        return False
    if finding.kind is not FindingKind.PERSON:
        return finding.confidence >= _SURE
    is_whole = _WHOLE_NAME.fullmatch(finding.text.strip()) is not None
    has_proof = any(code.startswith(("gazetteer", "propagated")) for code in finding.evidence)
    return is_whole or has_proof or (head is not None and finding.confidence >= _OF_LINE)


def is_technical(text: str) -> bool:
    """Tell whether any word of it is one of programs, fonts, headers of mail or English days."""
    words = _WORD.findall(text.casefold())
    is_short = len(words) == 1 and len(words[0]) <= _LONGEST_ACRONYM and text.strip().isupper()
    return not words or is_short or any(word in _TECHNICAL for word in words)


def _whole_lines(text: str, stretch: Stretch, covered: list[tuple[int, int]]) -> Iterator[Finding]:
    """Yield lines, after their label where they have one, that are a name and nothing else."""
    start = stretch.start
    for line in text[stretch.start : stretch.end].split("\n"):
        head = _HEADER.match(line)
        first = start + (head.end() if head else 0)
        value = text[first : start + len(line)]
        first += len(value) - len(value.lstrip())
        value = value.strip()
        is_apart = all(end <= first or first + len(value) <= begin for begin, end in covered)
        is_of_person = head is None or _OF_PEOPLE.fullmatch(head["field"]) is not None
        if is_apart and is_of_person and _WHOLE_NAME.fullmatch(value) and not is_technical(value):
            span = first, first + len(value)
            yield Finding(FindingKind.PERSON, *span, value, _OF_LINE, ("whole_line",), value=value)
        start += len(line) + 1
