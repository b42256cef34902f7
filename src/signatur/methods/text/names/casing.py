"""Whether a sentence says anything by its capitals, and words in capitals inside one that does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from signatur.methods.text.names.words import is_first_name, is_surname

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.text.names.lexicon import Lexicon

_LEAST_NAME, _LONG_NAME = 3, 4


Casing = Literal["cased", "small", "capitals"]


def casing_of(words: Sequence[str]) -> Casing:
    """Return whether a sentence is all in small letters, all in capitals, or says something by its capitals."""
    small = large = 0
    for word in words:
        if len(word) < 2:
            continue
        if word.islower():
            small += 1
        elif word.isupper():
            large += 1
        elif any(sign.isalpha() for sign in word):
            return "cased"
    if small and not large:
        return "cased" if any(word.isupper() for word in words) else "small"
    return "capitals" if large and not small else "cased"


def without_shouting(words: Sequence[str], lexicon: Lexicon) -> list[str]:
    """Return the words with those in capitals that may be names written like names: FATIMA is Fatima."""
    calm = list(words)
    for at, word in enumerate(words):
        if len(word) >= _LEAST_NAME and word.isupper() and word.replace("-", "").isalpha():
            code = lexicon.code(word)
            near = any(
                0 <= other < len(words)
                and len(words[other]) >= _LEAST_NAME
                and words[other].isupper()
                for other in (at - 1, at + 1)
            )
            listed = is_first_name(code, most="2") or is_surname(code)
            if (listed and (near or len(word) > _LEAST_NAME)) or (near and len(word) > _LONG_NAME):
                calm[at] = "-".join(part.capitalize() for part in word.split("-"))
    return calm
