"""A picture of a page as small as it can be without losing what a reader needs.

Black text on white needs two colours (CCITT group 4); what has colours or half tones, such as a logo or
a photograph, is cut out and laid over it as a picture of its own.
"""

from __future__ import annotations

import io
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from PIL import Image

    Greys = npt.NDArray[np.uint8]
    Pixels = npt.NDArray[np.uint8]
    """Rows, columns, red green blue."""

_POINTS_PER_INCH: Final = 72
_BLOCK: Final = 16
"""Pixels: colours are looked for in squares of this size."""
_COLOURFUL: Final = 40
"""Difference between the strongest and the weakest of red, green and blue."""
_BLACK, _WHITE = 60, 225
_FLAT: Final = 10
"""Neighbours that differ less are no edge of a letter."""
_SHARE_OF_BLOCK: Final = 0.12
_SHARE_OF_PAGE: Final = 0.5
"""Where so much of a page has colours, all of it is one picture."""
_MOST_REGIONS: Final = 40
_THRESHOLD: Final = 165
_PAPER: Final = 140
"""Darker than this is no paper."""
_QUALITY: Final = 70
_FEW_COLOURS: Final = 24
_NEARLY_ALL: Final = 0.985


@dataclass(frozen=True, slots=True)
class Layer:
    """One picture on a page: where it stands, in points from the bottom left, and its bytes."""

    left: float
    bottom: float
    width: float
    height: float
    columns: int
    rows: int
    entries: str
    """Colour space and filter, as entries of the picture's dictionary."""
    data: bytes


def layers_of(pixels: Pixels, width_pt: float, height_pt: float) -> list[Layer]:
    """The pixels of a whole page as layers that together show it."""
    import cv2
    import numpy as np

    greys: Greys = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY), np.uint8)
    greys = _on_white(greys, np.bincount(greys.ravel(), minlength=256))
    regions = _regions(_lively(pixels), greys)
    rows, columns = greys.shape
    if sum((right - left) * (bottom - top) for left, top, right, bottom in regions) > (
        _SHARE_OF_PAGE * rows * columns
    ):
        return [_coloured(pixels, (0, 0, columns, rows), width_pt, height_pt)]
    ink = greys < _THRESHOLD
    for left, top, right, bottom in regions:
        ink[top:bottom, left:right] = False
    base = Layer(
        0, 0, width_pt, height_pt, columns, rows,
        f"/BitsPerComponent 1/ColorSpace/DeviceGray/Filter/CCITTFaxDecode/DecodeParms"
        f"<</K -1/Columns {columns}/Rows {rows}/BlackIs1 true>>",
        group4(ink),
    )  # fmt: skip
    return [base, *(_coloured(pixels, region, width_pt, height_pt) for region in regions)]


def _on_white(greys: Greys, counts: npt.NDArray[np.int64]) -> Greys:
    """Grey paper made white: the most common light grey becomes 255."""
    import numpy as np

    paper = _PAPER + int(counts[_PAPER:].argmax())
    if paper >= 250 or counts[paper - 8 : paper + 9].sum() < greys.size * 0.4:
        return greys
    table = np.minimum(255, np.arange(256) * 255 // max(1, paper - 4)).astype(np.uint8)
    whitened: Greys = table[greys]
    return whitened


def _lively(pixels: Pixels) -> npt.NDArray[np.bool_]:
    """Which pixels have a colour."""
    import cv2

    red, green, blue = cv2.split(pixels)
    strongest = cv2.max(cv2.max(red, green), blue)
    weakest = cv2.min(cv2.min(red, green), blue)
    lively: npt.NDArray[np.bool_] = cv2.subtract(strongest, weakest) > _COLOURFUL
    return lively


def _flat(greys: Greys) -> npt.NDArray[np.bool_]:
    """Which pixels are half tones, and no edge of a letter."""
    import numpy as np

    flat = np.zeros(greys.shape, dtype=bool)
    places = np.flatnonzero((greys > _BLACK) & (greys < _WHITE))
    columns = greys.shape[1]
    places = places[places < greys.size - columns - 1]
    values = greys.ravel()
    here = values[places].astype(np.int16)
    level = np.abs(here - values[places + 1]) < _FLAT
    flat.ravel()[places[level & (np.abs(here - values[places + columns]) < _FLAT)]] = True
    return flat


def _regions(lively: npt.NDArray[np.bool_], greys: Greys) -> list[tuple[int, int, int, int]]:
    """Rectangles (left, top, right, bottom; pixels) in which two colours are too few."""
    import numpy as np
    from scipy import ndimage

    flat = _flat(greys)
    marked = lively | flat
    if not marked.any():
        return []
    rows, columns = marked.shape
    grid = np.zeros((-(-rows // _BLOCK) * _BLOCK, -(-columns // _BLOCK) * _BLOCK), dtype=np.uint8)
    grid[:rows, :columns] = marked
    shares = grid.reshape(grid.shape[0] // _BLOCK, _BLOCK, -1, _BLOCK).mean(axis=(1, 3))
    squares = ndimage.binary_dilation(shares > _SHARE_OF_BLOCK, iterations=1)
    found, _count = ndimage.label(squares, structure=np.ones((3, 3)))
    boxes = [
        (s[1].start * _BLOCK, s[0].start * _BLOCK, min(columns, s[1].stop * _BLOCK), min(rows, s[0].stop * _BLOCK))
        for s in ndimage.find_objects(found)
    ]  # fmt: skip
    return _apart(boxes, columns, rows)


def _apart(
    boxes: list[tuple[int, int, int, int]], columns: int, rows: int
) -> list[tuple[int, int, int, int]]:
    """Overlapping rectangles joined; the whole page where there are too many."""
    if len(boxes) > _MOST_REGIONS * 4:
        return [(0, 0, columns, rows)]
    joined = True
    while joined:
        joined = False
        kept: list[tuple[int, int, int, int]] = []
        for box in boxes:
            at = next((i for i, one in enumerate(kept) if _touch(one, box)), None)
            if at is None:
                kept.append(box)
            else:
                one = kept[at]
                kept[at] = (
                    min(one[0], box[0]),
                    min(one[1], box[1]),
                    max(one[2], box[2]),
                    max(one[3], box[3]),
                )
                joined = True
        boxes = kept
    return boxes if len(boxes) <= _MOST_REGIONS else [(0, 0, columns, rows)]


def _touch(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def group4(ink: npt.NDArray[np.bool_]) -> bytes:
    """Pixels (True: black) in CCITT group 4, as one strip."""
    from PIL import Image, TiffImagePlugin

    written = io.BytesIO()
    picture = Image.fromarray(~ink)
    rows_in_strip, offsets, counts = 278, 273, 279
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[rows_in_strip] = ink.shape[0]
    picture.save(written, "TIFF", compression="group4", tiffinfo=info, strip_size=1 << 30)
    with Image.open(written) as made:
        tags: Any = made.tag_v2  # type: ignore[attr-defined]
        places, sizes = tags[offsets], tags[counts]
        assert len(places) == 1, "one strip was asked for"
    return written.getvalue()[places[0] : places[0] + sizes[0]]


def _coloured(
    pixels: Pixels, region: tuple[int, int, int, int], width_pt: float, height_pt: float
) -> Layer:
    from PIL import Image

    rows, columns = pixels.shape[:2]
    left, top, right, bottom = region
    entries, data = _smallest(Image.fromarray(pixels[top:bottom, left:right]))
    across, down = width_pt / columns, height_pt / rows
    return Layer(
        left * across, height_pt - bottom * down, (right - left) * across, (bottom - top) * down,
        right - left, bottom - top, entries, data,
    )  # fmt: skip


def _smallest(cut: Image.Image) -> tuple[str, bytes]:
    """Few colours as a palette, half tones as JPEG."""
    import numpy as np

    colours = np.asarray(cut)
    coarse = (colours >> 4).astype(np.int32)
    keys = (coarse[..., 0] << 8) | (coarse[..., 1] << 4) | coarse[..., 2]
    counts = np.sort(np.bincount(keys.ravel(), minlength=4096))[::-1]
    if counts[:_FEW_COLOURS].sum() >= _NEARLY_ALL * keys.size:
        return _palette(cut)
    is_grey = bool((np.ptp(colours, axis=2) < 12).mean() > 0.999)
    written = io.BytesIO()
    shown = cut.convert("L") if is_grey else cut
    shown.save(written, "JPEG", quality=_QUALITY, optimize=True)
    space = "/DeviceGray" if is_grey else "/DeviceRGB"
    return f"/BitsPerComponent 8/ColorSpace{space}/Filter/DCTDecode", written.getvalue()


def _palette(cut: Image.Image) -> tuple[str, bytes]:
    import numpy as np
    from PIL import Image

    few = cut.quantize(16, Image.Quantize.MEDIANCUT, dither=Image.Dither.NONE)
    indices = np.asarray(few)
    palette = (few.getpalette() or [])[: 16 * 3]
    palette += [0] * (16 * 3 - len(palette))
    rows, columns = indices.shape
    even = np.zeros((rows, columns + columns % 2), dtype=np.uint8)
    even[:, :columns] = indices
    packed = ((even[:, ::2] << 4) | even[:, 1::2]).tobytes()
    table = bytes(palette).hex().upper()
    return (
        f"/BitsPerComponent 4/ColorSpace[/Indexed/DeviceRGB 15<{table}>]/Filter/FlateDecode",
        zlib.compress(packed, 9),
    )
