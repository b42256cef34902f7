"""What each step of the ladder learns from: one place for the trainer and the benchmark."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from benchmarks.disclosure import names_corpora as corpora
from benchmarks.disclosure import names_lists as lists
from benchmarks.disclosure.names_fitting import Lesson
from benchmarks.disclosure.names_made import made
from signatur.methods.text.names.schema import TaggedSentence

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from signatur.methods.text.names.lexicon import Lexicon

_MADE = 1_600
_PLAIN_SHARE = 0.3
"""Of Norwegian sentences without names so many are kept: they teach little and take most of the time."""


@dataclass(frozen=True, slots=True)
class Material:
    """All text and lists, read once."""

    danish: tuple[TaggedSentence, ...]
    norwegian: tuple[TaggedSentence, ...]
    lexicon: Lexicon
    women: list[str] = field(default_factory=list)
    men: list[str] = field(default_factory=list)
    surnames: list[str] = field(default_factory=list)
    origin_first: list[str] = field(default_factory=list)
    origin_last: list[str] = field(default_factory=list)


def read_material(data: Path, packages: Path) -> Material:
    """Read the corpora and build the lexicon from the training text and the lists."""
    danish, norwegian = corpora.danish(data, "news_train"), corpora.norwegian(data)
    texts = [one.words for one in danish] + [one.words for one in norwegian]
    lexicon = lists.lexicon(data, packages, [*texts, *corpora.spoken(data)])
    women, men, surnames = lists.dst_names(data)
    first, last = lists.origin_names(data, held_out=False)
    return Material(danish, norwegian, lexicon, women, men, surnames, first, last)


def lessons_of(
    material: Material,
    danish: Sequence[TaggedSentence],
    *,
    steps: frozenset[str],
    caseless: bool,
    seed: int,
) -> list[Lesson]:
    """Return what is learned from with some of the steps `norwegian`, `swapped`, `made`."""
    seeded = random.Random(seed)
    lessons = [Lesson(one, 2 if steps else 1) for one in danish]
    if "norwegian" in steps:
        chance = random.Random(seed + 1)
        lessons += [
            Lesson(one)
            for one in material.norwegian
            if any(tag != "O" for tag in one.tags) or chance.random() < _PLAIN_SHARE
        ]
    first, last = list(material.origin_first), list(material.origin_last)
    seeded.shuffle(first)
    seeded.shuffle(last)
    rare = material.women[200:15000] + material.men[200:15000]
    if "swapped" in steps:
        for hidden in (False, True):
            copies = corpora.swapped(danish, first * 4 + rare, last * 3 + material.surnames, seeded)
            lessons += [Lesson(one, 1, hidden) for one in copies]
    if "made" in steps:
        firsts = [material.women[:6000], material.men[:6000], first, rare]
        lasts = [material.surnames, material.surnames, last, material.surnames]
        sentences = made(firsts, lasts, _MADE, seeded)
        lessons += [Lesson(one, 1, at % 4 == 0) for at, one in enumerate(sentences)]
    return [_in_small_letters(one) for one in lessons] if caseless else lessons


def _in_small_letters(lesson: Lesson) -> Lesson:
    words = tuple(word.lower() for word in lesson.sentence.words)
    return Lesson(TaggedSentence(words, lesson.sentence.tags), lesson.times, lesson.hidden)
