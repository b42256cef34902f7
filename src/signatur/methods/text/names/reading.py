"""A sentence with what the chains found in it, before the rules have looked at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signatur.methods.text.names.schema import Token


@dataclass(frozen=True, slots=True)
class Span:
    """A name as places of words in its sentence, `end` is the word after the last."""

    kind: str
    begin: int
    end: int
    confidence: float
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """One sentence: tokens, their words, found spans, and whether capitals say nothing in it."""

    tokens: tuple[Token, ...]
    words: tuple[str, ...]
    spans: tuple[Span, ...]
    caseless: bool
