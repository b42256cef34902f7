"""How alike two words of names are: as scanners confuse letters, and as they sound."""

from __future__ import annotations

import re
from functools import lru_cache

from signatur.methods.text.folding import fold

# What recognition confuses, each written as one. `fold` has already made æ, ø and å to ae, oe and aa;
# scans often read ø as o, å as a, æ as a or ae, so both forms lose their second letter.
_CONFUSED = (
    *(("rn", "m"), ("vv", "w"), ("ae", "a"), ("oe", "o"), ("aa", "a"), ("cl", "d"), ("nn", "m")),
    *(("0", "o"), ("1", "l"), ("|", "l"), ("!", "l"), ("i", "l"), ("j", "l"), ("5", "s")),
    *(("8", "b"), ("6", "b"), ("q", "g"), ("9", "g"), ("u", "v"), ("c", "e")),
)
_SOUNDS = (
    *(("ch", "k"), ("ck", "k"), ("kh", "k"), ("ph", "f"), ("th", "t"), ("gh", "g"), ("dh", "d")),
    *(("c", "k"), ("q", "k"), ("w", "v"), ("z", "s"), ("x", "ks"), ("y", "j"), ("i", "j")),
)
_DOUBLED = re.compile(r"(.)\1+")
_VOWELS = re.compile("[aeou]")
_FEWEST_SOUNDS = 3


@lru_cache(maxsize=65_536)
def folded(word: str) -> str:
    """Return a word as names are compared: folded, without dots at its ends."""
    return fold(word).strip(".,;:()'\"")


@lru_cache(maxsize=65_536)
def scanned(word: str) -> str:
    """Return the shape that a folded word shares with what recognition makes of it."""
    for seen, shape in _CONFUSED:
        word = word.replace(seen, shape)
    return word


@lru_cache(maxsize=65_536)
def sounded(word: str) -> str:
    """Return what a folded name sounds like, vowels left out; empty where too little is left.

    Mohamed, Muhammed and Mohammad meet; so do some that are no variants of each other, which is why
    this only ever says that two may be one.
    """
    for written, sound in _SOUNDS:
        word = word.replace(written, sound)
    rest = _DOUBLED.sub(r"\1", _VOWELS.sub("", word.replace("j", "")))
    return rest if len(rest) >= _FEWEST_SOUNDS else ""


def is_one_slip(one: str, other: str) -> bool:
    """Tell whether two words differ by one letter: other, more, less, or two swapped."""
    if abs(len(one) - len(other)) > 1:
        return False
    start = 0
    for left, right in zip(one, other, strict=False):
        if left != right:
            break
        start += 1
    one, other = one[start:], other[start:]
    return (
        one[1:] == other[1:]
        or one[1:] == other
        or one == other[1:]
        or (one[:2] == other[1::-1] and one[2:] == other[2:])
    )


class Likeness:
    """Steps of likeness between two words, highest first."""

    EQUAL = 1.0
    SCANNED = 0.9
    SLIP = 0.35
    SOUND = 0.2
    NONE = 0.0


def likeness(one: str, other: str) -> float:
    """Return how surely two folded words of a name are one word, from 0 to 1."""
    if one == other:
        return Likeness.EQUAL
    shorter = min(len(one), len(other))
    if shorter >= 4 and scanned(one) == scanned(other):
        return Likeness.SCANNED
    # Anna and Anne; Line and Lone are two names.
    is_ending = shorter == 4 and one[:-1] == other[:-1] and {one[-1], other[-1]} <= set("aeiy")
    if is_ending or (shorter >= 5 and is_one_slip(one, other)):
        return Likeness.SLIP
    sound = sounded(one)
    return Likeness.SOUND if sound and sound == sounded(other) else Likeness.NONE
