"""Small corrections of the chains' tags that need no running text: titles, quotes, listed names, handles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.text.names.handles import with_handles
from signatur.methods.text.names.spans import spans_of, tags_of
from signatur.methods.text.names.words import is_first_name, is_ordinary, is_surname

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.text.names.lexicon import Lexicon

_QUOTES = frozenset('"«»“”')
_TITLES = frozenset(
    [
        "hr.",
        "fr.",
        "fru",
        "frk.",
        "dr.",
        "prof.",
        "mag.",
        "cand.",
        "pastor",
        "lektor",
        "professor",
        "dr.phil.",
        "dr.med.",
    ]
)


def mended(
    words: Sequence[str], tags: Sequence[str], lexicon: Lexicon, *, caseless: bool
) -> list[str]:
    """Return the tags with persons parted at quotes, titles taken off, and what lists and handles add."""
    spans = []
    for kind, begin, end in spans_of(tags):
        first = begin
        for at in range(begin, end + 1):
            if at == end or (kind == "PER" and words[at] in _QUOTES):
                while kind == "PER" and first < at - 1 and words[first].lower() in _TITLES:
                    first += 1
                if first < at:
                    spans.append((kind, first, at))
                first = at + 1
    told = list(tags_of(spans, len(words)))
    if caseless:
        _add_listed(words, told, lexicon)
    return with_handles(words, told, lexicon)


def _add_listed(words: Sequence[str], tags: list[str], lexicon: Lexicon) -> None:
    """Tag common first names, with a surname behind them, where a chain without capitals left them out."""
    for at, word in enumerate(words):
        code = lexicon.code(word)
        is_plain = code[4] == "." and code[6] in "23" and not is_ordinary(code)
        if tags[at] != "O" or not is_plain or not is_first_name(code, most="1"):
            continue
        before = tags[at - 1] if at else "O"
        if before != "O":
            continue
        tags[at] = "B-PER"
        if at + 1 < len(words) and tags[at + 1] == "O" and is_surname(lexicon.code(words[at + 1])):
            tags[at + 1] = "I-PER"
