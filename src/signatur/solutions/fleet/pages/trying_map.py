"""A sketch of homes and parking spots: where they lie to each other, north up, without any map from elsewhere."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum
from math import cos, floor, log10, radians, sqrt
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signatur.solutions.fleet.service import Trial

_WIDE, _TALL = 640.0, 440.0
_EDGE, _NAMES = 40.0, 110.0
_KM_A_DEGREE = 111.2
_LEAST_KM = 0.5
_LARGEST, _SMALLEST = 24.0, 12.0
# On a narrow screen words are written larger.
_LINE = 26.0
_LETTER = 12.0


class Sign(StrEnum):
    """What a mark stands for."""

    HOME = "home"
    SPOT = "spot"
    TRIED = "tried"
    SUGGESTED = "suggested"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark of the sketch; sizes in units of the picture."""

    sign: Sign
    words: str
    """The name of the home, or the number of a suggestion."""
    x: float
    y: float
    size: float
    words_x: float
    words_y: float
    """Where the words stand, beside those of other marks."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """Marks and a bar of a round number of km."""

    marks: tuple[Mark, ...]
    km: float
    bar: float
    wide: float = _WIDE
    tall: float = _TALL


def sketch_of(trial: Trial) -> Sketch | None:
    """Return where everything lies; None where there is nothing."""
    given = _given(trial)
    if not given:
        return None
    lats = [lat for _sign, _words, lat, _lon, _size in given]
    lons = [lon for _sign, _words, _lat, lon, _size in given]
    narrow = cos(radians((min(lats) + max(lats)) / 2))
    east = [(lon - min(lons)) * narrow * _KM_A_DEGREE for lon in lons]
    south = [(max(lats) - lat) * _KM_A_DEGREE for lat in lats]
    width, height = _WIDE - 2 * _EDGE - _NAMES, _TALL - 2 * _EDGE - 20
    scale = min(width / max(*east, _LEAST_KM), height / max(*south, _LEAST_KM))
    left = _EDGE + (width - max(east) * scale) / 2
    top = _EDGE + (height - max(south) * scale) / 2
    marks = [
        Mark(sign, words, round(left + x * scale, 1), round(top + y * scale, 1), size, 0.0, 0.0)
        for (sign, words, _lat, _lon, size), x, y in zip(given, east, south, strict=True)
    ]
    km, bar = _bar(scale)
    return Sketch(_apart(marks), km, bar)


def _given(trial: Trial) -> list[tuple[Sign, str, float, float, float]]:
    most = max((one.hours for one in trial.suggested), default=1.0) or 1.0
    found = [
        (
            Sign.SUGGESTED,
            str(number),
            one.lat,
            one.lon,
            round(_SMALLEST + (_LARGEST - _SMALLEST) * sqrt(one.hours / most), 1),
        )
        for number, one in enumerate(trial.suggested, 1)
    ]
    named: set[str] = set()
    for spot in trial.known:
        sign = Sign.SPOT if spot.home in named else Sign.HOME
        found.append((sign, spot.home, spot.lat, spot.lon, 7.0 if sign is Sign.HOME else 4.0))
        named.add(spot.home)
    found += [(Sign.TRIED, spot.home, spot.lat, spot.lon, 8.0) for spot in trial.tried]
    return found


def _bar(scale: float) -> tuple[float, float]:
    """Return a round number of km that is at most a quarter of the picture, and how long it is there."""
    longest = _WIDE / 4 / scale
    power = 10.0 ** floor(log10(longest))
    km = next(one * power for one in (5, 2, 1) if one * power <= longest * 1.000001)
    return km, round(km * scale, 1)


def _apart(marks: list[Mark]) -> tuple[Mark, ...]:
    """Move words down where they would stand on others."""
    taken: list[tuple[float, float, float]] = []
    found = []
    for mark in sorted(marks, key=lambda one: (one.y, one.x)):
        if mark.sign is Sign.SUGGESTED:
            found.append(replace(mark, words_x=mark.x, words_y=mark.y + 5))
            continue
        # A diamond is a square on its corner.
        reach = mark.size * sqrt(2) if mark.sign is Sign.TRIED else mark.size
        begin, y = round(mark.x + reach + 6, 1), mark.y + 5
        end = begin + len(mark.words) * _LETTER
        while any(abs(y - other) < _LINE and begin < e and b < end for b, e, other in taken):
            y += _LINE
        taken.append((begin, end, y))
        found.append(replace(mark, words_x=begin, words_y=round(y, 1)))
    # Small marks lie on large ones.
    return tuple(sorted(found, key=lambda one: -one.size))
