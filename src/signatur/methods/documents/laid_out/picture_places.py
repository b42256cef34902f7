"""Where the pictures of a PDF page stand."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out.schema import Box

if TYPE_CHECKING:
    from signatur.methods.documents.laid_out.boxing import Sheet

_LEAST_PICTURE: Final = 12.0


def picture_boxes(page: Any, sheet: Sheet) -> list[Box]:
    """Where the pictures of a pypdfium2 page stand, in points, cut to the page as shown."""
    import numpy as np

    places = list(_picture_places(page, None, (1.0, 0.0, 0.0, 1.0, 0.0, 0.0), 0))[:500]
    boxes = sheet.shown(np.array(places, dtype=np.float64).reshape(-1, 4))
    boxes[:, 0::2] = np.clip(boxes[:, 0::2], 0, sheet.width)
    boxes[:, 1::2] = np.clip(boxes[:, 1::2], 0, sheet.height)
    found = (Box(*(float(side) for side in row)) for row in boxes)
    return [
        box for box in dict.fromkeys(found)
        if min(box.right - box.left, box.bottom - box.top) >= _LEAST_PICTURE
    ]  # fmt: skip


def _picture_places(page: Any, form: Any, place: tuple[float, ...], depth: int) -> Any:
    """Left, bottom, right, top of each picture in the space of the page, also inside forms."""
    import pypdfium2.raw as pdfium

    holder = page if form is None else form
    count, get = (
        (pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject) if form is None
        else (pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject)
    )  # fmt: skip
    matrix = pdfium.FS_MATRIX()
    for index in range(min(max(0, count(holder)), 50_000)):
        item = get(holder, index)
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind not in {pdfium.FPDF_PAGEOBJ_IMAGE, pdfium.FPDF_PAGEOBJ_FORM}:
            continue
        pdfium.FPDFPageObj_GetMatrix(item, ctypes.byref(matrix))
        own = (matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f)
        whole = _then(own, place)
        if kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            yield _unit_square(whole)
        elif depth < 6:
            yield from _picture_places(page, item, whole, depth + 1)


def _then(first: tuple[float, ...], second: tuple[float, ...]) -> tuple[float, ...]:
    a, b, c, d, e, f = first
    p, q, r, s, t, u = second
    return (
        a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s,
        e * p + f * r + t, e * q + f * s + u,
    )  # fmt: skip


def _unit_square(matrix: tuple[float, ...]) -> tuple[float, float, float, float]:
    a, b, c, d, e, f = matrix
    xs, ys = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
    return min(xs), min(ys), max(xs), max(ys)
