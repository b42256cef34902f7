"""Differences with their intervals around nought: what is better lies to the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.charts.drawing import (
    INK,
    LINE,
    MAIN,
    SOFT,
    WARN,
    WIDTH,
    box,
    picture,
    rule,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ROW = 34
_NAMES = 240
_LONGEST = 36
_VALUES = 84
_BELOW = 34


def differences(
    title: str,
    labels: Sequence[str],
    values: Sequence[tuple[float, float, float]],
    shown: Callable[[float], str],
    *,
    worse: str,
    better: str,
) -> str:
    """Return a point with its interval for each label; `values` are value, low and high.

    An interval that leaves nought out is drawn thick: blue to the right of it, red to the left.
    `worse` and `better` say what the two sides mean.
    """
    reach = max([0.01, *(abs(end) for one in values for end in one)]) * 1.08
    room = WIDTH - _NAMES - _VALUES
    height = _ROW * max(1, len(values)) + _BELOW
    end = height - _BELOW + 4

    def x(value: float) -> float:
        return _NAMES + room * (value + reach) / (2 * reach)

    drawn = [rule(x(at), 4, x(at), end, LINE) for at in (-reach, reach)]
    drawn.append(rule(x(0), 2, x(0), end, INK))
    for number, (label, (value, low, high)) in enumerate(zip(labels, values, strict=True)):
        y = 4 + _ROW * number + _ROW / 2
        name = label if len(label) <= _LONGEST else f"{label[: _LONGEST - 1]}…"
        speaks = low > 0 or high < 0
        colour = (MAIN if low > 0 else WARN) if speaks else SOFT
        thick = 8.0 if speaks else 3.0
        hint = f"{label}: {shown(value)} ({shown(low)} – {shown(high)})"
        drawn.append(words(_NAMES - 10, y + 4, name, anchor="end", fill=INK))
        drawn.append(box(x(low), y - thick / 2, x(high) - x(low), thick, colour, hint))
        drawn.append(box(x(value) - 2, y - 9, 4, 18, INK, hint))
        drawn.append(words(WIDTH - _VALUES + 8, y + 4, shown(value), fill=INK))
    drawn.append(words(x(0) - 8, height - 10, f"← {worse}", anchor="end"))
    drawn.append(words(x(0) + 8, height - 10, f"{better} →"))
    return picture(title, height, drawn)
