"""Faces in photographs and scans, seen from the front and from both sides."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.documents.looking.pixels import grey_of, joined, within
from signatur.methods.documents.looking.schema import Area, Face

if TYPE_CHECKING:
    from PIL.Image import Image

    from signatur.methods.documents.looking.schema import Grey

_LONGEST = 1000
"""Pixels: larger pictures are looked at in this size."""
_SHORTEST = 120
"""Pixels: smaller pictures are enlarged to this."""
_SAME = 0.3


def faces(picture: Image, *, strict: bool = False) -> tuple[Face, ...]:
    """Return the faces in a picture, in its pixels.

    `strict` is for pages of text that were scanned: two of the three views must agree, or one be
    very sure, and the place must have the shades of a photograph.
    """
    grey = grey_of(picture)
    if min(grey.shape) < 20:
        return ()
    sized, scale = _sized(grey)
    seen = _seen(sized, photographs(sized) if strict else [whole(sized)])
    found: list[Face] = []
    for area, weight in sorted(seen, key=lambda pair: -pair[1]):
        if any(_share(area, other.area) > _SAME for other in found):
            continue
        votes = sum(weight for other, weight in seen if _share(area, other) > _SAME)
        is_photo = _has_shades(sized, area)
        if is_photo and (votes >= 2 if strict else votes >= 1):
            found.append(Face(area, min(0.95, 0.45 + 0.15 * votes)))
    return tuple(Face(_scaled(face.area, 1 / scale), round(face.confidence, 2)) for face in found)


def whole(grey: Grey) -> Area:
    return Area(0, 0, grey.shape[1], grey.shape[0])


def photographs(grey: Grey) -> list[Area]:
    """Return where a page has no paper showing for a stretch: photographs, not lines of text."""
    import cv2

    small = cv2.resize(grey, None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    side = max(3, grey.shape[0] // 160 * 2 + 1)
    lightest = cv2.dilate(small, np.ones((side, side), np.uint8))
    mask = np.where(lightest < np.percentile(small, 90) - 25, 255, 0).astype(np.uint8)
    mask = np.asarray(cv2.dilate(mask, np.ones((side, side), np.uint8)), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for left, top, width, height, _ in stats[1:count] * 4:
        if min(width, height) >= 40:
            area = Area(int(left), int(top), int(left + width), int(top + height))
            margin = int(0.4 * max(width, height))
            found.append(within(area.grown(margin), grey.shape[1], grey.shape[0]))
    return joined(found)


def _seen(grey: Grey, places: list[Area]) -> list[tuple[Area, float]]:
    seen = []
    for place in places:
        part = np.ascontiguousarray(grey[place.top : place.bottom, place.left : place.right])
        for area, weight in (*_frontal(part), *_profiles(part)):
            moved = Area(
                area.left + place.left,
                area.top + place.top,
                area.right + place.left,
                area.bottom + place.top,
            )
            seen.append((moved, weight))
    return seen


def _sized(grey: Grey) -> tuple[Grey, float]:
    import cv2

    scale = 1.0
    if max(grey.shape) > _LONGEST:
        scale = _LONGEST / max(grey.shape)
    elif min(grey.shape) < _SHORTEST:
        scale = _SHORTEST / min(grey.shape)
    if scale == 1.0:
        return np.ascontiguousarray(grey), 1.0
    how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
    return np.asarray(
        cv2.resize(grey, None, fx=scale, fy=scale, interpolation=how), np.uint8
    ), scale


@cache
def _cascade(name: str) -> Any:
    import cv2
    from cv2.data import haarcascades

    return cv2.CascadeClassifier(str(Path(haarcascades) / f"haarcascade_{name}.xml"))


def _detected(grey: Grey, name: str, neighbours: int) -> list[Area]:
    least = max(24, max(grey.shape) // 40)
    found = _cascade(name).detectMultiScale(
        grey, scaleFactor=1.1, minNeighbors=neighbours, minSize=(least, least)
    )
    return [Area(int(x), int(y), int(x + w), int(y + h)) for x, y, w, h in found]


def _frontal(grey: Grey) -> list[tuple[Area, float]]:
    default = [(area, 1.0) for area in _detected(grey, "frontalface_default", 5)]
    return default + [(area, 1.2) for area in _detected(grey, "frontalface_alt2", 3)]


def _profiles(grey: Grey) -> list[tuple[Area, float]]:
    width = grey.shape[1]
    right = _detected(grey, "profileface", 4)
    left = _detected(np.ascontiguousarray(grey[:, ::-1]), "profileface", 4)
    turned = [Area(width - area.right, area.top, width - area.left, area.bottom) for area in left]
    return [(area, 1.0) for area in (*right, *turned)]


def _has_shades(grey: Grey, area: Area) -> bool:
    """Tell whether an area holds many greys, as photographs do and text on paper does not."""
    part = grey[area.top : area.bottom, area.left : area.right]
    counts = np.bincount((part >> 3).ravel(), minlength=32) / max(1, part.size)
    return int(np.sum(counts > 0.004)) >= 10 and float(counts.max()) < 0.6


def _share(one: Area, other: Area) -> float:
    shared = one.overlap(other)
    return shared / max(1, min(one.width * one.height, other.width * other.height))


def _scaled(area: Area, by: float) -> Area:
    return Area(*(round(side * by) for side in (area.left, area.top, area.right, area.bottom)))
