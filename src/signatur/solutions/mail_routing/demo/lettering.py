"""Draws Danish text with the one font that Pillow carries, so that scanned letters look the same on every machine.

That font has no æ, ø and å. They are put together from its other letters: ø is an o with a stroke, å an a with a
ring, æ an a and an e that touch.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from PIL.Image import Image

_INK = 20
_DANISH = "æøåÆØÅ"
_PLAIN = str.maketrans(
    {"–": "-", "—": "-", "…": "...", "²": "2", "³": "3", "§": "Par.", "’": "'", "ı": "i", "ß": "ss"}
)


def text_font(size_px: int) -> Any:
    """Return the font that Pillow carries, at a size in pixels."""
    from PIL import ImageFont

    return ImageFont.load_default(size_px)


def in_known_letters(text: str) -> str:
    """Return the text with every letter that cannot be drawn replaced by its plain neighbour, or "?"."""
    return "".join(_known(letter) for letter in text.translate(_PLAIN))


def draw_text(page: Image, at: tuple[float, float], text: str, font: Any) -> None:
    """Draw one line of text with its upper left corner at this pixel."""
    from PIL import ImageDraw

    draw = ImageDraw.Draw(page)
    x, y = at
    for run in _runs(text):
        if run and run in _DANISH:
            x += _draw_danish(draw, (x, y), run, font)
        else:
            draw.text((x, y), run, fill=_INK, font=font)
            x += font.getlength(run)


def _known(letter: str) -> str:
    if letter.isascii() or letter in _DANISH:
        return letter
    base = unicodedata.normalize("NFKD", letter)[0]
    return base if base.isascii() else "?"


def _runs(text: str) -> list[str]:
    """Split the text so that each Danish letter stands alone."""
    runs = [""]
    for letter in text:
        if letter in _DANISH:
            runs += [letter, ""]
        else:
            runs[-1] += letter
    return runs


def _draw_danish(draw: Any, at: tuple[float, float], letter: str, font: Any) -> float:
    """Draw æ, ø or å, small or capital; return how far the next letter is."""
    x, y = at
    base = {"æ": "a", "ø": "o", "å": "a", "Æ": "A", "Ø": "O", "Å": "A"}[letter]
    draw.text(at, base, fill=_INK, font=font)
    left, top, right, bottom = draw.textbbox(at, base, font=font)
    width = max(2, font.size // 14)
    if letter in "øØ":
        draw.line((left - width, bottom, right + width, top), fill=_INK, width=width)
        return float(font.getlength(base))
    if letter in "åÅ":
        radius, middle = font.size // 8, (left + right) / 2
        ring = (middle - radius, top - 2 * radius - 1, middle + radius, top - 1)
        draw.ellipse(ring, outline=_INK, width=width)
        return float(font.getlength(base))
    overlap = width * (1.5 if letter == "æ" else 4)
    second = "e" if letter == "æ" else "E"
    draw.text((right - overlap, y), second, fill=_INK, font=font)
    return float(right - overlap - x + font.getlength(second))
