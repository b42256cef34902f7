"""Texts as rows of hashed n-grams: words, pairs of words, and the letters within words.

The hashing trick (Weinberger et al. 2009, "Feature hashing for large scale multitask learning") keeps
no vocabulary, so that a stored model holds no words of the texts that it has learnt from. Weights are
sublinear TF-IDF; the words and the letters of a text each have length 1.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

BITS = 18
BUCKETS = 1 << BITS
COLUMNS = 2 * BUCKETS
"""Words have the first half of the columns, letters the second."""

# Letters in a row within one word, its edges counting as letters (Danish compounds and misspellings).
_SHORTEST, _LONGEST = 2, 5
# A word is also paired with those up to so many places on.
_REACH = 4
# Of a long text only so many n-grams count, those with the greatest weight.
MOST_COLUMNS = 400
# Texts that are turned into rows at a time, and their letters, which bound the memory that takes.
_BATCH, _BATCH_LETTERS = 2_000, 500_000
# The letters of each text that are looked at.
_MOST_LETTERS = 12_000

# NUL parts texts below, and is no sign of any.
_TOKEN = re.compile(r"\w+(?:['’\-]\w+)*|[^\w\s\0]")
_PRIME = 0x9E3779B97F4A7C15
_INVERSE = pow(_PRIME, -1, 1 << 64)
_SPACE, _EDGE = ord(" "), 0


@dataclass(frozen=True, slots=True)
class Grams:
    """Every n-gram of some texts: its text, its column, and the words it touches."""

    row: NDArray[np.int64]
    column: NDArray[np.int64]
    first_word: NDArray[np.int64]
    """Number of a word among all words of these texts."""
    last_word: NDArray[np.int64]


def grams(texts: Sequence[str]) -> Grams:
    """Return the n-grams of texts, one for each time that it occurs."""
    tokens = [tokens_of(text) for text in texts]
    letters = np.frombuffer(
        ("\0" + "\0".join(map(_spaced, tokens)) + "\0").encode("utf-32-le", "replace"),
        dtype=np.uint32,
    )
    rows = np.cumsum(letters == _EDGE) - 1
    spaces = np.cumsum(letters == _SPACE)
    # The word that a letter belongs to; a space belongs to the word after it. Each text has one
    # space more than words.
    words = spaces - 1 - rows
    of_letters = _joined(_letter_grams(letters, rows, words))
    of_words = _joined(_word_grams(letters, rows))
    columns = _bucket(of_letters[1]) + BUCKETS, _bucket(of_words[1])
    return Grams(
        row=np.concatenate([of_letters[0], of_words[0]]),
        column=np.concatenate(columns),
        first_word=np.concatenate([of_letters[2], of_words[2]]),
        last_word=np.concatenate([of_letters[3], of_words[3]]),
    )


def _joined(pieces: Iterable[_Piece]) -> _Piece:
    row, value, first_word, last_word = map(np.concatenate, zip(*pieces, strict=True))
    return row, value, first_word, last_word


def _spaced(tokens: Sequence[str]) -> str:
    return " ".join(["", *tokens, ""]) if tokens else " "


def tokens_of(text: str) -> list[str]:
    """Return the words and signs of a text as they are counted."""
    return _TOKEN.findall(text[:_MOST_LETTERS].lower())


def word_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield where each word or sign that `grams` counts stands in the text."""
    looked_at = text[:_MOST_LETTERS]
    lowered = looked_at.lower()
    # A few letters become two in lower case, as İ does: the place of each lowered letter.
    place: Sequence[int] = range(len(lowered))
    if len(lowered) != len(looked_at):
        place = [at for at, letter in enumerate(looked_at) for _ in letter.lower()]
    for found in _TOKEN.finditer(lowered):
        yield place[found.start()], place[found.end() - 1] + 1


# Row, hash, first word and last word of some n-grams.
_Piece = tuple["NDArray[np.int64]", "NDArray[np.uint64]", "NDArray[np.int64]", "NDArray[np.int64]"]


def _letter_grams(
    letters: NDArray[np.uint32], rows: NDArray[np.int64], words: NDArray[np.int64]
) -> Iterator[_Piece]:
    """Yield stretches of letters that do not reach beyond a word and the spaces around it."""
    code = letters.astype(np.uint64)
    is_space = letters == _SPACE
    is_apart = np.concatenate([[0], np.cumsum(is_space)])
    is_edge = np.concatenate([[0], np.cumsum(letters == _EDGE)])
    value = code.copy()
    for size in range(2, _LONGEST + 1):
        value = value[:-1] * np.uint64(_PRIME) + code[size - 1 :]
        if size < _SHORTEST:
            continue
        starts = np.arange(len(value))
        inside = is_apart[starts + size - 1] - is_apart[starts + 1]
        outside = is_edge[starts + size] - is_edge[starts]
        kept = starts[(inside == 0) & (outside == 0)]
        # A space at the end stands for the word before it.
        middle = kept + np.where(is_space[kept], 1, 0)
        of_word = np.minimum(words[middle], words[kept + size - 1])
        yield rows[kept], value[kept], of_word, of_word


def _word_grams(letters: NDArray[np.uint32], rows: NDArray[np.int64]) -> Iterator[_Piece]:
    """Yield words, neighbouring pairs (the ends of a text count as words), and looser pairs."""
    value, of_row = _words(letters, rows)
    number = np.arange(len(value))
    yield of_row, value, number, number
    begins = np.concatenate([[True], of_row[1:] != of_row[:-1]]) if len(value) else number == 0
    ends = np.concatenate([of_row[1:] != of_row[:-1], [True]]) if len(value) else number == 0
    yield of_row[begins], _pair(value[begins] * 0, value[begins], 1), *_twice(begins)
    yield of_row[ends], _pair(value[ends], value[ends] * 0, 1), *_twice(ends)
    for reach in range(1, _REACH + 1):
        together = of_row[:-reach] == of_row[reach:]
        at = number[: len(together)][together]
        # Looser pairs count alike, however far apart.
        pair = _pair(value[at], value[at + reach], min(reach, 2))
        yield of_row[at], pair, at, at + reach


def _twice(chosen: NDArray[np.bool_]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    at = np.flatnonzero(chosen)
    return at, at


def _words(
    letters: NDArray[np.uint32], rows: NDArray[np.int64]
) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """Return a hash of each word and the text it stands in, by sums over its letters."""
    is_letter = (letters != _SPACE) & (letters != _EDGE)
    edges = np.diff(np.concatenate([[0], is_letter.astype(np.int8), [0]]))
    starts, ends = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    powers = np.full(len(letters), _PRIME, np.uint64)
    inverses = np.full(len(letters), _INVERSE, np.uint64)
    if len(letters):
        powers[0] = inverses[0] = 1
    powers, inverses = np.multiply.accumulate(powers), np.multiply.accumulate(inverses)
    sums = np.concatenate(
        [np.zeros(1, np.uint64), np.cumsum(letters.astype(np.uint64) * powers, dtype=np.uint64)]
    )
    return (sums[ends] - sums[starts]) * inverses[starts], rows[starts]


def _pair(one: NDArray[np.uint64], other: NDArray[np.uint64], kind: int) -> NDArray[np.uint64]:
    return _mixed(one + np.uint64(kind)) * np.uint64(31) + _mixed(other) + np.uint64(kind)


def _mixed(value: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread a hash over all its bits (the finaliser of MurmurHash3)."""
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xFF51AFD7ED558CCD)
    value = (value ^ (value >> np.uint64(33))) * np.uint64(0xC4CEB9FE1A85EC53)
    return value ^ (value >> np.uint64(33))


def _bucket(value: NDArray[np.uint64]) -> NDArray[np.int64]:
    return (_mixed(value) >> np.uint64(64 - BITS)).astype(np.int64)


# --- rows ----------------------------------------------------------------------------------------


def counts(texts: Sequence[str]) -> csr_matrix:
    """Return how often each column occurs in each text, shape (texts, COLUMNS), float32."""
    from scipy.sparse import csr_matrix, vstack

    blocks = [count(grams(batch), len(batch)) for batch in _batches(texts)]
    if not blocks:
        return csr_matrix((0, COLUMNS), dtype=np.float32)
    return blocks[0] if len(blocks) == 1 else vstack(blocks, format="csr")


def count(found: Grams, text_count: int) -> csr_matrix:
    """Return how often each column occurs in each of the texts that n-grams were found in."""
    from scipy.sparse import csr_matrix

    keys, times = np.unique(found.row * COLUMNS + found.column, return_counts=True)
    lengths = np.bincount(keys // COLUMNS, minlength=text_count)
    pointers = np.concatenate([[0], np.cumsum(lengths)])
    columns = (keys % COLUMNS).astype(np.int32)
    shape = (text_count, COLUMNS)
    return csr_matrix((times.astype(np.float32), columns, pointers), shape=shape)


def _batches(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    start = letters = 0
    for at, text in enumerate(texts):
        letters += min(len(text), _MOST_LETTERS)
        if at + 1 - start == _BATCH or letters >= _BATCH_LETTERS:
            yield texts[start : at + 1]
            start, letters = at + 1, 0
    if start < len(texts):
        yield texts[start:]


@dataclass(frozen=True)
class Weighting:
    """Which columns count, and how much: learnt from texts, applied to others."""

    columns: NDArray[np.int32]
    """The columns that count, ascending; shape (width,)."""
    rarity: NDArray[np.float32]
    """The inverse document frequency of each, shape (width,)."""

    @classmethod
    def of(cls, counted: csr_matrix, least: int) -> Weighting:
        """Keep the columns that occur in at least `least` of the rows."""
        occurring = np.bincount(counted.indices, minlength=COLUMNS)
        columns = np.flatnonzero(occurring >= least).astype(np.int32)
        if not len(columns):
            # Texts without a word have no column in common; one that stays empty stands for it.
            columns = np.zeros(1, np.int32)
        rows = counted.shape[0]
        rarity = np.log((1 + rows) / (1 + occurring[columns])) + 1
        return cls(columns, rarity.astype(np.float32))

    @property
    def width(self) -> int:
        return len(self.columns)

    @cached_property
    def place(self) -> NDArray[np.int32]:
        """Return the place of each column among those that count, -1 for the others."""
        place = np.full(COLUMNS, -1, np.int32)
        place[self.columns] = np.arange(self.width, dtype=np.int32)
        return place

    def rows(self, counted: csr_matrix) -> csr_matrix:
        """Return weighted rows, shape (texts, width), float32, indices ascending."""
        from scipy.sparse import csr_matrix

        at = self.place[counted.indices]
        kept = at >= 0
        rows = np.repeat(np.arange(counted.shape[0]), np.diff(counted.indptr))[kept]
        at = at[kept]
        weight = (1 + np.log(counted.data[kept])) * self.rarity[at]
        heavy = _heaviest(rows, weight, counted.shape[0])
        rows, at, weight = rows[heavy], at[heavy], weight[heavy]
        weight = weight / _lengths(rows, self.columns[at] >= BUCKETS, weight)
        pointers = np.concatenate([[0], np.cumsum(np.bincount(rows, minlength=counted.shape[0]))])
        shape = (counted.shape[0], self.width)
        return csr_matrix((weight.astype(np.float32), at, pointers), shape=shape)


def _heaviest(
    rows: NDArray[np.int64], weight: NDArray[np.float32], row_count: int
) -> NDArray[np.bool_]:
    """Say which entries are among the `MOST_COLUMNS` heaviest of their row."""
    lengths = np.bincount(rows, minlength=row_count)
    kept = np.ones(len(rows), np.bool_)
    if not len(rows) or lengths.max() <= MOST_COLUMNS:
        return kept
    ends = np.cumsum(lengths)
    for row in np.flatnonzero(lengths > MOST_COLUMNS):
        begin, end = ends[row] - lengths[row], ends[row]
        order = np.argsort(-weight[begin:end], kind="stable")
        kept[begin + order[MOST_COLUMNS:]] = False
    return kept


def _lengths(
    rows: NDArray[np.int64], is_letter: NDArray[np.bool_], weight: NDArray[np.float32]
) -> NDArray[np.float64]:
    """Return, for each entry, the length of its half (words or letters) of its row."""
    half = rows * 2 + is_letter
    squares = np.bincount(half, weights=weight.astype(np.float64) ** 2)
    return np.sqrt(squares)[half]
