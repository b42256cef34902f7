"""Special categories and what Danish law protects beside them, found by words and what stands around.

Confidence says how much a sentence tells about a person: a diagnosis beside *hun* is likely to be
withheld, *Sundhedsstyrelsen* is not. A negation changes nothing: *har ikke diabetes* is health too.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from signatur.methods.text.normalising import normalise
from signatur.solutions.disclosure.model.finding.categories import conduct, people
from signatur.solutions.disclosure.model.finding.categories.context import (
    GENERIC,
    GENERIC_HEADS,
    ICD,
    ICD_CUE,
    NAMED,
    NAMED_BODIES,
    NO_COMPOUND,
    PERSON,
    SECTIONS,
)
from signatur.solutions.disclosure.model.finding.categories.health import HEALTH
from signatur.solutions.disclosure.model.finding.categories.lexicon import (
    STRONG,
    Lexicon,
    lexicon_of,
)
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = {
    FindingKind.HEALTH: HEALTH,
    FindingKind.UNION: people.UNION,
    FindingKind.RELIGION: people.RELIGION,
    FindingKind.POLITICS: people.POLITICS,
    FindingKind.ETHNICITY: people.ETHNICITY,
    FindingKind.SEXUALITY: people.SEXUALITY,
    FindingKind.CRIME: conduct.CRIME,
    FindingKind.SOCIAL: conduct.SOCIAL,
    FindingKind.ECONOMY: conduct.ECONOMY,
}
CATEGORIES = frozenset(_WORDS)
_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_LONGEST_WORD = 60
_ACRONYMS = frozenset({"ida", "ase", "prosa", "blf", "dlf", "dbio", "pcos", "iq"})
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?](?!\s+[A-ZÆØÅ]|\s*$)[^.!?\n]*)*[.!?]*", re.MULTILINE)
_LONGEST_SENTENCE = 600
_LEAST = 0.25


@cache
def _lexicons() -> dict[FindingKind, Lexicon]:
    return {kind: lexicon_of(words) for kind, words in _WORDS.items()}


@cache
def _meanings() -> dict[str, tuple[tuple[FindingKind, float], ...]]:
    """Words that were looked up before; a case repeats its words."""
    return {}


def find_categories(text: str) -> tuple[Finding, ...]:
    """Return the words of a text that tell something sensitive of somebody, in order."""
    normalised = normalise(text)
    found = []
    is_told = False
    for start, sentence in _sentences(normalised.text):
        around = _factor(sentence)
        # What follows on a sentence about a person is about that person more often than not.
        around = "person_before" if not around and is_told else around
        is_told = around in {"person", "named", "person_before"}
        for first, last, kind, weight, why in _hits(sentence):
            confidence = _confidence(weight, around)
            if confidence < _LEAST:
                continue
            a, b = normalised.back(start + first, start + last)
            evidence = (f"lexicon:{kind}", *why, *_said(around))
            found.append(
                Finding(kind, a, b, text[a:b], confidence, evidence, value=text[a:b].lower())
            )
    return tuple(sorted(found, key=lambda one: (one.start, -one.end)))


def _sentences(text: str) -> Iterator[tuple[int, str]]:
    for match in _SENTENCE.finditer(text):
        for first in range(0, len(match[0]), _LONGEST_SENTENCE):
            yield match.start() + first, match[0][first : first + _LONGEST_SENTENCE]


def _factor(sentence: str) -> str:
    """Say what stands around: `person`, `generic`, both (then the person counts), or nothing."""
    if PERSON.search(sentence):
        return "person"
    bodies = NAMED_BODIES.sub(" ", sentence)
    if NAMED.search(bodies):
        return "named"
    return "generic" if GENERIC.search(sentence) else ""


def _confidence(weight: float, around: str) -> float:
    if around in {"person", "named"}:
        share = 0.6 if around == "person" else 0.4
        return round(weight + (1 - weight) * share, 3)
    share = {"generic": 0.45, "person_before": 0.8}.get(around, 0.6)
    return round(weight * share, 3)


def _said(around: str) -> tuple[str, ...]:
    return {"person": ("near_person",), "named": ("near_name",), "generic": ("general",)}.get(
        around, ()
    )


def _hits(
    sentence: str,
) -> Iterator[tuple[int, int, FindingKind, float, tuple[str, ...]]]:
    bodies = [match.span() for match in NAMED_BODIES.finditer(sentence)]
    for match in _WORD.finditer(sentence):
        is_number = match[0].isdigit() or len(match[0]) > _LONGEST_WORD
        # Ida is a woman, IDA a union.
        is_other = match[0].lower() in _ACRONYMS and not match[0].isupper()
        if is_number or is_other or any(a <= match.start() < b for a, b in bodies):
            continue
        for kind, weight in _meaning(match[0].lower()):
            yield match.start(), match.end(), kind, weight, ()
    for kind, lexicon in _lexicons().items():
        if lexicon.phrases is None:
            continue
        for match in lexicon.phrases.finditer(sentence):
            yield match.start(), match.end(), kind, STRONG, ("phrase",)
    for match in SECTIONS.finditer(sentence):
        kind = FindingKind.CRIME if "straffelov" in match[0].lower() else FindingKind.SOCIAL
        yield match.start(), match.end(), kind, 0.5, ("section",)
    for match in ICD.finditer(sentence):
        if ICD_CUE.search(sentence, max(0, match.start() - 40), match.start()):
            yield match.start(), match.end(), FindingKind.HEALTH, STRONG, ("icd_code",)


def _meaning(word: str) -> tuple[tuple[FindingKind, float], ...]:
    known = _meanings()
    if word not in known:
        if len(known) > 200_000:
            known.clear()
        known[word] = tuple(_look_up(word))
    return known[word]


def _look_up(word: str) -> Iterator[tuple[FindingKind, float]]:
    if len(word) < 2 or NO_COMPOUND.fullmatch(word):
        return
    is_generic = word.endswith(GENERIC_HEADS) and word not in GENERIC_HEADS
    for part in {word, *word.split("-")}:
        for kind, lexicon in _lexicons().items():
            weight = lexicon.weight(part) if len(part) > 1 else 0.0
            if weight and part == word:
                yield kind, weight * (0.45 if is_generic else 1.0)
            elif weight >= STRONG:
                yield kind, weight * (0.45 if is_generic else 0.9)
