"""Places as circles where they lie, without any map from elsewhere."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from signatur.methods.charts.drawing import (
    INK,
    LINE,
    MAIN,
    PALE,
    PAPER,
    WIDTH,
    picture,
    rule,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_EDGE, _LARGEST, _SMALLEST = 44, 26.0, 4.0
_LETTER, _LINE = 6.6, 16
_KM_A_DEGREE = 111.2
_COLUMN = 160


@dataclass(frozen=True, slots=True)
class Spot:
    """A place with a number; one without a position is drawn in a row below the others."""

    name: str
    value: float
    latitude: float | None = None
    longitude: float | None = None

    @property
    def is_placed(self) -> bool:
        return self.latitude is not None and self.longitude is not None


def sketch_map(
    title: str,
    spots: Sequence[Spot],
    shown: Callable[[float], str],
    *,
    north: str,
    km: Callable[[float], str],
    height: int = 420,
) -> str:
    """Return circles as large as their numbers (by area), north up, with a scale in km.

    Distances are right at the middle latitude, which is enough within a municipality. `north` is
    the word for the arrow, `km` writes a length.
    """
    placed = [spot for spot in spots if spot.is_placed]
    others = [spot for spot in spots if not spot.is_placed]
    top = max([spot.value for spot in spots], default=0.0) or 1.0

    def radius(spot: Spot) -> float:
        return _SMALLEST + (_LARGEST - _SMALLEST) * math.sqrt(max(0.0, spot.value) / top)

    drawn: list[str] = []
    below = 0.0
    if placed:
        at, scale = _positions(placed, height)
        drawn += _circles(placed, at, radius, shown)
        drawn += _legend(scale, height, north, km)
        below = float(height)
    row = 2 * _LARGEST + 34
    columns = max(1, WIDTH // _COLUMN)
    for number, spot in enumerate(others):
        x = _COLUMN * (number % columns + 0.5)
        y = below + row * (number // columns) + _LARGEST + 6
        drawn.append(_circle(spot, x, y, radius(spot), shown))
        drawn.append(words(x, y + _LARGEST + 16, _short(spot.name, 22), anchor="middle", fill=INK))
    rows = math.ceil(len(others) / columns)
    return picture(title, max(40, round(below + rows * row)), drawn)


def _positions(placed: Sequence[Spot], height: int) -> tuple[list[tuple[float, float]], float]:
    """Return where each place stands, and how many units of the picture a km is."""
    lats = [spot.latitude or 0.0 for spot in placed]
    lons = [spot.longitude or 0.0 for spot in placed]
    narrow = math.cos(math.radians((min(lats) + max(lats)) / 2))
    east = [(lon - min(lons)) * narrow * _KM_A_DEGREE for lon in lons]
    north = [(lat - min(lats)) * _KM_A_DEGREE for lat in lats]
    wide, tall = WIDTH - 2 * _EDGE - 120, height - 2 * _EDGE - 20
    # Places that lie on each other are drawn as if a km apart.
    scale = min(wide / max(*east, 1.0), tall / max(*north, 1.0))
    left = _EDGE + (wide - max(east) * scale) / 2
    foot = _EDGE + (tall + max(north) * scale) / 2
    at = [(left + x * scale, foot - y * scale) for x, y in zip(east, north, strict=True)]
    return at, scale


def _circles(
    placed: Sequence[Spot],
    at: Sequence[tuple[float, float]],
    radius: Callable[[Spot], float],
    shown: Callable[[float], str],
) -> list[str]:
    # Large ones first, so that a small one lies on top.
    order = sorted(range(len(placed)), key=lambda number: -placed[number].value)
    drawn = [_circle(placed[n], *at[n], radius(placed[n]), shown) for n in order]
    taken: list[tuple[float, float, float]] = []
    for number in order:
        spot, (x, y) = placed[number], at[number]
        name = _short(spot.name, 26)
        left, right = x + radius(spot) + 5, x + radius(spot) + 5 + len(name) * _LETTER
        line = y + 4
        while any(
            abs(line - other) < _LINE and left < end and begin < right
            for begin, end, other in taken
        ):
            line += _LINE
        taken.append((left, right, line))
        drawn.append(
            f'<text x="{left:.1f}" y="{line:.1f}" fill="{INK}" stroke="{PAPER}" stroke-width="3" '
            f'stroke-linejoin="round" paint-order="stroke">{escape(name)}</text>'
        )
    return drawn


def _circle(spot: Spot, x: float, y: float, radius: float, shown: Callable[[float], str]) -> str:
    return (
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" fill="{PALE}" fill-opacity="0.8" '
        f'stroke="{MAIN}" stroke-width="1.5"><title>{escape(spot.name)}: {shown(spot.value)}</title>'
        "</circle>"
    )


def _legend(scale: float, height: int, north: str, km: Callable[[float], str]) -> list[str]:
    """Draw the arrow to the north and a bar of a round number of km."""
    longest = 150 / scale
    power = 10.0 ** math.floor(math.log10(longest))
    length = next(one * power for one in (5, 2, 1) if one * power <= longest)
    end = 12 + length * scale
    y = height - 14
    return [
        rule(12, y, end, y, INK),
        rule(12, y - 4, 12, y + 4, INK),
        rule(end, y - 4, end, y + 4, INK),
        words(end + 8, y + 4, km(length)),
        f'<path d="M {WIDTH - 24} 12 l 7 16 h -14 z" fill="{LINE}" stroke="{INK}"/>',
        words(WIDTH - 24, 44, north, anchor="middle"),
    ]


def _short(name: str, longest: int) -> str:
    return name if len(name) <= longest else f"{name[: longest - 1]}…"
