"""Names of persons, places, organisations and others in Danish text, without a pretrained model.

`find_names(text)` is all that most need. `NameRecogniser.load(folder)` reads a recogniser tuned by one
authority, `read_columns` and `compare` measure one, `tune` makes one.
"""

from __future__ import annotations

from signatur.methods.text.names.columns import read_columns
from signatur.methods.text.names.counting import Evaluation, Score, compare
from signatur.methods.text.names.recogniser import NameRecogniser, packaged
from signatur.methods.text.names.schema import KINDS, AnnotatedText, Kind, Name, TaggedSentence

__all__ = [
    "KINDS",
    "AnnotatedText",
    "Evaluation",
    "Kind",
    "Name",
    "NameRecogniser",
    "Score",
    "TaggedSentence",
    "compare",
    "find_names",
    "read_columns",
]


def find_names(text: str) -> tuple[Name, ...]:
    """Return the names of a text in order, without overlaps, by the packaged recogniser."""
    return packaged().find(text)
