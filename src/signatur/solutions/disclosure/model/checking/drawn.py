"""Pages as a reader sees them: recognised, read for bar codes, and looked at under each box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from signatur.solutions.disclosure.model.checking.pictures import drawing_dpi, search_pixels

if TYPE_CHECKING:
    from signatur.solutions.disclosure.model.checking.looking import Looked
    from signatur.solutions.disclosure.schema.release import Burnt, ReleasedPage

_INSET: Final = 2
"""Pixels at the edge of a box that drawing may blend with what is beside it."""
_OFF: Final = 96
_SHARE_OFF: Final = 0.04


def search_drawn(data: bytes, looked: Looked, place: str, *, is_ours: bool) -> None:
    """Draw each page, recognise it, and compare the boxes with what they must look like."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        looked.trouble("unreadable", f"{place}cannot be drawn")
        return
    released = {page.number: page for page in looked.check.pages or ()}
    try:
        _init_forms(document)
        if released and len(released) != len(document):
            looked.trouble("pages", f"{place}{len(document)} of {len(released)}")
        for number in range(1, len(document) + 1):
            _search_page(document, number, looked, place, released.get(number), is_ours=is_ours)
    finally:
        document.close()


def _init_forms(document: Any) -> None:
    import pypdfium2

    try:
        document.init_forms()
    except pypdfium2.PdfiumError:
        return


def _search_page(
    document: Any,
    number: int,
    looked: Looked,
    place: str,
    released: ReleasedPage | None,
    *,
    is_ours: bool,
) -> None:
    import pypdfium2

    try:
        page = document[number - 1]
    except pypdfium2.PdfiumError:
        looked.trouble("unreadable", f"{place}cannot be drawn", number)
        return
    try:
        width, height = page.get_size()
        if released is not None and released.burnt:
            _compare_boxes(page, released, looked)
        if number > looked.check.recognised_pages:
            looked.not_done["recognition"] = None
            return
        scale = drawing_dpi(width, height) / 72
        picture = page.render(scale=scale, may_draw_forms=True).to_pil().convert("RGB")
        search_pixels(picture, looked, place.strip(), number, turned=not is_ours)
    finally:
        page.close()


def _compare_boxes(page: Any, released: ReleasedPage, looked: Looked) -> None:
    import numpy as np

    scale = released.height_px / page.get_height()
    drawn = np.asarray(page.render(scale=scale).to_pil().convert("L"))
    for number, box in enumerate(released.burnt, 1):
        if _differs(drawn, box, released.burnt[number:]):
            looked.trouble("under_box", f"box {number}", released.number)
    looked.used("pixels", "", len(released.burnt))


def _differs(drawn: Any, box: Burnt, later: tuple[Burnt, ...]) -> bool:
    """Whether a box looks otherwise than a box with its label does."""
    import cv2
    import numpy as np

    from signatur.solutions.disclosure.model.removing.labels import box_pixels

    greys = box_pixels(box.right - box.left, box.bottom - box.top, box.label)
    # Drawing may move the label by a part of a pixel.
    around = np.ones((3, 3), np.uint8)
    lowest, highest = (change(greys, around).astype(np.int16) for change in (cv2.erode, cv2.dilate))
    found = drawn[box.top : box.bottom, box.left : box.right].astype(np.int16)
    rows, columns = min(lowest.shape[0], found.shape[0]), min(lowest.shape[1], found.shape[1])
    inner = (slice(_INSET, rows - _INSET), slice(_INSET, columns - _INSET))
    if rows <= 2 * _INSET or columns <= 2 * _INSET:
        return False
    off = (found[inner] < lowest[inner] - _OFF) | (found[inner] > highest[inner] + _OFF)
    for other in later:
        # Where a later box lies over this one, that one is looked at.
        top, left = other.top - box.top - _INSET, other.left - box.left - _INSET
        bottom, right = other.bottom - box.top - _INSET, other.right - box.left - _INSET
        off[max(0, top) : max(0, bottom), max(0, left) : max(0, right)] = False
    return bool(off.mean() > _SHARE_OFF)
