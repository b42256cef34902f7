"""Boxes burnt into the picture of a page so that their widths do not tell how long a name was.

The place of the next word tells the width of what is gone as well as the box does ("Edact-Ray": Bland,
Iyer & Levchenko, PoPETs 2023). On a plain background the line is therefore set anew: all names get one
width, all blanks another, and the words after them move. Where a line cannot be set anew, in a form or
on a photograph, the box takes the blanks around it, and the width is marked as kept.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from signatur.solutions.disclosure.model.removing.labels import box_pixels
from signatur.solutions.disclosure.model.removing.strips import Canvas, Strip, strip_of
from signatur.solutions.disclosure.model.removing.words import RELEASED, Piece, Segment
from signatur.solutions.disclosure.schema.release import Burnt, Width, Withheld

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAME_HEIGHTS: Final = 4.5
"""Heights of the line: the width of every name."""
_LONGEST_NAME: Final = 4.0
"""So many widths of a name are still a name; beyond, whole steps of as much."""
_NARROWEST_HEIGHTS: Final = 1.6
_BLANK_HEIGHTS: Final = 0.24
_STEP_PT: Final = 2.0


@dataclass(frozen=True, slots=True)
class Placed:
    """A word or a label where it stands on the released page; pixels."""

    piece: Piece
    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class _Item:
    """A released piece, or a run of withheld ones, on its way to its new place."""

    pieces: list[Piece]
    width: int = 0
    kind: Width = Width.FIXED

    @property
    def is_run(self) -> bool:
        return self.pieces[0].mark != RELEASED


def burn_areas(canvas: Canvas, withheld: Sequence[Withheld]) -> list[Burnt]:
    """Burn what somebody drew, and what pictures hold."""
    burnt = []
    for one in withheld:
        for box in () if one.spans or one.is_whole_page else one.boxes:
            area = canvas.pixels(box.left, box.top, box.right, box.bottom)
            burnt += _burn(canvas, area, one.label, Width.AREA)
    return burnt


def set_segment(
    canvas: Canvas, segment: Segment, others: Sequence[Segment], withheld: Sequence[Withheld]
) -> tuple[list[Burnt], list[Placed]]:
    """Remove what is withheld in one segment of a line; returns boxes, and where words stand now."""
    items = _items(segment, withheld)
    height = _height_px(canvas, segment)
    if segment.is_turned:
        # A box out to the width of a name would lie across the lines beside it.
        return _kept(canvas, items, 0, withheld)
    strip = strip_of(canvas, segment, others)
    if strip is None or not _widen(items, strip, height):
        return _kept(canvas, items, height, withheld)
    return _set_anew(canvas, items, strip, height, withheld)


def _items(segment: Segment, withheld: Sequence[Withheld]) -> list[_Item]:
    items: list[_Item] = []
    for piece in segment.pieces:
        is_area = piece.mark != RELEASED and not withheld[piece.mark].spans
        if is_area:
            continue
        if items and piece.mark != RELEASED and items[-1].is_run:
            items[-1].pieces.append(piece)
        else:
            items.append(_Item([piece]))
    return items


def _height_px(canvas: Canvas, segment: Segment) -> int:
    """The height of the line in whole steps, so that it does not tell of the letters that are gone."""
    tallest = max(piece.bottom - piece.top for piece in segment.pieces)
    steps = max(3, -(-tallest // _STEP_PT))
    return round(steps * _STEP_PT * canvas.scale)


def _blank(item: _Item, height: int) -> int:
    return 1 if item.pieces[0].is_glued else max(2, round(_BLANK_HEIGHTS * height))


def _widen(items: list[_Item], strip: Strip, height: int) -> bool:
    """Give each run its width; False where there is no room for it."""
    name = round(_NAME_HEIGHTS * height)
    longest = round(_LONGEST_NAME * name)
    for item in items:
        # Rounded from the width, not from the sides: these depend on where on the line it stood.
        sides = [(piece.left, piece.right) for piece in item.pieces]
        across = max(right for _, right in sides) - min(left for left, _ in sides)
        item.width = round(across * strip.scale)
        if item.is_run and item.width <= longest:
            item.width, item.kind = name, Width.FIXED
        elif item.is_run:
            item.width, item.kind = -(-item.width // longest) * longest, Width.LONG
    over = _total(items, height) - strip.room
    if over <= 0:
        return True
    runs = [item for item in items if item.is_run]
    least = round(_NARROWEST_HEIGHTS * height)
    for item in [item for item in runs if item.kind is Width.LONG]:
        less = min(over, item.width - name)
        item.width, over = item.width - less, over - less
    if over > 0:
        each = -(-over // len(runs))
        for item in runs:
            item.width, item.kind = item.width - each, Width.NARROW
    return all(item.width >= least for item in runs)


def _total(items: list[_Item], height: int) -> int:
    return sum(item.width for item in items) + sum(_blank(item, height) for item in items[1:])


def _set_anew(
    canvas: Canvas, items: list[_Item], strip: Strip, height: int, withheld: Sequence[Withheld]
) -> tuple[list[Burnt], list[Placed]]:
    cuts = [
        None if item.is_run else strip.cut(canvas, item.pieces, items, at)
        for at, item in enumerate(items)
    ]
    end = strip.left + _total(items, height)
    strip.clear(canvas, end)
    burnt: list[Burnt] = []
    placed: list[Placed] = []
    at = strip.left
    top, bottom = strip.middle(height)
    for number, (item, cut) in enumerate(zip(items, cuts, strict=True)):
        at += _blank(item, height) if number else 0
        if cut is None:
            label = _label(item, withheld)
            burnt += _burn(canvas, (at, top, at + item.width, bottom), label, item.kind)
            placed.append(Placed(item.pieces[0], at, top, at + item.width, bottom))
        else:
            shift = at - strip.columns(item.pieces)[0]
            strip.paste(canvas, cut, shift)
            placed += [_set(canvas, piece, at, item.width) for piece in item.pieces]
        at += item.width
    return burnt, placed


def _set(canvas: Canvas, piece: Piece, left: int, width: int) -> Placed:
    """A released piece in its new place, in whole pixels."""
    scale = canvas.scale
    return Placed(piece, left, piece.top * scale, left + width, piece.bottom * scale)


def _kept(
    canvas: Canvas,
    items: list[_Item],
    height: int,
    withheld: Sequence[Withheld],
) -> tuple[list[Burnt], list[Placed]]:
    """Boxes where the words were, with the blanks beside them."""
    burnt: list[Burnt] = []
    placed: list[Placed] = []
    for number, item in enumerate(items):
        if not item.is_run:
            placed += [_moved(canvas, piece, 0) for piece in item.pieces]
            continue
        before = items[number - 1].pieces[-1] if number else None
        after = items[number + 1].pieces[0] if number + 1 < len(items) else None
        area = canvas.grown(item.pieces, before, after, round(_NAME_HEIGHTS * height))
        burnt += _burn(canvas, area, _label(item, withheld), Width.KEPT)
        placed.append(Placed(item.pieces[0], *area))
    return burnt, placed


def _moved(canvas: Canvas, piece: Piece, shift: int) -> Placed:
    scale = canvas.scale
    return Placed(
        piece, piece.left * scale + shift, piece.top * scale, piece.right * scale + shift, piece.bottom * scale
    )  # fmt: skip


def _label(item: _Item, withheld: Sequence[Withheld]) -> str:
    return "; ".join(
        dict.fromkeys(
            withheld[piece.mark].label for piece in item.pieces if withheld[piece.mark].label
        )
    )


def _burn(canvas: Canvas, area: tuple[int, int, int, int], label: str, width: Width) -> list[Burnt]:
    left, top, right, bottom = canvas.clipped(area)
    if right <= left or bottom <= top:
        return []
    canvas.paste_grey(left, top, box_pixels(right - left, bottom - top, label))
    return [Burnt(left, top, right, bottom, label, width)]


def burn_again(canvas: Canvas, burnt: Sequence[Burnt]) -> None:
    """Make whole the boxes that a line close by was set over."""
    for box in burnt:
        greys = box_pixels(box.right - box.left, box.bottom - box.top, box.label)
        canvas.paste_grey(box.left, box.top, greys)


def untouched(canvas: Canvas, segment: Segment, withheld: Sequence[Withheld]) -> list[Placed]:
    """Where the released words of a segment stand from which no text is removed."""
    return [
        _moved(canvas, replace(piece), 0)
        for piece in segment.pieces
        if piece.mark == RELEASED or withheld[piece.mark].spans
    ]
