"""A linear chain of labels over words with numpy: the best chain and how sure each label is.

The weights come from CRFsuite (Okazaki 2007); reading them here lets scores of a word be kept from one
sentence to the next, so that a long file costs little more than its different words.
"""

from __future__ import annotations

import io
import json
import lzma
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from numpy.typing import NDArray

_BATCH = 256
_SCALE = 2048.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What a chain has learned: a row of scores for each feature and for each step between labels."""

    labels: tuple[str, ...]
    features: Mapping[str, int]
    states: NDArray[np.float32]
    """Scores, features × labels; the last row is zero and stands for features never seen."""
    steps: NDArray[np.float32]
    """Scores from a label (row) to the next (column)."""

    def rows(self, features: Iterable[str]) -> list[int]:
        """Return the rows of those of the features that are known."""
        known = self.features
        return [known[one] for one in features if one in known]

    def score(self, features: Iterable[str]) -> NDArray[np.float32]:
        """Return the summed scores of features, one for each label."""
        rows = self.rows(features)
        summed: NDArray[np.float32] = self.states[rows].sum(axis=0) if rows else self.states[-1]
        return summed


def weights_of(
    labels: Sequence[str],
    states: Mapping[tuple[str, str], float],
    steps: Mapping[tuple[str, str], float],
    *,
    least: float = 0.0,
) -> Weights:
    """Return weights from what CRFsuite tells of a model; scores nearer to zero than `least` are left out."""
    kept = sorted({feature for (feature, _), value in states.items() if abs(value) >= least})
    rows = {feature: row for row, feature in enumerate(kept)}
    order = {label: column for column, label in enumerate(labels)}
    table = np.zeros((len(kept) + 1, len(labels)), dtype=np.float32)
    for (feature, label), value in states.items():
        if abs(value) >= least:
            table[rows[feature], order[label]] = value
    between = np.zeros((len(labels), len(labels)), dtype=np.float32)
    for (one, other), value in steps.items():
        between[order[one], order[other]] = value
    return Weights(tuple(labels), rows, table, between)


def weights_as_bytes(weights: Weights) -> bytes:
    """Return weights as a small file, the same bytes for the same weights."""
    whole = np.round(weights.states[:-1] * _SCALE).clip(-32768, 32767).astype(np.int16)
    filled = whole != 0
    used = filled.any(axis=1)
    features = [one for one, is_used in zip(sorted(weights.features), used, strict=True) if is_used]
    head = json.dumps({"labels": weights.labels, "features": len(features)}).encode()
    values = whole[filled]
    content = io.BytesIO()
    for part in (
        head,
        "\n".join(features).encode(),
        np.packbits(filled[used]).tobytes(),
        (values.view(np.uint16) & 255).astype(np.uint8).tobytes(),
        (values.view(np.uint16) >> 8).astype(np.uint8).tobytes(),
        weights.steps.astype("<f4").tobytes(),
    ):
        content.write(len(part).to_bytes(8, "little") + part)
    return lzma.compress(content.getvalue(), preset=6)


def read_weights(content: bytes) -> Weights:
    """Read what `weights_as_bytes` wrote; anything else raises `ValueError` or `lzma.LZMAError`."""
    rest = memoryview(lzma.decompress(content))
    parts: list[memoryview] = []
    while rest:
        size = int.from_bytes(rest[:8], "little")
        parts.append(rest[8 : 8 + size])
        rest = rest[8 + size :]
    head, names, filled, low, high, steps = parts
    told = json.loads(bytes(head))
    labels = tuple(told["labels"])
    features = bytes(names).decode().split("\n")
    wide = len(features) * len(labels)
    mask = np.unpackbits(np.frombuffer(filled, np.uint8), count=wide).astype(bool)
    raw = np.frombuffer(low, np.uint8) | (np.frombuffer(high, np.uint8).astype(np.uint16) << 8)
    table = np.zeros((len(features) + 1) * len(labels), dtype=np.float32)
    table[: len(mask)][mask] = raw.view(np.int16) / _SCALE
    return Weights(
        labels,
        dict(zip(features, range(len(features)), strict=True)),
        table.reshape(-1, len(labels)),
        np.frombuffer(steps, "<f4").reshape(len(labels), len(labels)),
    )


def best_chains(
    scores: NDArray[np.float32], lengths: Sequence[int], steps: NDArray[np.float32]
) -> NDArray[np.int8]:
    """Return the label of each word in the best chain of its sentence.

    `scores` is words × labels, sentence after sentence; `lengths` are the words of each sentence.
    """
    best = np.zeros(len(scores), dtype=np.int8)
    for rows, padded in _batches(scores, lengths):
        long, many, wide = padded.shape
        back = np.zeros((long, many, wide), dtype=np.int8)
        state = padded[0]
        for at in range(1, long):
            to = state[:, :, None] + steps[None]
            back[at] = to.argmax(axis=1)
            inside = (rows[at] >= 0)[:, None]
            back[at] = np.where(inside, back[at], np.arange(wide, dtype=np.int8))
            state = np.where(inside, to.max(axis=1) + padded[at], state)
        label = state.argmax(axis=1)
        for at in range(long - 1, -1, -1):
            inside = rows[at] >= 0
            best[rows[at][inside]] = label[inside]
            label = back[at][np.arange(many), label] if at else label
    return best


def chances(
    scores: NDArray[np.float32], lengths: Sequence[int], steps: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return the chance of each label of each word, words × labels, over all chains."""
    shares = np.zeros_like(scores)
    move = np.exp(steps - steps.max())
    for rows, padded in _batches(scores, lengths):
        long = len(padded)
        lit = np.exp(padded - padded.max(axis=2, keepdims=True))
        ahead = np.empty_like(lit)
        ahead[0] = lit[0] / lit[0].sum(axis=1, keepdims=True)
        for at in range(1, long):
            now = (ahead[at - 1] @ move) * lit[at]
            ahead[at] = now / now.sum(axis=1, keepdims=True)
        behind = np.ones_like(lit[0])
        for at in range(long - 1, -1, -1):
            inside = rows[at] >= 0
            both = ahead[at] * behind
            shares[rows[at][inside]] = (both / both.sum(axis=1, keepdims=True))[inside]
            earlier = (lit[at] * behind) @ move.T
            earlier /= earlier.sum(axis=1, keepdims=True)
            behind = np.where(inside[:, None], earlier, behind)
    return shares


def _batches(
    scores: NDArray[np.float32], lengths: Sequence[int]
) -> Iterable[tuple[NDArray[np.int64], NDArray[np.float32]]]:
    """Yield sentences of about the same length: rows (place × sentence, -1 outside) and their scores."""
    starts = np.concatenate([[0], np.cumsum(lengths)])
    order = sorted((at for at, length in enumerate(lengths) if length), key=lambda at: lengths[at])
    for begin in range(0, len(order), _BATCH):
        some = order[begin : begin + _BATCH]
        long = max(lengths[at] for at in some)
        rows = np.full((long, len(some)), -1, dtype=np.int64)
        for column, at in enumerate(some):
            rows[: lengths[at], column] = np.arange(starts[at], starts[at] + lengths[at])
        yield rows, np.where((rows >= 0)[:, :, None], scores[rows], 0.0).astype(np.float32)
