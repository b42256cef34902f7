"""How much of a text looks like language: finds text layers that are glyph codes or worse.

A PDF may carry text that no reader of the page would recognise: glyph numbers (`(cid:71)`), codes
of a private font, letters shifted by a fixed distance, mojibake, or what a scanner's program once
guessed. The measure here needs no dictionary and no training. Every character gets a class, and
every token is judged by the shape that its classes make: letters of one alphabet, upper case only
where words have it, vowels among the consonants, no symbols inside words. For Latin letters it
then counts how often vowel and consonant alternate: languages do so at 58 to 88 of 100 steps from
letter to letter, an alphabet that was shifted or shuffled at 40 to 45.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final

# A page longer than this is judged by its beginning.
_JUDGED_CHARACTERS: Final = 12_000

# Share of steps between vowel and consonant: none below the first, full trust above the second.
_SHUFFLED: Final = 0.44
_SPOKEN: Final = 0.54
# Fewer steps than this say nothing.
_FEWEST_STEPS: Final = 80

_VOWELS: Final = frozenset("aeiouyæøœı")
_BASE_LETTERS: Final = {"ø": "ø", "æ": "æ", "œ": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "t", "ß": "s", "ı": "i"}  # fmt: skip
# Signs beside punctuation that ordinary documents are full of.
_ORDINARY: Final = frozenset("+=<>|~^`´°½¼¾²³$€£©®™№→←■□☐☑☒✓✔➢▪•◦\u00ad")

# Classes: a vowel, c consonant (lower case); A, C the same in upper case; one letter from L to Z
# for every other alphabet; n digit, p ordinary sign, s odd sign, m mark on a letter, x not text.
_CLASS_OF_CATEGORY: Final = {"P": "p", "N": "n", "M": "m", "S": "s", "Cf": "m"}
_ALPHABETS: Final = (
    ("G", 0x0370, 0x0400), ("K", 0x0400, 0x0530), ("M", 0x0530, 0x0590), ("H", 0x0590, 0x0600),
    ("R", 0x0600, 0x0780), ("D", 0x0900, 0x0E00), ("T", 0x0E00, 0x0E80), ("E", 0x1200, 0x13A0),
    ("G", 0x1F00, 0x2000), ("J", 0x3040, 0xA000), ("O", 0xAC00, 0xD7B0), ("R", 0xFB50, 0xFE00),
    ("R", 0xFE70, 0xFEFF),
)  # fmt: skip

_TOKEN: Final = re.compile(r"[^ ]+")
_PIECE: Final = re.compile(r"[^p]+")
_NUMBER: Final = re.compile(r"n+[acACn]{0,3}|[acAC]{1,4}n+[acAC]?")
_WORD: Final = re.compile(r"[AC]?[acm]+|[ACm]+|[AC]{2,}c?[ac]{0,4}|([G-HJKMORDTE])(?:\1|m)*")
# German goes up to eight (`Angstschweiß`), Danish to six.
_CONSONANT_CROWD: Final = re.compile(r"[cC]{9}")
_VOWEL_CROWD: Final = re.compile(r"[aA]{5}")
_CAPITALS: Final = re.compile(r"[AC]+")
_MOJIBAKE: Final = re.compile(
    r"[ÃÂ][\u0080-\u00bf‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ]|â€.|√[∏¶•Ö]|Ð[\u0080-\u00bf]"
)
_GLYPH_NUMBER: Final = re.compile(r"\(cid:\d+\)|/g(?:id)?\d+\b|/uni[0-9A-F]{4}|\\[0-3]?\d\d\d?\\")
_ADDRESS: Final = re.compile(r"\S{1,64}@\S{1,255}\.\w+|https?://\S+|www\.\S+")

_LETTERS: Final = re.compile(r"[ac]+")

_ABBREVIATION: Final = 4


class _Classes(dict[int, str]):
    """A translation table that learns the class of a character when it first meets it."""

    def __missing__(self, code: int) -> str:
        found = self[code] = _class_of(chr(code))
        return found


def _class_of(character: str) -> str:
    if character.isspace():
        return " "
    if character in _ORDINARY:
        return "p"
    category = unicodedata.category(character)
    if category[0] == "L":
        return _letter_class(character)
    return _CLASS_OF_CATEGORY.get(category) or _CLASS_OF_CATEGORY.get(category[0], "x")


def _letter_class(character: str) -> str:
    base = _base_letter(character)
    if base.isascii() or base in "æø":
        kind = "a" if base in _VOWELS else "c"
        return kind.upper() if character.isupper() else kind
    code = ord(character)
    return next((name for name, low, high in _ALPHABETS if low <= code < high), "O")


def _base_letter(character: str) -> str:
    lowered = character.lower()[0]
    return _BASE_LETTERS.get(lowered) or unicodedata.normalize("NFD", lowered)[0]


_CLASSES: Final = _Classes({ord("\N{REPLACEMENT CHARACTER}"): "x"})


def text_quality(text: str) -> float:
    """Estimate the share of `text` that looks like written language, from 0 to 1.

    Numbers, tables, addresses and abbreviations count as language. An empty text has quality 0.
    Below 0.5 a text is hardly worth keeping; proper text in any of the alphabets above is at 0.85
    or more.
    """
    sample = text[:_JUDGED_CHARACTERS]
    plain = _ADDRESS.sub("", sample)
    good = float(len(sample) - len(plain))
    judged = good
    classes = _MOJIBAKE.sub("\ufffd", _GLYPH_NUMBER.sub("\ufffd", plain)).translate(_CLASSES)
    for token in classes.split():
        share = _likeness_of_token(token)
        judged += len(token)
        good += len(token) * share
    return good / judged * _alternation(classes) if judged else 0.0


@lru_cache(maxsize=4096)
def _likeness_of_token(token: str) -> float:
    """The share of a token, given as classes, that looks right."""
    if "x" in token:
        return 0.0
    pieces = _PIECE.findall(token)
    if not pieces:
        return 0.5
    letters = sum(len(piece) for piece in pieces)
    right = sum(len(piece) * _likeness(piece) for piece in pieces)
    # `[(a)]` is a token, `;.-:a'` is dirt on a scan.
    crowd_of_signs = min(1.0, 2 * letters / len(token))
    return right / letters * crowd_of_signs


def _likeness(piece: str) -> float:
    """1 for a piece of a token that is a word or a number, 0 for one that is neither."""
    if _NUMBER.fullmatch(piece):
        return 1.0
    if not _WORD.fullmatch(piece):
        return 0.3 if piece.isalpha() and "s" not in piece and "n" not in piece else 0.0
    if piece[0] not in "acAC":
        return 1.0
    if _CONSONANT_CROWD.search(piece) or _VOWEL_CROWD.search(piece):
        return 0.0
    if len(piece) == 1:
        return 0.5  # letters one by one: spaced text at best, dirt at worst
    has_vowel = "a" in piece or "A" in piece
    is_short = len(piece) <= _ABBREVIATION or _CAPITALS.fullmatch(piece)
    return 1.0 if has_vowel else 0.9 if is_short else 0.2


def _alternation(classes: str) -> float:
    """1 where vowels and consonants of Latin words take turns as in speech, 0 where by chance."""
    lowered = classes.replace("A", "a").replace("C", "c")
    steps = lowered.count("a") + lowered.count("c") - len(_LETTERS.findall(lowered))
    if steps < _FEWEST_STEPS:
        return 1.0
    share = (lowered.count("ac") + lowered.count("ca")) / steps
    return min(1.0, max(0.0, (share - _SHUFFLED) / (_SPOKEN - _SHUFFLED)))
