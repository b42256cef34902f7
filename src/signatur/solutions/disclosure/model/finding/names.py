"""Names as findings: those a recogniser sees, and every other mention of those it is sure of."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.finding.words import find_words
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signatur.methods.text.names import Name

_KINDS = {
    "PER": FindingKind.PERSON,
    "LOC": FindingKind.PLACE,
    "ORG": FindingKind.ORGANISATION,
    "MISC": FindingKind.OTHER_NAME,
}
_SURE = 0.8
_MOST_NAMES = 2_000
_PART = re.compile(r"[^\W\d_]{3,}")
_SPREAD = {"word:surname": 0.6, "word:initials": 0.7}


def name_findings(text: str, names: Iterable[Name]) -> tuple[Finding, ...]:
    """Return the names of a text as findings, and all other mentions of persons surely named.

    Other mentions: genitive, capitals, broken lines, confusions of recognition, surname alone, first
    name alone with a capital. Their evidence is `propagated`.
    """
    found = [_finding(text, name) for name in names]
    people = [one for one in found if one.kind is FindingKind.PERSON and one.confidence >= _SURE]
    covered = {place for one in people for place in range(one.start, one.end)}
    spread = [
        one for one in _mentions(text, people) if not covered.issuperset(range(one.start, one.end))
    ]
    return (*found, *spread)


def _finding(text: str, name: Name) -> Finding:
    return Finding(
        kind=_KINDS[str(name.kind)],
        start=name.start,
        end=name.end,
        text=text[name.start : name.end],
        confidence=round(name.confidence, 3),
        evidence=tuple(name.evidence),
        value=" ".join(text[name.start : name.end].split()),
    )


def _mentions(text: str, people: list[Finding]) -> Iterator[Finding]:
    full = list(dict.fromkeys(one.value for one in people if " " in one.value))[:_MOST_NAMES]
    for word in find_words(text, full):
        codes = [code for code in word.evidence if code.startswith("word:")]
        confidence = max(_SPREAD.get(code, 0.9) for code in codes)
        is_plain = word.text[:1].islower() and codes == ["word:surname"]
        if is_plain:
            # A surname such as Bæk in small letters is a stream.
            continue
        yield replace(
            word,
            kind=FindingKind.PERSON,
            confidence=confidence * (0.85 if "ocr" in word.evidence else 1.0),
            evidence=("propagated", *word.evidence[1:]),
        )
    yield from _first_names(text, full)


def _first_names(text: str, full: list[str]) -> Iterator[Finding]:
    firsts = {name.split()[0]: name for name in full if _PART.fullmatch(name.split()[0])}
    if not firsts:
        return
    known = {**firsts, **{first.upper(): name for first, name in firsts.items()}}
    for match in re.finditer(r"[^\W\d_]{3,}", text):
        written = match[0]
        base = written if written in known else written.rstrip("sS")
        if base in known and written[0].isupper():
            yield Finding(
                FindingKind.PERSON,
                *match.span(),
                written,
                0.6,
                ("propagated", "first_name"),
                value=known[base],
            )
