"""The same person again in one text: parts of names found for sure, where they were missed elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.text.names.lexicon import without_genitive
from signatur.methods.text.names.reading import Span
from signatur.methods.text.names.words import is_name_word, is_ordinary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.text.names.lexicon import Lexicon
    from signatur.methods.text.names.reading import Reading

_SURE, _AGAIN = 0.6, 0.5
_LEAST = 3


def again(readings: Sequence[Reading], kept: Sequence[list[Span]], lexicon: Lexicon) -> None:
    """Add spans for words that are part of a name found for sure elsewhere in the same text."""
    parts = _parts(readings, kept, lexicon)
    if not parts:
        return
    for reading, spans in zip(readings, kept, strict=True):
        covered = {at for one in spans for at in range(one.begin, one.end)}
        begin = None
        for at in range(len(reading.words) + 1):
            fits = (
                at < len(reading.words)
                and at not in covered
                and _is_part(reading, at, parts, lexicon)
            )
            if fits and begin is None:
                begin = at
            elif not fits and begin is not None:
                spans.append(Span("PER", begin, at, _AGAIN, ("second_pass",)))
                begin = None


def _parts(
    readings: Sequence[Reading], kept: Sequence[Sequence[Span]], lexicon: Lexicon
) -> frozenset[str]:
    parts: set[str] = set()
    for reading, spans in zip(readings, kept, strict=True):
        for span in spans:
            if span.kind == "PER" and span.confidence >= _SURE:
                words = reading.words[span.begin : span.end]
                parts.update(
                    low
                    for word in words
                    for low in (word.lower(), without_genitive(word.lower()))
                    if len(low) >= _LEAST and is_name_word(low, caseless=True)
                )
    return frozenset(one for one in parts if not is_ordinary(lexicon.code(one)))


def _is_part(reading: Reading, at: int, parts: frozenset[str], lexicon: Lexicon) -> bool:
    word = reading.words[at]
    if not reading.caseless and not word[0].isupper():
        return False
    low = word.lower()
    if low in parts:
        return True
    return without_genitive(low) in parts and not is_ordinary(lexicon.code(low))
