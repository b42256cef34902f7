"""Given words in text that a program recognised, with a letter or two misread, left out or made up.

`Østergaard Him` in a scan is Østergaard Holm on the paper. In text that somebody wrote it may be another
person; it is looked for only where it was recognised, and there rather too much is withheld than too little.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import accumulate, pairwise
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
_PART: Final = 4
"""Letters of the shortest part of a word that is left as it was."""
_CONFIDENCE: Final = 0.6
_WRITTEN: Final = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Token:
    text: str = field(repr=False)
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class _Sought:
    word: str = field(repr=False)
    letters: str = field(repr=False)
    most: int
    """Letters that may be misread."""


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
    """Mentions that differ by one letter, or two of fourteen; words of fewer than eight are not sought.

    Work grows with the text, not with text times words: whoever misreads a letter leaves a part of the word as it
    was, and only where such a part stands is looked closer.
    """
    soughts = _soughts(words)
    if not soughts:
        return ()
    normalised = normalise(text)
    tokens = [*_tokens(normalised.text)]
    found = []
    for sought, windows in zip(soughts, _windows(tokens, soughts), strict=True):
        for start, end in _alike(tokens, windows):
            a, b = normalised.back(start, end)
            evidence = ("word", "ocr", "rough")
            found.append(
                Finding(FindingKind.WORD, a, b, text[a:b], _CONFIDENCE, evidence, value=sought.word)
            )
    return tuple(found)


def _soughts(words: Iterable[str]) -> list[_Sought]:
    found = []
    for word in dict.fromkeys(words):
        letters = stripped(word)
        if len(letters) >= _SHORTEST:
            # Of a number one digit: with two, it is soon another one.
            most = 2 if len(letters) >= _LONG and not letters.isdigit() else 1
            found.append(_Sought(word, letters, most))
    return found


def _tokens(text: str) -> Iterator[_Token]:
    known: dict[str, str] = {}
    for match in _WRITTEN.finditer(text):
        folded = known.get(match[0])
        if folded is None:
            folded = known[match[0]] = stripped(match[0])
        if folded:
            begin, end = match.span()
            signs = [at for at in range(begin, end) if text[at].isalnum() or text[at] in "|!"]
            yield _Token(folded, signs[0], signs[-1] + 1)


def _windows(
    tokens: list[_Token], soughts: list[_Sought]
) -> list[dict[tuple[int, int], tuple[int, int]]]:
    """For each word the stretches of tokens that are like it, with how far each is off, and its length."""
    parts = _parts(soughts)
    joined = "".join(token.text for token in tokens)
    begins = [0, *accumulate(len(token.text) for token in tokens)]
    found: list[dict[tuple[int, int], tuple[int, int]]] = [{} for _ in soughts]
    seen: set[tuple[int, int]] = set()
    for place in range(len(joined) - _PART + 1):
        for part, at, number in parts.get(joined[place : place + _PART], ()):
            start = place - at
            if (number, start) in seen or not joined.startswith(part, place):
                continue
            seen.add((number, start))
            found[number] |= _near(joined, begins, start, soughts[number])
    return found


def _parts(soughts: list[_Sought]) -> dict[str, list[tuple[str, int, int]]]:
    """The parts of each word, one more than letters may be misread, by how they begin."""
    parts: dict[str, list[tuple[str, int, int]]] = {}
    for number, sought in enumerate(soughts):
        letters, count = sought.letters, sought.most + 1
        cuts = [len(letters) * one // count for one in range(count + 1)]
        for start, end in pairwise(cuts):
            part = letters[start:end]
            parts.setdefault(part[:_PART], []).append((part, start, number))
    return parts


def _near(
    joined: str, begins: list[int], start: int, sought: _Sought
) -> dict[tuple[int, int], tuple[int, int]]:
    """The stretches of whole tokens that begin about a place and are like a word."""
    found = {}
    length, most = len(sought.letters), sought.most
    first = bisect_left(begins, start - most)
    while first < len(begins) and begins[first] <= start + most:
        last = bisect_left(begins, begins[first] + length - most, first + 1)
        while last < len(begins) and (size := begins[last] - begins[first]) <= length + most:
            distance = _distance(joined[begins[first] : begins[last]], sought.letters, most)
            if distance is not None:
                found[first, last - 1] = distance, size
            last += 1
        first += 1
    return found


def _alike(
    tokens: list[_Token], windows: dict[tuple[int, int], tuple[int, int]]
) -> Iterator[tuple[int, int]]:
    """Of stretches that overlap only the one that is most alike: words beside a name stay."""
    taken: set[int] = set()
    for (first, last), _ in sorted(windows.items(), key=lambda one: (one[1], one[0])):
        stretch = range(first, last + 1)
        if taken.isdisjoint(stretch):
            taken.update(stretch)
            yield tokens[first].start, tokens[last].end


def _distance(one: str, other: str, most: int) -> int | None:
    """How many letters changed, left out or put in make one of the other; None where more than `most`."""
    same = _shared(one, other)
    one, other = one[same:], other[same:]
    same = _shared(one[::-1], other[::-1])
    one, other = one[: len(one) - same], other[: len(other) - same]
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


def _shared(one: str, other: str) -> int:
    """How many letters two words begin with alike."""
    for at, (left, right) in enumerate(zip(one, other, strict=False)):
        if left != right:
            return at
    return min(len(one), len(other))
