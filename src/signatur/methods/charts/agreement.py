"""What was said against what came: on the diagonal both are the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.charts.drawing import (
    MAIN,
    SOFT,
    WIDTH,
    Frame,
    picture,
    rule,
    scale,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


def said_and_came(
    title: str,
    points: Sequence[tuple[float, float, float, float]],
    shown: Callable[[float], str],
    *,
    said: str,
    came: str,
    height: int = 300,
) -> str:
    """Return points with their intervals; each is said, came, low and high, from 0 to 1."""
    frame = Frame(height, bottom=46, top=28)
    below = frame.top + frame.inner_height

    def x(value: float) -> float:
        return frame.left + frame.inner_width * value

    drawn = scale(frame, 1.0, shown)
    drawn.append(
        f'<line x1="{x(0):.1f}" y1="{frame.y(0, 1):.1f}" x2="{x(1):.1f}" y2="{frame.y(1, 1):.1f}" '
        f'stroke="{SOFT}" stroke-dasharray="5 4"/>'
    )
    for at in (0.0, 0.25, 0.5, 0.75, 1.0):
        anchor = "start" if at == 0 else "end" if at == 1 else "middle"
        drawn.append(words(x(at), below + 18, shown(at), anchor=anchor))
    drawn.append(words(WIDTH / 2, below + 38, said, anchor="middle"))
    drawn.append(words(frame.left, 14, came))
    for one, value, low, high in points:
        drawn.append(rule(x(one), frame.y(low, 1), x(one), frame.y(high, 1), MAIN))
        hint = f"{shown(one)}: {shown(value)} ({shown(low)} – {shown(high)})"
        drawn.append(
            f'<circle cx="{x(one):.1f}" cy="{frame.y(value, 1):.1f}" r="4.5" fill="{MAIN}">'
            f"<title>{hint}</title></circle>"
        )
    return picture(title, height, drawn)
