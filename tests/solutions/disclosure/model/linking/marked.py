"""Texts with marks, as documents whose findings are known.

Names in brackets are findings; CPR numbers and mail addresses are found by shape; `~` starts a new
document. Those that are asked for begin with a star.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.linking import link
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind
from signatur.solutions.disclosure.schema.parties import DocumentMentions, Spot

if TYPE_CHECKING:
    from signatur.solutions.disclosure.schema.parties import Linked, Mention

SAME, DIFFERENT, OPEN = "same", "different", "open"
_MARK = re.compile(r"\[(\*?)([^\]]*)\]")
_SHAPES = (
    (FindingKind.CPR, re.compile(r"\d{6}-?\d{4}")),
    (FindingKind.EMAIL, re.compile(r"[\w.]+@[\w.]+\w")),
)
_ROLE_LIKE = re.compile(r"mor(en)?|far|faderen|plejemoren|eksmanden|naboen", re.IGNORECASE)


def marked(text: str) -> tuple[list[DocumentMentions], list[Spot]]:
    """Return documents, named 0, 1 and so on, and where those stand that are asked for."""
    documents, asked = [], []
    for number, part in enumerate(text.split("~")):
        document, places = _document(str(number), part)
        documents.append(document)
        asked += [Spot(str(number), *place) for place in places]
    return documents, asked


def _document(name: str, part: str) -> tuple[DocumentMentions, list[tuple[int, int]]]:
    text, position = "", 0
    findings: list[Finding] = []
    asked: list[tuple[int, int]] = []
    for match in _MARK.finditer(part):
        text += part[position : match.start()]
        start, inner = len(text), match.group(2)
        text += inner
        position = match.end()
        if match.group(1):
            asked.append((start, len(text)))
        is_name = not any(shape.fullmatch(inner) for _, shape in _SHAPES)
        if is_name and not _ROLE_LIKE.fullmatch(inner):
            findings.append(Finding(FindingKind.PERSON, start, len(text), inner, 0.9))
    text += part[position:]
    findings += [
        Finding(kind, *match.span(), match.group(), 0.9)
        for kind, shape in _SHAPES
        for match in shape.finditer(text)
    ]
    return DocumentMentions(name, text, tuple(findings)), asked


def at(linked: Linked, spot: Spot) -> Mention:
    """Return the mention that begins at a spot."""
    return next(
        mention
        for mention in linked.mentions
        if (mention.document, mention.start) == (spot.document, spot.start)
    )


def answer(text: str) -> str:
    """Return whether the two starred mentions are linked to one person, to two, or left open."""
    documents, asked = marked(text)
    linked = link(documents)
    by_place = {(mention.document, mention.start): mention for mention in linked.mentions}
    one, two = (by_place.get((spot.document, spot.start)) for spot in asked)
    if one is None or two is None:
        return DIFFERENT
    if one.person and one.person == two.person:
        return SAME
    shared = {c.person for c in one.candidates} & {c.person for c in two.candidates}
    return OPEN if shared else DIFFERENT
