"""Names and common words whose letters a wrong coding lost, put back by the lexicon: `S?ren` is `Søren`."""

from __future__ import annotations

import re
from itertools import chain, product
from typing import TYPE_CHECKING

from signatur.methods.text.lost_letters import LOST, with_lost_letters
from signatur.methods.text.names.cue_words import CUES
from signatur.methods.text.names.lexicon import COMMON, ORIGIN
from signatur.methods.text.names.words import is_first_name, is_ordinary, is_surname

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.text.names.lexicon import Lexicon

_LETTERS = ("æøå", "éöüäóáíúè")
"""Those that a Danish word has most likely lost, and others."""
_SHORTEST_NAME = 3
# `Kære Søren Holm,` and `Kære alle`: what begins so is no name, also where it might be one.
_OPENS = re.compile(r"(?:^|[.!?:]\s|\n)\s*\Z")
_GREETS = re.compile(r"[ ](?:[a-zæøå]|[^\n,!:.]{2,40}[,!:]?\s*(?:\n|\Z))")


def restored(text: str, lexicon: Lexicon) -> str:
    """Return the text with the lost letters of known words put back; places stay what they are."""
    seen: dict[str, tuple[str | None, str | None]] = {}

    def known(pattern: str, start: int, end: int) -> str | None:
        if pattern not in seen:
            seen[pattern] = _name(pattern, lexicon), _word(pattern, lexicon)
        name, word = seen[pattern]
        # A question may end where a letter is lost.
        if pattern.endswith(LOST) and text[end - 1] == "?":
            return None
        if name is not None and word is not None:
            is_opening = _OPENS.search(text[max(0, start - 3) : start]) and pattern[0] != LOST
            return word if is_opening and _GREETS.match(text, end, end + 60) else name
        return name or word

    found = with_lost_letters(text, known)
    return text if found is None else found[0]


def _name(pattern: str, lexicon: Lexicon) -> str | None:
    """Return the commonest name that the word may have been; names are written with a capital."""
    if len(pattern) < _SHORTEST_NAME or not (pattern[0].isupper() or pattern[0] == LOST):
        return None
    # With several lost there are too many that it may have been.
    for letters in _LETTERS if pattern.count(LOST) == 1 else _LETTERS[:1]:
        named = [
            (min(code[:ORIGIN]), word)
            for word in _candidates(pattern, letters)
            if is_first_name(code := lexicon.code(word)) or is_surname(code)
        ]
        if named:
            return min(named)[1]
    return None


def _word(pattern: str, lexicon: Lexicon) -> str | None:
    """Return the commonest word that it may have been, with a small letter where the first was lost."""
    words = [
        (code[COMMON], word)
        for word in _candidates(pattern, _LETTERS[0])
        if is_ordinary(code := lexicon.code(word)) or word.lower() in CUES
    ]
    if not words:
        return None
    word = min(words)[1]
    return word if pattern[0] != LOST or pattern.isupper() else word[0].lower() + word[1:]


def _candidates(pattern: str, letters: str) -> Iterator[str]:
    """Yield what the word may have been; a lost first letter was a capital."""
    parts = pattern.split(LOST)
    letters = letters.upper() if pattern.isupper() else letters
    for lost in product(letters, repeat=len(parts) - 1):
        word = parts[0] + "".join(chain.from_iterable(zip(lost, parts[1:], strict=True)))
        yield word[0].upper() + word[1:] if pattern[0] == LOST else word
