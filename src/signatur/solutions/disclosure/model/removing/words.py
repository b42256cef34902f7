"""The words of a page with their places, told apart into what is released and what is withheld."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from itertools import compress
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.laid_out import SEEN, Origin, stretches_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy as np
    import numpy.typing as npt

    from signatur.methods.documents.laid_out import Box, LaidOut, LaidPage
    from signatur.solutions.disclosure.schema.release import Withheld

RELEASED: Final = -1
_UNSEEN: Final = -2
_SAME_LINE: Final = 0.4
"""Share of the lower height by which two words on a line overlap."""
_COLUMN_GAP: Final = 2.2
"""Heights of a line: a wider gap is a tab or a column."""
# Recognition tells where words stand, not letters: so much of a letter's width may be wrong.
_UNSURE_LETTER: Final = 0.6
_MOST_BLANK_BETWEEN: Final = 3


@dataclass(frozen=True, slots=True)
class Piece:
    """A word, or the part of a word that is released or withheld; points from the top left."""

    left: float
    top: float
    right: float
    bottom: float
    text: str = field(repr=False)
    mark: int = RELEASED
    """`RELEASED`, or the index of what withholds it."""
    is_glued: bool = False
    """Follows the piece before it without a blank."""
    starts_paragraph: bool = False
    starts_line: bool = False
    is_turned: bool = False
    """Its letters do not follow each other to the right; nothing on its line can move."""


@dataclass(frozen=True, slots=True)
class Segment:
    """Pieces that stand beside each other without a wide gap."""

    pieces: tuple[Piece, ...]
    top: float = field(init=False)
    bottom: float = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "top", min(piece.top for piece in self.pieces))
        object.__setattr__(self, "bottom", max(piece.bottom for piece in self.pieces))

    @property
    def is_turned(self) -> bool:
        return any(piece.is_turned for piece in self.pieces)

    @property
    def is_touched(self) -> bool:
        return any(piece.mark != RELEASED for piece in self.pieces)


def segments_of(laid: LaidOut, page: LaidPage, withheld: Sequence[Withheld]) -> list[Segment]:
    """The page's words, in the order of the text, as segments of lines.

    `withheld` are those of this page; a piece's `mark` is an index into it.
    """
    marks = _marks(laid, page, withheld)
    pieces = list(_pieces(laid, page, marks))
    segments: list[list[Piece]] = []
    for piece in pieces:
        last = segments[-1][-1] if segments else None
        if last is None or piece.starts_line or _is_apart(last, piece):
            segments.append([replace(piece, is_glued=False)])
        else:
            segments[-1].append(piece)
    return [Segment(tuple(one)) for one in segments]


def _marks(laid: LaidOut, page: LaidPage, withheld: Sequence[Withheld]) -> npt.NDArray[np.int32]:
    """For each character of the page: released, withheld by which, or never to be released."""
    import numpy as np

    marks = np.full(page.end - page.start, _UNSEEN, dtype=np.int32)
    for stretch in stretches_of(laid, page.start, page.end):
        if stretch.origin in SEEN:
            marks[max(0, stretch.start - page.start) : stretch.end - page.start] = RELEASED
    boxes = laid.boxes[page.start : page.end]
    marks[np.isnan(boxes).any(axis=1)] = _UNSEEN
    for index, one in enumerate(withheld):
        for start, end in one.spans:
            part = slice(max(0, start - page.start), max(0, end - page.start))
            marks[part] = np.where(marks[part] == RELEASED, index, marks[part])
    # What lies under a box goes with it: areas, and a text that is drawn twice in one place.
    tops, bottoms = boxes[:, 1].copy(), boxes[:, 3].copy()
    for index, one in enumerate(withheld):
        for box in one.boxes:
            beside = (marks == RELEASED) & (bottoms > box.top) & (tops < box.bottom)
            near = np.flatnonzero(beside)
            marks[near[_lies_in(boxes[near], box, is_area=not one.spans)]] = index
    return marks


def _lies_in(boxes: npt.NDArray[np.float32], box: Box, *, is_area: bool) -> npt.NDArray[np.bool_]:
    import numpy as np

    left, top, right, bottom = boxes.T
    across = np.minimum(right, box.right) - np.maximum(left, box.left)
    down = np.minimum(bottom, box.bottom) - np.maximum(top, box.top)
    share = np.clip(across, 0, None) * np.clip(down, 0, None)
    share /= np.maximum(1e-6, (right - left) * (bottom - top))
    inside: npt.NDArray[np.bool_] = share > (0.1 if is_area else 0.6)
    return inside


def _pieces(laid: LaidOut, page: LaidPage, marks: npt.NDArray[np.int32]) -> Iterator[Piece]:
    import numpy as np

    text = laid.text[page.start : page.end]
    is_blank = np.fromiter(map(str.isspace, text), dtype=bool, count=len(text))
    shown = np.flatnonzero((marks != _UNSEEN) & ~is_blank)
    if not shown.size:
        return
    marked = marks[shown]
    sides = _sides(laid, page, shown, marked)
    blanks = np.cumsum(is_blank)[shown]
    # Signs that certainly go on with the word before them are taken together.
    goes_on = (blanks[1:] == blanks[:-1]) & (marked[1:] == marked[:-1]) & _beside(sides)
    firsts = np.flatnonzero(np.concatenate([[True], ~goes_on]))
    lasts = np.concatenate([firsts[1:], [len(shown)]]) - 1
    lows, highs = np.minimum.reduceat(sides, firsts), np.maximum.reduceat(sides, firsts)
    owns = np.concatenate([lows[:, :2], highs[:, 2:]], axis=1).tolist()
    outers = zip(sides[firsts].tolist(), sides[lasts].tolist(), strict=True)
    begins, ends = shown[firsts].tolist(), (shown[lasts] + 1).tolist()
    unseen = marks == _UNSEEN
    current: _Begun | None = None
    between, done = "\n\n", 0
    for begin, end, own, outer, mark in zip(
        begins, ends, owns, outers, marked[firsts].tolist(), strict=True
    ):
        between += "".join(filter(str.isspace, text[done:begin]))
        done = end
        letters = text[begin:end]
        if end - begin > 1 and unseen[begin:end].any():
            letters = "".join(compress(letters, ~unseen[begin:end]))
        if current is not None and not between and current.goes_on(outer[0], mark):
            current.add(letters, own, outer[1])
            continue
        if current is not None:
            yield current.piece()
        current = _Begun(letters, own, outer, mark, between, current)
        between = ""
    if current is not None:
        yield current.piece()


def _sides(
    laid: LaidOut, page: LaidPage, shown: npt.NDArray[np.intp], marked: npt.NDArray[np.int32]
) -> npt.NDArray[np.float64]:
    """Where each sign stands; wider where it is withheld and recognition is not sure of its place."""
    import numpy as np

    sides: npt.NDArray[np.float64] = laid.boxes[page.start : page.end][shown].astype(np.float64)
    recognised = np.frombuffer(_recognised(laid, page), dtype=bool)[shown]
    unsure = np.flatnonzero(recognised & (marked != RELEASED))
    slack = _UNSURE_LETTER * (sides[unsure, 2] - sides[unsure, 0])
    sides[unsure, 0] -= slack
    sides[unsure, 2] += slack
    return sides


def _beside(sides: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    """Which signs, from the second on, are so near to the one before that they belong to its word."""
    left, right = sides[:, 0], sides[:, 2]
    far = 2 * (sides[1:, 3] - sides[1:, 1])
    near: npt.NDArray[np.bool_] = (left[:-1] - far <= left[1:]) & (left[1:] <= right[:-1] + far)
    return near


class _Begun:
    """A piece to which letters are still added."""

    __slots__ = ("before", "between", "first", "last", "letters", "mark", "sides")

    def __init__(
        self,
        letters: str,
        sides: list[float],
        outer: tuple[list[float], list[float]],
        mark: int,
        between: str,
        before: _Begun | None,
    ) -> None:
        self.letters, self.sides, self.mark, self.between = letters, sides, mark, between
        self.before = before.sides if before is not None else None
        self.first, self.last = outer

    def goes_on(self, sides: Sequence[float], mark: int) -> bool:
        """Whether a letter goes on with the word; not where the word was split at the end of a line."""
        own = self.sides
        height = max(own[3] - own[1], sides[3] - sides[1])
        return mark == self.mark and own[0] - 2 * height <= sides[0] <= own[2] + 2 * height

    def add(self, letters: str, sides: Sequence[float], last: list[float]) -> None:
        own = self.sides
        self.letters += letters
        self.last = last
        own[:] = (
            min(own[0], sides[0]), min(own[1], sides[1]), max(own[2], sides[2]), max(own[3], sides[3])
        )  # fmt: skip

    def piece(self) -> Piece:
        """The piece, with how it follows what stands before it."""
        before, own = self.before, self.sides
        starts_line = before is None or "\n" in self.between or not _stands_beside(before, own)
        wide = before is not None and own[1] - before[3] > 0.7 * (before[3] - before[1])
        return Piece(
            own[0], own[1], own[2], own[3], self.letters, self.mark,
            is_glued=not self.between and not starts_line,
            starts_line=starts_line,
            starts_paragraph=starts_line and (self.between.count("\n") > 1 or wide),
            is_turned=self._is_turned(),
        )  # fmt: skip

    def _is_turned(self) -> bool:
        across, down = (
            self.last[at] + self.last[at + 2] - self.first[at] - self.first[at + 2] for at in (0, 1)
        )
        return across < 0 or abs(down) > across


def _recognised(laid: LaidOut, page: LaidPage) -> bytearray:
    flags = bytearray(page.end - page.start)
    for stretch in stretches_of(laid, page.start, page.end):
        if stretch.origin is Origin.RECOGNISED:
            start, end = max(stretch.start, page.start), min(stretch.end, page.end)
            flags[start - page.start : end - page.start] = b"\1" * (end - start)
    return flags


def _stands_beside(one: Sequence[float], other: Sequence[float]) -> bool:
    overlap = min(one[3], other[3]) - max(one[1], other[1])
    lower = min(one[3] - one[1], other[3] - other[1])
    return overlap >= _SAME_LINE * lower and other[0] >= one[0]


def _is_apart(one: Piece, other: Piece) -> bool:
    height = max(one.bottom - one.top, other.bottom - other.top)
    return other.left - one.right > _COLUMN_GAP * height
