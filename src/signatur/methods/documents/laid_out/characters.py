"""The characters of a PDF page as PDFium tells them, each with its box on the page as shown."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out.boxing import Sheet, united
from signatur.methods.documents.laid_out.text_objects import text_objects_of
from signatur.methods.documents.laid_out.turned_text import angles_of, in_order, main_angle

if TYPE_CHECKING:
    from collections.abc import Callable

    import numpy as np
    import numpy.typing as npt

UNMAPPED: Final = "\ufffd"
"""Stands for a glyph of which the file does not say what it means."""
INVISIBLE: Final = 3
"""The text rendering mode that draws nothing; scanners lay recognised text under a picture with it."""

# pdfium writes one of these for the hyphen at the end of a line, and leaves the line end out.
_HYPHENS: Final = frozenset({0x02, 0xFFFE})
_LINE_END: Final = 0x0A
_NEVER: Final = frozenset({*range(0x09), *range(0x0B, 0x20), 0x7F, 0xFEFF, 0xFFFF})
# A box of a line reaches at most so far above and below its base line, in font sizes; some fonts
# claim to be many times as high as they are.
_HIGHEST: Final = 1.15
_DEEPEST: Final = 0.4


@dataclass(frozen=True, slots=True)
class Run:
    """A text object of the page: its characters are drawn in one way."""

    address: int
    mode: int
    colour: tuple[int, int, int] | None
    """Red, green, blue; None for patterns."""
    opacity: float
    is_added: bool
    """Drawn by an annotation or a form field."""


@dataclass(frozen=True, slots=True)
class Characters:
    """The text of a page. Arrays have a row for each character of `text`."""

    text: str = field(repr=False)
    boxes: npt.NDArray[np.float32] = field(repr=False)
    """As high as the line; NaN for line ends and spaces that stand nowhere."""
    glyphs: npt.NDArray[np.float32] = field(repr=False)
    """Close around the ink."""
    owners: npt.NDArray[np.int32] = field(repr=False)
    """Indexes of `runs`; -1 for characters that pdfium made up."""
    sizes: npt.NDArray[np.float32] = field(repr=False)
    """Height of the font on the page, in points."""
    runs: tuple[Run, ...] = field(repr=False)
    drawn: tuple[int, ...] = field(repr=False)
    """The addresses of all text objects, also of those that repeat another for the look of bold."""


def characters_of(page: Any, sheet: Sheet, *, most: int) -> Characters:
    """Read the characters of a pypdfium2 page, in the order of pdfium, at most `most`."""
    import numpy as np

    raw = _read(page, most)
    angles = angles_of(raw.owners, raw.matrices, raw.font_sizes)
    # Where lines run down the page as shown, pdfium tells the last of them first.
    turns = page.get_rotation()
    if (main_angle(angles) - turns) % 360 == 270:
        page.set_rotation((turns + 270) % 360)
        try:
            raw = _read(page, most)
        finally:
            page.set_rotation(turns)
        angles = angles_of(raw.owners, raw.matrices, raw.font_sizes)
    runs, owner_of = _runs(raw.owners)
    corners = raw.close[:, [0, 2, 1, 3]]
    order, text = _ordered(
        raw.codes, in_order(raw.codes, angles, raw.origins, corners, raw.font_sizes)
    )
    pick = np.array(order, dtype=np.int64)
    is_real = pick >= 0
    owners = np.full(len(pick), -1, dtype=np.int32)
    owners[is_real] = [owner_of.get(raw.owners[index], -1) for index in pick[is_real]]
    glyphs, lines, sizes = raw.boxes(sheet)
    blank = np.full((len(pick), 4), np.nan, dtype=np.float32)
    boxes, close = blank.copy(), blank
    boxes[is_real], close[is_real] = lines[pick[is_real]], glyphs[pick[is_real]]
    heights = np.zeros(len(pick), dtype=np.float32)
    heights[is_real] = sizes[pick[is_real]]
    drawn = {run.address for run in runs} | text_objects_of(page)
    return Characters(text, boxes, close, owners, heights, runs, tuple(drawn))


def _read(page: Any, most: int) -> _Raw:
    layer = page.get_textpage()
    try:
        return _Raw.read(layer, max(0, min(layer.count_chars(), most)))
    finally:
        layer.close()


@dataclass(slots=True)
class _Raw:
    """What pdfium says of each of its characters, in the space of the page."""

    codes: list[int]
    owners: list[int]
    close: npt.NDArray[np.float64]
    """left, right, bottom, top"""
    loose: npt.NDArray[np.float32]
    """left, top, right, bottom"""
    origins: npt.NDArray[np.float64]
    matrices: npt.NDArray[np.float32]
    font_sizes: npt.NDArray[np.float64]

    @classmethod
    def read(cls, layer: Any, count: int) -> _Raw:
        import numpy as np

        call = _calls()
        handle = ctypes.cast(layer.raw, ctypes.c_void_p).value or 0
        close = np.zeros((count, 4), dtype=np.float64)
        loose = np.zeros((count, 4), dtype=np.float32)
        origins = np.zeros((count, 2), dtype=np.float64)
        matrices = np.zeros((count, 6), dtype=np.float32)
        sizes = np.zeros(count, dtype=np.float64)
        codes, owners = [0] * count, [0] * count
        at, at_loose, at_origin = close.ctypes.data, loose.ctypes.data, origins.ctypes.data
        at_matrix = matrices.ctypes.data
        last, is_turned = -1, False
        for index in range(count):
            codes[index] = call["FPDFText_GetUnicode"](handle, index)
            owner = owners[index] = call["FPDFText_GetTextObject"](handle, index) or 0
            place = at + 32 * index
            call["FPDFText_GetCharBox"](handle, index, place, place + 8, place + 16, place + 24)
            call["FPDFText_GetLooseCharBox"](handle, index, at_loose + 16 * index)
            if owner and (owner != last or is_turned):
                spot = at_origin + 16 * index
                call["FPDFText_GetCharOrigin"](handle, index, spot, spot + 8)
            if owner and owner != last:
                call["FPDFText_GetMatrix"](handle, index, at_matrix + 24 * index)
                sizes[index] = call["FPDFText_GetFontSize"](handle, index)
                across, rise, slant, up = matrices[index, :4]
                is_turned = abs(rise) + abs(slant) > 0 or across <= 0 or up <= 0
                last = owner
        # Within a text object that is not turned, all letters stand on one base line.
        return cls(codes, owners, close, loose, *_spread(owners, origins, matrices, sizes))

    def boxes(
        self, sheet: Sheet
    ) -> tuple[npt.NDArray[np.float32], npt.NDArray[np.float32], npt.NDArray[np.float32]]:
        """Boxes close around glyphs, boxes as high as the line, and heights; on the page as shown."""
        import numpy as np

        close = self.close[:, [0, 2, 1, 3]]  # left, bottom, right, top
        is_empty = (close[:, 2] <= close[:, 0]) & (close[:, 3] <= close[:, 1])
        a, b, c, d = (self.matrices[:, column].astype(np.float64) for column in range(4))
        heights = np.hypot(c, d) * self.font_sizes
        line = self._lines(close, a, b, c, d)
        close = np.where(is_empty[:, None], np.nan, close)
        nowhere = (np.array(self.owners, dtype=np.uint64) == 0) & is_empty
        line[nowhere] = np.nan
        return (
            sheet.shown(close),
            sheet.shown(line),
            heights.astype(np.float32),
        )

    def _lines(self, close: Any, a: Any, b: Any, c: Any, d: Any) -> Any:
        """As high as the line where the text stands upright, else around glyph and line together."""
        import numpy as np

        x, y = self.origins[:, 0], self.origins[:, 1]
        size = self.font_sizes
        loose = self.loose[:, [0, 3, 2, 1]].astype(np.float64)
        upright = (
            (np.abs(b) < 1e-3 * np.abs(a)) & (np.abs(c) < 1e-3 * np.abs(d)) & (a > 0) & (d > 0)
        )
        high, low = y + _HIGHEST * d * size, y - _DEEPEST * d * size
        loose[:, 1] = np.clip(loose[:, 1], low, high)
        loose[:, 3] = np.clip(loose[:, 3], low, high)
        # Turned text: pdfium's loose box does not turn with it; from the base line along its own up.
        ups = np.stack([c * size, d * size], axis=1)
        top, deep = np.stack([x, y], 1) + 0.95 * ups, np.stack([x, y], 1) - 0.25 * ups
        turned = np.concatenate([np.minimum(top, deep), np.maximum(top, deep)], axis=1)
        standing = np.where(upright[:, None], loose, turned)
        is_known = (size > 0) & (np.abs(a) + np.abs(b) > 0)
        standing = np.where(is_known[:, None], standing, close)
        is_empty = (close[:, 2] <= close[:, 0]) & (close[:, 3] <= close[:, 1])
        return np.where(is_empty[:, None], standing, united(standing, close))


def _spread(owners: list[int], origins: Any, matrices: Any, sizes: Any) -> tuple[Any, Any, Any]:
    """What was asked for the first letter of each text object, for all of its letters."""
    import numpy as np

    if not owners:
        return origins, matrices, sizes
    numbers = np.array(owners, dtype=np.uint64)
    starts = np.concatenate([[True], numbers[1:] != numbers[:-1]]) & (numbers != 0)
    # A letter that pdfium made up may stand between letters of one object, which then was not asked again.
    known = np.maximum.accumulate(np.where(starts & (sizes > 0), np.arange(len(numbers)), 0))
    own = numbers != 0
    matrices = np.where(own[:, None], matrices[known], 0)
    sizes = np.where(own, sizes[known], 0.0)
    is_asked = (origins != 0).any(axis=1)
    return np.where(is_asked[:, None], origins, origins[known]), matrices, sizes


@cache
def _calls() -> dict[str, Callable[..., Any]]:
    """The functions called for each character, taking plain addresses: half the time of pypdfium2's."""
    import pypdfium2.raw as pdfium

    handle, number, place = ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p
    shapes: dict[str, tuple[Any, ...]] = {
        "FPDFText_GetUnicode": (ctypes.c_uint, handle, number),
        "FPDFText_GetTextObject": (ctypes.c_void_p, handle, number),
        "FPDFText_GetCharBox": (ctypes.c_int, handle, number, place, place, place, place),
        "FPDFText_GetLooseCharBox": (ctypes.c_int, handle, number, place),
        "FPDFText_GetCharOrigin": (ctypes.c_int, handle, number, place, place),
        "FPDFText_GetMatrix": (ctypes.c_int, handle, number, place),
        "FPDFText_GetFontSize": (ctypes.c_double, handle, number),
    }
    return {
        name: ctypes.CFUNCTYPE(*shape)(
            ctypes.cast(getattr(pdfium, name), ctypes.c_void_p).value or 0
        )
        for name, shape in shapes.items()
    }


def _ordered(codes: list[int], arranged: list[tuple[int, int]] | None) -> tuple[list[int], str]:
    """The text, and for each of its characters the index at pdfium, or -1."""
    import numpy as np

    plain = np.array(codes, dtype=np.int64)
    if arranged is None and plain.size and plain.min() >= 0x20 and not _is_special(plain).any():
        return list(range(len(codes))), "".join(map(chr, codes))
    order: list[int] = []
    letters: list[str] = []
    told = arranged if arranged is not None else list(enumerate(codes))
    for place, (index, code) in enumerate(told):
        if code in _HYPHENS:
            order.append(index)
            letters.append("-")
            if place + 1 < len(told) and told[place + 1][1] not in {0x0D, _LINE_END}:
                order.append(-1)
                letters.append("\n")
        elif code == 0 or 0xD800 <= code < 0xE000:
            order.append(index)
            letters.append(UNMAPPED)
        elif code == _LINE_END:
            order.append(-1)
            letters.append("\n")
        elif code not in _NEVER:
            order.append(index)
            letters.append(chr(code))
    return order, "".join(letters)


def _is_special(codes: Any) -> Any:
    return (codes == 0x7F) | ((codes >= 0xD800) & (codes < 0xE000)) | (codes >= 0xFEFF)


def _runs(owners: list[int]) -> tuple[tuple[Run, ...], dict[int, int]]:
    addresses = list(dict.fromkeys(owner for owner in owners if owner))
    return (
        tuple(_run(address) for address in addresses),
        {address: number for number, address in enumerate(addresses)},
    )


def _run(address: int) -> Run:
    import pypdfium2.raw as pdfium

    handle = ctypes.cast(address, pdfium.FPDF_PAGEOBJECT)
    mode = pdfium.FPDFTextObj_GetTextRenderMode(handle)
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    ask = pdfium.FPDFPageObj_GetStrokeColor if mode in {1, 5} else pdfium.FPDFPageObj_GetFillColor
    is_known = ask(handle, red, green, blue, alpha)
    colour = (red.value, green.value, blue.value) if is_known else None
    return Run(address, mode, colour, alpha.value / 255 if is_known else 1.0, is_added=False)
