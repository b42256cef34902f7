"""A hit: what a reader of identifiers found in a normalised text; and the words around it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.solutions.disclosure.schema.finding import Check, FindingKind

if TYPE_CHECKING:
    from collections.abc import Iterator

_SEPARATORS = re.compile(r"[\s\-./|:_,]+")


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of a normalised text that is of some kind."""

    kind: FindingKind
    start: int
    end: int
    confidence: float
    evidence: tuple[str, ...] = ()
    check: Check = Check.UNKNOWN
    value: str = field(default="", repr=False)


def check_of(holds: bool) -> Check:  # noqa: FBT001 - the answer of a test is turned into a value
    return Check.VALID if holds else Check.INVALID


def line_before(text: str, start: int, reach: int = 40) -> str:
    """Return what stands before on the line, in small letters; of the line above, if that is nothing."""
    before = text[max(0, start - reach) : start]
    line = before.rpartition("\n")[2]
    if line.strip(" \t|:.-_\"'([*>"):
        return line.lower()
    return before.rstrip().rpartition("\n")[2].lower()


def says(cue: re.Pattern[str], text: str, start: int, reach: int = 40) -> bool:
    """Tell whether the words before a place say what `cue` looks for."""
    return cue.search(line_before(text, start, reach)) is not None


def says_after(cue: re.Pattern[str], text: str, end: int, reach: int = 30) -> bool:
    return cue.search(text[end : end + reach].partition("\n")[0].lower()) is not None


def without_separators(written: str) -> str:
    return _SEPARATORS.sub("", written)


def by_pattern(
    text: str,
    pattern: re.Pattern[str],
    kind: FindingKind,
    confidence: float,
    *evidence: str,
) -> Iterator[Hit]:
    """Yield a hit for each match; the group `it` where the pattern has one, else the whole."""
    has_group = "it" in pattern.groupindex
    for match in pattern.finditer(text):
        start, end = match.span("it") if has_group else match.span()
        if end > start:
            value = without_separators(text[start:end])
            yield Hit(kind, start, end, confidence, evidence, value=value)
