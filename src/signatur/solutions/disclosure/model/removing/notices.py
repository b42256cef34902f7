"""The page that stands in place of a page that is withheld."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.solutions.disclosure.model.removing.font import ADVANCE, UNITS
from signatur.solutions.disclosure.model.removing.labels import font_of
from signatur.solutions.disclosure.model.removing.writing import Tagged

if TYPE_CHECKING:
    from signatur.solutions.disclosure.model.removing.encoding import Pixels
    from signatur.solutions.disclosure.model.removing.font import Codes
    from signatur.solutions.disclosure.model.removing.text_layer import Wording

_GREY: Final = 214
_MARGIN: Final = 0.08


def notice(
    size_pt: tuple[float, float], dpi: float, label: str, wording: Wording, codes: Codes
) -> tuple[Pixels, list[Tagged]]:
    """A grey page that says that it is withheld, and why."""
    import numpy as np
    from PIL import Image, ImageDraw

    scale = dpi / 72
    columns, rows = (max(1, round(side * scale)) for side in size_pt)
    words = f"{wording.page_withheld}: {label}" if label else wording.page_withheld
    picture = Image.new("RGB", (columns, rows), "white")
    draw = ImageDraw.Draw(picture)
    draw.fontmode = "1"
    margin = round(_MARGIN * min(columns, rows))
    draw.rectangle((margin, margin, columns - margin, rows - margin), fill=(_GREY,) * 3)
    font_size = max(
        8, min(round(18 * scale), round(1.4 * (columns - 2 * margin) / max(1, len(words))))
    )
    if (font := font_of(font_size)) is not None:
        draw.text((columns / 2, rows / 2), words, fill="black", font=font, anchor="mm")
    points = font_size / scale
    width = len(words) * points * ADVANCE / UNITS
    x, y = max(0.0, (size_pt[0] - width) / 2), size_pt[1] / 2
    letters = codes.encode(words).hex().upper()
    line = f"BT 3 Tr /F {points:.1f} Tf 1 0 0 1 {x:.1f} {y:.1f} Tm <{letters}> Tj ET\n"
    return np.array(picture), [Tagged(line.encode())]
