"""What a page shows: which of its text leaves ink that can be seen, and which ink no text explains.

The page is drawn twice, with its text and without. Where both are the same, the text there is not
seen, whatever the reason: white, covered, outside a clip, in a layer that is off, not drawn at all.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out.schema import Box

if TYPE_CHECKING:
    from collections.abc import Iterator

    import numpy as np
    import numpy.typing as npt

    from signatur.methods.documents.laid_out.characters import Characters, Run

_POINTS_PER_INCH: Final = 72
_DPI: Final = 96
_MOST_PIXELS: Final = 6_000_000
# A character is seen where a point of it moves so far from the ground to its colour; black and white
# are 442 apart (255 steps in each of three colours), 0.97 grey and white 13.
_LEAST_STEPS: Final = 16
_MOST_COLOURS: Final = 24
# Lower than this, letters are dust to whoever does not enlarge the page.
_TINY_POINTS: Final = 2.5
_EDGE_STEPS: Final = 24
# Sides in points: of a rule, of the gap between letters that belong together, of what may be text.
_RULE: Final = 40.0
_JOIN_ACROSS: Final = 6.0
_JOIN_DOWN: Final = 2.0
_LEAST_HEIGHT: Final = 4.0
_LEAST_WIDTH: Final = 5.0
_LEAST_WORD: Final = 11.0
_MOST_REGIONS: Final = 60


@dataclass(frozen=True, slots=True)
class Glance:
    """A page drawn small, with its text and without."""

    scale: float
    """Pixels per point."""
    whole: npt.NDArray[np.uint8]
    """Height x width x 3, blue first."""
    bare: npt.NDArray[np.uint8]


def glance(page: Any, characters: Characters) -> Glance:
    """Draw a pypdfium2 page with and without its text."""
    width, height = page.get_size()
    scale = min(_DPI / _POINTS_PER_INCH, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    whole = _drawn(page, scale)
    with without_text(characters.drawn):
        bare = _drawn(page, scale) if characters.drawn else whole
    return Glance(scale, whole, bare)


def _drawn(page: Any, scale: float) -> npt.NDArray[np.uint8]:
    # A copy: pdfium frees the picture with its bitmap.
    pixels: npt.NDArray[np.uint8] = page.render(scale=scale).to_numpy()[:, :, :3].copy()
    return pixels


@contextmanager
def without_text(addresses: tuple[int, ...]) -> Iterator[None]:
    """For a while, the page is drawn without these text objects."""
    import pypdfium2.raw as pdfium

    handles = [ctypes.cast(address, pdfium.FPDF_PAGEOBJECT) for address in addresses]
    were = ctypes.c_int()
    active = []
    for handle in handles:
        pdfium.FPDFPageObj_GetIsActive(handle, were)
        if were.value:
            active.append(handle)
            pdfium.FPDFPageObj_SetIsActive(handle, False)
    try:
        yield
    finally:
        for handle in active:
            pdfium.FPDFPageObj_SetIsActive(handle, True)


def seen(characters: Characters, glance: Glance) -> npt.NDArray[np.bool_]:
    """Which characters of a page its reader sees as ink of their own.

    Spaces and line ends go with the characters around them.
    """
    import numpy as np

    inked = _inked(characters, glance)
    is_tiny = (characters.sizes > 0) & (characters.sizes < _TINY_POINTS)
    has_box = ~np.isnan(characters.glyphs[:, 0])
    result: npt.NDArray[np.bool_] = _smoothed(characters.text, inked & ~is_tiny, has_box)
    return result


def _inked(characters: Characters, glance: Glance) -> npt.NDArray[np.bool_]:
    import cv2
    import numpy as np

    inked = np.zeros(len(characters.text), dtype=bool)
    apart: Any = cv2.absdiff(glance.whole, glance.bare)
    places = np.flatnonzero(apart[:, :, 0] | apart[:, :, 1] | apart[:, :, 2])
    if not places.size:
        return inked
    before = glance.bare.reshape(-1, 3)[places].astype(np.float32)
    moved = glance.whole.reshape(-1, 3)[places].astype(np.float32) - before
    cells = pixel_cells(characters.glyphs, glance)
    for colour, numbers in _by_colour(characters.runs).items():
        rows = np.flatnonzero(np.isin(characters.owners, numbers) & (cells[:, 2] > cells[:, 0]))
        if rows.size:
            mask = np.zeros(glance.whole.shape[:2], dtype=np.uint8)
            mask.reshape(-1)[places] = _towards(colour, moved, before)
            inked[rows] = _sums(mask, cells[rows]) > 0
    return inked


def _by_colour(runs: tuple[Run, ...]) -> dict[tuple[float, ...] | None, list[int]]:
    groups: dict[tuple[float, ...] | None, list[int]] = {}
    for number, run in enumerate(runs):
        colour = None if run.colour is None else tuple(c >> 3 << 3 for c in run.colour)
        if colour not in groups and len(groups) >= _MOST_COLOURS:
            colour = None
        groups.setdefault(colour, []).append(number)
    return groups


def _towards(colour: tuple[float, ...] | None, moved: Any, before: Any) -> Any:
    """Which points the text moves towards this colour; which it moves at all, without one."""
    import numpy as np

    if colour is None:
        return np.abs(moved).max(axis=1) >= _LEAST_STEPS
    aim = np.array(colour[::-1], dtype=np.float32) - before
    along = moved[:, 0] * aim[:, 0] + moved[:, 1] * aim[:, 1] + moved[:, 2] * aim[:, 2]
    length = np.sqrt(np.square(aim).sum(axis=1))
    return along >= _LEAST_STEPS * np.maximum(length, 1.0)


def pixel_cells(boxes: Any, glance: Glance) -> Any:
    """Boxes in points as whole pixels of the glance: left, top, right, bottom; empty outside."""
    import numpy as np

    height, width = glance.whole.shape[:2]
    filled = np.nan_to_num(boxes.astype(np.float64), nan=-1.0, posinf=-1.0, neginf=-1.0)
    scaled = np.clip(filled * glance.scale, -1, 10 * max(width, height))
    low, high = np.floor(scaled[:, :2]), np.ceil(scaled[:, 2:])
    low = np.clip(low, 0, [width, height]).astype(np.int32)
    high = np.clip(high, 0, [width, height]).astype(np.int32)
    return np.concatenate([low, np.maximum(low, high)], axis=1)


def _sums(mask: Any, cells: Any) -> Any:
    import cv2

    table = cv2.integral(mask)
    left, top, right, bottom = cells.T
    return table[bottom, right] - table[top, right] - table[bottom, left] + table[top, left]


def _smoothed(text: str, inked: Any, has_box: Any) -> Any:
    """One letter or stop without ink between others is thin, not hidden; two are hidden."""
    import numpy as np

    is_space = np.array([letter.isspace() for letter in text], dtype=bool)
    stands = has_box & ~is_space
    result = np.ones(len(text), dtype=bool)
    lost = np.flatnonzero(stands & ~inked)
    if not lost.size:
        return result
    for group in np.split(lost, np.flatnonzero(np.diff(lost) > 1) + 1):
        start, end = int(group[0]), int(group[-1]) + 1
        result[start:end] = _is_thin(text[start:end], start, end, inked & stands)
    # White space goes with what is on both sides of it; between two kinds it counts as seen.
    places = np.arange(len(text))
    before = np.maximum.accumulate(np.where(stands, places, 0))
    after = np.minimum.accumulate(np.where(stands, places, len(text) - 1)[::-1])[::-1]
    between = result[before] | result[after]
    return np.where(stands, result, between)


def _is_thin(piece: str, start: int, end: int, inked: Any) -> bool:
    letters = sum(letter.isalnum() for letter in piece)
    beside = (start > 0 and inked[start - 1]) or (end < len(inked) and inked[end])
    return letters <= 1 and len(piece) <= 3 and bool(beside)


def contrasts(boxes: Any, glance: Glance) -> npt.NDArray[np.bool_]:
    """Which boxes hold a picture of something on the page without its text."""
    edges = _edges(glance)
    found: npt.NDArray[np.bool_] = _sums(edges, pixel_cells(boxes, glance)) > 1
    return found


def _edges(glance: Glance) -> Any:
    """Points that differ from their neighbours, on the page without text, without rules."""
    import cv2
    import numpy as np

    grey = cv2.cvtColor(glance.bare, cv2.COLOR_BGR2GRAY)
    rise = cv2.morphologyEx(grey, cv2.MORPH_GRADIENT, np.ones((3, 3), np.uint8))
    edges = (rise >= _EDGE_STEPS).astype(np.uint8)
    if not edges.any():
        return edges
    return edges & (1 - _rules(grey, max(3, int(_RULE * glance.scale))))


def _rules(grey: Any, length: int) -> Any:
    """Straight level and upright borders of this length at least, and the points beside them.

    A step from one row to the next is looked for along each row by itself: in a line of text the
    gaps between letters break it, where thicker edges would run together.
    """
    import cv2
    import numpy as np

    down = np.zeros_like(grey)
    down[1:] = cv2.absdiff(grey[1:], grey[:-1]) >= _EDGE_STEPS
    across = np.zeros_like(grey)
    across[:, 1:] = cv2.absdiff(grey[:, 1:], grey[:, :-1]) >= _EDGE_STEPS
    level: Any = cv2.morphologyEx(down, cv2.MORPH_OPEN, np.ones((1, length), np.uint8))
    upright: Any = cv2.morphologyEx(across, cv2.MORPH_OPEN, np.ones((length, 1), np.uint8))
    return cv2.dilate(level | upright, np.ones((5, 5), np.uint8))


def unexplained(glance: Glance, *, explained: Any = None) -> tuple[Box, ...]:
    """Where there is ink that is neither text nor rules nor even surfaces, in points.

    `explained` are boxes in which ink is accounted for.
    """
    import cv2
    import numpy as np

    edges = _edges(glance)
    for left, top, right, bottom in pixel_cells(explained, glance) if explained is not None else ():
        edges[max(0, top - 1) : bottom + 1, max(0, left - 2) : right + 2] = 0
    if not edges.any():
        return ()
    scale = glance.scale
    kernel = np.ones((max(1, int(_JOIN_DOWN * scale)), max(1, int(_JOIN_ACROSS * scale))), np.uint8)
    joined = cv2.morphologyEx(edges, cv2.MORPH_CLOSE, kernel)
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined)
    regions = []
    for left, top, width, height, area in stats[1:count]:
        is_text_like = height >= _LEAST_HEIGHT * scale and width >= _LEAST_WIDTH * scale
        if is_text_like and area >= 0.15 * min(width * height, 400):
            sides = (left, top, left + width, top + height)
            regions.append(Box(*(float(side) / scale for side in sides)))
    regions = [box for box in _merged(regions) if not _is_sign(box)]
    if len(regions) > _MOST_REGIONS:
        return (_around(regions),)
    return tuple(regions)


def _is_sign(box: Box) -> bool:
    """Whether a region by itself holds one sign at most: a bullet, a tick, the arrow of a choice."""
    return max(box.right - box.left, box.bottom - box.top) < _LEAST_WORD


def _merged(regions: list[Box]) -> list[Box]:
    """Regions that are words of one line or lines of one block, as one each."""
    merged: list[Box] = []
    for region in sorted(regions, key=lambda box: (box.top, box.left)):
        current = region
        while (near := next((box for box in merged if _are_near(box, current)), None)) is not None:
            merged.remove(near)
            current = _around([near, current])
        merged.append(current)
    return merged


def _are_near(one: Box, other: Box) -> bool:
    across = max(one.left, other.left) - min(one.right, other.right)
    down = max(one.top, other.top) - min(one.bottom, other.bottom)
    return across <= 18.0 and down <= 12.0


def _around(boxes: list[Box]) -> Box:
    return Box(
        min(box.left for box in boxes),
        min(box.top for box in boxes),
        max(box.right for box in boxes),
        max(box.bottom for box in boxes),
    )
