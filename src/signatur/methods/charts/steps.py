"""A staircase: how large a share of the time a number is enough for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.charts.drawing import (
    INK,
    MAIN,
    PALE,
    WARN,
    WIDTH,
    Frame,
    picture,
    rule,
    scale,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

# A number below needs so much room, in the units of the picture.
_TICK = 34


def staircase(
    title: str,
    shares: Sequence[float],
    shown: Callable[[float], str],
    *,
    below: str,
    marks: Sequence[tuple[int, str]] = (),
    height: int = 260,
) -> str:
    """Return a staircase; `shares` (0 to 1) are for the numbers 0, 1, 2 …, named by `below`.

    `marks` are numbers that an upright line with a word points out.
    """
    frame = Frame(height, bottom=46)
    wide = frame.inner_width / max(1, len(shares))
    floor = frame.top + frame.inner_height
    points = []
    for number, share in enumerate(shares):
        y = frame.y(share, 1.0)
        points += [(frame.left + wide * number, y), (frame.left + wide * (number + 1), y)]
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    drawn = [
        f'<polygon points="{frame.left},{floor} {line} {points[-1][0]:.1f},{floor}" fill="{PALE}"/>'
        if points
        else "",
        *scale(frame, 1.0, shown),
        f'<polyline points="{line}" fill="none" stroke="{MAIN}" stroke-width="2"/>',
    ]
    step = max(1, -(-len(shares) * _TICK // frame.inner_width))
    for number, share in enumerate(shares):
        x = frame.left + wide * (number + 0.5)
        drawn.append(
            f'<rect x="{x - wide / 2:.1f}" y="{frame.top}" width="{wide:.1f}" '
            f'height="{frame.inner_height}" fill="none" pointer-events="all">'
            f"<title>{number}: {shown(share)}</title></rect>"
        )
        if number % step == 0:
            drawn.append(words(x, floor + 18, str(number), anchor="middle"))
    drawn.append(words(WIDTH / 2, floor + 38, below, anchor="middle", fill=INK))
    for turn, (number, word) in enumerate(marks):
        x = frame.left + wide * (number + 0.5)
        drawn.append(rule(x, frame.top, x, floor, WARN))
        anchor = "end" if x > WIDTH * 0.6 else "start"
        shift = -6 if anchor == "end" else 6
        y = floor - 14 - 18 * (turn % 4)
        drawn.append(words(x + shift, y, word, anchor=anchor, fill=WARN))
    return picture(title, height, drawn)
