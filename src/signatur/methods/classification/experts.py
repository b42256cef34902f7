"""The experts of a router: what is fitted on rows, and asked about other rows."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Protocol

import numpy as np

from signatur.methods.classification.confidence import Opinions
from signatur.methods.classification.features import Weighting, count, counts
from signatur.methods.classification.linear import Linear, fit_linear
from signatur.methods.classification.network import Network, fit_network

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray
    from scipy.sparse import csr_matrix

    from signatur.methods.classification.confidence import Mixture
    from signatur.methods.classification.features import Grams

# A column that occurs in a single text is kept only where texts are few.
_FEW_TEXTS = 500
# How much an embedding counts beside the words and the letters, each of which has length 1.
_EMBEDDING_LENGTH = np.float32(2.0)


class Embedder(Protocol):
    """Turns texts into vectors, from a folder of this machine and never from the network."""

    @property
    def name(self) -> str:
        """What the card says of it."""
        ...

    def embed(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one vector a text, shape (texts, size)."""
        ...


@dataclass(frozen=True, slots=True)
class Material:
    """Texts, made ready for being weighted: their counted n-grams, and embeddings where used."""

    counted: csr_matrix
    embedded: NDArray[np.float32] | None

    @classmethod
    def of(cls, texts: Sequence[str], embedder: Embedder | None) -> Material:
        """Count and embed texts."""
        return cls(counts(texts), _embedded(texts, embedder))

    @classmethod
    def of_one(cls, text: str, found: Grams, embedder: Embedder | None) -> Material:
        """Count and embed one text, whose n-grams have been found already."""
        return cls(count(found, 1), _embedded([text], embedder))

    def take(self, chosen: NDArray[np.int64]) -> Material:
        """Return the chosen texts."""
        return Material(
            self.counted[chosen], None if self.embedded is None else self.embedded[chosen]
        )

    def rows(self, weighting: Weighting) -> csr_matrix:
        """Return weighted rows, the embedding's columns last."""
        from scipy.sparse import csr_matrix, hstack

        rows = weighting.rows(self.counted)
        if self.embedded is None:
            return rows
        return hstack([rows, csr_matrix(self.embedded)], format="csr")


def _embedded(texts: Sequence[str], embedder: Embedder | None) -> NDArray[np.float32] | None:
    if embedder is None:
        return None
    vectors = embedder.embed(texts)
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True) + 1e-9
    embedded: NDArray[np.float32] = (vectors / lengths * _EMBEDDING_LENGTH).astype(np.float32)
    return embedded


@dataclass(frozen=True, slots=True)
class Experts:
    """What has been learnt from some texts. Label numbers below `label_count` are known labels."""

    weighting: Weighting
    linear: Linear
    network: Network | None
    label_count: int

    def without_network(self) -> Experts:
        """Return what is left when the network is not asked."""
        return Experts(self.weighting, self.linear, None, self.label_count)

    def rounded(self) -> Experts:
        """Return the experts with weights in the precision that is stored."""
        half = np.float16
        linear = Linear(self.linear.weights.astype(half).astype(np.float32), self.linear.base)
        if self.network is None:
            return Experts(self.weighting, linear, None, self.label_count)
        network = replace(self.network, into=self.network.into.astype(half).astype(np.float32))
        return Experts(self.weighting, linear, network, self.label_count)

    def weights_of(self, row: csr_matrix, label: int, mixture: Mixture) -> NDArray[np.float64]:
        """Return what each entry of one row adds to a label, the experts weighing alike."""
        added = self.linear.weights_of(row, label) * mixture.linear
        if self.network is not None:
            added = (added + self.network.weights_of(row, label) * mixture.network) / 2
        return added

    def opinions(self, material: Material) -> Opinions:
        """Return what the experts say of texts."""
        return self.opinions_of(material.rows(self.weighting), material.counted)

    def opinions_of(self, rows: csr_matrix, counted: csr_matrix) -> Opinions:
        """Return what the experts say of rows that have been weighted already."""
        known = self.label_count
        linear = self.linear.logits(rows)
        network = self.network.logits(rows) if self.network else None
        length = np.diff(counted.indptr)
        kept = self.weighting.place[counted.indices] >= 0
        of_row = np.repeat(np.arange(len(length)), length)
        familiar = np.bincount(of_row, weights=kept, minlength=len(length)) / np.maximum(length, 1)
        return Opinions(
            linear=linear[:, :known],
            network=None if network is None else network[:, :known],
            unknown=_unknown(linear, network, known),
            familiar=familiar,
            length=length.astype(np.float64),
        )


def _unknown(
    linear: NDArray[np.float64], network: NDArray[np.float64] | None, known: int
) -> NDArray[np.float64]:
    every = [linear] if network is None else [linear, network]
    said = [one[:, known] if one.shape[1] > known else np.full(len(one), np.nan) for one in every]
    return np.stack(said, axis=1)


def fit_experts(
    material: Material,
    labels: NDArray[np.int64],
    label_count: int,
    *,
    with_network: bool,
    seed: int,
    tell: Callable[[float], None] | None = None,
) -> Experts:
    """Fit the experts; the label number `label_count` stands for texts that belong nowhere."""
    least = 1 if len(labels) < _FEW_TEXTS else 2
    weighting = Weighting.of(material.counted, least)
    rows = material.rows(weighting)
    classes = max(int(labels.max()) + 1, label_count)
    with ThreadPoolExecutor(1) as beside:
        linear = beside.submit(fit_linear, rows, labels, classes, seed=seed)
        network = None
        if with_network:
            network = fit_network(rows, labels, classes, seed=seed, tell=tell)
        return Experts(weighting, linear.result(), network, label_count)
