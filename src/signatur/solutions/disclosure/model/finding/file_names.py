"""What the name of a file tells: `cpr_1203841235.pdf`, `Mette Hansen udtalelse.docx`."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.finding.hidden_places import is_technical
from signatur.solutions.disclosure.model.finding.joining import join
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable

_LONGEST = 400
_ENDING = re.compile(r"(?:\.[A-Za-z][A-Za-z0-9]{0,4}){1,2}$")
_PARTED = re.compile(
    r"[_+.,;()\[\]~=]|(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])|(?<=[a-zæøå])-(?=[a-zæøå])"
)
_NO_NAME = re.compile(
    r"(?:udtalelse|afgørelse|afgoerelse|brev|notat|journal|referat|svar|bilag|udkast|kopi|endelig|final|scan|"
    r"ansøgning|ansoegning|klage|rapport|mail|vedr|om|fra|til|version|dok|dokument|cv|kontrakt|sag|statement|"
    r"erklæring|anmodning|underretning|aftale|indkaldelse|partshøring|agterskrivelse|faktura|oversigt|liste|img|fwd?|re|sv|vs)"
    r"(?:en|et|er|e)?",
    re.IGNORECASE,
)
_WITHOUT = frozenset({FindingKind.URL, FindingKind.INTERNAL, FindingKind.BUSINESS, FindingKind.IP})


def find_in_name(
    name: str, *, wanted: Iterable[FindingKind] = frozenset(FindingKind), words: Iterable[str] = ()
) -> tuple[Finding, ...]:
    """Return what is found in the name of a file or folder; offsets count the characters of `name`.

    Their evidence holds `file_name`, for they stand in no text and on no page.
    """
    from signatur.solutions.disclosure.model.finding.finding_in_text import find_in_text

    kinds = frozenset(wanted) - _WITHOUT
    name = name[:_LONGEST]
    ending = _ENDING.search(name)
    stem = name[: ending.start()] if ending and ending.start() else name
    spaced = _PARTED.sub(" ", stem)
    given = tuple(words)
    found = [
        *find_in_text(stem, wanted=kinds, names=(), words=given),
        *(one for text in _readings(spaced) for one in _people(text, kinds)),
        *find_in_text(spaced, wanted=kinds, names=(), words=given),
    ]
    placed = [
        replace(
            one,
            text=name[one.start : one.end],
            evidence=tuple(dict.fromkeys((*one.evidence, "file_name"))),
        )
        for one in found
    ]
    return tuple(sorted(join(placed, name), key=lambda one: (one.start, -one.end)))


def _readings(spaced: str) -> tuple[str, ...]:
    """As it stands, and with capitals: `mette hansen udtalelse` holds a name too."""
    return tuple(dict.fromkeys((spaced, spaced.title()))) if spaced.islower() else (spaced,)


def _people(text: str, kinds: frozenset[FindingKind]) -> list[Finding]:
    from signatur.solutions.disclosure.model.finding.finding_in_text import NAMES, find_in_text

    if not kinds & NAMES:
        return []
    found = find_in_text(text, wanted=kinds & NAMES)
    return [cut for one in found if (cut := _without_words_of_files(one)) is not None]


def _without_words_of_files(finding: Finding) -> Finding | None:
    """Leave out words at either end that say what the file is."""
    words = [(match[0], match.span()) for match in re.finditer(r"\S+", finding.text)]
    while words and _NO_NAME.fullmatch(words[-1][0]):
        words.pop()
    while words and _NO_NAME.fullmatch(words[0][0]):
        words.pop(0)
    rest = " ".join(word for word, _span in words)
    is_plain_word = finding.kind is not FindingKind.PERSON and rest.islower()
    if not words or is_plain_word or is_technical(rest):
        return None
    first, last = words[0][1][0], words[-1][1][1]
    return replace(
        finding,
        start=finding.start + first,
        end=finding.start + last,
        text=finding.text[first:last],
        value=rest,
    )
