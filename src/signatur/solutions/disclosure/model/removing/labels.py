"""The label in a box, as a picture: the same label in the same box always looks the same."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

_FONT: Final = "ui/static/vendor/dkfds/fonts/IBMPlexSans/complete/woff/IBMPlexSans-Medium.woff"
_SECTION: Final = re.compile(r"§+ ?\d+(?: [a-z]\b)?")
_LARGEST_SHARE, _SMALLEST_SHARE = 0.72, 0.42
_LEAST_PIXELS: Final = 9
_MOST_PIXELS: Final = 60
_SIDE_SHARE: Final = 0.94


@lru_cache(maxsize=512)
def box_pixels(width: int, height: int, label: str) -> npt.NDArray[np.uint8]:
    """A black box (greys; not to be changed) with the label in white, a shorter one, or none, as room allows."""
    import numpy as np
    from PIL import Image, ImageDraw

    picture = Image.new("L", (width, height), 0)
    for words in _shorter(label):
        if (font := _fitting(words, width, height)) is not None:
            draw = ImageDraw.Draw(picture)
            # Without half tones the label is the same in a picture of two colours.
            draw.fontmode = "1"
            draw.text((width / 2, height / 2), words, fill=255, font=font, anchor="mm")
            break
    return np.asarray(picture)


def _shorter(label: str) -> list[str]:
    found = _SECTION.search(label)
    short = found.group(0) if found else ""
    return list(dict.fromkeys(filter(None, (label, short))))


def _fitting(words: str, width: int, height: int) -> Any | None:
    largest = min(_MOST_PIXELS, int(height * _LARGEST_SHARE))
    smallest = max(_LEAST_PIXELS, int(height * _SMALLEST_SHARE))
    for size in range(largest, min(smallest, largest) - 1, -1):
        font = font_of(size)
        if font is None or size < _LEAST_PIXELS - 2:
            return None
        if font.getlength(words) <= width * _SIDE_SHARE:
            return font
    return None


@lru_cache(maxsize=64)
def font_of(size: int) -> Any | None:
    """The font of labels and notices in so many pixels; None where it is not installed."""
    from PIL import ImageFont

    file = files("signatur").joinpath(_FONT)
    try:
        with file.open("rb") as opened:
            return ImageFont.truetype(io.BytesIO(opened.read()), size)
    except OSError:
        return None
