"""Finding given words in every way they may be written: what somebody asked to have withheld.

The rule, so that it can be relied on:

- Case, genitive, line breaks, hyphenation, kinds of blanks and dashes, spaced letters, other
  spellings of æ ø å, `%C3%B8` and `&oslash;`, letters that a coding lost
  (`S?ren`), letters of other alphabets and confusions of recognition make no difference.
- Numbers are found with any separators, also within longer numbers; a CPR number also with the year
  in full.
- Two to five capitalised words are taken for a name: the whole, the surname alone, first name and
  surname in both orders, and initials with surname are found. A first name alone is not: give it
  as a line of its own.
- Words in small letters are also found with the endings of nouns.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING

from signatur.methods.text.normalising import Normalised, decoded, normalise
from signatur.solutions.disclosure.model.finding.lost_words import lossy_words, with_lost_words
from signatur.solutions.disclosure.schema.finding import Finding, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    import numpy.typing as npt

_FOLDED = {
    "æ": "ae",
    "ä": "ae",
    "ø": "oe",
    "ö": "oe",
    "å": "aa",
    "ü": "u",
    "ß": "ss",
    "đ": "d",
    "ð": "d",
    "þ": "th",
    "ł": "l",
}
_STRIPPED = {**_FOLDED, "æ": "ae", "ø": "o", "ö": "o", "å": "a", "ä": "a"}
_GERMAN = {**_FOLDED, "ü": "ue"}
_LOOKALIKES = str.maketrans("012589|!iq", "olzsbglllg")
# Between cells of a table, or what recognition makes of a rule; within a word it may be an l.
_RULE = re.compile(r"(?<![^\W_])[|](?![^\W_])")
_GENITIVE = re.compile(r"(?:['’´`]?s|['’´`]|s['’´`])?(?![^\W\d_])", re.IGNORECASE)
_NOUN_ENDING = re.compile(
    r"(?:e|en|et|er|ene|erne|ne|n|t|r|s|ens|ets|ers|enes|ernes|nes)?(?![^\W\d_])", re.IGNORECASE
)
_CAPITALISED = re.compile(r"[^\W\d_][\w'’.\-]*")
_NO_SURNAME = frozenset(
    [
        "kommune",
        "kommunen",
        "region",
        "regionen",
        "a/s",
        "aps",
        "is",
        "i/s",
        "p/s",
        "fonden",
        "foreningen",
        "skole",
        "skolen",
        "vej",
        "gade",
        "afdeling",
        "afdelingen",
        "forvaltning",
        "forvaltningen",
        "styrelsen",
        "sygehus",
        "hospital",
        "center",
        "centret",
        "danmark",
        "denmark",
        "city",
        "amba",
        "bank",
        "banken",
    ]
)
_PART = 100_000
_SHORTEST_ALONE = 3
_SHORTEST_OCR = 4
_LONGEST_NAME = 5


@dataclass(frozen=True, slots=True)
class _Skeleton:
    """A part of a text without all that is neither letter nor digit."""

    text: str = field(repr=False)
    places: npt.NDArray[np.int32] = field(repr=False)
    """Index in the normalised text of each character."""
    known: int
    """So many characters at the start were at the end of the part before."""


@dataclass(frozen=True, slots=True)
class _Sought:
    skeleton: str = field(repr=False)
    value: str = field(repr=False)
    evidence: str
    is_number: bool = False
    is_lower: bool = False
    is_free: bool = False
    """Specific enough to be sought within longer words too."""
    letters: str = field(default="", repr=False)
    lossy: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """Its words without the letters that a wrong coding loses, and as they are."""


_Hit = tuple[int, int, _Sought, bool]


def find_words(text: str, words: Iterable[str]) -> tuple[Finding, ...]:
    """Return every mention of the given words in a text, in order; those that overlap are one.

    The module says which spellings count. Findings are of kind `WORD`; `value` is the word as given.
    Lines that hold neither letter nor digit are passed over.
    """
    sought = _variants(tuple(words))
    if not sought:
        return ()
    normalised = normalise(text)
    hits = [*_hits(normalised, sought)]
    lossy = {lost: whole for one in sought for lost, whole in one.lossy}
    for reading in (decoded(normalised), with_lost_words(normalised, lossy)):
        if reading is not None:
            hits += _hits(reading, sought)
    in_order = sorted(hits, key=lambda hit: (hit[0], -hit[1]))
    return tuple(_merged(text, _without_next_names(text, in_order)))


def _hits(reading: Normalised, words: tuple[_Sought, ...]) -> Iterator[_Hit]:
    longest = max(len(sought.skeleton) for sought in words)
    for skeleton in _skeletons(reading.text, longest):
        for sought in words:
            for start, end, is_exact in _mentions(reading.text, skeleton, sought):
                yield (*reading.back(start, end), sought, is_exact)


def _without_next_names(text: str, hits: Iterable[_Hit]) -> Iterator[_Hit]:
    """Leave out what seems to be a name turned around, and is the end of a name and the next line.

    Where *Mette Hansen* is told of in one line and *Mette* begins the next, nobody is called *Hansen Mette*.
    """
    ends: dict[str, int] = {}
    for hit in hits:
        start, end, sought, _is_exact = hit
        last = ends.get(sought.value, 0)
        if (
            sought.evidence == "word:surname_first"
            and start < last < end
            and "\n" in text[last:end]
        ):
            continue
        if sought.evidence in {"word:whole", "word:first_and_surname"}:
            ends[sought.value] = max(end, last)
        yield hit


def variants_of(words: Iterable[str]) -> tuple[str, ...]:
    """Return the skeletons that are sought, for searches in bytes and streams: letters and digits."""
    return tuple(dict.fromkeys(sought.letters for sought in _variants(tuple(words))))


def _merged(text: str, hits: Iterable[_Hit]) -> Iterator[Finding]:
    last: Finding | None = None
    for start, end, sought, is_exact in hits:
        evidence = ("word", sought.evidence) if is_exact else ("word", sought.evidence, "ocr")
        if last is not None and start < last.end:
            evidence = tuple(dict.fromkeys((*last.evidence, *evidence)))
            last = _finding(text, last.start, max(end, last.end), last.value, evidence)
            continue
        if last is not None:
            yield last
        last = _finding(text, start, end, sought.value, evidence)
    if last is not None:
        yield last


def _finding(text: str, start: int, end: int, value: str, evidence: tuple[str, ...]) -> Finding:
    return Finding(
        kind=FindingKind.WORD,
        start=start,
        end=end,
        text=text[start:end],
        confidence=0.9 if "ocr" in evidence else 1.0,
        evidence=evidence,
        value=value,
    )


def _mentions(text: str, skeleton: _Skeleton, sought: _Sought) -> Iterator[tuple[int, int, bool]]:
    place = skeleton.text.find(sought.skeleton, max(0, skeleton.known - len(sought.skeleton) + 1))
    while place >= 0:
        start = int(skeleton.places[place])
        end = int(skeleton.places[place + len(sought.skeleton) - 1]) + 1
        stretch = text[start:end]
        is_exact = _folded(_RULE.sub("", stretch)) == sought.letters
        whole = _whole(text, start, end, sought)
        if whole is not None and (is_exact or _is_recognisable(stretch, sought)):
            yield start, whole, is_exact
        place = skeleton.text.find(sought.skeleton, place + 1)


def _whole(text: str, start: int, end: int, sought: _Sought) -> int | None:
    """Return where the word ends, its ending included; None where it is part of another word."""
    if sought.is_number:
        return end
    ending = _NOUN_ENDING if sought.is_lower else _GENITIVE
    match = ending.match(text, end)
    if sought.is_free:
        parts = text[start:end].split()
        is_cut = len(parts[-1]) == 1 and text[end : end + 1].isalpha()
        # `Holm, som` does not hold Holms.
        if is_cut or (len(parts[0]) == 1 and text[start - 1 : start].isalpha()):
            return None
        return match.end() if match else end
    # `_` and digits part words in file names and addresses of mail.
    before = text[start - 1 : start]
    if before.isalpha():
        is_spaced = " " in text[start:end] and len(text[start:end].split(maxsplit=1)[0]) == 1
        if not is_spaced:
            return None
    return match.end() if match else None


def _is_recognisable(stretch: str, sought: _Sought) -> bool:
    """Confusions are few: `80` is not `Bo`, but `Hansan` with `0` for `o` in it is a name."""
    if len(sought.skeleton) < _SHORTEST_OCR:
        return False
    signs = [sign for sign in stretch if sign.isalnum() or sign in "|!"]
    meant = sum(sign.isdigit() for sign in signs)
    share = meant / len(signs) if sought.is_number else 1 - meant / len(signs)
    return share >= 0.5


@lru_cache(maxsize=64)
def _variants(words: tuple[str, ...]) -> tuple[_Sought, ...]:
    found: dict[tuple[str, bool], _Sought] = {}
    for word in words:
        for written, evidence in _spellings(word.strip()):
            for sought in _sought(written, word.strip(), evidence):
                found.setdefault((sought.skeleton, sought.is_free), sought)
    return tuple(found.values())


def _sought(written: str, word: str, evidence: str) -> Iterator[_Sought]:
    plain = normalise(written).text
    digits = sum(sign.isdigit() for sign in plain)
    letters = sum(sign.isalpha() for sign in plain)
    is_number = digits > letters
    for table in (_FOLDED, _STRIPPED, _GERMAN):
        folded = _folded(plain, table)
        if not folded:
            continue
        yield _Sought(
            skeleton=folded.translate(_LOOKALIKES),
            value=word,
            evidence=evidence,
            is_number=is_number,
            is_lower=plain == plain.lower() and not is_number,
            is_free=len(plain.split()) > 1 and len(folded) >= 8,
            letters=folded,
            lossy=tuple(lossy_words(plain)),
        )


def _spellings(word: str) -> Iterator[tuple[str, str]]:
    yield word, "word:whole"
    if "@" in word:
        for sign in (" at ", " snabela "):
            yield word.replace("@", sign), "word:whole"
    yield from _cpr_spellings(word)
    parts = [part for part in word.replace(",", " ").split() if part]
    if not 2 <= len(parts) <= _LONGEST_NAME or not all(map(_CAPITALISED.fullmatch, parts)):
        return
    if "," in word:
        after = word.partition(",")[2].split()
        parts = [*after, *word.partition(",")[0].split()]
    first, surname = parts[0], parts[-1]
    yield f"{first} {surname}", "word:first_and_surname"
    yield f"{surname} {first}", "word:surname_first"
    yield f"{surname} {' '.join(parts[:-1])}", "word:surname_first"
    if not all(part[0].isupper() for part in parts) or surname.lower() in _NO_SURNAME:
        return
    if len(surname.strip(".")) >= _SHORTEST_ALONE:
        yield surname, "word:surname"
        initials = "".join(part[0] for part in parts[:-1])
        yield f"{initials} {surname}", "word:initials"
        yield f"{first[0]} {surname}", "word:initials"
        each = "".join(half[0] for part in parts[:-1] for half in part.split("-") if half)
        yield f"{each} {surname}", "word:initials"
        yield f"{first} {initials[1:]} {surname}", "word:initials"


def _cpr_spellings(word: str) -> Iterator[tuple[str, str]]:
    digits = re.sub(r"\D", "", word)
    if len(digits) != 10 or re.search(r"[^\W\d_]", word):
        return
    for century in ("19", "20"):
        yield digits[:4] + century + digits[4:], "word:year_in_full"
        yield century + digits[4:6] + digits[2:4] + digits[:2] + digits[6:], "word:year_in_full"


def _folded(text: str, table: dict[str, str] = _FOLDED) -> str:
    """Return the letters and digits alone, small, without accents."""
    parts = []
    for sign in text.casefold():
        if sign in table:
            parts.append(table[sign])
        elif sign.isalnum() or sign in "|!":
            parts.append(unicodedata.normalize("NFD", sign)[0])
    return "".join(parts)


def stripped(text: str) -> str:
    """Letters and digits alone, small, with one spelling of æ ø å and of digits that look like letters."""
    folded = _folded(normalise(text).text, _STRIPPED)
    if any(sign.isalpha() for sign in folded):
        folded = folded.translate(_LOOKALIKES)
    return folded.replace("aa", "a").replace("ae", "a").replace("oe", "o")


def _skeletons(text: str, longest: int) -> Iterator[_Skeleton]:
    """Yield the skeleton in parts; each begins with the end of the one before, for words over the cut."""
    import numpy as np

    signs: dict[int, str] = {}
    kept, kept_places = "", np.zeros(0, dtype=np.int32)
    for begin in range(0, len(text), _PART):
        part = text[begin : begin + _PART]
        if "|" in part:
            part = _RULE.sub(" ", text[max(0, begin - 1) : begin + _PART + 1])
            part = part[min(1, begin) :][:_PART]
        for sign in set(part):
            if ord(sign) not in signs:
                signs[ord(sign)] = _folded(sign).translate(_LOOKALIKES)
        sizes = np.zeros(max(signs) + 1, dtype=np.uint8)
        sizes[list(signs)] = [len(folded) for folded in signs.values()]
        codes = np.frombuffer(part.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        own = np.repeat(np.arange(begin, begin + len(part), dtype=np.int32), sizes[codes])
        places = np.concatenate([kept_places, own])
        skeleton = kept + part.translate(signs)
        yield _Skeleton(skeleton, places, len(kept))
        kept = skeleton[max(0, len(skeleton) - longest + 1) :]
        kept_places = places[len(places) - len(kept) :]
