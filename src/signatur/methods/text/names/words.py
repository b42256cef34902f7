"""What a word can be in a name, by the lexicon and its letters."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from signatur.methods.text.names.cue_words import CUES
from signatur.methods.text.names.features import is_street

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.text.names.lexicon import Lexicon

_INITIAL = re.compile(r"[A-ZÆØÅ](?:\.-?(?:Aa|[A-ZÆØÅ]))*\.?|Aa\.|Chr\.")
_ARTICLE = re.compile(r"(?:al|el|ad|an|ar|as|ash|at|ul)-[A-ZÆØÅ]")
_NAME = re.compile(r"[^\W\d_](?:[^\W\d_]|['’´`-])*['’]?")
PARTICLES = frozenset(
    [
        "de",
        "da",
        "van",
        "von",
        "der",
        "den",
        "al",
        "el",
        "bin",
        "ibn",
        "le",
        "la",
        "du",
        "di",
        "af",
        "abu",
        "ben",
        "ter",
        "á",
    ]
)
"""Small words inside names of persons."""
_APOSTROPHE = re.compile(r"(?:[OD]['’]|Mc|Mac(?=[A-Z][a-z]{3}))[A-Z][a-zæøåé]{2,}(?:s|['’]s)?")
_COMPANY = frozenset(
    ["a/s", "aps", "i/s", "p/s", "k/s", "ivs", "amba", "gmbh", "ltd", "inc", "inc.", "ltd.", "&"]
)
_MOST_WORDS = 5


def is_first_name(code: str, most: str = "3") -> bool:
    """Return whether a word is a first name; `most` is the last bin of rarity that counts."""
    return "0" <= code[0] <= most or "0" <= code[1] <= most or code[3] == "1"


def is_surname(code: str) -> bool:
    return code[2] != "." or code[3] == "2"


def is_ordinary(code: str) -> bool:
    """Return whether a word is a common one that is mostly written with a small letter."""
    return code[5] in "01234" and code[6] in ".01"


def is_initial(word: str) -> bool:
    return bool(_INITIAL.fullmatch(word))


def is_company_sign(word: str) -> bool:
    return word.lower() in _COMPANY


def is_name_word(word: str, *, caseless: bool) -> bool:
    """Return whether a word may be part of a name by its letters."""
    if len(word) < 2 or not _NAME.fullmatch(word):
        return False
    return caseless or word[0].isupper() or bool(_ARTICLE.match(word))


def run_of_names(words: Sequence[str], begin: int, lexicon: Lexicon, *, caseless: bool) -> int:
    """Return the word after a run of words that may be one name; `begin` where there is none."""
    at = begin
    while at < len(words) and at - begin < _MOST_WORDS:
        word = words[at]
        low = word.lower()
        code = lexicon.code(word)
        if caseless:
            fits = is_name_word(word, caseless=True) and (
                is_first_name(code) or is_surname(code) or code[5] == "."
            )
            rarest = "2" if at == begin else "1"
            fits = fits and not (is_ordinary(code) and not is_first_name(code, most=rarest))
        else:
            fits = is_name_word(word, caseless=False) or is_initial(word)
        if fits and low not in CUES and not is_street(low):
            at += 1
            continue
        if low in PARTICLES and at > begin and not caseless and _goes_on(words, at):
            at += 1
            continue
        break
    return at


def _goes_on(words: Sequence[str], at: int) -> bool:
    """Return whether a name goes on behind one or two small words."""
    after = next((word for word in words[at + 1 : at + 3] if word not in PARTICLES), "")
    return is_name_word(after, caseless=False)


def is_apostrophe_name(word: str) -> bool:
    """Return whether a word is written like O'Connor or McDermott."""
    return bool(_APOSTROPHE.fullmatch(word))
