"""The words of a text with their places, in a spelling in which copies of a text agree."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import Final

from signatur.methods.text.folding import fold

# Within a word may stand what nobody sees, and what is left of a letter that was lost on the way.
_WORD: Final = re.compile(r"[^\W_]+(?:[\u00ad\u200b?\ufffd][^\W_]+)*")
# A copy may be long; what differs in it is rarely more than this.
_MOST_COMPARED: Final = 3_000


@dataclass(frozen=True, slots=True)
class Words:
    """Words in reading order; places are offsets in the whole document."""

    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    unmangled: tuple[int, ...] = ()

    def between(self, start: int, end: int) -> list[int]:
        """Numbers of the words that lie in a stretch, wholly or in part."""
        return [
            place
            for place in range(len(self.words))
            if self.starts[place] < end and self.ends[place] > start
        ]

    def plain(self) -> tuple[str, ...]:
        """Words that no mail program mangles: without Danish letters, and none of one letter."""
        return tuple(self.words[place] for place in self.unmangled)


def words_of(text: str, offset: int) -> Words:
    """The words of a text that begins at `offset` of its document."""
    found = list(_WORD.finditer(text))
    return Words(
        tuple(_folded(match[0]) for match in found),
        tuple(offset + match.start() for match in found),
        tuple(offset + match.end() for match in found),
        tuple(place for place, match in enumerate(found) if _is_plain(match[0])),
    )


def _is_plain(word: str) -> bool:
    return len(word) > 1 and word.isascii() and word.isalnum()


@lru_cache(maxsize=200_000)
def _folded(word: str) -> str:
    return fold(word.replace("\u00ad", "").replace("\u200b", ""))


def aligned(one: Words, other: Words) -> list[tuple[int, int]]:
    """Pairs of numbers of words that are the same in both, in order."""
    left, right = one.words, other.words
    if left == right:
        return [(place, place) for place in range(len(left))]
    shorter = min(len(left), len(right))
    head = 0
    while head < shorter and left[head] == right[head]:
        head += 1
    tail = 0
    while tail < shorter - head and left[-1 - tail] == right[-1 - tail]:
        tail += 1
    pairs = [(place, place) for place in range(head)]
    middle_left, middle_right = left[head : len(left) - tail], right[head : len(right) - tail]
    if middle_left and middle_right and max(len(middle_left), len(middle_right)) <= _MOST_COMPARED:
        matcher = SequenceMatcher(None, middle_left, middle_right, autojunk=False)
        for block in matcher.get_matching_blocks():
            pairs.extend(
                (head + block.a + step, head + block.b + step) for step in range(block.size)
            )
    pairs.extend((len(left) - tail + step, len(right) - tail + step) for step in range(tail))
    return pairs
