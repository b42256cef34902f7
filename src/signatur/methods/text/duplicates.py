"""Fingerprints by which the same enquiry is known again, word for word or with small changes.

A text is the set of its five-character sequences; two texts are as similar as their sets, shared
over all (Jaccard). The share is estimated from a small sketch: Broder, "On the resemblance and
containment of documents" (1997), with one hash of each sequence (Li, Owen & Zhang, "One
permutation hashing", NeurIPS 2012), empty places filled by optimal densification (Shrivastava,
ICML 2017) and one byte kept of each minimum (Li & König, "b-bit minwise hashing", WWW 2010).
"""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from dataclasses import dataclass
from typing import Generic, TypeVar

import numpy as np
import numpy.typing as npt

from signatur.methods.text.folding import fold

Key = TypeVar("Key")
_Hashes = npt.NDArray[np.uint64]

_SHINGLE = 5
_PLACES = 128
_PLACE_BITS = np.uint64(57)
_BANDS = 21
_ROWS = 6
_READ = 100_000
_BASE = 0x9E3779B97F4A7C15
_POWERS = tuple(np.uint64(pow(_BASE, power, 1 << 64)) for power in range(_SHINGLE))
_ROUNDS = 64
_CHANCE = 1 / 256
_NO_LETTERS = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """What is kept of a text to find it again; the text cannot be had back from it."""

    sketch: bytes
    """128 bytes; empty for a text without letters or digits."""
    digest: bytes
    """16 bytes, the same for texts that differ in case, spacing, accents and punctuation only."""


def fingerprint(text: str) -> Fingerprint:
    """Return the fingerprint of a text; of a very long one, of its first 100,000 characters.

    Give it the masked text, so that the same letter from two senders is one letter.
    """
    plain = _NO_LETTERS.sub(" ", fold(text[:_READ])).strip()
    digest = hashlib.blake2b(plain.encode(errors="surrogatepass"), digest_size=16).digest()
    return Fingerprint(sketch=_sketch(_hashes(plain)), digest=digest)


def similarity(one: Fingerprint, other: Fingerprint) -> float:
    """Estimate the share of five-character sequences that two texts have in common, 0 to 1.

    The standard error is at most 0.055 (at 0.5, of a few words), and about 0.04 at 0.8.
    """
    if one.digest == other.digest:
        return 1.0
    if not one.sketch or not other.sketch:
        return 0.0
    left, right = (np.frombuffer(each.sketch, dtype=np.uint8) for each in (one, other))
    equal = float(np.mean(left == right))
    return max(0.0, (equal - _CHANCE) / (1 - _CHANCE))


def bands(print_: Fingerprint) -> tuple[int, ...]:
    """Return 21 keys for finding similar texts in a database column of 64-bit integers.

    Two texts that are 0.8 similar share a key with a probability of 0.998, at 0.5 with 0.28, at
    0.3 with 0.02; the keys are below 2**53, so that JSON carries them. None for an empty text.
    """
    sketch = print_.sketch
    return tuple(
        band << (8 * _ROWS) | int.from_bytes(sketch[band * _ROWS : (band + 1) * _ROWS], "big")
        for band in range(_BANDS if sketch else 0)
    )


class NearDuplicates(Generic[Key]):
    """Fingerprints in memory, looked up by their bands."""

    def __init__(self) -> None:
        self._prints: dict[Key, Fingerprint] = {}
        self._by_band: defaultdict[int, list[Key]] = defaultdict(list)

    def add(self, key: Key, print_: Fingerprint) -> None:
        """Remember a fingerprint. A key is added once.

        Raises:
            ValueError: when the key is there already.
        """
        if key in self._prints:
            raise ValueError("a fingerprint with this key is in the index already")
        self._prints[key] = print_
        for band in bands(print_):
            self._by_band[band].append(key)

    def similar(self, print_: Fingerprint, *, at_least: float = 0.8) -> list[tuple[Key, float]]:
        """Return keys and similarities of what is at least so similar, the most similar first."""
        met = dict.fromkeys(key for band in bands(print_) for key in self._by_band.get(band, ()))
        scored = ((key, similarity(print_, self._prints[key])) for key in met)
        return sorted(
            ((key, score) for key, score in scored if score >= at_least),
            key=lambda pair: -pair[1],
        )


def _hashes(plain: str) -> _Hashes:
    """Return a 64-bit hash of each five-character sequence; a shorter text is one sequence."""
    letters = np.frombuffer(plain.encode("utf-32-le", errors="surrogatepass"), dtype="<u4")
    if 0 < len(letters) < _SHINGLE:
        letters = np.pad(letters, (0, _SHINGLE - len(letters)))
    count = max(0, len(letters) - _SHINGLE + 1)
    hashes = np.zeros(count, dtype=np.uint64)
    for place, power in enumerate(_POWERS):
        hashes += letters[place : place + count] * power
    return _mixed(hashes)


def _mixed(hashes: _Hashes) -> _Hashes:
    """Spread the bits evenly (the finaliser of SplitMix64, Steele et al. 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))


# Where an empty place borrows from: one row for each place, one column for each round of trying.
# Fingerprints are stored, so that this must stay as it is: it comes from the hash, not from a
# generator that may change.
_LENDERS = np.ascontiguousarray(
    _mixed(np.arange(1, _ROUNDS * _PLACES + 1, dtype=np.uint64)).reshape(_ROUNDS, _PLACES).T
    >> _PLACE_BITS
).astype(np.intp)


def _sketch(hashes: _Hashes) -> bytes:
    """Keep the last byte of the smallest hash in each of 128 equal parts of the range."""
    if not len(hashes):
        return b""
    ordered = np.sort(hashes)
    edges = np.arange(_PLACES, dtype=np.uint64) << _PLACE_BITS
    first = np.minimum(np.searchsorted(ordered, edges), len(ordered) - 1)
    smallest = ordered[first]
    is_filled = smallest >> _PLACE_BITS == np.arange(_PLACES, dtype=np.uint64)
    return _without_gaps(smallest.astype(np.uint8), is_filled).tobytes()


def _without_gaps(
    values: npt.NDArray[np.uint8], is_filled: npt.NDArray[np.bool_]
) -> npt.NDArray[np.uint8]:
    """Let each empty place borrow from a filled one, the same one for every text."""
    empty = np.flatnonzero(~is_filled)
    if not len(empty):
        return values
    lenders = _LENDERS[empty]
    may_lend = is_filled[lenders]
    first = may_lend.argmax(axis=1)
    each = np.arange(len(empty))
    # Where chance missed the few that are filled, the text is a word or two.
    lender = np.where(may_lend[each, first], lenders[each, first], is_filled.argmax())
    values[empty] = values[lender]
    return values
