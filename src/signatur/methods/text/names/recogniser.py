"""Names in running text: two chains, one for text with capitals and one for text without, then rules.

A sentence whose capitals say nothing (a heading in capitals, a note in small letters) is read by the
chain that learned without capitals; all others by the chain that learned with them.
"""

from __future__ import annotations

import math
from dataclasses import replace
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.text.names.artifact import PACKAGED, Trained, read_trained, size_of
from signatur.methods.text.names.casing import casing_of, without_shouting
from signatur.methods.text.names.features import WordViews
from signatur.methods.text.names.mending import mended
from signatur.methods.text.names.reading import Reading, Span
from signatur.methods.text.names.restoring import restored
from signatur.methods.text.names.rules import apply_rules
from signatur.methods.text.names.second_chain import decide
from signatur.methods.text.names.spans import spans_of
from signatur.methods.text.names.tagging import Tagger
from signatur.methods.text.names.tokens import sentences_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from signatur.methods.text.names.schema import Name

_MOST_SENTENCES = 4_000
_PUT_RIGHT = (0.4866, -0.4893)


class NameRecogniser:
    """Finds names of persons, places, organisations and others; one may be used by several threads in turn."""

    def __init__(
        self, trained: Trained, local_model: Callable[[str], tuple[Name, ...]] | None = None
    ) -> None:
        views = WordViews(trained.lexicon)
        self.trained = trained
        self.size = 0
        """Bytes of the files it was read from; 0 where it was not read from files."""
        self._local = local_model
        self._cased = Tagger(trained.cased, views)
        self._caseless = Tagger(trained.caseless, views)

    @classmethod
    def load(
        cls,
        folder: Path | None = None,
        *,
        local_model: Callable[[str], tuple[Name, ...]] | None = None,
    ) -> NameRecogniser:
        """Return the packaged recogniser, or that of a folder (such as a tuned one).

        `local_model` is a second opinion, such as `local_model.LocalModel(folder)`; its names are added.
        """
        own = folder or PACKAGED
        recogniser = cls(read_trained(own), local_model)
        recogniser.size = size_of(own)
        return recogniser

    def tag(self, sentences: Sequence[Sequence[str]]) -> list[list[str]]:
        """Return BIO tags for sentences that are words already; without the rules for running text."""
        told: list[list[str]] = []
        for begin in range(0, len(sentences), _MOST_SENTENCES):
            some = sentences[begin : begin + _MOST_SENTENCES]
            told.extend(
                mended(words, tags, self.trained.lexicon, caseless=casing_of(words) != "cased")
                for words, (tags, _shares) in zip(some, self.opinions(some), strict=True)
            )
        return told

    def opinions(
        self, sentences: Sequence[Sequence[str]]
    ) -> list[tuple[list[str], NDArray[np.float32]]]:
        """Return for each sentence its tags and the chances of the labels (words × `labels`)."""
        casings = [casing_of(words) for words in sentences]
        lexicon = self.trained.lexicon
        ready = [
            without_shouting(words, lexicon)
            if casing == "cased"
            else [word.lower() for word in words]
            for words, casing in zip(sentences, casings, strict=True)
        ]
        found: list[tuple[list[str], NDArray[np.float32]]] = [
            ([], np.zeros((0, 0), np.float32))
        ] * len(ready)
        for tagger, wanted in (
            (self._cased, "cased"),
            (self._caseless, "small"),
            (self._caseless, "capitals"),
        ):
            chosen = [at for at, casing in enumerate(casings) if casing == wanted]
            labelled = tagger.label([ready[at] for at in chosen], self.trained.lift[wanted])
            begin = 0
            for at in chosen:
                end = begin + len(ready[at])
                found[at] = (labelled.tags[begin:end], labelled.shares[begin:end])
                begin = end
        if self.trained.tuned is not None:
            return decide(self.trained.tuned, sentences, found, self.labels, lexicon)
        return found

    @property
    def labels(self) -> tuple[str, ...]:
        """Return the labels of the columns of chances; both chains have the same."""
        return self.trained.cased.labels

    def find(self, text: str, *, initials: Iterable[str] = ()) -> tuple[Name, ...]:
        """Return the names of a text in order, without overlaps.

        `initials` are those by which an authority's employees sign, such as `bthy`; they are found only
        when they are given.
        """
        readings = self._readings(restored(text, self.trained.lexicon))
        names = apply_rules(readings, self.trained.lexicon, frozenset(initials))
        return names if self._local is None else united(names, self._local(text))

    def _readings(self, text: str) -> Iterator[Reading]:
        """Yield sentence after sentence; only so many at once are held as words are read together."""
        sentences = sentences_of(text)
        while some := list(islice(sentences, _MOST_SENTENCES)):
            words = [[token.word for token in sentence.tokens] for sentence in some]
            for sentence, said, (tags, shares) in zip(
                some, words, self.opinions(words), strict=True
            ):
                spans = tuple(
                    Span(kind, begin, end, sureness(self.labels, shares[begin:end], kind), ("crf",))
                    for kind, begin, end in spans_of(tags)
                )
                yield Reading(sentence.tokens, tuple(said), spans, casing_of(said) != "cased")


def sureness(labels: Sequence[str], shares: NDArray[np.float32], kind: str) -> float:
    """Return how sure a name is: the least chance of any of its words to be of its kind, put right.

    Chains are too sure of themselves; the two numbers were fitted on a fifth of the training text with
    chains that had not seen it (Platt 1999).
    """
    columns = [at for at, label in enumerate(labels) if label.endswith(f"-{kind}")]
    chance = min(max(float(shares[:, columns].sum(axis=1).min()), 0.01), 0.9995)
    slope, shift = _PUT_RIGHT
    return round(1 / (1 + math.exp(-slope * math.log(chance / (1 - chance)) - shift)), 3)


def united(names: Sequence[Name], others: Sequence[Name]) -> tuple[Name, ...]:
    """Return the names of both; where two overlap the first's kind holds and the longer place."""
    kept = list(names)
    for other in others:
        touching = [one for one in kept if one.start < other.end and other.start < one.end]
        if not touching:
            kept.append(other)
            continue
        first = touching[0]
        for one in touching:
            kept.remove(one)
        kept.append(
            replace(
                first,
                start=min(other.start, *(one.start for one in touching)),
                end=max(other.end, *(one.end for one in touching)),
                confidence=max(other.confidence, *(one.confidence for one in touching)),
                evidence=tuple(dict.fromkeys((*first.evidence, *other.evidence))),
            )
        )
    return tuple(sorted(kept, key=lambda one: one.start))


@lru_cache(maxsize=1)
def packaged() -> NameRecogniser:
    """Return the packaged recogniser, read once for each process."""
    return NameRecogniser.load()
