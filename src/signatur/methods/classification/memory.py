"""The most similar past examples, remembered by hashed n-grams and never by their words."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.classification.schema import SimilarExample

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from signatur.methods.classification.schema import Example

# So many n-grams of an example are remembered, the heaviest; the newest examples come last and stay.
_MOST_COLUMNS = 64
_MOST_EXAMPLES = 50_000
_LEAST_SIMILARITY = 0.15


@dataclass(frozen=True, slots=True)
class Memory:
    """Past examples as sparse rows of length 1."""

    keys: tuple[str, ...]
    labels: tuple[str, ...]
    rows: csr_matrix
    """Shape (examples, width), float32."""

    @classmethod
    def of(cls, examples: Sequence[Example], rows: csr_matrix) -> Memory:
        """Remember the examples that have a key; `rows` are theirs, in the same order."""
        chosen = [at for at, one in enumerate(examples) if one.key][-_MOST_EXAMPLES:]
        kept = _heaviest(rows[np.array(chosen, np.int64)])
        return cls(
            tuple(examples[at].key for at in chosen),
            tuple(examples[at].label for at in chosen),
            kept,
        )

    def similar(self, row: csr_matrix, most: int) -> tuple[SimilarExample, ...]:
        """Return the examples most like one row, the most similar first."""
        if not self.keys:
            return ()
        # By a full vector, which is several times faster than by a sparse one, and adds up the same.
        asked = np.zeros(self.rows.shape[1], np.float32)
        columns, weights = _remembered(row.indices, row.data)
        asked[columns] = weights
        closeness = np.round((self.rows @ asked).astype(float), 6)
        order = np.lexsort((np.arange(len(closeness)), -closeness))[:most]
        return tuple(
            SimilarExample(self.keys[at], min(float(closeness[at]), 1.0), self.labels[at])
            for at in order
            if closeness[at] >= _LEAST_SIMILARITY
        )


def _heaviest(rows: csr_matrix) -> csr_matrix:
    from scipy.sparse import csr_matrix

    kept = [
        _remembered(rows.indices[begin:end], rows.data[begin:end])
        for begin, end in pairwise(rows.indptr)
    ]
    pointers = np.cumsum([0, *(len(columns) for columns, _weights in kept)])
    columns = _flat([columns for columns, _weights in kept], np.int32)
    weights = _flat([weights for _columns, weights in kept], np.float32)
    return csr_matrix((weights, columns, pointers), shape=rows.shape)


def _remembered(
    columns: NDArray[np.int32], weights: NDArray[np.float32]
) -> tuple[NDArray[np.int32], NDArray[np.float32]]:
    """Return the heaviest entries of one row, ascending by column, with length 1."""
    order = np.sort(np.argsort(-weights, kind="stable")[:_MOST_COLUMNS])
    kept = weights[order]
    # Half precision here already, so that a stored memory answers as the one it was made from.
    halved = (kept / max(float(np.linalg.norm(kept)), 1e-9)).astype(np.float16)
    return columns[order], halved.astype(np.float32)


def _flat(pieces: list[NDArray[np.generic]], kind: type) -> NDArray[np.generic]:
    return np.concatenate(pieces).astype(kind) if pieces else np.zeros(0, kind)
