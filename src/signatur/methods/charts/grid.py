"""A grid of shades with the number in each field."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.methods.charts.drawing import INK, PAPER, WIDTH, box, picture, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LEFT, _TOP, _ROW = 78, 22, 26
# From nearly white to a blue on which white words read well.
_LIGHT, _DARK = (240, 246, 250), (10, 91, 140)
_WHITE_FROM = 0.55
# A letter of the names on the left is about so wide, in the units of the picture.
_LETTER = 6.6


def heat(
    title: str,
    rows: Sequence[str],
    columns: Sequence[str],
    values: Sequence[Sequence[float]],
    shown: Callable[[float], str],
) -> str:
    """Return a grid; a field is the darker the larger its number, which stands in it."""
    top = max((max(line, default=0) for line in values), default=0) or 1
    left = max(_LEFT, 8 + _LETTER * max(map(len, rows), default=0))
    wide = (WIDTH - left - 4) / max(1, len(columns))
    drawn = [
        words(left + wide * (n + 0.5), 15, label, anchor="middle", size=11)
        for n, label in enumerate(columns)
    ]
    for n, (label, line) in enumerate(zip(rows, values, strict=True)):
        y = _TOP + _ROW * n
        drawn.append(words(left - 8, y + 17, label, anchor="end", fill=INK))
        for m, value in enumerate(line):
            share = value / top
            hint = f"{label} {columns[m]}: {shown(value)}"
            drawn.append(box(left + wide * m, y, wide - 1.5, _ROW - 1.5, _shade(share), hint))
            if value:
                colour = PAPER if share > _WHITE_FROM else INK
                middle = left + wide * (m + 0.5)
                drawn.append(
                    words(middle, y + 16.5, shown(value), anchor="middle", size=9, fill=colour)
                )
    return picture(title, _TOP + _ROW * len(rows) + 4, drawn)


def _shade(share: float) -> str:
    mixed = (
        round(light + (dark - light) * share) for light, dark in zip(_LIGHT, _DARK, strict=True)
    )
    return "#{:02x}{:02x}{:02x}".format(*mixed)
