"""Facts of many enquiries as columns of numbers, so that counting a hundred thousand takes a moment."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

NONE = -1
"""Stands in a column of numbers for what is not there."""


@dataclass(slots=True)
class Codes:
    """Words as numbers; the empty word is always 0. Grows only, so that older columns stay right."""

    words: list[str] = field(default_factory=lambda: [""])
    numbers: dict[str, int] = field(default_factory=lambda: {"": 0})

    def number(self, word: str) -> int:
        """Return the number of a word, a new one for a new word."""
        found = self.numbers.get(word)
        if found is None:
            found = len(self.words)
            # First the word: others may read meanwhile.
            self.words.append(word)
            self.numbers[word] = found
        return found

    def known(self, word: str) -> int:
        """Return the number of a word; of one that nothing has, one that fits nothing."""
        return self.numbers.get(word, -2)


# Columns of words; all others hold numbers.
WORDS = (
    "channel",
    "language",
    "state",
    "lane",
    "suggested_by",
    "suggested_department",
    "suggested_subject",
    "department",
    "subject",
    "outcome",
    "how",
)
DAYS = ("received_on", "decided_on", "due_on")
NUMBERS = ("hour", "length", "minutes", "reroutes", "is_blind")


@dataclass(frozen=True, eq=False, kw_only=True)
class Facts:
    """One number for each enquiry in each column; days are ordinals."""

    codes: Codes
    received_on: NDArray[np.int32]
    hour: NDArray[np.int32]
    channel: NDArray[np.int32]
    language: NDArray[np.int32]
    length: NDArray[np.int32]
    state: NDArray[np.int32]
    lane: NDArray[np.int32]
    confidence: NDArray[np.float64]
    suggested_by: NDArray[np.int32]
    suggested_department: NDArray[np.int32]
    suggested_subject: NDArray[np.int32]
    department: NDArray[np.int32]
    subject: NDArray[np.int32]
    outcome: NDArray[np.int32]
    how: NDArray[np.int32]
    decided_on: NDArray[np.int32]
    minutes: NDArray[np.int32]
    reroutes: NDArray[np.int32]
    due_on: NDArray[np.int32]
    is_blind: NDArray[np.int32]

    def __len__(self) -> int:
        return len(self.received_on)

    def is_word(self, column: str, *words: str) -> NDArray[np.bool_]:
        """Say of each enquiry whether a column holds one of some words."""
        values = getattr(self, column)
        fits: NDArray[np.bool_] = np.isin(values, [self.codes.known(word) for word in words])
        return fits

    def where(self, fits: NDArray[np.bool_]) -> Facts:
        """Return the facts that fit."""
        if fits.all():
            return self
        chosen = np.flatnonzero(fits)
        columns: dict[str, Any] = {name: getattr(self, name)[chosen] for name in COLUMNS}
        return replace(self, **columns)

    def merged(self, positions: Sequence[int], new: Facts) -> Facts:
        """Return the facts with new ones put at positions; those past the end are added."""
        at = np.asarray(positions, dtype=np.int64)
        more = len(at[at >= len(self)])
        columns: dict[str, Any] = {}
        for name in COLUMNS:
            column = np.concatenate(
                [getattr(self, name), np.zeros(more, dtype=getattr(self, name).dtype)]
            )
            column[at] = getattr(new, name)
            columns[name] = column
        return replace(self, **columns)


COLUMNS = tuple(one.name for one in fields(Facts) if one.name != "codes")


def facts_of(rows: Sequence[Mapping[str, Any] | Any], codes: Codes) -> Facts:
    """Return rows, in the order of `COLUMNS`, as facts."""
    by_column = list(zip(*rows, strict=True)) if rows else [()] * len(COLUMNS)
    return Facts(
        codes=codes,
        **{
            name: _column(name, values, codes)
            for name, values in zip(COLUMNS, by_column, strict=True)
        },
    )


def empty_facts() -> Facts:
    """Return no facts."""
    return facts_of([], Codes())


def _column(name: str, values: Sequence[Any], codes: Codes) -> NDArray[Any]:
    if name in WORDS:
        return np.fromiter(map(codes.number, values), dtype=np.int32, count=len(values))
    if name in DAYS:
        return np.fromiter(map(_ordinal, values), dtype=np.int32, count=len(values))
    if name == "confidence":
        shares = (np.nan if share is None else share for share in values)
        return np.fromiter(shares, dtype=np.float64, count=len(values))
    numbers = (NONE if number is None else int(number) for number in values)
    return np.fromiter(numbers, dtype=np.int32, count=len(values))


@lru_cache(maxsize=8192)
def _ordinal(day: date | str | None) -> int:
    """Return the number of a day, also of one in words, such as `2026-03-04`."""
    if day is None:
        return NONE
    return (date.fromisoformat(day) if isinstance(day, str) else day).toordinal()


@dataclass(frozen=True, slots=True, kw_only=True)
class Selection:
    """What somebody wants counted."""

    since: date
    until: date
    channel: str = ""
    department: str = ""
    subject: str = ""
    language: str = ""
    how: str = ""
    allowed: frozenset[str] | None = None
    """Departments that the reader's data limit lets them see; None: all."""

    @property
    def is_filtered(self) -> bool:
        """Something is left out beside what lies outside the period."""
        named = (self.channel, self.department, self.subject, self.language, self.how)
        return any(named) or self.allowed is not None

    @property
    def days(self) -> int:
        return (self.until - self.since).days + 1


def selected(facts: Facts, wanted: Selection, *, all_time: bool = False) -> Facts:
    """Return what fits; `all_time` leaves the period open, for a level or a backlog."""
    return facts.where(fitting(facts, wanted, all_time=all_time))


def fitting(facts: Facts, wanted: Selection, *, all_time: bool = False) -> NDArray[np.bool_]:
    """Say of each whether it fits.

    One that was divided counts as its matters, and one that was set aside does not count.
    """
    fits = ~facts.is_word("outcome", "divided") & ~facts.is_word("state", "set_aside")
    if not all_time:
        fits &= (facts.received_on >= wanted.since.toordinal()) & (
            facts.received_on <= wanted.until.toordinal()
        )
    for column in ("channel", "department", "subject", "language", "how"):
        word = getattr(wanted, column)
        if word:
            fits &= facts.is_word(column, word)
    if wanted.allowed is not None:
        fits &= facts.is_word("department", *sorted(wanted.allowed))
    return fits
