"""What the recogniser sees of a word: its letters, its shape, what the lexicon knows, its neighbours.

Features of one word are the same wherever it stands, so they are worked out once for each word and
joined with the place relative to the word that is labelled; features of several words are built from
short classes of each.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.text.names.cue_words import CUES
from signatur.methods.text.names.lexicon import UNKNOWN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.text.names.lexicon import Lexicon

START, END = "<s>", "</s>"
PLACES = (-2, -1, 0, 1, 2)
_STREETS = re.compile(
    r".{2,}(?:vej|vejen|gade|gaden|gyde|stræde|strædet|vænge|vænget|allé|alle|alléen|boulevard|torv|"
    r"torvet|plads|pladsen|parken|haven|bakken|toften|engen|skoven|marken|stien)s?",
)
_BODIES = re.compile(
    r".{2,}(?:kommune|kommunes|skole|skolen|forening|foreningen|forbund|forbundet|parti|partiet|"
    r"banken|bank|klub|klubben|center|centret|styrelsen|ministeriet|råd|rådet|selskab|fonden)s?",
)


@dataclass(frozen=True, slots=True)
class WordView:
    """One word as its neighbours see it: lower case, shape, class in the lexicon."""

    low: str
    shape: str
    known: str
    at: tuple[tuple[str, ...], ...]
    """The features of this word at each of `PLACES`."""


def shape_of(word: str) -> str:
    """Return the shape of a word: X for capitals, x for small letters, d for digits; runs are cut."""
    shape: list[str] = []
    for sign in word[:24]:
        mark = "X" if sign.isupper() else "x" if sign.isalpha() else "d" if sign.isdigit() else sign
        if len(shape) < 2 or shape[-1] != mark or shape[-2] != mark:
            shape.append(mark)
    return "".join(shape)


def is_street(low: str) -> bool:
    """Return whether a word in lower case ends like a street."""
    return bool(_STREETS.fullmatch(low))


def is_body(low: str) -> bool:
    """Return whether a word in lower case ends like a company, an office or an association."""
    return bool(_BODIES.fullmatch(low))


def class_of(code: str) -> str:
    """Return a coarse class of a code in the lexicon: what it most likely is, and how common."""
    first = min(code[0], code[1])
    first = "F" if first in "012" else "f" if first in "34" else ""
    last = "S" if code[2] in "01" else "s" if code[2] in "23" else ""
    origin = "o" if code[3] != "." and not (first == "F" or last == "S") else ""
    place = code[4] if code[4] != "." else ""
    common = "c" if code[5] in "0123" and code[6] in ".0" else ""
    return first + last + origin + place + common or ("r" if code[5] != "." else "-")


class WordViews:
    """The views of words with their features; worked out once for each word."""

    def __init__(self, lexicon: Lexicon) -> None:
        self._lexicon = lexicon
        self._views: dict[tuple[str, bool], WordView] = {}

    def of(self, word: str, *, known: bool = True) -> WordView:
        """Return the view of a word; `known` false hides what the lexicon says (used in training)."""
        view = self._views.get((word, known))
        if view is None:
            if len(self._views) > 60_000:
                self._views.clear()
            view = self._views[(word, known)] = self._view(word, known=known)
        return view

    def _view(self, word: str, *, known: bool) -> WordView:
        if word in (START, END):
            return WordView(word, word, word, tuple((f"{place}w{word}",) for place in PLACES))
        low, shape = word.lower(), shape_of(word)
        code = self._lexicon.code(word) if known else UNKNOWN
        kind = class_of(code)
        cue = CUES.get(low, "")
        near = [f"w{low}", f"s{shape}", f"k{kind}", f"e{low[-3:]}"]
        if cue:
            near.append(f"q{cue}")
        far = [f"w{low}", f"k{kind}/{shape[:2]}"]
        if cue:
            far.append(f"q{cue}")
        own = (*near, *_own(low, word, shape, code, kind))
        features = (far, near, own, near, far)
        at = tuple(
            tuple(f"{place}{one}" for one in some)
            for place, some in zip(PLACES, features, strict=True)
        )
        return WordView(low, shape, kind + (cue and "/" + cue), at)


def _own(low: str, word: str, shape: str, code: str, kind: str) -> Iterator[str]:
    yield "b"
    short = len(low)
    for length in range(1, min(5, short) + 1):
        yield f"z{length}{low[-length:]}"
    for length in range(2, min(4, short) + 1):
        yield f"a{length}{low[:length]}"
    begin = "X" if word[:1].isupper() else "x"
    yield f"t{begin}{low[-3:]}"
    yield f"l{min(short, 12)}{begin}"
    if low != word:
        yield f"o{word}"
    if "-" in word[1:-1]:
        yield f"h{low.rsplit('-', 1)[1]}"
        yield f"H{low.split('-', 1)[0]}"
    yield f"K{kind}/{shape[:3]}"
    for place, mark in enumerate(code):
        if mark != ".":
            yield f"g{place}{mark}{begin}"
    yield f"g{code[0]}{code[1]}{code[2]}{code[5]}{code[6]}"
    yield f"p{code[4]}{code[5]}{code[6]}{begin}"
    if _STREETS.fullmatch(low):
        yield f"y{begin}"
    if _BODIES.fullmatch(low):
        yield f"Y{begin}"


def joint_features(
    before: WordView, word: WordView, after: WordView, second: WordView, last: WordView
) -> list[str]:
    """Return the features of a word with its neighbours: one before, itself, one and two after, two before."""
    return [
        f"A{before.low}|{word.low}",
        f"B{word.low}|{after.low}",
        f"C{before.shape}|{word.shape}",
        f"D{word.shape}|{after.shape}",
        f"E{before.shape}|{word.shape}|{after.shape}",
        f"F{before.known}|{word.known}",
        f"G{word.known}|{after.known}",
        f"I{before.known}|{word.known}|{after.known}",
        f"J{before.low}|{after.low}",
        f"K{before.low}|{word.shape}",
        f"L{word.shape}|{after.low}",
        f"M{before.known}|{word.shape}|{after.known}",
        f"N{last.low}|{before.low}",
        f"O{after.low}|{second.low}",
        f"P{before.low}|{word.known}",
        f"Q{word.known}|{after.low}",
    ]


def sentence_features(
    views: Sequence[WordView], edge: tuple[WordView, WordView]
) -> list[tuple[str, ...]]:
    """Return all features of each word of a sentence; `edge` are the views of start and end."""
    start, end = edge
    padded = [start, start, *views, end, end]
    told = []
    for at in range(2, len(padded) - 2):
        around = padded[at - 2 : at + 3]
        own = tuple(one for place in range(5) for one in around[place].at[place])
        told.append((*own, *joint_features(around[1], around[2], around[3], around[4], around[0])))
    return told
