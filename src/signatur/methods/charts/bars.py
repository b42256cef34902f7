"""Bars: upright over time, lying for kinds."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.charts.drawing import (
    INK,
    MAIN,
    PALE,
    WIDTH,
    Frame,
    box,
    nice_top,
    picture,
    scale,
    ticks,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROW = 24
_NAMES = 230
_LONGEST = 34


def bars(
    title: str,
    labels: Sequence[str],
    values: Sequence[float],
    shown: Callable[[float], str],
    *,
    height: int = 220,
) -> str:
    """Return upright bars, one for each label."""
    frame = Frame(height)
    top = nice_top(max(values, default=0))
    wide = frame.inner_width / max(1, len(values))
    drawn = scale(frame, top, shown)
    for number, (label, value) in enumerate(zip(labels, values, strict=True)):
        x = frame.left + wide * number + wide * 0.12
        y = frame.y(value, top)
        end = frame.top + frame.inner_height
        drawn.append(box(x, y, wide * 0.76, end - y, MAIN, f"{label}: {shown(value)}"))
    return picture(title, height, [*drawn, *ticks(frame, labels)])


def rows(
    title: str,
    labels: Sequence[str],
    values: Sequence[float],
    shown: Callable[[float], str],
) -> str:
    """Return lying bars with their names to the left and their values at the end."""
    top = max([*values, 1e-9])
    height = _ROW * max(1, len(values)) + 8
    room = WIDTH - _NAMES - 70
    drawn = []
    for number, (label, value) in enumerate(zip(labels, values, strict=True)):
        y = 4 + _ROW * number
        name = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
        drawn.append(words(_NAMES - 8, y + 16, name, anchor="end", fill=INK))
        drawn.append(box(_NAMES, y + 4, room, _ROW - 8, PALE))
        drawn.append(
            box(_NAMES, y + 4, room * value / top, _ROW - 8, MAIN, f"{label}: {shown(value)}")
        )
        drawn.append(words(_NAMES + room + 8, y + 16, shown(value), fill=INK))
    return picture(title, height, drawn)
