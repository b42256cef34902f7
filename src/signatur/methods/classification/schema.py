"""The values of text classification: what is learnt from, what is answered, how good that is."""

from __future__ import annotations

from dataclasses import dataclass

UNKNOWN = "__unknown__"
"""The label of a text that belongs to none of the categories."""

TARGETS = (0.90, 0.95, 0.98)
"""Precisions for which thresholds are set in training."""


@dataclass(frozen=True, slots=True)
class Example:
    """A text that a person has given its label; `key` names it where it came from."""

    text: str
    label: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a router says of one text."""

    labels: tuple[str, ...]
    """The most probable known categories, best first, at most five."""
    probabilities: tuple[float, ...]
    """For each of `labels` the probability that it is right. With what is missing to 1, the text
    belongs to another category or to none."""
    known: float
    """Probability that the text belongs to any known category at all."""
    score: float
    """What thresholds are compared with; higher is surer."""
    clears: tuple[float, ...]
    """The members of `TARGETS` whose threshold this verdict clears."""
    among_three: float
    """Probability that one of the first three labels is right."""

    @property
    def confidence(self) -> float:
        """Probability that the first label is right."""
        return self.probabilities[0] if self.probabilities else 0.0


@dataclass(frozen=True, slots=True)
class WordWeight:
    """A word of the text at hand that spoke for a label; a negative weight: against it."""

    word: str
    start: int
    end: int
    weight: float


@dataclass(frozen=True, slots=True)
class SimilarExample:
    """A past example with a similar text (cosine similarity 0 to 1) and its label."""

    key: str
    similarity: float
    label: str


@dataclass(frozen=True, slots=True)
class Interval:
    """A figure with its confidence interval (95 % where nothing else is said)."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AtTarget:
    """How distributing without a person would go at one promised precision."""

    target: float
    coverage: Interval
    """Share of all rows, also unknown ones, that would be distributed."""
    precision: Interval
    """Share of the distributed that is right; an unknown row that is distributed is wrong."""


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How good a router is on rows that it has not learnt from."""

    n: int
    n_unknown: int
    accuracy: Interval
    macro_f1: Interval
    top3_accuracy: Interval
    ece: float
    targets: tuple[AtTarget, ...]
    unknown_auroc: Interval | None
