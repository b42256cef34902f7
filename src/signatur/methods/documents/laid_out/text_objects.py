"""The text objects of a PDF page, by their addresses in pdfium."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

_FORM_DEPTH: Final = 12
_MOST_OBJECTS: Final = 200_000


def text_objects_of(page: Any) -> set[int]:
    """The addresses of the text objects of a page, also inside form objects."""
    import pypdfium2.raw as pdfium

    found: set[int] = set()
    for index in range(min(_MOST_OBJECTS, max(0, pdfium.FPDFPage_CountObjects(page)))):
        item = pdfium.FPDFPage_GetObject(page, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.add(ctypes.cast(item, ctypes.c_void_p).value or 0)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM:
            found |= text_objects_within(item)
    return found


def has_drawn_letters(objects: Iterable[int]) -> bool:
    """Whether a text object has a font without a name: its letters are drawings (Type 3)."""
    import pypdfium2.raw as pdfium

    for address in objects:
        font = pdfium.FPDFTextObj_GetFont(ctypes.cast(address, pdfium.FPDF_PAGEOBJECT))
        if font and pdfium.FPDFFont_GetBaseFontName(font, None, 0) <= 1:
            return True
    return False


def text_objects_within(form: Any, depth: int = 0) -> set[int]:
    """The addresses of the text objects in a form object and in those inside it."""
    import pypdfium2.raw as pdfium

    found: set[int] = set()
    for index in range(max(0, pdfium.FPDFFormObj_CountObjects(form))):
        item = pdfium.FPDFFormObj_GetObject(form, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            found.add(ctypes.cast(item, ctypes.c_void_p).value or 0)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _FORM_DEPTH:
            found |= text_objects_within(item, depth + 1)
    return found
