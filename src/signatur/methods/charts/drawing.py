"""What all pictures share: colours, axes, numbers and words."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

INK, SOFT, LINE, PAPER = "#1a1a1a", "#454f58", "#d3dbe1", "#ffffff"
# On white: 6.8, 4.6 and 5.1 to 1.
MAIN, SECOND, WARN = "#0a5b8c", "#b4531a", "#a3262c"
PALE = "#c9dfec"
FONT = "IBM Plex Sans, Libertinus Sans, DejaVu Sans, sans-serif"
WIDTH = 720


@dataclass(frozen=True, slots=True)
class Frame:
    """Where the picture's own area lies within its edges."""

    height: int
    left: int = 56
    right: int = 12
    top: int = 14
    bottom: int = 30

    @property
    def inner_width(self) -> int:
        return WIDTH - self.left - self.right

    @property
    def inner_height(self) -> int:
        return self.height - self.top - self.bottom

    def y(self, value: float, top_value: float) -> float:
        share = value / top_value if top_value else 0.0
        return self.top + self.inner_height * (1 - share)


def picture(title: str, height: int, parts: Iterable[str]) -> str:
    """Return a whole picture. `title` says what it shows, for those who cannot see it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" role="img" '
        f'aria-label={quoteattr(title)} font-family="{FONT}" font-size="12">'
        f"<title>{escape(title)}</title>{''.join(parts)}</svg>"
    )


def words(
    x: float, y: float, text: str, *, anchor: str = "start", size: int = 12, fill: str = SOFT
) -> str:
    """Return words at a place."""
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" font-size="{size}" '
        f'fill="{fill}">{escape(text)}</text>'
    )


def box(x: float, y: float, width: float, height: float, fill: str, hint: str = "") -> str:
    """Return a filled rectangle, with words that appear above it."""
    inner = f"<title>{escape(hint)}</title>" if hint else ""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{max(0.0, width):.1f}" '
        f'height="{max(0.0, height):.1f}" fill="{fill}">{inner}</rect>'
    )


def rule(x1: float, y1: float, x2: float, y2: float, stroke: str = LINE) -> str:
    """Return a thin line."""
    return f'<line x1="{x1:.1f}" y1="{y1:.1f}" x2="{x2:.1f}" y2="{y2:.1f}" stroke="{stroke}"/>'


def nice_top(value: float) -> float:
    """Return a round number at or above a count, at least 4."""
    value = max(value, 4.0)
    power = 10.0 ** math.floor(math.log10(value))
    return next(
        step * power
        for step in (1, 1.2, 1.6, 2, 2.4, 3, 4, 5, 6, 8, 10)
        if step * power >= value - 1e-9
    )


def scale(frame: Frame, top_value: float, shown: Callable[[float], str]) -> list[str]:
    """Return the horizontal lines with their values."""
    even = (number for number in (4, 5, 3, 2) if top_value % number == 0)
    steps = 4 if top_value <= 1 else next(even, 1)
    drawn = []
    for number in range(steps + 1):
        value = top_value * number / steps
        y = frame.y(value, top_value)
        drawn.append(rule(frame.left, y, WIDTH - frame.right, y))
        drawn.append(words(frame.left - 8, y + 4, shown(value), anchor="end"))
    return drawn


def ticks(frame: Frame, labels: Sequence[str]) -> list[str]:
    """Return the labels below, no more than there is room for."""
    if not labels:
        return []
    widest = max(len(one) for one in labels) * 6.6 + 12
    step = max(1, math.ceil(len(labels) * widest / frame.inner_width))
    wide = frame.inner_width / len(labels)
    y = frame.top + frame.inner_height + 18
    return [
        words(frame.left + wide * (number + 0.5), y, label, anchor="middle")
        for number, label in enumerate(labels)
        if number % step == 0
    ]
