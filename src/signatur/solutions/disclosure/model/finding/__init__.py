"""Finding what may have to be withheld: identifiers, names, sensitive words, cues, pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.solutions.disclosure.model.finding.file_names import find_in_name
from signatur.solutions.disclosure.model.finding.finding_in_text import (
    ALL,
    CUES,
    NAMES,
    PICTURES,
    find_in_text,
    with_grounds,
)
from signatur.solutions.disclosure.model.finding.hidden_places import strict_in_hidden_places
from signatur.solutions.disclosure.model.finding.words import find_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from PIL.Image import Image

    from signatur.methods.documents.laid_out import LaidOut
    from signatur.methods.text.names import Name
    from signatur.solutions.disclosure.schema.finding import Finding, FindingKind
    from signatur.solutions.disclosure.schema.law import Regime

__all__ = [
    "ALL",
    "CUES",
    "NAMES",
    "PICTURES",
    "find_in_document",
    "find_in_name",
    "find_in_text",
    "find_words",
]


def find_in_document(
    laid: LaidOut,
    *,
    wanted: Iterable[FindingKind] = ALL,
    names: Iterable[Name] | None = None,
    words: Iterable[str] = (),
    regime: Regime | None = None,
    day: date | None = None,
    draw: Callable[[int, int], Image] | None = None,
) -> tuple[Finding, ...]:
    """Return what is found in the text of a document, and in its pictures where `draw` is given.

    `draw` takes a page number, from 1, and dots per inch, and returns the page as it is shown.
    Findings in pictures stand after those in the text, with their area; see `find_in_text`.
    """
    from signatur.solutions.disclosure.model.finding.pictures import find_in_pictures

    kinds = frozenset(wanted)
    found = find_in_text(laid.text, wanted=kinds, names=names, words=words)
    if kinds & NAMES:
        strict = strict_in_hidden_places(found, laid)
        found = tuple(one for one in strict if one.kind in kinds)
    if draw is not None and kinds & PICTURES:
        found = (*found, *(one for one in find_in_pictures(laid, draw) if one.kind in kinds))
    return with_grounds(found, regime, day)
