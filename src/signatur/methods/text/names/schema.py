"""Values of the recogniser of names: a name in a text, a word, a sentence with its truth."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["PER", "LOC", "ORG", "MISC"]
KINDS: tuple[Kind, ...] = ("PER", "LOC", "ORG", "MISC")


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a text, from `start` to before `end` in characters.

    `confidence` is between 0 and 1; `evidence` says what found it: `crf`, `gazetteer:first_name`,
    `gazetteer:pair`, `cue:title` and other cues, `handle`, `second_pass`, `local_model`.
    """

    kind: Kind
    start: int
    end: int
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Token:
    """A word or sign of a text, with its place in characters."""

    word: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class TaggedSentence:
    """A sentence as words with one tag each: `O`, `B-PER`, `I-PER` and so on for `KINDS`."""

    words: tuple[str, ...]
    tags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text that a person has read in full: where the names are; nothing else in it is a name."""

    text: str
    names: tuple[tuple[Kind, int, int], ...]
