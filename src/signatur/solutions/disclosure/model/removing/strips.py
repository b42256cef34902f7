"""The pixels of a page, and the strip of them that holds a line."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy as np
    import numpy.typing as npt

    from signatur.solutions.disclosure.model.removing.words import Piece, Segment

_PLAIN: Final = 28
"""So far a pixel may differ from the background and still be background."""
_GROWTH: Final = 0.35
"""Heights by which ink may reach beyond the boxes of its letters."""
_PADDING: Final = 0.06
_FREE_AFTER: Final = 0.4
"""Heights that stay free before the next thing on the line."""


@dataclass(slots=True)
class Canvas:
    """The picture of a page as pixels (rows, columns, red green blue) that can be changed."""

    pixels_rgb: npt.NDArray[np.uint8]
    scale: float
    """Pixels per point."""

    @property
    def columns(self) -> int:
        return int(self.pixels_rgb.shape[1])

    @property
    def rows(self) -> int:
        return int(self.pixels_rgb.shape[0])

    def pixels(
        self, left: float, top: float, right: float, bottom: float
    ) -> tuple[int, int, int, int]:
        """Points as pixels, rounded outwards."""
        scale = self.scale
        return (
            math.floor(left * scale),
            math.floor(top * scale),
            math.ceil(right * scale),
            math.ceil(bottom * scale),
        )

    def clipped(self, area: tuple[int, int, int, int]) -> tuple[int, int, int, int]:
        left, top, right, bottom = area
        return max(0, left), max(0, top), min(self.columns, right), min(self.rows, bottom)

    def paste_grey(self, left: int, top: int, greys: npt.NDArray[np.uint8]) -> None:
        rows, columns = greys.shape
        self.pixels_rgb[top : top + rows, left : left + columns] = greys[..., None]

    def grown(
        self, pieces: Sequence[Piece], before: Piece | None, after: Piece | None, wanted: int
    ) -> tuple[int, int, int, int]:
        """The box over some pieces, out to where their ink ends and on over blanks up to `wanted`."""
        left, top, right, bottom = self.clipped(self.pixels(
            min(p.left for p in pieces), min(p.top for p in pieces),
            max(p.right for p in pieces), max(p.bottom for p in pieces),
        ))  # fmt: skip
        most = max(1, round(_GROWTH * (bottom - top)))
        top, bottom = self.out_of_ink(left, top, right, bottom, most)
        leftmost = max(0, math.floor(before.right * self.scale) + 1) if before else 0
        rightmost = (
            min(self.columns, math.ceil(after.left * self.scale) - 1) if after else self.columns
        )
        # Over whatever the letters reach, then over what is blank.
        left, right = max(min(left, leftmost), left - 2, 0), min(self.columns, right + 2)
        dark = self._dark(top, bottom)
        while right < rightmost and right - left < wanted and not dark[right]:
            right += 1
        while left > leftmost and right - left < wanted and not dark[left - 1]:
            left -= 1
        return left, top, right, bottom

    def _dark(self, top: int, bottom: int) -> npt.NDArray[np.bool_]:
        """Columns in which something differs from the rest of the row strip."""
        import numpy as np

        strip = self.pixels_rgb[top:bottom].max(axis=2)
        dark: npt.NDArray[np.bool_] = np.ptp(strip, axis=0) > _PLAIN
        return dark

    def out_of_ink(
        self, left: int, top: int, right: int, bottom: int, most: int
    ) -> tuple[int, int]:
        highest, lowest = max(0, top - most), min(self.rows, bottom + most)
        if right <= left:
            return top, bottom
        # Green says enough of what is ink, and one colour is looked at faster than three.
        green = self.pixels_rgb[:, left:right, 1]
        while top > highest and _has_ink(green[top - 1]):
            top -= 1
        while bottom < lowest and _has_ink(green[bottom]):
            bottom += 1
        return top, bottom


def _has_ink(row: npt.NDArray[np.uint8]) -> bool:
    return int(row.max()) - int(row.min()) > _PLAIN


@dataclass(frozen=True, slots=True)
class Strip:
    """The pixels of a segment on a plain background, with room to its right."""

    left: int
    right: int
    top: int
    bottom: int
    room: int
    """Pixels from `left` to the next thing on the line."""
    background: tuple[int, int, int]
    scale: float
    padding: int

    def columns(self, pieces: Sequence[Piece]) -> tuple[int, int]:
        return (
            math.floor(min(piece.left for piece in pieces) * self.scale),
            math.ceil(max(piece.right for piece in pieces) * self.scale),
        )

    def middle(self, height: int) -> tuple[int, int]:
        """Top and bottom of a box of so many pixels, within the strip."""
        centre = (self.top + self.bottom) // 2
        return max(self.top, centre - height // 2), min(self.bottom, centre + (height + 1) // 2)

    def cut(
        self, canvas: Canvas, pieces: Sequence[Piece], items: Sequence[Any], at: int
    ) -> tuple[int, npt.NDArray[np.uint8]]:
        """The pixels of released pieces, and the column where they began; nothing of withheld neighbours."""
        left, right = self.columns(pieces)
        glued_before = at > 0 and items[at - 1].is_run and pieces[0].is_glued
        glued_after = (
            at + 1 < len(items) and items[at + 1].is_run and items[at + 1].pieces[0].is_glued
        )
        left = (
            math.ceil(items[at - 1].pieces[-1].right * self.scale)
            if glued_before
            else left - self.padding
        )
        right = (
            math.floor(items[at + 1].pieces[0].left * self.scale)
            if glued_after
            else right + self.padding
        )
        left, right = max(0, left), min(canvas.columns, max(left, right))
        return left, canvas.pixels_rgb[self.top : self.bottom, left:right].copy()

    def clear(self, canvas: Canvas, end: int) -> None:
        left, right = max(0, self.left - self.padding), max(self.right, end) + self.padding
        cleared = canvas.pixels_rgb[self.top : self.bottom, left : min(right, canvas.columns)]
        # One value is written much faster than three in turn.
        is_grey = len(set(self.background)) == 1
        cleared[...] = self.background[0] if is_grey else self.background

    def paste(self, canvas: Canvas, cut: tuple[int, npt.NDArray[np.uint8]], shift: int) -> None:
        import numpy as np

        left = cut[0] + shift
        pixels = cut[1][:, : max(0, canvas.columns - left)]
        target = canvas.pixels_rgb[self.top : self.bottom, left : left + pixels.shape[1]]
        # Letters that lean over their neighbours keep their ink: the darker wins.
        np.minimum(target, pixels, out=target) if sum(self.background) > 382 else np.maximum(
            target, pixels, out=target
        )


def strip_of(canvas: Canvas, segment: Segment, others: Sequence[Segment]) -> Strip | None:
    """The strip of a segment; None where its background is not plain, or its text is turned."""
    pieces = segment.pieces
    if any(_is_turned(piece) for piece in pieces):
        return None
    left, top, right, bottom = canvas.clipped(canvas.pixels(
        pieces[0].left, min(p.top for p in pieces), max(p.right for p in pieces), max(p.bottom for p in pieces),
    ))  # fmt: skip
    height = bottom - top
    if right <= left or height < 4:
        return None
    top, bottom = _within_neighbours(canvas, (left, top, right, bottom), others)
    padding = max(1, round(_PADDING * height))
    background = _background(canvas, segment, (left, top, right, bottom), padding)
    if background is None:
        return None
    room = _room(canvas, (left, top, right, bottom), background, padding) - round(
        _FREE_AFTER * height
    )
    return Strip(
        left, right, top, bottom, max(right, room) - left, background, canvas.scale, padding
    )


def _is_turned(piece: Piece) -> bool:
    return len(piece.text) > 2 and (piece.bottom - piece.top) > 1.5 * (piece.right - piece.left)


def _within_neighbours(
    canvas: Canvas, area: tuple[int, int, int, int], others: Sequence[Segment]
) -> tuple[int, int]:
    """Top and bottom out to where the ink ends, but not into the lines above and below."""
    left, top, right, bottom = area
    scale = canvas.scale
    most = round(_GROWTH * (bottom - top))
    highest, lowest = max(0, top - most), min(canvas.rows, bottom + most)
    centre = (top + bottom) / 2
    far = 4 * (bottom - top)
    for other in others:
        is_beyond = other.bottom * scale <= highest or other.top * scale >= lowest
        if is_beyond or abs(other.pieces[0].top * scale - top) > far:
            continue
        for piece in other.pieces:
            if piece.left * scale < right and piece.right * scale > left:
                above, below = piece.top * scale, piece.bottom * scale
                if (above + below) / 2 < centre:
                    highest = max(highest, min(top, math.ceil(below)))
                elif (above + below) / 2 > centre:
                    lowest = min(lowest, max(bottom, math.floor(above)))
    grown_top, grown_bottom = canvas.out_of_ink(left, top, right, bottom, most)
    return max(highest, grown_top), min(lowest, grown_bottom)


def _background(
    canvas: Canvas, segment: Segment, area: tuple[int, int, int, int], padding: int
) -> tuple[int, int, int] | None:
    """The one colour of what lies between and beside the words; None where there are more."""
    import numpy as np

    left, top, right, bottom = area
    begin, end = max(0, left - 2 * padding - 2), min(canvas.columns, right + 2 * padding + 2)
    free = np.ones(end - begin, dtype=bool)
    for piece in segment.pieces:
        first = math.floor(piece.left * canvas.scale) - padding - begin
        last = math.ceil(piece.right * canvas.scale) + padding - begin
        free[max(0, first) : max(0, last)] = False
    pixels = canvas.pixels_rgb[top:bottom, begin:end][:, free]
    if not pixels.size:
        return None
    lowest, highest = pixels.min(axis=0).min(axis=0), pixels.max(axis=0).max(axis=0)
    if (lowest == highest).all():
        return int(lowest[0]), int(lowest[1]), int(lowest[2])
    pixels = pixels.reshape(-1, 3)
    colour = np.median(pixels, axis=0).astype(np.int16)
    if int(np.abs(pixels.astype(np.int16) - colour).max()) > _PLAIN:
        return None
    return int(colour[0]), int(colour[1]), int(colour[2])


def _room(
    canvas: Canvas, area: tuple[int, int, int, int], background: tuple[int, int, int], padding: int
) -> int:
    """The first column to the right in which something stands, or the edge of the page."""
    import numpy as np

    _left, top, right, bottom = area
    begin = min(canvas.columns, right + padding)
    rest = canvas.pixels_rgb[top:bottom, begin:]
    if not rest.size:
        return right
    lowest, highest = rest.min(axis=0).astype(np.int16), rest.max(axis=0).astype(np.int16)
    plain = np.array(background, dtype=np.int16)
    differs = ((highest - plain > _PLAIN) | (plain - lowest > _PLAIN)).any(axis=1)
    return begin + int(differs.argmax()) if differs.any() else canvas.columns
