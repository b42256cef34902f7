"""What the heading of a column says, in Danish or English, and what its cells look like."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from signatur.solutions.fleet.intake.moments import CLOCK

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WORD: Final = re.compile(r"[a-zæøåäöü]+|\d+")
_CAMEL: Final = re.compile(r"(?<=[a-zæøå])(?=[A-ZÆØÅ])")
_DATE: Final = r"(?:\d{4}[-/]\d{1,2}[-/]\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{2,4}|\d{1,2}/\d{1,2}-\d{2,4}|\d{1,2}[. ]+[a-z]{3,9}\.? \d{4})"
_IS_CLOCK: Final = re.compile(CLOCK)
_IS_DATE: Final = re.compile(rf"^{_DATE}(?:[T ]00:00(?::00)?)?$", re.IGNORECASE)
_IS_MOMENT: Final = re.compile(rf"^{_DATE}[T ,].*\d{{1,2}}[:.]\d{{2}}", re.IGNORECASE)
_MOSTLY: Final = 0.6


class Look(StrEnum):
    """What the cells of a column look like."""

    MOMENT = "moment"
    DATE = "date"
    CLOCK = "clock"
    NUMBER = "number"
    SERIAL = "serial"
    """Numbers that may be Excel's count of days, or the km of an odometer."""
    WORDS = "words"
    EMPTY = "empty"


def words_of(header: str) -> tuple[str, ...]:
    """Return the words of a heading in small letters: `startTid_km` has three."""
    return tuple(_WORD.findall(_CAMEL.sub(" ", header).casefold()))


def is_about(header: str, words: Iterable[str]) -> bool:
    """Whether a heading holds one of the words; words of four letters or more may be part of a longer one."""
    own = words_of(header)
    joined = "".join(own)
    return any(word in own or (len(word) >= 4 and word in joined) for word in words)


def look_of(cells: Sequence[str | None]) -> Look:
    """Return what most of some cells look like."""
    known = [cell.strip() for cell in cells if cell and cell.strip()]
    if not known:
        return Look.EMPTY
    looks = [_look(cell) for cell in known]
    most = max(Look, key=looks.count)
    # A column of dates in which some have a time of day is one of moments.
    if most is Look.DATE and Look.MOMENT in looks:
        return Look.MOMENT
    return most if looks.count(most) >= _MOSTLY * len(looks) else Look.WORDS


def are_clocks(cells: Sequence[str | None]) -> bool:
    """Whether most cells can be times of day; 12.50 may be one, or a distance."""
    known = [cell.strip().casefold() for cell in cells if cell and cell.strip()]
    return bool(known) and sum(map(bool, map(_IS_CLOCK.match, known))) >= _MOSTLY * len(known)


def _look(cell: str) -> Look:
    if _IS_MOMENT.match(cell) and not _IS_DATE.match(cell):
        return Look.MOMENT
    if _IS_DATE.match(cell):
        return Look.DATE
    number = figure_of(cell)
    if number is not None and 20_000 <= number <= 80_000:
        return Look.SERIAL
    if _IS_CLOCK.match(cell.casefold()) and (":" in cell or number is None):
        return Look.CLOCK
    return Look.NUMBER if number is not None else Look.WORDS


def figure_of(cell: str) -> float | None:
    """Return the number that a cell shows, with a decimal comma or a point."""
    match = re.fullmatch(r"([-+]?\d+(?:[.,]\d+)?)(?: ?(?:km|m))?", cell.strip().casefold())
    return float(match.group(1).replace(",", ".")) if match else None
