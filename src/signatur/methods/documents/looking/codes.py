"""Bar codes and codes in two dimensions: read where possible, told as a region where not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from signatur.methods.documents.looking.pixels import grey_of, joined, within
from signatur.methods.documents.looking.schema import Area, Code
from signatur.methods.documents.looking.stripes import striped

if TYPE_CHECKING:
    from PIL.Image import Image

    from signatur.methods.documents.looking.schema import Grey
    from signatur.methods.documents.looking.stripes import Bars

_SMALL = 700
"""Pixels: a smaller picture is also read at twice its size."""
_LEAST_SIDE = 12
_LEAST_TEXT = {"ITF": 6, "Codabar": 6, "DX Film Edge": 99, "Code 93": 3, "Telepen": 99}
"""Symbologies that text and tables resemble now and then, with what makes them credible."""
_SURE_2D = ("QR", "Aztec", "Matrix", "PDF417", "MaxiCode")


def bar_codes(picture: Image) -> tuple[Code, ...]:
    """Return the codes in a picture, read ones first, in the picture's pixels.

    Any symbology that zxing knows, in any direction, dark on light or light on dark. What has the
    stripes or the modules of a code and cannot be read comes without text.
    """
    grey = grey_of(picture)
    if min(grey.shape) < _LEAST_SIDE:
        return ()
    codes = list(_read(grey, 1))
    if not codes and max(grey.shape) < _SMALL:
        codes = list(_read(_enlarged(grey), 2))
    for bars in striped(grey):
        if not any(bars.area.overlap(code.area.grown(8)) for code in codes):
            codes.append(_read_upright(bars))
        # A reader tells the lines that it read, which may be a part of the code.
        codes = [_widened(code, bars.area) for code in codes]
    for region in (*_half_read(grey, codes), *_finder_patterns(grey), *_blocks(grey)):
        if not any(region.area.overlap(code.area.grown(8)) for code in codes):
            codes.append(_read_closer(grey, region.area) or region)
    return tuple(codes)


def _widened(code: Code, area: Area) -> Code:
    if not code.area.overlap(area):
        return code
    return Code(code.symbology, code.text, joined((code.area, area))[0])


def _read_upright(bars: Bars) -> Code:
    """Read a region of bars by itself, turned upright, larger and with more contrast."""
    upright = _enlarged(_stretched(bars.upright))
    for shown in (upright, 255 - upright):
        for code in _read(shown, 2):
            return Code(code.symbology, code.text, bars.area)
    return Code("stripes", "", bars.area)


def _read(grey: Grey, scale: int) -> list[Code]:
    import zxingcpp

    found = zxingcpp.read_barcodes(np.ascontiguousarray(grey))
    return [code for one in found if (code := _code(one, grey, scale)) is not None]


def _code(one: Any, grey: Grey, scale: int) -> Code | None:
    symbology, text = str(one.format), str(one.text)
    if not text or len(text) < _LEAST_TEXT.get(symbology, 1):
        return None
    place = one.position
    corners = (place.top_left, place.top_right, place.bottom_right, place.bottom_left)
    xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
    area = Area(min(xs), min(ys), max(xs) + 1, max(ys) + 1)
    if not any(name in symbology for name in _SURE_2D):
        area = _full_height(grey, area)
    area = within(area.grown(2), grey.shape[1], grey.shape[0])
    scaled = (area.left, area.top, area.right, area.bottom)
    return Code(symbology, text, Area(*(-(-side // scale) for side in scaled)))


def _full_height(grey: Grey, area: Area) -> Area:
    """Return the area of a code in one dimension up to the ends of its bars.

    The reader tells the lines that it read, which may be a part of the height.
    """
    is_lying = area.width >= area.height
    stripe = grey if is_lying else grey.T
    left, top, right, bottom = (
        (area.left, area.top, area.right, area.bottom)
        if is_lying
        else (area.top, area.left, area.bottom, area.right)
    )
    left, right = max(0, left), min(stripe.shape[1], right)
    middle = min(max((top + bottom) // 2, 0), stripe.shape[0] - 1)
    pattern = stripe[middle, left:right] < 128
    top = _until_other(stripe[:, left:right], pattern, middle, -1)
    bottom = _until_other(stripe[:, left:right], pattern, middle, 1) + 1
    return Area(left, top, right, bottom) if is_lying else Area(top, left, bottom, right)


def _until_other(stripe: Grey, pattern: np.ndarray[Any, Any], row: int, step: int) -> int:
    misses = 0
    last = row
    while 0 <= row < stripe.shape[0] and misses < 3:
        if np.mean((stripe[row] < 128) == pattern) > 0.85:
            last, misses = row, 0
        else:
            misses += 1
        row += step
    return last


def _stretched(grey: Grey) -> Grey:
    import cv2

    return np.asarray(cv2.normalize(grey, np.empty_like(grey), 0, 255, cv2.NORM_MINMAX), np.uint8)


def _enlarged(grey: Grey) -> Grey:
    import cv2

    return np.asarray(cv2.resize(grey, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)


def _half_read(grey: Grey, codes: list[Code]) -> list[Code]:
    """Return what the reader saw as a code in two dimensions, but could not read."""
    import zxingcpp

    if codes:
        return []
    formats = zxingcpp.BarcodeFormats(
        [zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix,
         zxingcpp.BarcodeFormat.Aztec, zxingcpp.BarcodeFormat.PDF417]
    )  # fmt: skip
    found = zxingcpp.read_barcodes(
        np.ascontiguousarray(grey),
        formats,
        try_downscale=False,
        try_invert=False,
        return_errors=True,
    )
    places = []
    for one in found:
        corners = (one.position.top_left, one.position.bottom_right, one.position.top_right)
        xs, ys = [corner.x for corner in corners], [corner.y for corner in corners]
        area = Area(min(xs), min(ys), max(xs) + 1, max(ys) + 1)
        if not one.valid and min(area.width, area.height) >= 24 and _is_dense(grey, area):
            places.append(Code("modules", "", area))
    return places


def _is_dense(grey: Grey, area: Area) -> bool:
    inside = within(area, grey.shape[1], grey.shape[0])
    part = grey[inside.top : inside.bottom, inside.left : inside.right]
    # Text covers less than a quarter of its lines' area; codes are dark by half.
    return bool(part.size) and 0.3 < float(np.mean(part < 128)) < 0.75


def _read_closer(grey: Grey, area: Area) -> Code | None:
    """Read a region again by itself, larger and with more contrast."""
    margin = 12
    inside = within(area.grown(margin), grey.shape[1], grey.shape[0])
    part = grey[inside.top : inside.bottom, inside.left : inside.right]
    if max(part.shape) > 2000:
        return None
    larger = _enlarged(_stretched(part))
    for shown in (larger, 255 - larger):
        for code in _read(shown, 2):
            return Code(code.symbology, code.text, area)
    return None


def _finder_patterns(grey: Grey) -> list[Code]:
    """Return where three nested squares stand as in a QR code, damaged as it may be."""
    import cv2

    if max(grey.shape) > 4000:
        return []
    is_found, corners = cv2.QRCodeDetector().detect(grey)
    if not is_found or corners is None:
        return []
    points = np.asarray(corners).reshape(-1, 2)
    area = Area(*(int(side) for side in (*points.min(axis=0), *(points.max(axis=0) + 1))))
    is_square = 0.6 < area.width / max(1, area.height) < 1.7
    if is_square and min(area.width, area.height) >= 24 and _is_dense(grey, area):
        return [Code("modules", "", within(area, grey.shape[1], grey.shape[0]))]
    return []


def _blocks(grey: Grey) -> list[Code]:
    """Return blocks as dark as light, without lines of text or shades: codes too blurred to read."""
    import cv2

    half = np.asarray(
        cv2.resize(grey, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA), np.uint8
    )
    dark = np.where(half < 150, 255, 0).astype(np.uint8)
    mask = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((9, 9), np.uint8))
    count, _, stats, _ = cv2.connectedComponentsWithStats(mask)
    found = []
    for left, top, width, height, amount in stats[1:count]:
        is_block = min(width, height) >= 18 and 0.15 < width / height < 7
        if is_block and amount > 0.85 * width * height:
            area = Area(int(left), int(top), int(left + width), int(top + height))
            if _has_modules(half[area.top : area.bottom, area.left : area.right]):
                whole = Area(*(2 * side for side in (area.left, area.top, area.right, area.bottom)))
                whole = within(whole.grown(4), grey.shape[1], grey.shape[0])
                found.append(Code("modules", "", whole))
    return found


def _has_modules(part: Grey) -> bool:
    low, high = float(np.percentile(part, 3)), float(np.percentile(part, 97))
    if high - low < 60:
        return False
    dark = part < (low + high) / 2
    rows, columns = dark.mean(axis=1), dark.mean(axis=0)
    # Between lines of text, and between large letters, paper shows through.
    is_filled = float(np.percentile(rows, 4)) > 0.1 and float(np.percentile(columns, 4)) > 0.1
    shades = float(np.mean(np.abs(part - (low + high) / 2) < 0.2 * (high - low)))
    along = np.count_nonzero(np.diff(dark, axis=1), axis=1)
    across = np.count_nonzero(np.diff(dark, axis=0), axis=0)
    is_busy = float(np.median(along)) >= 6 and float(np.median(across)) >= 5
    return is_filled and is_busy and shades < 0.5 and 0.3 < float(dark.mean()) < 0.72
