"""What a document says it is about: subject lines, journal fields, the address it is sent to."""

from __future__ import annotations

import re

_ABOUT = re.compile(
    r"^[ \t]*(?:vedr\.|ang\.|(?:vedrørende|angående|emne|subject|borgers?(?: navn)?|navn|barnets? navn"
    r"|barn|sagen vedrører|journal(?:notat)?|notat|underretning|afgørelse|cpr(?:[- ]?n(?:umme)?r)?"
    r"|patient|elev|beboer|ansøger|klient|oplysninger om|statusrapport|partshøring|indkaldelse|møde"
    r")\b)[^\n]*",
    re.IGNORECASE | re.MULTILINE,
)
_TO = re.compile(r"^[ \t]*(?:til|to|modtager)[ \t]*:[^\n]*", re.IGNORECASE | re.MULTILINE)
_LINES = 18
_LONGEST_HEADING = 120
# A quoted number: "Sagsnr.: 27.24.00-G01-123-25", "Sag 2025-012345", "J.nr. 25/1234".
CASE_NUMBER = re.compile(
    r"(?:sagsn(?:umme)?r|sags?\s?id|sag|journaln(?:umme)?r|j\.?\s?nr|jour\.?nr|vores ref|ref)\.?[ \t]*[:.]?[ \t]*"
    r"([0-9]{2}[./-][0-9A-Z][0-9A-Za-z./-]{3,28}|\d{4}-\d{3,8}|[A-Z]{1,3}-?\d{2,4}-\d{3,7})",
    re.IGNORECASE,
)


def about(text: str) -> list[tuple[int, int]]:
    """Return the lines at the top of a document that say whom or what it is about."""
    top = _top(text)
    spans = [
        match.span()
        for match in _ABOUT.finditer(text, 0, top)
        # A paragraph that begins with "Vedr." is no heading of the document.
        if match.end() - match.start() <= _LONGEST_HEADING
    ]
    first = re.compile(r"\S[^\n]*").search(text, 0, top)
    if first is not None and not any(start <= first.start() < end for start, end in spans):
        spans.insert(0, first.span())
    return spans


def recipient(text: str) -> list[tuple[int, int]]:
    """Return where a document says to whom it is sent: a line *Til:*, or the address block."""
    found = [match.span() for match in _TO.finditer(text, 0, _top(text))]
    block = re.compile(
        r"\A\s*((?:[^\n]{2,60}\n){1,3}\d{4} [^\W\d_][^\n]{1,30})\n", re.MULTILINE
    ).match(text)
    return [*found, block.span(1)] if block is not None else found


def case_numbers(text: str) -> list[tuple[int, int, str]]:
    """Return the case numbers that a text states as its own, with where they stand."""
    return [
        (match.start(1), match.end(1), match.group(1).strip(".-/").casefold())
        for match in CASE_NUMBER.finditer(text)
    ]


def _top(text: str) -> int:
    position = 0
    for _ in range(_LINES):
        found = text.find("\n", position)
        if found < 0:
            return len(text)
        position = found + 1
    return position
