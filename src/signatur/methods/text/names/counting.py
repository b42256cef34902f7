"""How good found names are against the truth: whole names by kind, and words that are covered."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.text.names.schema import KINDS
from signatur.methods.text.names.spans import spans_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and their harmonic mean, and the counts behind them; 0 where nothing is counted."""

    found: int
    true: int
    right: int

    @property
    def precision(self) -> float:
        return self.right / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        return self.right / self.true if self.true else 0.0

    @property
    def f1(self) -> float:
        return 2 * self.right / (self.found + self.true) if self.found + self.true else 0.0


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Whole names by kind and together, and the share of words of true names that any name covers."""

    per_type: Mapping[str, Score]
    micro: Score
    covered: Mapping[str, float]
    """By kind: words of true names that are in any found name."""


def compare(truth: Sequence[Sequence[str]], found: Sequence[Sequence[str]]) -> Evaluation:
    """Compare tags with the truth, sentence by sentence; a name counts when kind, begin and end agree."""
    counts: dict[str, Counter[str]] = {
        name: Counter() for name in ("found", "true", "right", "words", "covered")
    }
    for gold, guess in zip(truth, found, strict=True):
        true, told = set(spans_of(gold)), set(spans_of(guess))
        for name, spans in (("true", true), ("found", told), ("right", true & told)):
            counts[name].update(kind for kind, _begin, _end in spans)
        for one, other in zip(gold, guess, strict=True):
            kind = one.partition("-")[2]
            if kind:
                counts["words"][kind] += 1
                counts["covered"][kind] += other != "O"
    by_kind: dict[str, Score] = {
        kind: Score(*(counts[name][kind] for name in ("found", "true", "right"))) for kind in KINDS
    }
    micro = Score(*(sum(counts[name].values()) for name in ("found", "true", "right")))
    covered: dict[str, float] = {
        kind: counts["covered"][kind] / max(counts["words"][kind], 1) for kind in KINDS
    }
    return Evaluation(by_kind, micro, covered)
