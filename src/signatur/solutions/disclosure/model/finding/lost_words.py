"""Given words whose letters a wrong coding lost: `S?ren` in the text, where `Søren` is to be withheld."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.lost_letters import LOST, with_lost_letters
from signatur.methods.text.normalising import Normalised

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_SHORTEST = 3
_LONGEST_ENDING = 4
_LETTERS = re.compile(r"[^\W\d_]+")


def lossy_words(written: str) -> Iterator[tuple[str, str]]:
    """Yield the words that lose letters, in small letters with `LOST` for each of them, and as they are."""
    for word in _LETTERS.findall(written):
        small = word.lower()
        lost = "".join(sign if sign.isascii() else LOST for sign in small)
        if lost != small and len(small) == len(word) >= _SHORTEST:
            yield lost, word


def with_lost_words(normalised: Normalised, lossy: Mapping[str, str]) -> Normalised | None:
    """Return the reading in which `S?ren` is `Søren`; None where none of the words has lost a letter."""

    def known(pattern: str, _start: int, _end: int) -> str | None:
        small = pattern.lower()
        for end in range(len(small), max(0, len(small) - _LONGEST_ENDING) - 1, -1):
            word = lossy.get(small[:end])
            if word is None or LOST in small[end:]:
                continue
            # Of `er den ren?` nothing was lost where a René is meant: a name begins with a capital.
            is_question = small[:end].endswith(LOST) and pattern[0].islower() and word[0].isupper()
            return None if is_question else word + pattern[end:]
        return None

    found = with_lost_letters(normalised.text, known) if lossy else None
    return None if found is None else Normalised(found[0], normalised.places, found[1])
