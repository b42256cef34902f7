"""The same person again in one text: parts of names found for sure, where they were missed elsewhere."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from signatur.methods.text.names.lexicon import without_genitive
from signatur.methods.text.names.schema import Name
from signatur.methods.text.names.words import is_name_word, is_ordinary

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.text.names.lexicon import Lexicon
    from signatur.methods.text.names.reading import Reading, Span

_SURE, _AGAIN = 0.6, 0.5
_LEAST = 3
_NO_PART = -1


class Mentions:
    """Words of a text that may be parts of names found anywhere in it; of all other words nothing is kept.

    A name may be found for sure on the last page and have been missed on the first.
    """

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._parts: set[str] = set()
        self._numbers: dict[str, int] = {}
        self._lows: list[str] = []
        # For each such word: which it is, its place in the text, whether it is the next after the one before.
        self._which = array("i")
        self._starts = array("i")
        self._ends = array("i")
        self._is_next = bytearray()

    def __len__(self) -> int:
        """Return how many words are kept."""
        return len(self._which)

    def see(self, reading: Reading, spans: Sequence[Span]) -> None:
        """Take note of a sentence and of the names found in it."""
        covered: set[int] = set()
        for span in spans:
            covered.update(range(span.begin, span.end))
            if span.kind == "PER" and span.confidence >= _SURE:
                for word in reading.words[span.begin : span.end]:
                    low = word.lower()
                    self._parts.update(one for one in (low, without_genitive(low)) if _fits(one))
        last = -2
        for at, word in enumerate(reading.words):
            if at in covered or not (reading.caseless or word[0].isupper()):
                continue
            which = self._number(word.lower())
            if which == _NO_PART:
                continue
            token = reading.tokens[at]
            self._which.append(which)
            self._starts.append(token.start)
            self._ends.append(token.end)
            self._is_next.append(at == last + 1)
            last = at

    def _number(self, low: str) -> int:
        number = self._numbers.get(low)
        if number is None:
            may_be = _fits(low) or _fits(without_genitive(low))
            number = _NO_PART
            if may_be and not is_ordinary(self._lexicon.code(low)):
                number = len(self._lows)
                self._lows.append(low)
            self._numbers[low] = number
        return number

    def again(self) -> Iterator[Name]:
        """Yield the words that are part of a name found for sure elsewhere; neighbours are one name."""
        code = self._lexicon.code
        parts = {one for one in self._parts if not is_ordinary(code(one))}
        is_part = bytearray(low in parts or without_genitive(low) in parts for low in self._lows)
        start = end = -1
        for at, which in enumerate(self._which):
            if not is_part[which]:
                continue
            goes_on = self._is_next[at] and end == self._ends[at - 1]
            if not goes_on:
                if end >= 0:
                    yield Name("PER", start, end, _AGAIN, ("second_pass",))
                start = self._starts[at]
            end = self._ends[at]
        if end >= 0:
            yield Name("PER", start, end, _AGAIN, ("second_pass",))


def _fits(low: str) -> bool:
    return len(low) >= _LEAST and is_name_word(low, caseless=True)
