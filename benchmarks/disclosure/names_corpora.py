"""Text to learn names from: Danish and Norwegian with entities, the lexicon's lists, changed copies.

The corpora are read where they are and never copied; see the card beside the trained model.
"""

from __future__ import annotations

import json
import tarfile
from typing import TYPE_CHECKING

from benchmarks.disclosure.names_norwegian import DANISH
from signatur.methods.text.names.columns import read_columns
from signatur.methods.text.names.schema import TaggedSentence
from signatur.methods.text.names.spans import spans_of, tags_of

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path

_NORNE = {
    "PER": "PER",
    "ORG": "ORG",
    "LOC": "LOC",
    "GPE_LOC": "LOC",
    "GPE_ORG": "LOC",
    "PROD": "MISC",
    "EVT": "MISC",
    "MISC": "MISC",
}


def danish(data: Path, name: str) -> tuple[TaggedSentence, ...]:
    """Return the sentences of one file of DaN+: news_train, news_dev, twitter_dev, arto_dev."""
    return read_columns((data / "ner" / "danplus" / f"da_{name}.tsv").read_bytes())


def norwegian(data: Path, language: str = "nob") -> tuple[TaggedSentence, ...]:
    """Return NorNE's sentences with the commonest Norwegian words spelled as in Danish."""
    sentences = []
    with tarfile.open(data / "ner" / "norne_ndt.tar.xz") as archive:
        members = sorted(
            (one for one in archive if f"/{language}/" in f"/{one.name}" and one.isfile()),
            key=lambda one: one.name,
        )
        for member in members:
            handle = archive.extractfile(member)
            assert handle is not None
            for block in handle.read().decode().split("\n\n"):
                rows = [line.split("\t") for line in block.split("\n") if "\t" in line]
                rows = [row for row in rows if row[1] != "|"]
                if rows:
                    sentences.append(_norwegian_sentence(rows))
    return tuple(sentences)


def _norwegian_sentence(rows: Sequence[Sequence[str]]) -> TaggedSentence:
    spans = [
        (_NORNE[kind], begin, end)
        for kind, begin, end in spans_of([row[9].partition("=")[2] for row in rows])
        if kind in _NORNE
    ]
    return TaggedSentence(tuple(_in_danish(row[1]) for row in rows), tags_of(spans, len(rows)))


def _in_danish(word: str) -> str:
    found = DANISH.get(word.lower())
    if found is None:
        return {"«": '"', "»": '"'}.get(word, word)
    return found.capitalize() if word[:1].isupper() else found


def spoken(data: Path) -> list[list[str]]:
    """Return utterances in lower case, only for counting words."""
    lines = (data / "text" / "massive_da" / "train.jsonl").read_text().splitlines()
    return [json.loads(line)["text"].split() for line in lines]


def swapped(
    sentences: Iterable[TaggedSentence],
    first: Sequence[str],
    last: Sequence[str],
    seeded: random.Random,
    *,
    only: bool = True,
) -> Iterator[TaggedSentence]:
    """Yield the sentences with persons' names replaced, genitives and initials kept; others left out if `only`."""
    for sentence in sentences:
        words = list(sentence.words)
        spans = [one for one in spans_of(sentence.tags) if one[0] == "PER"]
        if only and not spans:
            continue
        for _kind, begin, end in spans:
            for at in range(begin, end):
                words[at] = _other(words[at], at, begin, end, first, last, seeded)
        yield TaggedSentence(tuple(words), sentence.tags)


def renamed(
    sentences: Iterable[TaggedSentence],
    first: Sequence[str],
    last: Sequence[str],
    seeded: random.Random,
) -> Iterator[TaggedSentence]:
    """Yield the sentences with persons, each under a whole new name: a first name, and a surname if it had more words."""
    for sentence in sentences:
        words: list[str] = []
        tags: list[str] = []
        spans = {begin: (kind, end) for kind, begin, end in spans_of(sentence.tags)}
        if not any(kind == "PER" for kind, _end in spans.values()):
            continue
        at = 0
        while at < len(sentence.words):
            kind, end = spans.get(at, ("O", at + 1))
            new = list(sentence.words[at:end])
            if kind == "PER":
                genitive = new[-1].endswith("s") and new[-1][:1].isupper() and seeded.random() < 0.5
                new = [seeded.choice(first), seeded.choice(last)][: 1 + (end - at > 1)]
                new = [word for name in new for word in name.split(" ")]
                if genitive and not new[-1].endswith("s"):
                    new[-1] += "s"
            words += new
            tags += (
                ["O"] * len(new) if kind == "O" else [f"B-{kind}", *[f"I-{kind}"] * (len(new) - 1)]
            )
            at = end
        yield TaggedSentence(tuple(words), tuple(tags))


def _other(
    word: str,
    at: int,
    begin: int,
    end: int,
    first: Sequence[str],
    last: Sequence[str],
    seeded: random.Random,
) -> str:
    if len(word) < 3 or word.endswith(".") or not word[0].isupper():
        return word
    is_last = at == end - 1 and end - begin > 1
    name = seeded.choice(last if is_last else first)
    name = "-".join(part.capitalize() for part in name.split("-"))
    genitive = (
        at == end - 1 and word.endswith("s") and not word.endswith("ss") and seeded.random() < 0.5
    )
    return name + "s" if genitive and not name.endswith("s") else name
