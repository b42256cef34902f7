"""One spelling for search: letter for letter, so that a place in it is a place in the text."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import Final

from signatur.methods.text.folding import fold

_SEPARATORS: Final = re.compile(r"(?<=\d)[\s\-./()\u00ad\u2010-\u2014\u2212]{1,3}(?=\d)")
_NO_DIGITS: Final = re.compile(r"\D+")
_GROUPING: Final = re.compile(r"[\s\-./()+]")
_LEAST_DIGITS: Final = 4


@cache
def _even_letter(letter: str) -> str:
    if letter.isspace():
        return " "
    lower = letter.casefold()
    if len(lower) != 1:
        lower = letter.lower() if len(letter.lower()) == 1 else letter
    if lower in "æøå":
        return lower
    bare = unicodedata.normalize("NFD", lower)
    if lower in "äàáâãāéèêëíìîïóòôõúùûüýÿñç" and bare[0].isascii():
        return bare[0]
    return {"ä": "æ", "ö": "ø", "–": "-", "—": "-", "‐": "-", "‑": "-", "’": "'"}.get(lower, lower)


def even(text: str) -> str:
    """Return a text in one case without most accents, exactly as long as it was."""
    if text.isascii():
        return re.sub(r"\s", " ", text.lower())
    return "".join(map(_even_letter, text))


def digits_of(text: str) -> str:
    """Return the runs of at least four digits of a text, separators within them left out."""
    joined = _SEPARATORS.sub("", text)
    return " ".join(run for run in _NO_DIGITS.split(joined) if len(run) >= _LEAST_DIGITS)


def plain_value(value: str) -> str:
    """Return a value so that the same is the same in every spelling: folded, numbers without grouping."""
    folded = fold(value)
    joined = _GROUPING.sub("", folded)
    return joined if joined.isdigit() else folded[:500]


def digits_sought(words: str) -> str:
    """Return the digits that are searched for where the words are a number; empty otherwise."""
    joined = _GROUPING.sub("", words.strip())
    return joined if joined.isdigit() and len(joined) >= _LEAST_DIGITS else ""
