"""Measuring a recogniser on a file with the truth: scores, speed, size, and how far they may be off."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.text.names.counting import Evaluation, compare
from signatur.methods.text.names.recogniser import sureness
from signatur.methods.text.names.spans import spans_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signatur.methods.text.names.recogniser import NameRecogniser
    from signatur.methods.text.names.schema import AnnotatedText, TaggedSentence

_PARTS = {"PER": ("PER",), "all": ("PER", "LOC", "ORG", "MISC")}


@dataclass(frozen=True, slots=True)
class Measured:
    """What an evaluation found; `tokens_per_second` counts processor time of this process."""

    evaluation: Evaluation
    sentences: int
    tokens: int
    tokens_per_second: float
    model_mb: float


@dataclass(frozen=True, slots=True)
class Interval:
    """A share with its bounds at 95 per cent, by drawing whole sentences or texts again."""

    value: float
    low: float
    high: float


def measure(recogniser: NameRecogniser, sentences: Sequence[TaggedSentence]) -> Measured:
    """Return how good and how fast a recogniser is on sentences with tags."""
    words = [one.words for one in sentences]
    begin = time.process_time()
    found = recogniser.tag(words)
    spent = max(time.process_time() - begin, 1e-6)
    tokens = sum(map(len, words))
    return Measured(
        compare([one.tags for one in sentences], found),
        len(sentences),
        tokens,
        round(tokens / spent, 1),
        round(recogniser.size / 1e6, 3),
    )


def intervals(
    truth: Sequence[Sequence[str]],
    found: Sequence[Sequence[str]],
    *,
    seed: int = 0,
    draws: int = 1000,
) -> dict[str, Interval]:
    """Return F1 and recall with their bounds: `PER f1`, `PER recall`, `micro f1`, `micro recall`."""
    names = [(kind, what) for kind in _PARTS for what in ("right", "true", "found")]
    rows = np.zeros((len(truth), len(names)))
    for at, (gold, guess) in enumerate(zip(truth, found, strict=True)):
        true, told = set(spans_of(gold)), set(spans_of(guess))
        for column, (part, what) in enumerate(names):
            spans = {"right": true & told, "true": true, "found": told}[what]
            rows[at, column] = sum(span[0] in _PARTS[part] for span in spans)
    told_of: dict[str, Interval] = {}
    for part, begin in (("PER", 0), ("micro", 3)):
        own = rows[:, begin : begin + 3]
        told_of[f"{part} f1"] = _interval(
            own, lambda s: 2 * s[..., 0] / np.maximum(s[..., 1] + s[..., 2], 1), seed, draws
        )
        told_of[f"{part} recall"] = _interval(
            own, lambda s: s[..., 0] / np.maximum(s[..., 1], 1), seed, draws
        )
    return told_of


@dataclass(frozen=True, slots=True)
class Grade:
    """Names found with a confidence from `low` on: how many, how sure on average, and how many were right."""

    low: float
    names: int
    confidence: float
    right: float


def grades(
    recogniser: NameRecogniser,
    sentences: Sequence[TaggedSentence],
    edges: Sequence[float] = (0.0, 0.5, 0.7, 0.9, 0.97),
) -> list[Grade]:
    """Return whether the confidence of names of all kinds holds: it should be the share that is right."""
    told: list[tuple[float, bool]] = []
    opinions = recogniser.opinions([one.words for one in sentences])
    for one, (tags, shares) in zip(sentences, opinions, strict=True):
        true = set(spans_of(one.tags))
        for kind, begin, end in spans_of(tags):
            sure = sureness(recogniser.labels, shares[begin:end], kind)
            told.append((sure, (kind, begin, end) in true))
    found = []
    for low, high in zip(edges, (*edges[1:], 1.01), strict=True):
        some = [(sure, right) for sure, right in told if low <= sure < high]
        if some:
            means = np.mean(some, axis=0)
            found.append(
                Grade(low, len(some), round(float(means[0]), 3), round(float(means[1]), 3))
            )
    return found


def masked_whole(
    recogniser: NameRecogniser, texts: Sequence[AnnotatedText], *, seed: int = 0, draws: int = 1000
) -> tuple[Interval, Interval]:
    """Return two recalls of persons in running text, with bounds by drawing texts again.

    The first counts mentions that are covered from first to last letter by found names of any kind. The
    second counts different persons of a text, by their spelling, all of whose mentions are covered: one
    mention that is left over gives a person away.
    """
    rows = np.zeros((len(texts), 4))
    for at, one in enumerate(texts):
        covered = np.zeros(len(one.text) + 1, dtype=bool)
        for name in recogniser.find(one.text):
            covered[name.start : name.end] = True
        persons: dict[str, bool] = {}
        for kind, start, end in one.names:
            if kind == "PER":
                whole = bool(covered[start:end].all())
                spelled = one.text[start:end].casefold()
                persons[spelled] = persons.get(spelled, True) and whole
                rows[at, :2] += (whole, 1)
        rows[at, 2:] = (sum(persons.values()), len(persons))
    share: Callable[[np.ndarray], np.ndarray] = lambda s: s[..., 0] / np.maximum(s[..., 1], 1)  # noqa: E731
    return _interval(rows[:, :2], share, seed, draws), _interval(rows[:, 2:], share, seed, draws)


def _interval(
    rows: np.ndarray, share: Callable[[np.ndarray], np.ndarray], seed: int, draws: int
) -> Interval:
    chance = np.random.default_rng(seed)
    many = len(rows)
    sums = np.stack([rows[chance.integers(0, many, many)].sum(axis=0) for _draw in range(draws)])
    low, high = np.quantile(share(sums), [0.025, 0.975])
    return Interval(
        round(float(share(rows.sum(axis=0))), 4), round(float(low), 4), round(float(high), 4)
    )
