"""A line over time, with the interval in which it lies and, where there is one, a floor."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.charts.drawing import (
    MAIN,
    PALE,
    SECOND,
    WARN,
    WIDTH,
    Frame,
    nice_top,
    picture,
    rule,
    scale,
    ticks,
    words,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


@dataclass(frozen=True, slots=True)
class Band:
    """A value with its interval; None: nothing is known there."""

    value: float | None
    low: float | None = None
    high: float | None = None
    is_expected: bool = False
    """Not counted but forecast: drawn with another line."""


def lines(
    title: str,
    labels: Sequence[str],
    values: Sequence[Band],
    shown: Callable[[float], str],
    *,
    top: float | None = None,
    floor: tuple[float, str] | None = None,
    marks: Sequence[tuple[float, str]] = (),
    height: int = 220,
) -> str:
    """Return a line through values, above the band of their intervals.

    `marks` are upright lines with a word: the place counts in labels, 0.5 lies between the first two.
    """
    frame = Frame(height)
    known = [one.high or one.value or 0.0 for one in values]
    top = top or nice_top(max(known, default=0.0))
    wide = frame.inner_width / max(1, len(values))

    def at(number: int, value: float) -> str:
        return f"{frame.left + wide * (number + 0.5):.1f},{frame.y(min(value, top), top):.1f}"

    drawn = scale(frame, top, shown)
    drawn += [_band(run, values, at) for run in _runs(values, lambda one: one.low is not None)]
    for is_expected in (False, True):
        fitting = _runs(
            values,
            lambda one: one.value is not None and one.is_expected is is_expected,  # noqa: B023 (used at once)
        )
        drawn += [_line(run, values, at, is_expected=is_expected) for run in fitting]
    drawn += _points(values, labels, shown, at)
    if floor is not None:
        y = frame.y(floor[0], top)
        drawn.append(rule(frame.left, y, WIDTH - frame.right, y, WARN))
        drawn.append(words(WIDTH - frame.right, y - 4, floor[1], anchor="end", fill=WARN))
    for number, (place, word) in enumerate(marks):
        x = frame.left + wide * (place + 0.5)
        drawn.append(rule(x, frame.top, x, frame.top + frame.inner_height, WARN))
        anchor = "end" if x > WIDTH * 0.75 else "start"
        shift = -4 if anchor == "end" else 4
        drawn.append(
            words(x + shift, frame.top + 10 + 14 * (number % 3), word, anchor=anchor, fill=WARN)
        )
    return picture(title, height, [*drawn, *ticks(frame, labels)])


def _runs(values: Sequence[Band], fits: Callable[[Band], bool]) -> list[list[int]]:
    """Return the stretches without a gap."""
    found: list[list[int]] = []
    for number, one in enumerate(values):
        if not fits(one):
            continue
        if found and found[-1][-1] == number - 1:
            found[-1].append(number)
        else:
            found.append([number])
    return found


def _band(run: Sequence[int], values: Sequence[Band], at: Callable[[int, float], str]) -> str:
    above = [at(number, values[number].high or 0.0) for number in run]
    below = [at(number, values[number].low or 0.0) for number in reversed(run)]
    return f'<polygon points="{" ".join([*above, *below])}" fill="{PALE}"/>'


def _line(
    run: Sequence[int],
    values: Sequence[Band],
    at: Callable[[int, float], str],
    *,
    is_expected: bool,
) -> str:
    points = " ".join(at(number, values[number].value or 0.0) for number in run)
    look = f'stroke="{SECOND}" stroke-dasharray="5 4"' if is_expected else f'stroke="{MAIN}"'
    return f'<polyline points="{points}" fill="none" stroke-width="2" {look}/>'


def _points(
    values: Sequence[Band],
    labels: Sequence[str],
    shown: Callable[[float], str],
    at: Callable[[int, float], str],
) -> list[str]:
    drawn = []
    for number, one in enumerate(values):
        if one.value is None:
            continue
        x, y = at(number, one.value).split(",")
        colour = SECOND if one.is_expected else MAIN
        drawn.append(
            f'<circle cx="{x}" cy="{y}" r="2.5" fill="{colour}">'
            f"<title>{labels[number]}: {shown(one.value)}</title></circle>"
        )
    return drawn
