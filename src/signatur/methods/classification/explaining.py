"""Which words of a text weighed, from what each of its n-grams added to a label."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.classification.features import word_spans
from signatur.methods.classification.schema import WordWeight

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from signatur.methods.classification.features import Grams, Weighting

_DIGITS = 6


def explain(
    text: str,
    found: Grams,
    row: csr_matrix,
    weights: NDArray[np.float64],
    weighting: Weighting,
    most: int,
) -> tuple[WordWeight, ...]:
    """Return the heaviest words, each at its first place, with the sum over all its places.

    `found` are the n-grams of the text, `weights` what the entries of its `row` added. An n-gram's weight is shared by the places where it
    occurs, that of a pair by its two words.
    """
    spans = list(word_spans(text))
    # What the text at hand does not hold has no place among its columns, which are few.
    columns, at, times = np.unique(found.column, return_inverse=True, return_counts=True)
    of_column = np.zeros(len(columns))
    is_ngram = row.indices < weighting.width
    weighed = weighting.columns[row.indices[is_ngram]]
    of_column[np.searchsorted(columns, weighed)] = weights[is_ngram]
    share = of_column[at] / times[at] / 2
    of_word = np.bincount(found.first_word, weights=share, minlength=len(spans))
    of_word += np.bincount(found.last_word, weights=share, minlength=len(spans))
    totals: dict[str, float] = defaultdict(float)
    places: dict[str, tuple[int, int]] = {}
    for (start, end), weight in zip(spans, of_word, strict=True):
        word = text[start:end].lower()
        if any(map(str.isalnum, word)):
            totals[word] += float(weight)
            places.setdefault(word, (start, end))
    heaviest = sorted(totals, key=lambda word: (-abs(round(totals[word], _DIGITS)), word))[:most]
    return tuple(
        WordWeight(word, *places[word], round(totals[word], _DIGITS))
        for word in heaviest
        if round(totals[word], _DIGITS)
    )
