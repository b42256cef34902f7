"""Regions of many parallel bars, in any direction, whether or not they can be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.documents.looking.pixels import within
from signatur.methods.documents.looking.schema import Area

if TYPE_CHECKING:
    from signatur.methods.documents.looking.schema import Grey

_COHERENT = 0.8
"""Share of the change of grey that goes in one direction; text has less."""
_LEAST_ENERGY = 300.0
_LEAST_WIDTH, _LEAST_HEIGHT = 44, 18
_FEWEST_CHANGES, _FEWEST_OF_HIGH, _HIGH = 24, 16, 40
_ALIKE = 0.75
"""Correlation of each part of the height with the next: bars go through, letters do not."""
_DARK = (0.2, 0.8)
"""Share of dark bars; the rules of a table are far thinner than what lies between."""
_SLIPS = (0.0, -1.5, 1.5, -3.0, 3.0, -4.5, 4.5)
"""Degrees by which the direction of the bars may have been misjudged."""
_MARGIN = 14


@dataclass(frozen=True, slots=True)
class Bars:
    """A region of bars."""

    area: Area
    upright: Grey = field(repr=False)
    """The region turned so that its bars stand upright, with a margin."""


def striped(grey: Grey) -> list[Bars]:
    """Return the regions of a picture that show bars side by side."""
    import cv2

    energy, angle, coherence = _directions(grey)
    mask = np.where((coherence > _COHERENT) & (energy > _LEAST_ENERGY), 255, 0).astype(np.uint8)
    opened = cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones((5, 5), np.uint8))
    mask = np.asarray(
        cv2.morphologyEx(opened, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8)), np.uint8
    )
    count, labels, stats, _ = cv2.connectedComponentsWithStats(mask)
    found: list[Bars] = []
    for index in range(1, count):
        if stats[index, 4] * 4 < _LEAST_WIDTH * _LEAST_HEIGHT:
            continue
        part = labels == index
        # Angles are doubled so that bars from above and from below are the same.
        turn = 0.5 * float(np.angle(np.mean(np.exp(2j * angle[part]))))
        bars = _upright(grey, part.astype(np.uint8), np.degrees(turn))
        if bars is not None:
            found.append(bars)
    return found


def _directions(grey: Grey) -> tuple[Any, Any, Any]:
    """Return at half the size how much the grey changes, in which direction, how purely."""
    import cv2

    half = cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
    x = cv2.Sobel(half, cv2.CV_32F, 1, 0) / 4
    y = cv2.Sobel(half, cv2.CV_32F, 0, 1) / 4
    size = (13, 13)
    xx, yy, xy = cv2.blur(x * x, size), cv2.blur(y * y, size), cv2.blur(x * y, size)
    spread = np.sqrt((xx - yy) ** 2 + 4 * xy * xy)
    energy = xx + yy
    return energy, 0.5 * np.arctan2(2 * xy, xx - yy), spread / np.maximum(energy, 1e-3)


def _upright(grey: Grey, part: Any, degrees: float) -> Bars | None:
    ys, xs = np.nonzero(part)
    points = np.column_stack((xs, ys)).astype(np.float32) * 2
    tried = [_turned(grey, points, degrees + slip) for slip in _SLIPS]
    best = max(tried, key=lambda turned: 0.0 if turned is None else _sharpness(turned))
    if best is None or not _has_bars(_inner(best)):
        return None
    left, top = points.min(axis=0) - 4
    right, bottom = points.max(axis=0) + 6
    area = within(Area(int(left), int(top), int(right), int(bottom)), grey.shape[1], grey.shape[0])
    return Bars(area, best)


def _turned(grey: Grey, points: Any, degrees: float) -> Grey | None:
    """Return the region of some points, turned, with a margin of the picture around it."""
    import cv2

    matrix = cv2.getRotationMatrix2D((0.0, 0.0), degrees, 1.0)
    # Across the bars the region is wide, along the bars it is high.
    moved = points @ matrix[:, :2].T
    low, high = moved.min(axis=0), moved.max(axis=0)
    width, height = (int(side) for side in np.ceil(high - low))
    if width < _LEAST_WIDTH or height < _LEAST_HEIGHT:
        return None
    matrix[:, 2] = _MARGIN - low
    size = (width + 2 * _MARGIN, height + 2 * _MARGIN)
    turned = cv2.warpAffine(grey, matrix, size, flags=cv2.INTER_CUBIC, borderValue=255)
    return np.asarray(turned, np.uint8)


def _inner(turned: Grey) -> Grey:
    return turned[_MARGIN:-_MARGIN, _MARGIN:-_MARGIN]


def _sharpness(turned: Grey) -> float:
    """Return how much the sum of all lines changes: most where the bars stand upright."""
    high = _inner(turned)
    return float(high[high.shape[0] // 4 : -(high.shape[0] // 4)].mean(axis=0).std())


def _has_bars(part: Grey) -> bool:
    rows = part.astype(np.float32)
    profile = rows.mean(axis=0)
    if float(profile.max() - profile.min()) < 30:
        return False
    middle = (float(np.percentile(profile, 95)) + float(np.percentile(profile, 5))) / 2
    dark = float(np.mean(profile < middle))
    if not _DARK[0] < dark < _DARK[1]:
        return False
    changes = np.flatnonzero(np.diff((profile > middle).astype(np.int8)))
    fewest = _FEWEST_CHANGES if rows.shape[0] < _HIGH else _FEWEST_OF_HIGH
    if len(changes) < fewest or _alike(rows) < _ALIKE:
        return False
    return bool(float(np.percentile(np.diff(changes), 90)) < 0.15 * rows.shape[1])


def _alike(rows: Any) -> float:
    """Return how alike the bars are from one fifth of the height to the next, in the middle of all.

    The first and last fifth are left out: the region's edge is not sharp.
    """
    fifths = [part.mean(axis=0) for part in np.array_split(rows, 5)][1:-1]
    if any(float(fifth.std()) < 4 for fifth in fifths):
        return 0.0
    return float(np.mean([np.corrcoef(one, two)[0, 1] for one, two in pairwise(fifths)]))
