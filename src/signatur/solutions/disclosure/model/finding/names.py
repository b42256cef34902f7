"""Names as findings: those a recogniser sees, and every other mention of those it is sure of."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_right
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.finding.words import find_words
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

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
_ADDRESS_SIGN = re.compile(r"[@<>;\"]|[a-z0-9][._][a-z0-9]|[^\W\d_]{4}[.!?]\s")
_ADDRESS = re.compile(
    r"[\w.+\-]+@[\w.\-]*\w|(?<![\w])[a-zæøå0-9]+(?:[._][a-zæøå0-9]+)+(?![\w])|[<>;\"]+|"
    r"(?<=[^\W\d_]{4})[.!?](?=\s)"
)
_LONGEST_ADDRESS = 120
_LABELS = frozenset(
    """
    cpr cvr nr p-nr ean tlf mobil telefon fax mail email e-mail navn note adresse dato emne vedr vs sv re fw fwd fra til cc bcc
    sendt sag sagsnr journalnr bilag side cprnr cpr-nr csv pdf txt docx xlsx mvh hilsen kl jf stk pkt
    """.split()  # noqa: SIM905 - a list of words reads better as words
)
_NOUN = re.compile(
    r"(?<=[^\W\d_]{3})(?:klage|else|elser|ning|ninger|hed|notat|sag|sagen|brev|plan|planen|møde|familie|afdeling|afdelingen|"
    r"journal|ansøgning|udtalelse|tilladelse|skema|bilag|forløb|tilbud|støtte|ydelse|hjælp)\Z"
)
_SPREAD = {"word:surname": 0.6, "word:initials": 0.7}


def name_findings(text: str, names: Iterable[Name]) -> tuple[Finding, ...]:
    """Return the names of a text as findings, and all other mentions of persons surely named.

    Other mentions: genitive, capitals, broken lines, confusions of recognition, surname alone, first
    name alone with a capital. Their evidence is `propagated`.
    """
    found = [
        _finding(text, replace(name, start=start, end=end))
        for name in names
        for start, end in (
            _without_addresses(text, name.start, name.end)
            if name.kind == "PER"
            else [(name.start, name.end)]
        )
    ]
    found = [one for one in found if _may_be_name(one)]
    people = [one for one in found if one.kind is FindingKind.PERSON and one.confidence >= _SURE]
    is_covered = _cover(people)
    spread = [one for one in _mentions(text, people) if not is_covered(one)]
    return (*found, *spread)


def _cover(findings: list[Finding]) -> Callable[[Finding], bool]:
    """Return what tells whether others together cover every character of a finding."""
    starts, ends = array("i"), array("i")
    for one in sorted(findings, key=lambda one: one.start):
        if ends and one.start <= ends[-1]:
            ends[-1] = max(ends[-1], one.end)
        else:
            starts.append(one.start)
            ends.append(one.end)

    def covers(finding: Finding) -> bool:
        place = bisect_right(starts, finding.start) - 1
        return place >= 0 and finding.end <= ends[place]

    return covers


def _without_addresses(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """Return the name without addresses of mail glued to it: `Aisha Larsen <aisha.larsen@x.dk>`."""
    if _ADDRESS_SIGN.search(text, start, end + 2) is None:
        return [(start, end)]
    place = start
    parts = []
    for match in _ADDRESS.finditer(text, start, min(len(text), end + _LONGEST_ADDRESS)):
        if match.start() >= end:
            break
        parts.append((place, match.start()))
        place = match.end()
    parts.append((place, end))
    trimmed = [_trimmed(text, *part) for part in parts]
    return [(a, b) for a, b in trimmed if _PART.search(text, a, b)] or [(start, end)]


def _may_be_name(finding: Finding) -> bool:
    """Single letters, such as those of parties and classes, and words of forms are no names."""
    words = re.findall(r"[^\W_]+", finding.text)
    if all(len(word) == 1 for word in words) or all(word.lower() in _LABELS for word in words):
        return False
    is_doubtful = finding.evidence == ("crf",) and finding.confidence < _SURE
    return not (is_doubtful and len(words) == 1 and _NOUN.search(finding.text.lower()))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and not text[start].isalnum():
        start += 1
    while start < end and not (text[end - 1].isalnum() or text[end - 1] == "."):
        end -= 1
    return start, end


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
        for start, end in _without_addresses(text, word.start, word.end):
            yield replace(
                word,
                start=start,
                end=end,
                text=text[start:end],
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
