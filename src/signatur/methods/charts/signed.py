"""Bars on both sides of nought, and how far a result swings when one thing moves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.charts.drawing import (
    INK,
    LINE,
    MAIN,
    SECOND,
    WARN,
    WIDTH,
    Frame,
    box,
    nice_top,
    picture,
    rule,
    ticks,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LEFT = 84
_ROW = 26
_NAMES = 310
_LONGEST = 46


def signed_bars(
    title: str,
    labels: Sequence[str],
    values: Sequence[float],
    shown: Callable[[float], str],
    *,
    line: Sequence[float] = (),
    height: int = 240,
) -> str:
    """Return upright bars, up for gains and down for losses; `line`: what they add up to."""
    frame = Frame(height, left=_LEFT)
    everything = [*values, *line, 0.0]
    top = nice_top(max(everything)) if max(everything) > 0 else 0.0
    bottom = -nice_top(-min(everything)) if min(everything) < 0 else 0.0
    spread = (top - bottom) or 1.0

    def y(value: float) -> float:
        return frame.top + frame.inner_height * (top - value) / spread

    drawn = []
    for mark in sorted({bottom, bottom / 2, 0.0, top / 2, top}):
        drawn.append(rule(frame.left, y(mark), WIDTH - frame.right, y(mark)))
        drawn.append(words(frame.left - 8, y(mark) + 4, shown(mark), anchor="end"))
    wide = frame.inner_width / max(1, len(values))
    for number, (label, value) in enumerate(zip(labels, values, strict=True)):
        x, upper = frame.left + wide * (number + 0.14), min(y(value), y(0))
        colour = MAIN if value >= 0 else WARN
        hint = f"{label}: {shown(value)}"
        drawn.append(box(x, upper, wide * 0.72, abs(y(value) - y(0)), colour, hint))
    drawn.append(rule(frame.left, y(0), WIDTH - frame.right, y(0), INK))
    if line:
        points = " ".join(
            f"{frame.left + wide * (n + 0.5):.1f},{y(one):.1f}" for n, one in enumerate(line)
        )
        look = f'stroke="{SECOND}" stroke-width="2" stroke-dasharray="5 4"'
        drawn.append(f'<polyline points="{points}" fill="none" {look}/>')
    return picture(title, height, [*drawn, *ticks(frame, labels)])


def swings(
    title: str,
    labels: Sequence[str],
    ends: Sequence[tuple[float, float]],
    middle: float,
    shown: Callable[[float], str],
) -> str:
    """Return lying bars from what comes of an input's low end to what comes of its high end.

    The low end's side is orange, the high end's blue; the line is what comes of the likely values.
    """
    least = min([middle, *(min(pair) for pair in ends)])
    most = max([middle, *(max(pair) for pair in ends)])
    spread = (most - least) or 1.0
    room = WIDTH - _NAMES - 24
    height = _ROW * max(1, len(ends)) + 30

    def x(value: float) -> float:
        return _NAMES + room * (value - least) / spread

    drawn = [
        rule(x(least), 4, x(least), height - 24, LINE),
        rule(x(most), 4, x(most), height - 24, LINE),
    ]
    for number, (label, (low, high)) in enumerate(zip(labels, ends, strict=True)):
        y = 4 + _ROW * number
        name = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
        drawn.append(words(_NAMES - 10, y + 17, name, anchor="end", fill=INK))
        for end, colour in ((low, SECOND), (high, MAIN)):
            hint = f"{label}: {shown(end)}"
            left = min(x(end), x(middle))
            drawn.append(box(left, y + 5, abs(x(end) - x(middle)), _ROW - 9, colour, hint))
    drawn.append(rule(x(middle), 2, x(middle), height - 24, INK))
    if least < 0 < most:
        drawn.append(rule(x(0), 2, x(0), height - 24, WARN))
    for value, anchor in ((least, "start"), (most, "end")):
        drawn.append(words(x(value), height - 8, shown(value), anchor=anchor))
    return picture(title, height, drawn)
