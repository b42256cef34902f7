"""Samples: whether a text layer says what the page shows, tried on a few lines before it is believed."""

from __future__ import annotations

import ctypes
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out import ink
from signatur.methods.documents.laid_out.comparing import CONTRADICTS, LEAST_SAMPLE, ratio
from signatur.methods.documents.laid_out.recognised import recognise_words
from signatur.methods.documents.quality import text_quality
from signatur.methods.documents.task import Unreadable

if TYPE_CHECKING:
    from signatur.methods.documents.laid_out.characters import Characters
    from signatur.methods.documents.laid_out.looking import Looking

_AGREES: Final = 0.85
_GOOD_LAYER: Final = 0.75
_SAMPLES: Final = 4
_SAMPLE_LENGTH: Final = 40
_LEAST_SIZE: Final = 6.0
_KNOWN_TO: Final = "\u0250"
_MOST_FONTS: Final = 40
_MOST_FONTS_AT_ONCE: Final = 8
_MARGIN_PIXELS: Final = 30
_SPECIAL: Final = frozenset("æøåÆØÅ")


def layer_agrees(
    looking: Looking, page: Any, number: int, characters: Characters, chosen: Any
) -> bool | None:
    """Whether unseen text over a picture says what the picture says; None where nobody can tell."""
    text = "".join(letter for letter, is_in in zip(characters.text, chosen, strict=True) if is_in)
    if len(text) >= 40 and text_quality(characters.text[:2_000]) < _GOOD_LAYER:
        return False if looking.obstacle() is None else None
    lines = _lines(characters, chosen)
    step = max(1, len(lines) // _SAMPLES)
    pairs = _compared(looking, page, number, characters, lines[::step][:_SAMPLES], bare=True)
    if not pairs:
        return None
    has_special = [bool(_SPECIAL & set(side)) for side in map("".join, zip(*pairs, strict=True))]
    return ratio(pairs) >= _AGREES and (has_special[0] or not has_special[1])


def contradicts(looking: Looking, page: Any, characters: Characters, visible: Any) -> bool:
    """Whether a font of the page draws other letters than the text layer tells.

    A font is tried once, on two lines, and remembered.
    """
    if not looking.checks_fonts or looking.obstacle() is not None:
        return False
    fonts: dict[tuple[int, str], list[int]] = {}
    for number, run in enumerate(characters.runs):
        fonts.setdefault(_font_name(run.address), []).append(number)
    tried: dict[tuple[int, str], list[list[int]]] = {}
    for name, numbers in fonts.items():
        is_new = name not in looking.fonts and len(looking.fonts) < _MOST_FONTS
        if is_new and len(tried) < _MOST_FONTS_AT_ONCE:
            lines = _sample(characters, visible, numbers)
            if lines:
                tried[name] = lines
    _try_fonts(looking, page, characters, tried)
    return any(looking.fonts.get(name, False) for name in fonts)


def _sample(characters: Characters, visible: Any, runs: list[int]) -> list[list[int]]:
    """Two lines of these text objects: the first with most letters, and another."""
    import numpy as np

    chosen = visible & np.isin(characters.owners, runs) & (characters.sizes >= _LEAST_SIZE)
    if chosen.sum() < LEAST_SAMPLE:
        return []
    pieces = (line[:_SAMPLE_LENGTH] for line in _lines(characters, chosen))
    lines = [piece for piece in pieces if _letters(characters, piece) >= LEAST_SAMPLE]
    if not lines:
        return []
    best = max(range(len(lines)), key=lambda index: _letters(characters, lines[index]))
    other = (best + len(lines) // 2) % len(lines)
    return [lines[index] for index in dict.fromkeys((best, other))]


def _try_fonts(
    looking: Looking, page: Any, characters: Characters, tried: dict[tuple[int, str], Any]
) -> None:
    """Remember of each font whether none of its lines says what it shows."""
    rows = [line for lines in tried.values() for line in lines]
    pairs = iter(_compared(looking, page, 0, characters, rows, bare=False))
    for name, lines in tried.items():
        ratios = [ratio([pair]) for pair in islice(pairs, len(lines))]
        looking.fonts[name] = bool(ratios) and max(ratios) < CONTRADICTS


def _compared(
    looking: Looking,
    page: Any,
    number: int,
    characters: Characters,
    lines: list[list[int]],
    *,
    bare: bool,
) -> list[tuple[str, str]]:
    """For some lines: what the text says, and what their pictures say."""
    from PIL import Image

    if not lines or looking.obstacle() is not None or looking.task.recogniser is None:
        return []
    with ink.without_text(characters.drawn if bare else ()):
        drawn = looking.draw(page, number)
    if drawn is None:
        return []
    image, scale = drawn
    strips = [image.crop(_strip(characters, line, scale)) for line in lines]
    height = sum(strip.height + _MARGIN_PIXELS for strip in strips) + _MARGIN_PIXELS
    width = max(strip.width for strip in strips) + 2 * _MARGIN_PIXELS
    sheet = Image.new("L", (width, height), 255)
    tops, top = [], _MARGIN_PIXELS
    for strip in strips:
        sheet.paste(strip, (_MARGIN_PIXELS, top))
        tops.append((top - _MARGIN_PIXELS / 2, top + strip.height + _MARGIN_PIXELS / 2))
        top += strip.height + _MARGIN_PIXELS
    try:
        words = recognise_words(
            sheet, looking.task.recogniser, looking.task.deadline, is_scattered=True
        )
    except Unreadable:
        return []
    said = ["".join(characters.text[index] for index in line) for line in lines]
    shown = [
        " ".join(w.text for w in words if low <= (w.box.top + w.box.bottom) / 2 <= high)
        for low, high in tops
    ]
    return list(zip(said, shown, strict=True))


def _lines(characters: Characters, chosen: Any) -> list[list[int]]:
    """The chosen characters, line by line, as indexes; longest runs within a line together."""
    lines: list[list[int]] = [[]]
    for index, letter in enumerate(characters.text):
        if letter == "\n":
            lines.append([])
        elif chosen[index] or (letter == " " and lines[-1] and lines[-1][-1] == index - 1):
            lines[-1].append(index)
    return [line for line in lines if len(line) > 3]


def _letters(characters: Characters, line: list[int]) -> int:
    """How many letters there are that the programs for recognition know."""
    letters = (characters.text[index] for index in line)
    return sum(letter.isalnum() and letter < _KNOWN_TO for letter in letters)


def _strip(characters: Characters, line: list[int], scale: float) -> tuple[int, int, int, int]:
    import numpy as np

    boxes = characters.boxes[line]
    left, top = np.nanmin(boxes[:, 0]), np.nanmin(boxes[:, 1])
    right, bottom = np.nanmax(boxes[:, 2]), np.nanmax(boxes[:, 3])
    return (
        int(left * scale) - 2, int(top * scale), int(right * scale) + 3, int(bottom * scale) + 1,
    )  # fmt: skip


def _font_name(address: int) -> tuple[int, str]:
    import pypdfium2.raw as pdfium

    handle = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
    font = pdfium.FPDFTextObj_GetFont(handle)
    buffer = ctypes.create_string_buffer(128)
    pdfium.FPDFFont_GetBaseFontName(font, buffer, len(buffer))
    return pdfium.FPDFFont_GetFlags(font), buffer.value.decode("latin-1")
