"""Signatures, handwriting and stamps: ink that no text explains and that bends as a hand does."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.documents.looking.pixels import grey_of, joined, within
from signatur.methods.documents.looking.schema import Area, Mask, Strokes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PIL.Image import Image

_DPI = 150
"""Measures below are in pixels at this resolution."""
_LEAST_WIDTH, _LEAST_HEIGHT = 45, 14
_MOST_WIDTH, _MOST_HEIGHT = 620, 300
_ENOUGH = 0.6


@dataclass(frozen=True, slots=True)
class _Shape:
    """Measures of one cluster of ink."""

    area: Area
    density: float
    stroke: float
    """Mean width of its strokes in pixels."""
    longest: float
    """Width of its widest connected part, as a share of the whole."""
    slanted: float
    """Share of its edges that are neither level nor upright, 0 to 1."""
    evenness: float
    """How alike its parts are in height, 0 to 1: print is even."""
    parts: int
    colour: float
    """Share of its ink that is coloured."""


def signatures(
    picture: Image, words: Sequence[Area] = (), *, dpi: int = _DPI, least: float = _ENOUGH
) -> tuple[Strokes, ...]:
    """Return what looks written or stamped by hand, in the picture's pixels.

    `words` are the areas of text that is known: ink there is explained. Lines of forms and tables,
    solid shapes and the shades of photographs are left out. Nothing below the confidence `least` is
    returned.
    """
    import cv2

    grey = grey_of(picture)
    scale = _DPI / dpi
    colour = np.asarray(picture.convert("RGB")) if picture.mode != "L" else None
    if abs(scale - 1) > 0.05:
        grey = np.asarray(
            cv2.resize(grey, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA), np.uint8
        )
        if colour is not None:
            colour = cv2.resize(
                colour, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_AREA
            )
        words = [_scaled(area, scale) for area in words]
    ink = _ink(grey)
    _explain(ink, words)
    _drop_lines(ink)
    tinted = _coloured(colour) if colour is not None else np.zeros_like(ink)
    found = []
    for area in _clusters(ink):
        shape = _measured(ink, tinted, area)
        strokes = _judged(shape) if shape is not None else None
        if strokes is not None and strokes.confidence >= least:
            found.append(strokes)
    return tuple(
        Strokes(_scaled(one.area, 1 / scale), one.confidence, one.evidence) for one in found
    )


def _scaled(area: Area, by: float) -> Area:
    return Area(*(round(side * by) for side in (area.left, area.top, area.right, area.bottom)))


def _ink(grey: np.ndarray[tuple[int, int], np.dtype[np.uint8]]) -> Mask:
    """Return where it is darker than the paper around it."""
    import cv2

    if min(grey.shape) < 8:
        return np.zeros_like(grey)
    small = cv2.resize(grey, None, fx=0.125, fy=0.125, interpolation=cv2.INTER_AREA)
    side = max(3, min(25, (min(small.shape) // 2) * 2 - 1))
    paper = cv2.dilate(small, np.ones((side, side), np.uint8))
    paper = cv2.resize(paper, (grey.shape[1], grey.shape[0]), interpolation=cv2.INTER_LINEAR)
    return np.where(paper.astype(np.int16) - grey > 50, 255, 0).astype(np.uint8)


def _explain(ink: Mask, words: Sequence[Area]) -> None:
    if not words:
        return
    usual = float(np.median([word.height for word in words]))
    for word in words:
        # Recognition reads letters into signatures; those are higher than a line.
        if word.height <= 2.2 * usual:
            inside = within(word.grown(2), ink.shape[1], ink.shape[0])
            ink[inside.top : inside.bottom, inside.left : inside.right] = 0


def _drop_lines(ink: Mask) -> None:
    import cv2

    for size in ((1, 60), (60, 1)):
        lines = cv2.morphologyEx(ink, cv2.MORPH_OPEN, np.ones(size, np.uint8))
        if lines.any():
            lines = cv2.dilate(lines, np.ones((3, 3), np.uint8))
            ink[lines > 0] = 0


def _coloured(colour: np.ndarray[tuple[int, int, int], np.dtype[np.uint8]]) -> Mask:
    spread = colour.max(axis=2).astype(np.int16) - colour.min(axis=2)
    return np.where(spread > 50, 255, 0).astype(np.uint8)


def _clusters(ink: Mask) -> list[Area]:
    """Return areas of ink, the strokes of one signature together."""
    import cv2

    if not ink.any():
        return []
    cleaned = _without_specks(ink)
    joined_ink = cv2.dilate(cleaned, np.ones((7, 21), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(joined_ink)
    areas = [
        Area(int(left) + 10, int(top) + 3, int(left + width) - 10, int(top + height) - 3)
        for left, top, width, height, _ in stats[1:count]
    ]
    return [
        area
        for area in joined(areas)
        if _LEAST_WIDTH <= area.width <= _MOST_WIDTH
        and _LEAST_HEIGHT <= area.height <= _MOST_HEIGHT
    ]


def _without_specks(ink: Mask) -> Mask:
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(ink)
    keep = np.zeros(count, np.uint8)
    keep[1:] = np.where(stats[1:, 4] >= 12, 255, 0)
    return np.asarray(keep[labels], np.uint8)


def _measured(ink: Mask, tinted: Mask, area: Area) -> _Shape | None:
    import cv2

    inside = within(area, ink.shape[1], ink.shape[0])
    part = np.ascontiguousarray(ink[inside.top : inside.bottom, inside.left : inside.right])
    amount = int(np.count_nonzero(part))
    if amount < 60:
        return None
    count, _, stats, _ = cv2.connectedComponentsWithStats(part)
    large = stats[1:count][stats[1:count, 4] >= 12]
    if not len(large):
        return None
    distance = cv2.distanceTransform(part, cv2.DIST_L2, 3)
    ridge = distance[distance >= cv2.dilate(distance, np.ones((3, 3), np.uint8)) - 1e-3]
    ridge = ridge[ridge > 0]
    heights = np.sort(large[:, 3])
    middle = float(np.median(heights))
    even = float(np.mean(np.abs(heights - middle) <= 0.25 * middle)) if len(large) > 3 else 0.0
    of_colour = tinted[inside.top : inside.bottom, inside.left : inside.right][part > 0]
    return _Shape(
        inside,
        amount / part.size,
        2 * float(ridge.mean()) if len(ridge) else 0.0,
        float(large[:, 2].max()) / max(1, part.shape[1]),
        _slanted(part),
        even,
        len(large),
        float(np.mean(of_colour > 0)),
    )


def _slanted(part: Mask) -> float:
    import cv2

    soft = cv2.GaussianBlur(part, (5, 5), 0)
    x, y = cv2.Sobel(soft, cv2.CV_32F, 1, 0), cv2.Sobel(soft, cv2.CV_32F, 0, 1)
    strength = np.hypot(x, y)
    angle = np.degrees(np.arctan2(y, x)) % 90
    is_edge = strength > 60
    oblique = is_edge & (angle > 18) & (angle < 72)
    return float(np.count_nonzero(oblique)) / max(1, int(np.count_nonzero(is_edge)))


def _judged(shape: _Shape) -> Strokes | None:
    """Return the cluster as handwriting if its measures are those of a hand."""
    is_thin = 0.8 <= shape.stroke <= 9
    is_sparse = shape.density <= 0.42
    if not is_thin or not is_sparse:
        return None
    evidence: list[str] = []
    score = 0.0
    if shape.longest > 0.3 and shape.longest * shape.area.width > 35:
        score += 0.35
        evidence.append("long_stroke")
    if shape.slanted > 0.42:
        score += 0.3
        evidence.append("curved")
    if shape.colour > 0.5:
        score += 0.25
        evidence.append("coloured_ink")
    if shape.evenness < 0.55:
        score += 0.15
    else:
        score -= 0.3
    if shape.slanted < 0.3:
        score -= 0.3
    if shape.density > 0.3:
        score -= 0.15
    if shape.parts > 25:
        score -= 0.2
    confidence = round(min(0.95, max(0.0, score + 0.1)), 2)
    return Strokes(shape.area, confidence, tuple(evidence))
