"""From stretches of text to boxes on pages, and back."""

from __future__ import annotations

import mmap
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out.schema import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.laid_out.schema import LaidOut, LaidPage, Stretch

# Points that a box reaches beyond its letters: strokes may be wider than their outlines say.
_PAD_ACROSS: Final = 0.6
_PAD_DOWN: Final = 0.4
# Of the smaller height: how far two letters of one line overlap at least; how far apart they are.
_SAME_LINE: Final = 0.5
_WIDEST_GAP: Final = 3.0


def boxes_of(laid: LaidOut, start: int, end: int) -> tuple[tuple[int, tuple[Box, ...]], ...]:
    """Where the characters from `start` to before `end` stand: for each page its number and boxes.

    There is one box for each line, a little larger than the letters. Text on a line with a wide gap
    in it, such as two cells of a table, has a box on either side of the gap.
    """
    found = []
    first = max(0, bisect_right(laid.pages, start, key=lambda page: page.start) - 1)
    for page in laid.pages[first:]:
        if page.start >= end:
            break
        boxes = _line_boxes(laid, max(start, page.start), min(end, page.end), page)
        if boxes:
            found.append((page.number, boxes))
    return tuple(found)


def stretches_of(laid: LaidOut, start: int, end: int) -> Iterator[Stretch]:
    """Yield the stretches that hold any of the characters from `start` to before `end`."""
    stretches = laid.stretches
    first = max(0, bisect_right(stretches, start, key=lambda one: one.start) - 1)
    for at in range(first, len(stretches)):
        if stretches[at].start >= end:
            break
        if stretches[at].end > start:
            yield stretches[at]


def let_go(laid: LaidOut) -> None:
    """Give back the memory of places that are kept in a file; they are read again when they are needed.

    For who goes through a long document page by page.
    """
    held = laid.boxes.base
    while held is not None and not isinstance(held, mmap.mmap):
        held = getattr(held, "base", None)
    if held is not None:
        held.madvise(mmap.MADV_DONTNEED)


def _line_boxes(laid: LaidOut, start: int, end: int, page: LaidPage) -> tuple[Box, ...]:
    lines: list[list[float]] = []
    previous: tuple[float, float, float, float] | None = None
    for index, sides in enumerate(laid.boxes[start:end].tolist(), start=start):
        if sides[0] != sides[0]:  # NaN: the character stands nowhere
            if laid.text[index] == "\n":
                previous = None
            continue
        if laid.text[index].isspace() and (previous is None or index + 1 == end):
            continue
        if previous is not None and _is_beside(previous, sides):
            line = lines[-1]
            line[:] = (
                min(line[0], sides[0]), min(line[1], sides[1]),
                max(line[2], sides[2]), max(line[3], sides[3]),
            )  # fmt: skip
        else:
            lines.append(list(sides))
        previous = (sides[0], sides[1], sides[2], sides[3])
    return tuple(_padded(line, page) for line in lines)


def _is_beside(one: Any, other: Any) -> bool:
    """Whether two letters are neighbours on a line, level or upright."""
    across = max(one[0], other[0]) - min(one[2], other[2])
    down = max(one[1], other[1]) - min(one[3], other[3])
    width = min(one[2] - one[0], other[2] - other[0])
    height = min(one[3] - one[1], other[3] - other[1])
    widest = _WIDEST_GAP * max(min(width, height), 0.5 * max(width, height), 2.0)
    is_level = -down >= _SAME_LINE * height and across <= widest
    is_upright = -across >= _SAME_LINE * width and down <= widest and down < 0.5 * max(width, 2.0)
    return bool(is_level or is_upright)


def _padded(sides: list[float], page: LaidPage) -> Box:
    left, top, right, bottom = sides
    return Box(
        max(0.0, left - _PAD_ACROSS),
        max(0.0, top - _PAD_DOWN),
        min(page.width, right + _PAD_ACROSS),
        min(page.height, bottom + _PAD_DOWN),
    )


def text_in(laid: LaidOut, page: int, box: Box) -> list[tuple[int, int]]:
    """The stretches of text (start, end) on a page, from 1, that a box covers to a third or more."""
    import numpy as np

    if not 1 <= page <= len(laid.pages):
        return []
    place = laid.pages[page - 1]
    boxes = laid.boxes[place.start : place.end]
    with np.errstate(invalid="ignore", divide="ignore"):
        across = np.minimum(boxes[:, 2], box.right) - np.maximum(boxes[:, 0], box.left)
        down = np.minimum(boxes[:, 3], box.bottom) - np.maximum(boxes[:, 1], box.top)
        width = np.maximum(boxes[:, 2] - boxes[:, 0], 1e-3)
        height = np.maximum(boxes[:, 3] - boxes[:, 1], 1e-3)
        is_in = (across >= width / 3) & (down >= height / 3)
    nowhere = np.isnan(boxes[:, 0])
    # A space that stands nowhere belongs to a stretch when both its neighbours do.
    between = np.zeros_like(is_in)
    between[1:-1] = nowhere[1:-1] & is_in[:-2] & is_in[2:]
    chosen = np.concatenate([[False], is_in | between, [False]])
    edges = np.flatnonzero(np.diff(chosen.astype(np.int8)))
    return [
        (place.start + int(low), place.start + int(high))
        for low, high in zip(edges[::2], edges[1::2], strict=True)
    ]
