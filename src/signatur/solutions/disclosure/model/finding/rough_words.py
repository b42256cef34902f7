"""Given words in text that a program recognised, with a letter or two misread, left out or made up.

`Østergaard Him` in a scan is Østergaard Holm on the paper. In text that somebody wrote it may be another
person; it is looked for only where it was recognised, and there rather too much is withheld than too little.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out import Origin
from signatur.methods.text.normalising import normalise
from signatur.solutions.disclosure.model.finding.words import find_words, stripped
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signatur.methods.documents.laid_out import LaidOut

_SHORTEST: Final = 8
_LONG: Final = 14
_GRAM: Final = 3
_CONFIDENCE: Final = 0.6


@dataclass(frozen=True, slots=True)
class _Token:
    text: str = field(repr=False)
    start: int
    end: int


def find_words_on_pages(laid: LaidOut, words: Iterable[str]) -> tuple[Finding, ...]:
    """Every mention of the words in a document; what was recognised is searched roughly as well."""
    given = tuple(words)
    found = list(find_words(laid.text, given))
    covered = {place for one in found for place in range(one.start, one.end)}
    for stretch in laid.stretches:
        if stretch.origin is not Origin.RECOGNISED:
            continue
        for one in find_words_roughly(laid.text[stretch.start : stretch.end], given):
            start, end = stretch.start + one.start, stretch.start + one.end
            if not covered.issuperset(range(start, end)):
                found.append(
                    Finding(FindingKind.WORD, start, end, one.text, _CONFIDENCE, one.evidence, value=one.value)
                )  # fmt: skip
    return tuple(sorted(found, key=lambda one: (one.start, -one.end)))


def find_words_roughly(text: str, words: Iterable[str]) -> tuple[Finding, ...]:
    """Mentions that differ by one letter, or two of fourteen; words of fewer than eight are not sought."""
    normalised = normalise(text)
    tokens = [*_tokens(normalised.text)]
    found = []
    for word in dict.fromkeys(words):
        sought = stripped(word)
        if len(sought) < _SHORTEST:
            continue
        # Of a number one digit: with two, it is soon another one.
        most = 2 if len(sought) >= _LONG and not sought.isdigit() else 1
        for start, end in _alike(tokens, sought, most):
            a, b = normalised.back(start, end)
            evidence = ("word", "ocr", "rough")
            found.append(
                Finding(FindingKind.WORD, a, b, text[a:b], _CONFIDENCE, evidence, value=word)
            )
    return tuple(found)


def _tokens(text: str) -> Iterator[_Token]:
    place = 0
    for written in text.split():
        start = text.index(written, place)
        place = start + len(written)
        if folded := stripped(written):
            yield _Token(folded, start, place)


def _alike(tokens: list[_Token], sought: str, most: int) -> Iterator[tuple[int, int]]:
    """Of stretches that overlap only the one that is most alike: words beside a name stay."""
    taken: list[tuple[int, int]] = []
    for _, start, end in sorted(_candidates(tokens, sought, most)):
        if all(end <= a or b <= start for a, b in taken):
            taken.append((start, end))
    yield from taken


def _candidates(
    tokens: list[_Token], sought: str, most: int
) -> Iterator[tuple[tuple[int, int], int, int]]:
    grams = {sought[at : at + _GRAM] for at in range(len(sought) - _GRAM + 1)}
    for first, token in enumerate(tokens):
        together = ""
        for last in tokens[first:]:
            together += last.text
            if len(together) > len(sought) + most:
                break
            if len(together) < len(sought) - most:
                continue
            has_gram = any(together[at : at + _GRAM] in grams for at in range(len(together)))
            distance = _distance(together, sought, most) if has_gram else None
            if distance is not None:
                yield (distance, len(together)), token.start, last.end


def _distance(one: str, other: str, most: int) -> int | None:
    """How many letters changed, left out or put in make one of the other; None where more than `most`."""
    row = list(range(len(other) + 1))
    for at, sign in enumerate(one, 1):
        before, row[0] = row[0], at
        for place, letter in enumerate(other, 1):
            before, row[place] = (
                row[place],
                min(before + (sign != letter), row[place] + 1, row[place - 1] + 1),
            )
        if min(row) > most:
            return None
    return row[-1] if row[-1] <= most else None
