"""Tuning to one authority: a second chain over the packaged one, fitted on texts a person has reviewed.

The packaged recogniser's training text is not shipped, so its chains stay as they are and the second
chain learns where they were corrected. Copies of the sentences without their words, labelled as the first
chain labels them, hold it to the first opinion wherever the reviewed texts say nothing else. What it
brings is measured by cross-validation over texts; where it does not help it is not kept.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.methods.text.names.artifact import SETTINGS, TUNED, settings_of
from signatur.methods.text.names.counting import Score, compare
from signatur.methods.text.names.decoding import weights_as_bytes, weights_of
from signatur.methods.text.names.recogniser import NameRecogniser
from signatur.methods.text.names.schema import KINDS
from signatur.methods.text.names.second_chain import decide, opinion_features, word_features
from signatur.methods.text.names.spans import spans_of, tags_of
from signatur.methods.text.names.tokens import sentences_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from collections.abc import Set as AbstractSet

    from signatur.methods.text.names.decoding import Weights
    from signatur.methods.text.names.schema import AnnotatedText
    from signatur.methods.text.names.second_chain import Opinion

LEAST_TEXTS = 10
_FOLDS = 5
_WORSE = 0.005
"""So much lower may the recall of persons be in cross-validation."""


@dataclass(frozen=True, slots=True)
class Tuned:
    """What tuning came to; `files` are to be written to a folder, none where it is not kept."""

    is_kept: bool
    before: Score
    after: Score
    """Persons in reviewed texts that the chain had not seen, without and with the second chain."""
    micro_before: Score
    micro_after: Score
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class _Text:
    words: list[list[str]]
    tags: list[tuple[str, ...]]
    opinions: list[Opinion]


def tune(base: NameRecogniser, reviewed: Sequence[AnnotatedText], seed: int = 0) -> Tuned:
    """Fit a second chain on reviewed texts. The same texts and seed give the same files.

    Fewer than `LEAST_TEXTS` texts raise `InputProblem`; so does a name outside its text.
    """
    if len(reviewed) < LEAST_TEXTS:
        raise InputProblem(
            log="names: too few reviewed texts",
            shown=_(
                "There are %(found)s reviewed texts; tuning needs %(least)s. Review more cases first.",
                found=len(reviewed),
                least=LEAST_TEXTS,
            ),
        )
    first = NameRecogniser(replace(base.trained, tuned=None))
    marked = {kind for one in reviewed for kind, _start, _end in one.names}
    texts = [_prepared(first, one, marked) for one in reviewed]
    order = np.random.default_rng(seed).permutation(len(texts))
    found: dict[int, list[list[str]]] = {}
    for fold in range(_FOLDS):
        held = set(order[fold::_FOLDS].tolist())
        chain = _fitted(first, [text for at, text in enumerate(texts) if at not in held])
        for at in held:
            text = texts[at]
            told = decide(chain, text.words, text.opinions, first.labels, first.trained.lexicon)
            found[at] = [tags for tags, _shares in told]
    truth = [tags for text in texts for tags in text.tags]
    before = compare(truth, [tags for text in texts for tags, _shares in text.opinions])
    after = compare(truth, [tags for at in range(len(texts)) for tags in found[at]])
    one, other = before.per_type["PER"], after.per_type["PER"]
    is_kept = other.recall >= one.recall - _WORSE and other.f1 > one.f1
    files: dict[str, bytes] = {}
    if is_kept:
        files = {
            TUNED: weights_as_bytes(_fitted(first, texts)),
            SETTINGS: settings_of(first.trained),
        }
    return Tuned(is_kept, one, other, before.micro, after.micro, files)


def write_tuned(tuned: Tuned, folder: Path) -> None:
    """Write the files of a tuned recogniser to a folder that `NameRecogniser.load` reads."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, content in tuned.files.items():
        (folder / name).write_bytes(content)


def _prepared(first: NameRecogniser, reviewed: AnnotatedText, marked: AbstractSet[str]) -> _Text:
    """Return the sentences with the truth; kinds that nobody marks are as the first chain has them."""
    words, tags = [], []
    for kind, start, end in reviewed.names:
        if not 0 <= start < end <= len(reviewed.text):
            raise InputProblem(
                log=f"names: {kind} outside its text",
                shown=_("A reviewed name lies outside its text. Review the text again."),
            )
    for sentence in sentences_of(reviewed.text):
        spans = []
        for kind, start, end in reviewed.names:
            inside = [
                at for at, one in enumerate(sentence.tokens) if one.start < end and start < one.end
            ]
            if inside:
                spans.append((kind, inside[0], inside[-1] + 1))
        words.append([token.word for token in sentence.tokens])
        tags.append(tags_of(spans, len(sentence.tokens)))
    opinions = first.opinions(words)
    whole = [
        _with_unmarked(own, thought, marked)
        for own, (thought, _shares) in zip(tags, opinions, strict=True)
    ]
    return _Text(words, whole, opinions)


def _with_unmarked(
    own: tuple[str, ...], thought: Sequence[str], marked: AbstractSet[str]
) -> tuple[str, ...]:
    spans = spans_of(own)
    taken = {at for _kind, begin, end in spans for at in range(begin, end)}
    others = [
        (kind, begin, end)
        for kind, begin, end in spans_of(thought)
        if kind not in marked and taken.isdisjoint(range(begin, end))
    ]
    return tags_of([*spans, *others], len(own))


def _plain_opinions(labels: Sequence[str]) -> Iterator[Opinion]:
    """Yield names of every kind as the first chain may see them, so that no kind is unknown to the second."""
    for kind in KINDS:
        for length, sure in product((1, 2, 3), (0.55, 0.9, 0.97)):
            tags = ["O", "O", f"B-{kind}", *[f"I-{kind}"] * (length - 1), "O", "O"]
            shares = np.full(
                (len(tags), len(labels)), (1 - sure) / (len(labels) - 1), dtype=np.float32
            )
            shares[np.arange(len(tags)), [labels.index(tag) for tag in tags]] = sure
            yield tags, shares


def _fitted(first: NameRecogniser, texts: Sequence[_Text]) -> Weights:
    import pycrfsuite

    trainer = pycrfsuite.Trainer(algorithm="lbfgs", verbose=False)
    trainer.set_params({"c1": 0.0, "c2": 0.3, "max_iterations": 50})
    labels, lexicon = first.labels, first.trained.lexicon
    for text in texts:
        for words, tags, opinion in zip(text.words, text.tags, text.opinions, strict=True):
            thought = opinion_features(opinion, labels)
            said = word_features(words, opinion, lexicon)
            trainer.append(
                [[*one, *other] for one, other in zip(thought, said, strict=True)], list(tags)
            )
            trainer.append(thought, opinion[0])
    for opinion in _plain_opinions(labels):
        trainer.append(opinion_features(opinion, labels), opinion[0])
    with tempfile.TemporaryDirectory() as folder:
        path = str(Path(folder) / "second.crfsuite")
        trainer.train(path)
        tagger = pycrfsuite.Tagger()
        tagger.open(path)
        told = tagger.info()
        return weights_of(labels, told.state_features, told.transitions)
