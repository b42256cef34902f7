"""A list of marked words made ready for looking up: inflected, and within compounds.

Marks: `x*` begins compounds, `*x` ends them, `=x` is taken as it stands, `~` before all of it says that
the word means other things too, `~~` that it tells something beside a person alone, as a country does. A dash within a word stands for a blank or a dash.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache

_ENDINGS = (
    "ernes",
    "enes",
    "erne",
    "ens",
    "ets",
    "ers",
    "ene",
    "en",
    "et",
    "er",
    "es",
    "ne",
    "te",
    "de",
    "s",
    "e",
    "n",
    "t",
    "r",
)
_SHORTEST_STEM = 3
_SHORTEST_PART = 3
STRONG, WEAK, FAINT = 0.8, 0.45, 0.1
_LONGEST_WORD = 60
_WEIGHTS = (STRONG, WEAK, FAINT)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words by the way they may stand; each with how surely it means its category."""

    exact: dict[str, float] = field(default_factory=dict, repr=False)
    whole: dict[str, float] = field(default_factory=dict, repr=False)
    begins: dict[str, float] = field(default_factory=dict, repr=False)
    ends: dict[str, float] = field(default_factory=dict, repr=False)
    phrases: re.Pattern[str] | None = field(default=None, repr=False)

    def weight(self, word: str) -> float:
        """Return how surely a word, in small letters, means the category; 0: it does not."""
        if word in self.exact:
            return self.exact[word]
        stems = _stems(word)
        best = max((self.whole.get(stem, 0.0) for stem in stems), default=0.0)
        best = max(best, max((self.ends.get(stem, 0.0) for stem in stems), default=0.0))
        if best < STRONG:
            best = max(best, self._of_compound(word, stems))
        return best

    def _of_compound(self, word: str, stems: tuple[str, ...]) -> float:
        best = 0.0
        for size in range(_SHORTEST_STEM, len(word) + 1):
            best = max(best, self.begins.get(word[:size], 0.0))
        for stem in stems:
            for start in range(_SHORTEST_PART, len(stem) - _SHORTEST_STEM + 1):
                best = max(best, self.ends.get(stem[start:], 0.0))
        return best


def lexicon_of(words: str) -> Lexicon:
    """Read a list of marked words, parted by blanks."""
    exact: dict[str, float] = {}
    whole: dict[str, float] = {}
    begins: dict[str, float] = {}
    ends: dict[str, float] = {}
    phrases = []
    for entry in words.split():
        weight = _WEIGHTS[len(entry) - len(entry.lstrip("~"))]
        mark = entry.lstrip("~")
        stem = mark.strip("*=")
        if "-" in stem.rstrip("-"):
            tail = r"[\w-]*" if mark.endswith("*") else r"(?:e?[nrts]|ne|er|ens|ets|s)?"
            phrases.append(re.escape(stem).replace(r"\-", "[ -]") + tail)
            continue
        if mark.startswith("="):
            exact[stem] = weight
            continue
        whole[stem] = max(whole.get(stem, 0.0), weight)
        if mark.endswith("*"):
            begins[stem] = max(begins.get(stem, 0.0), weight)
        if mark.startswith("*"):
            ends[stem] = max(ends.get(stem, 0.0), weight)
    pattern = re.compile(rf"\b(?:{'|'.join(phrases)})(?!\w)", re.IGNORECASE) if phrases else None
    return Lexicon(exact, whole, begins, ends, pattern)


@lru_cache(maxsize=20_000)
def _stems(word: str) -> tuple[str, ...]:
    """Return the word and what is left of it without each ending of Danish inflection."""
    word = word[:_LONGEST_WORD]
    found = [word]
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= _SHORTEST_STEM:
            stem = word[: -len(ending)]
            found += [stem, stem + "e"]
            if len(stem) > 4 and stem[-1] == stem[-2]:
                found.append(stem[:-1])
    return tuple(dict.fromkeys(found))
