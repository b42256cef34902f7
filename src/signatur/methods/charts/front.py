"""Proposals of which none beats another in everything: two measures, and a third as size."""

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
    SECOND,
    WIDTH,
    Frame,
    picture,
    rule,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LEAST, _MOST = 9.0, 24.0


@dataclass(frozen=True, slots=True)
class Dot:
    """One proposal. Its word stands in it, so it is short: the number of a row of the table."""

    word: str
    x: float
    y: float
    size: float = 0.0
    hint: str = ""
    is_chosen: bool = False
    """Drawn full, the others pale."""
    is_today: bool = False
    """Drawn as a square."""


def front(
    title: str,
    dots: Sequence[Dot],
    shown_x: Callable[[float], str],
    shown_y: Callable[[float], str],
    *,
    along: str,
    up: str,
    height: int = 340,
) -> str:
    """Return the dots between axes that begin near the lowest values, which their numbers say."""
    frame = Frame(height, left=72, right=26, top=30, bottom=50)
    xs = _ticks([dot.x for dot in dots])
    ys = _ticks([dot.y for dot in dots])
    largest = max((dot.size for dot in dots), default=0.0) or 1.0

    def x_of(value: float) -> float:
        return frame.left + frame.inner_width * (value - xs[0]) / (xs[-1] - xs[0])

    def y_of(value: float) -> float:
        return frame.top + frame.inner_height * (ys[-1] - value) / (ys[-1] - ys[0])

    floor = frame.top + frame.inner_height
    drawn = [
        words(8, 16, up, fill=INK),
        words(WIDTH / 2, height - 8, along, anchor="middle", fill=INK),
    ]
    for value in ys:
        drawn.append(rule(frame.left, y_of(value), WIDTH - frame.right, y_of(value)))
        drawn.append(words(frame.left - 8, y_of(value) + 4, shown_y(value), anchor="end"))
    for value in xs:
        drawn.append(rule(x_of(value), frame.top, x_of(value), floor, LINE))
        drawn.append(words(x_of(value), floor + 18, shown_x(value), anchor="middle"))
    # Large ones first, so that none hides another.
    for dot in sorted(dots, key=lambda one: -one.size):
        radius = _LEAST + (_MOST - _LEAST) * math.sqrt(dot.size / largest)
        drawn += _drawn(dot, x_of(dot.x), y_of(dot.y), radius)
    return picture(title, height, drawn)


def _drawn(dot: Dot, x: float, y: float, radius: float) -> list[str]:
    hint = f"<title>{escape(dot.hint or dot.word)}</title>"
    colour = SECOND if dot.is_today else MAIN
    look = f'fill="{colour if dot.is_chosen else PALE}" stroke="{colour}" stroke-width="2"'
    if dot.is_today:
        shape = (
            f'<rect x="{x - radius:.1f}" y="{y - radius:.1f}" width="{2 * radius:.1f}" '
            f'height="{2 * radius:.1f}" fill="{PAPER}" stroke="{colour}" stroke-width="2">{hint}</rect>'
        )
    else:
        shape = f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius:.1f}" {look}>{hint}</circle>'
    ink = PAPER if dot.is_chosen and not dot.is_today else INK
    return [shape, words(x, y + 4, dot.word, anchor="middle", size=11, fill=ink)]


def _ticks(values: Sequence[float]) -> list[float]:
    """Return round numbers around all values, from below the lowest to above the highest."""
    low, high = min(values, default=0.0), max(values, default=1.0)
    spread = (high - low) or abs(high) * 0.1 or 1.0
    raw = spread / 4
    power = 10.0 ** math.floor(math.log10(raw))
    step = next(one * power for one in (1, 2, 2.5, 5, 10) if one * power >= raw)
    first = math.floor((low - 0.15 * spread) / step) * step
    if low >= 0:
        first = max(0.0, first)
    last = math.ceil((high + 0.15 * spread) / step) * step
    return [first + step * number for number in range(round((last - first) / step) + 1)]
