"""What could not be read, as the commands say it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.records.items.schema import shown_place
from signatur.solutions.disclosure.service.troubles import trouble_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from signatur.methods.documents import Problem
    from signatur.solutions.disclosure.intake import CaseProblem

_MOST_PLACES: Final = 12


def sentence_of(code: str) -> str:
    """Return a problem in plain words, and what to do about it."""
    trouble = trouble_of(code)
    return f"{trouble.title}. {trouble.advice}"


def lines_of(problems: Iterable[CaseProblem | Problem]) -> tuple[str, ...]:
    """Return problems as lines to read, each once, with the places that it concerns."""
    places: dict[str, dict[str, None]] = {}
    for one in problems:
        places.setdefault(sentence_of(one.code), {})[one.where] = None
    return tuple(sentence + _shown(list(where)) for sentence, where in places.items())


def _shown(places: list[str]) -> str:
    named = [shown_place(place) for place in places if place]
    if not named:
        return ""
    more = len(named) - _MOST_PLACES
    return f" ({', '.join(named[:_MOST_PLACES])}{f' … +{more}' if more > 0 else ''})"
