"""Where on a page something is drawn that its text does not explain."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from signatur.methods.documents.looking.pixels import grey_of, joined
from signatur.methods.documents.looking.schema import Area

if TYPE_CHECKING:
    import numpy.typing as npt
    from PIL.Image import Image

    from signatur.methods.documents.laid_out import LaidOut, LaidPage

GLANCE_DPI = 50
_INK = 60
"""How much darker than white something has to be."""
_LEAST_SIDE_PT = 9.0
_GAP_PX = 6
_WHOLE_PAGE = 0.6


@dataclass(frozen=True, slots=True)
class Place:
    """A part of a page that has to be looked at, in points from its top left corner."""

    left: float
    top: float
    right: float
    bottom: float
    is_picture: bool
    is_scan: bool
    """A picture that is most of the page."""


def characters_of(laid: LaidOut, page: LaidPage) -> npt.NDArray[np.float32]:
    """Return the boxes of the characters of a page that stand somewhere, shape (n, 4)."""
    boxes = laid.boxes[page.start : page.end]
    return boxes[~np.isnan(boxes[:, 0])]


def unexplained(glance: Image, characters: npt.NDArray[np.float32], page: LaidPage) -> list[Place]:
    """Return what a page drawn small shows beside its text and straight lines."""
    grey = grey_of(glance)
    scale = grey.shape[1] / page.width
    ink = (grey < 255 - _INK) & ~_covered(grey.shape, characters, scale)
    pictures = [
        _of_picture(page, box.left, box.top, box.right, box.bottom) for box in page.pictures
    ]
    if not ink.any():
        return pictures
    inside = [place for place in pictures if not place.is_scan]
    for place in pictures:
        left, top = int(place.left * scale), int(place.top * scale)
        ink[top : int(place.bottom * scale) + 1, left : int(place.right * scale) + 1] = False
    return [*inside, *(place for place in pictures if place.is_scan), *_clusters(ink, scale)]


def _of_picture(page: LaidPage, left: float, top: float, right: float, bottom: float) -> Place:
    share = (right - left) * (bottom - top) / max(1.0, page.width * page.height)
    return Place(left, top, right, bottom, is_picture=True, is_scan=share >= _WHOLE_PAGE)


def _covered(
    shape: tuple[int, ...], characters: npt.NDArray[np.float32], scale: float
) -> npt.NDArray[np.bool_]:
    """Return the pixels in which characters stand, a pixel around them counted in."""
    high, wide = shape[0], shape[1]
    edges = np.zeros((high + 1, wide + 1), np.int32)
    low = np.floor(characters[:, :2] * scale).astype(int) - 1
    top_right = np.ceil(characters[:, 2:] * scale).astype(int) + 1
    left, top = np.clip(low[:, 0], 0, wide), np.clip(low[:, 1], 0, high)
    right, bottom = np.clip(top_right[:, 0], 0, wide), np.clip(top_right[:, 1], 0, high)
    np.add.at(edges, (top, left), 1)
    np.add.at(edges, (bottom, right), 1)
    np.add.at(edges, (top, right), -1)
    np.add.at(edges, (bottom, left), -1)
    return np.asarray(edges.cumsum(axis=0).cumsum(axis=1)[:high, :wide] > 0)


def _clusters(ink: npt.NDArray[np.bool_], scale: float) -> list[Place]:
    import cv2

    mask = ink.astype(np.uint8)
    for size in ((1, 40), (40, 1)):
        lines = np.asarray(
            cv2.morphologyEx(mask, cv2.MORPH_OPEN, np.ones(size, np.uint8)), np.uint8
        )
        # Rules are thin; the bars of a wide code or a filled box are not.
        mask[(lines > 0) & (_thickness(lines, size) <= 4)] = 0
    mask = np.asarray(cv2.dilate(mask, np.ones((3, 5), np.uint8)), np.uint8)
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    least = _LEAST_SIDE_PT * scale
    areas = [
        Area(int(left), int(top), int(left + width), int(top + height))
        for left, top, width, height, _ in stats[1:count]
        if max(width, height) > least and min(width, height) > 4
    ]
    return [
        Place(
            area.left / scale,
            area.top / scale,
            area.right / scale,
            area.bottom / scale,
            is_picture=False,
            is_scan=False,
        )
        for area in joined(areas, _GAP_PX)
        if min(area.width, area.height) >= least
    ]


def _thickness(lines: npt.NDArray[np.uint8], size: tuple[int, int]) -> npt.NDArray[np.float32]:
    import cv2

    across = (1, 9) if size[0] == 1 else (9, 1)
    return np.asarray(cv2.boxFilter(lines, cv2.CV_32F, across, normalize=False), np.float32)
