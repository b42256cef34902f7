"""What is known of a word before it is read in its sentence: name, place, common word.

One word has one short code, the same for all its spellings in case: rank bins as a first name of women
and of men, as a surname and as a name of another origin, kind of place, how common it is, and whether it
is written with a capital inside sentences. The table is built by `benchmarks/disclosure/names_train.py`.
"""

from __future__ import annotations

import lzma
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

UNKNOWN = "......."
"""Code of a word of which nothing is known: woman, man, surname, origin, place, common, capital."""
WOMAN, MAN, SURNAME, ORIGIN, PLACE, COMMON, CAPITAL = range(7)
_GENITIVE = ("'s", "’s", "´s", "`s")


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Codes by word in lower case."""

    codes: Mapping[str, str]

    def code(self, word: str) -> str:
        """Return the code of a word, also of its genitive; `UNKNOWN` where nothing is known."""
        low = word.lower()
        found = self.codes.get(low)
        if found is not None and (
            found[:SURNAME] != ".." or found[SURNAME] != "." or not low.endswith("s")
        ):
            return found
        bare = without_genitive(low)
        if bare != low:
            other = self.codes.get(bare)
            if other is not None and (found is None or other[: ORIGIN + 1] != "...."):
                return other
        if found is not None:
            return found
        if "-" in low:
            return self._of_parts(low)
        return UNKNOWN

    def _of_parts(self, low: str) -> str:
        parts = [self.codes.get(part) for part in low.split("-") if part]
        if len(parts) < 2 or any(part is None for part in parts):
            return UNKNOWN
        return next((part for part in parts if part is not None), UNKNOWN)

    def as_bytes(self) -> bytes:
        """Return the table as a file, the same bytes for the same table."""
        by_code: dict[str, list[str]] = {}
        for word, code in self.codes.items():
            by_code.setdefault(code, []).append(word)
        lines = [f"{code}\t{' '.join(sorted(words))}" for code, words in sorted(by_code.items())]
        return lzma.compress("\n".join(lines).encode(), preset=9 | lzma.PRESET_EXTREME)


def without_genitive(low: str) -> str:
    """Return a word in lower case without the ending of its genitive."""
    for ending in _GENITIVE:
        if low.endswith(ending) and len(low) > len(ending) + 1:
            return low[: -len(ending)]
    if len(low) > 3 and low[-1] in "'’´" and low[-2] in "sxz":
        return low[:-1]
    if len(low) > 3 and low[-1] == "s":
        return low[:-1]
    return low


def read_lexicon(content: bytes) -> Lexicon:
    """Read what `Lexicon.as_bytes` wrote."""
    codes: dict[str, str] = {}
    for line in lzma.decompress(content).decode().split("\n"):
        code, _, words = line.partition("\t")
        codes.update(dict.fromkeys(words.split(" "), code))
    return Lexicon(codes)
