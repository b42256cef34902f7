"""Fit one chain with CRFsuite on sentences and read its weights; the same input gives the same bytes."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from signatur.methods.text.names.decoding import Weights, weights_of
from signatur.methods.text.names.features import END, START, WordViews, sentence_features

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signatur.methods.text.names.schema import TaggedSentence


@dataclass(frozen=True, slots=True)
class Lesson:
    """A sentence to learn from; how often it counts; whether the lexicon may be used for names in it."""

    sentence: TaggedSentence
    times: int = 1
    hidden: bool = False
    """The lexicon says nothing of the names of this sentence, as of names nobody has listed."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How CRFsuite fits: penalties on the sum and the squares of weights, rounds, and the rarest feature."""

    c1: float = 0.08
    c2: float = 0.02
    rounds: int = 90
    least: float = 2.0


def fit(lessons: Iterable[Lesson], views: WordViews, effort: Effort = Effort()) -> Weights:
    """Return the weights of a chain fitted on the lessons."""
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params(
        {
            "c1": effort.c1,
            "c2": effort.c2,
            "max_iterations": effort.rounds,
            "feature.minfreq": effort.least,
        }
    )
    edge = (views.of(START), views.of(END))
    for lesson in lessons:
        words, tags = lesson.sentence.words, lesson.sentence.tags
        seen = [
            views.of(word, known=not lesson.hidden or tag == "O")
            for word, tag in zip(words, tags, strict=True)
        ]
        items = pycrfsuite.ItemSequence(sentence_features(seen, edge))
        for _time in range(lesson.times):
            trainer.append(items, tags)
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "chain.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        told = tagger.info()
        labels = sorted(told.labels, key=lambda one: (one != "O", one))
        return weights_of(labels, told.state_features, told.transitions, least=0.01)
