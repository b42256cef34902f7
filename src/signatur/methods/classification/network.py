"""A small network on top of the n-grams: one hidden layer, trained with dropout.

Adam (Kingma and Ba 2015) touches only the weights of columns that occur in a batch. Dropout of inputs and of hidden
units (Srivastava et al. 2014) and smoothed labels (Szegedy et al. 2016) keep it honest on few rows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

HIDDEN = 128
_BATCH, _LARGE_BATCH = 256, 1024
# From so many rows on, batches are large and epochs are fewer.
_MANY = 40_000
_EPOCHS, _FEWER_EPOCHS = 8, 2
_DROPPED_INPUTS, _DROPPED_HIDDEN = np.float32(0.2), np.float32(0.3)
_SMOOTHING = 0.1
_STEP = 2e-3
_START = np.float32(0.3)
_SLOPE_MEMORY, _SQUARE_MEMORY = 0.9, 0.999
_TINY = np.float32(1e-8)


@dataclass(frozen=True, slots=True)
class Network:
    """`logits = relu(scale · rows · into + bias) · out + base`."""

    into: NDArray[np.float32]
    """Shape (width, HIDDEN)."""
    bias: NDArray[np.float32]
    out: NDArray[np.float32]
    """Shape (HIDDEN, labels)."""
    base: NDArray[np.float32]
    scale: float
    """Makes a typical entry of a row about 1."""

    def hidden(self, rows: csr_matrix) -> NDArray[np.float64]:
        """Return the hidden units before the bend, shape (rows, HIDDEN)."""
        hidden: NDArray[np.float64] = (rows @ self.into).astype(np.float64) * self.scale + self.bias
        return hidden

    def logits(self, rows: csr_matrix) -> NDArray[np.float64]:
        """Return a number for each label, shape (rows, labels)."""
        bent = np.maximum(self.hidden(rows), 0)
        logits: NDArray[np.float64] = bent @ self.out.astype(np.float64) + self.base
        return logits

    def weights_of(self, row: csr_matrix, label: int) -> NDArray[np.float64]:
        """Return what each entry of one row adds to a label's logit over the mean of all labels' logits."""
        gate = (self.hidden(row)[0] > 0) * (self.out[:, label] - self.out.mean(1))
        added: NDArray[np.float64] = row.data * self.scale * (self.into[row.indices] @ gate)
        return added


def fit_network(
    rows: csr_matrix,
    labels: NDArray[np.int64],
    label_count: int,
    *,
    seed: int,
    tell: Callable[[float], None] | None = None,
) -> Network:
    """Train a network on rows (float32) and their label numbers; the seed decides all chance."""
    chance = np.random.default_rng(seed)
    scale = np.float32(np.sqrt(max(rows.nnz, 1) / max(rows.shape[0], 1) / 2))
    weights = _Weights(rows.shape[1], label_count, chance)
    size, epochs = (_LARGE_BATCH, _FEWER_EPOCHS) if len(labels) > _MANY else (_BATCH, _EPOCHS)
    batches = -(-len(labels) // size)
    for epoch in range(epochs):
        order = chance.permutation(len(labels))
        for number in range(batches):
            chosen = np.sort(order[number * size : (number + 1) * size])
            done = (epoch * batches + number) / (epochs * batches)
            weights.learn(rows[chosen], labels[chosen], scale, _STEP * (1 - done), chance)
            if tell and number % 50 == 0:
                tell(done)
    return weights.network(float(scale))


class _Weights:
    """The weights while they are learnt, with the running means that Adam needs."""

    def __init__(self, width: int, label_count: int, chance: np.random.Generator) -> None:
        spread = np.float32(1 / np.sqrt(HIDDEN))
        self._into = _Adam(chance.standard_normal((width, HIDDEN), np.float32) * spread * _START)
        self._bias = _Adam(np.zeros(HIDDEN, np.float32))
        self._out = _Adam(chance.standard_normal((HIDDEN, label_count), np.float32) * spread)
        self._base = _Adam(np.zeros(label_count, np.float32))
        self._place = np.zeros(width, np.int32)
        self._steps = 0

    def learn(
        self,
        rows: csr_matrix,
        labels: NDArray[np.int64],
        scale: np.float32,
        step: float,
        chance: np.random.Generator,
    ) -> None:
        from scipy.sparse import csr_matrix

        is_kept = chance.random(rows.nnz, np.float32) >= _DROPPED_INPUTS
        data = rows.data * is_kept * (scale / (1 - _DROPPED_INPUTS))
        columns = self._columns(rows.indices)
        compact = csr_matrix(
            (data, self._place[rows.indices], rows.indptr), shape=(rows.shape[0], len(columns))
        )
        bias, out, base = self._bias.values, self._out.values, self._base.values
        before = compact @ self._into.values[columns] + bias
        gate = (before > 0) * (chance.random(before.shape, np.float32) >= _DROPPED_HIDDEN)
        gate = gate * np.float32(1 / (1 - _DROPPED_HIDDEN))
        hidden = before * gate
        error = _error(hidden @ out + base, labels)
        back = (error @ out.T) * gate
        self._steps += 1
        everything = slice(None)
        self._into.move(columns, compact.T @ back, step, self._steps)
        self._bias.move(everything, back.sum(0), step, self._steps)
        self._out.move(everything, hidden.T @ error, step, self._steps)
        self._base.move(everything, error.sum(0), step, self._steps)

    def _columns(self, indices: NDArray[np.int32]) -> NDArray[np.int64]:
        """Return the columns that occur, ascending, and note the place of each among them."""
        occurs = np.zeros(len(self._place), np.bool_)
        occurs[indices] = True
        columns = np.flatnonzero(occurs)
        self._place[columns] = np.arange(len(columns), dtype=np.int32)
        return columns

    def network(self, scale: float) -> Network:
        return Network(
            self._into.values, self._bias.values, self._out.values, self._base.values, scale
        )


class _Adam:
    """An array that moves against its slope, by parts of it."""

    def __init__(self, values: NDArray[np.float32]) -> None:
        self.values = values
        self._mean = np.zeros_like(values)
        self._square = np.zeros_like(values)

    def move(
        self,
        part: NDArray[np.int64] | slice,
        slope: NDArray[np.float32],
        step: float,
        steps: int,
    ) -> None:
        mean, square = self._mean[part], self._square[part]
        mean *= np.float32(_SLOPE_MEMORY)
        mean += np.float32(1 - _SLOPE_MEMORY) * slope
        square *= np.float32(_SQUARE_MEMORY)
        square += np.float32(1 - _SQUARE_MEMORY) * slope * slope
        self._mean[part], self._square[part] = mean, square
        root = np.sqrt(square) / np.float32(np.sqrt(1 - _SQUARE_MEMORY**steps))
        self.values[part] -= np.float32(step / (1 - _SLOPE_MEMORY**steps)) * mean / (root + _TINY)


def _error(logits: NDArray[np.float32], labels: NDArray[np.int64]) -> NDArray[np.float32]:
    """Return how far the probabilities are from the smoothed labels, averaged over the batch."""
    shares: NDArray[np.float32] = np.exp(logits - logits.max(1, keepdims=True))
    shares /= shares.sum(1, keepdims=True)
    shares -= np.float32(_SMOOTHING / logits.shape[1])
    shares[np.arange(len(labels)), labels] -= np.float32(1 - _SMOOTHING)
    shares /= np.float32(len(labels))
    return shares
