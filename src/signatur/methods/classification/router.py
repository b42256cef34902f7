"""What was learnt: answers where a text belongs, why, and what past texts were like it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from signatur.methods.classification.experts import Material
from signatur.methods.classification.explaining import explain
from signatur.methods.classification.features import grams
from signatur.methods.classification.storing import to_bytes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from scipy.sparse import csr_matrix

    from signatur.methods.classification.calibration import Calibration
    from signatur.methods.classification.experts import Embedder, Experts
    from signatur.methods.classification.features import Grams
    from signatur.methods.classification.memory import Memory
    from signatur.methods.classification.schema import SimilarExample, Verdict, WordWeight

# Texts that are answered at a time; more make no difference but for memory.
_BATCH = 1_000


@dataclass(frozen=True, slots=True)
class _Ready:
    """One text, made ready for a verdict and its reasons."""

    found: Grams
    counted: csr_matrix
    row: csr_matrix


@dataclass(frozen=True, slots=True)
class Router:
    """Knows where texts belong. The same text gets the same answer, alone or among others."""

    labels: tuple[str, ...]
    """The known categories; "belongs nowhere" is none of them."""
    experts: Experts
    calibration: Calibration
    memory: Memory
    about: Mapping[str, Any]
    embedder: Embedder | None = None
    _last: dict[str, _Ready] = field(default_factory=dict, init=False, repr=False, compare=False)
    """The text that was asked about last, made ready: its reasons are asked for next."""

    @property
    def card(self) -> Mapping[str, Any]:
        """What a person should know of it, as JSON values."""
        return self.about

    def suggest(self, texts: Sequence[str]) -> list[Verdict]:
        """Return a verdict for each text."""
        if len(texts) == 1:
            ready = self._ready(texts[0])
            opinions = self.experts.opinions_of(ready.row, ready.counted)
            return self.calibration.verdicts(opinions, self.labels)
        verdicts: list[Verdict] = []
        for start in range(0, len(texts), _BATCH):
            material = Material.of(texts[start : start + _BATCH], self.embedder)
            opinions = self.experts.opinions(material)
            verdicts += self.calibration.verdicts(opinions, self.labels)
        return verdicts

    def explain(self, text: str, label: str, most: int = 8) -> tuple[WordWeight, ...]:
        """Return the words that weighed most for a label or against it, the heaviest first."""
        if label not in self.labels:
            return ()
        ready = self._ready(text)
        number, mixture = self.labels.index(label), self.calibration.mixture
        weights = self.experts.weights_of(ready.row, number, mixture)
        return explain(text, ready.found, ready.row, weights, self.experts.weighting, most)

    def similar(self, text: str, most: int = 3) -> tuple[SimilarExample, ...]:
        """Return the past examples most like a text, the most similar first."""
        return self.memory.similar(self._ready(text).row, most)

    def _ready(self, text: str) -> _Ready:
        """Return a text counted and weighted, once for a verdict and its reasons."""
        ready = self._last.get(text)
        if ready is None:
            found = grams([text])
            material = Material.of_one(text, found, self.embedder)
            ready = _Ready(found, material.counted, material.rows(self.experts.weighting))
            self._last.clear()
            self._last[text] = ready
        return ready

    def to_bytes(self) -> bytes:
        """Return the router as bytes that `from_bytes` reads; they hold no text of any example."""
        return to_bytes(self)
