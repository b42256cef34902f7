"""How many values lie between two edges: bars that touch, with the edges below them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.charts.drawing import (
    INK,
    MAIN,
    WIDTH,
    Frame,
    box,
    nice_top,
    picture,
    scale,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LETTER = 6.6


def histogram(
    title: str,
    edges: Sequence[str],
    counts: Sequence[float],
    shown: Callable[[float], str],
    *,
    below: str,
    height: int = 240,
) -> str:
    """Return a histogram; `edges` are the lower ends of the bars as words, the last bar is open.

    Bars are equally wide, however far apart their edges are: edges that grow make a scale of
    proportions.
    """
    frame = Frame(height, bottom=46)
    top = nice_top(max(counts, default=0))
    wide = frame.inner_width / max(1, len(counts))
    floor = frame.top + frame.inner_height
    drawn = scale(frame, top, shown)
    widest = max((len(edge) for edge in edges), default=0) * _LETTER + 10
    step = max(1, -(-int(widest) // max(1, int(wide))))
    for number, (edge, count) in enumerate(zip(edges, counts, strict=True)):
        x, y = frame.left + wide * number, frame.y(count, top)
        until = f"{edge}–{edges[number + 1]}" if number + 1 < len(edges) else f"{edge} +"
        drawn.append(box(x + 0.5, y, wide - 1, floor - y, MAIN, f"{until}: {shown(count)}"))
        if number % step == 0:
            drawn.append(words(x, floor + 18, edge, anchor="middle"))
    drawn.append(words(WIDTH / 2, floor + 38, below, anchor="middle", fill=INK))
    return picture(title, height, drawn)
