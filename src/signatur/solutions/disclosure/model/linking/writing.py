"""Names as written: titles, the genitive, the surname first, initials, hyphens."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.linking.likeness import folded
from signatur.solutions.disclosure.schema.parties import Gender

if TYPE_CHECKING:
    from collections.abc import Iterable

_WORD = re.compile(r"[^\W_][^\s,;:()<>\"/]*")
HALVED = re.compile(r"(?<=\w)-\s+(?=[^\W\d_])")
"""A double name over a line end."""
_TITLES = {
    **dict.fromkeys(("hr", "herr", "mr"), Gender.MAN),
    **dict.fromkeys(("fru", "frk", "froeken", "mrs", "ms"), Gender.WOMAN),
    **dict.fromkeys(("dr", "familien", "parret", "aegteparret", "prof"), Gender.UNKNOWN),
}
# Given names and surnames that end in s by themselves.
_ENDING_IN_S = frozenset(
    [
        "hans",
        "jens",
        "lars",
        "mads",
        "niels",
        "anders",
        "thomas",
        "jonas",
        "lukas",
        "lucas",
        "mathias",
        "andreas",
        "nikolas",
        "nicolas",
        "johannes",
        "klaus",
        "claus",
        "rasmus",
        "magnus",
        "markus",
        "marcus",
        "tobias",
        "elias",
        "silas",
        "kris",
        "chris",
        "iris",
        "doris",
        "agnes",
        "ines",
        "els",
        "jes",
        "lis",
        "is",
        "bus",
        "aksels",
        "friis",
        "juhls",
        "dres",
        "nis",
        "ries",
        "boris",
        "moses",
        "james",
        "louis",
        "alexis",
        "denis",
        "dennis",
        "phillis",
        "alis",
        "frans",
        "hannes",
        "karsens",
        "vilads",
        "oles",
        "otis",
        "julius",
        "cornelius",
        "marius",
        "villiams",
        "anas",
        "ilias",
        "idris",
        "younes",
        "yunus",
        "abbas",
        "nous",
        "reis",
        "siefs",
        "hass",
        "voss",
        "koss",
    ]
)
_PARTICLES = frozenset(
    [
        "von",
        "van",
        "de",
        "der",
        "den",
        "af",
        "da",
        "du",
        "la",
        "le",
        "el",
        "al",
        "bin",
        "ben",
        "ibn",
        "di",
        "della",
        "dos",
    ]
)


@dataclass(frozen=True, slots=True)
class WrittenName:
    """A name in folded words, given name first."""

    words: tuple[str, ...]
    gender: Gender = Gender.UNKNOWN
    """As its title says."""
    has_title: bool = False

    @property
    def first(self) -> str:
        return self.words[0] if self.words else ""

    @property
    def last(self) -> str:
        return self.words[-1] if self.words else ""

    @property
    def is_full(self) -> bool:
        """Whether it holds a given name and a surname, both written out."""
        return len(self.words) > 1 and len(self.first) > 1 and len(self.last) > 1

    @property
    def is_initials(self) -> bool:
        return len(self.words) > 1 and all(len(word) == 1 for word in self.words)


def written(text: str) -> WrittenName:
    """Read a name as it stands in a text; the genitive is still in it."""
    before, comma, after = text.partition(",")
    if comma and after.strip() and before.strip():
        text = f"{after} {before}"
    words: list[str] = []
    gender, has_title = Gender.UNKNOWN, False
    for match in _WORD.finditer(_spaced_initials(HALVED.sub("-", text))):
        word = folded(match.group())
        if not words and word in _TITLES:
            gender, has_title = _TITLES[word], True
        elif word:
            words.append(word)
    return WrittenName(_joined_particles(words), gender, has_title)


def _spaced_initials(text: str) -> str:
    # "M.H." and "P.Hansen" are several words.
    return re.sub(r"(?<=\b\w\.)(?=\w)", " ", text)


def _joined_particles(words: list[str]) -> tuple[str, ...]:
    """Join *el Khatib* and *von Bülow* to one surname, as *el-Khatib* is one."""
    joined: list[str] = []
    for word in words:
        if joined and len(joined) > 1 and joined[-1] in _PARTICLES:
            joined[-1] = f"{joined[-1]}-{word}"
        else:
            joined.append(word)
    return tuple(joined)


def vocabulary(names: Iterable[WrittenName]) -> Counter[str]:
    """Count the words of all names of a case, with the parts of hyphenated ones."""
    count: Counter[str] = Counter()
    for name in names:
        count.update(name.words)
        for word in name.words:
            if "-" in word:
                count.update(word.split("-"))
    return count


def without_genitive(name: WrittenName, known: Counter[str]) -> WrittenName:
    """Return the name in its base form, as far as the other names of the case tell it."""
    if not name.words:
        return name
    base = _base_form(name.words[-1], known)
    if base == name.words[-1]:
        return name
    return WrittenName((*name.words[:-1], base), name.gender, name.has_title)


def _base_form(word: str, known: Counter[str]) -> str:
    if word.endswith("'s"):
        return word[:-2]
    word = word.strip("'")
    if word in _ENDING_IN_S or not word.endswith("s") or len(word) < 3:
        return word
    return word[:-1] if known.get(word[:-1]) else word


def parts(word: str) -> tuple[str, ...]:
    """Return a surname and, where it is hyphenated, its parts."""
    return (word, *word.split("-")) if "-" in word else (word,)
