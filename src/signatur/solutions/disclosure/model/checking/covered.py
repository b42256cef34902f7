"""Text that is in a file but not to be seen: under a box that was only drawn over it, or hidden.

A page is drawn with its text and without. Letters that make no difference are not seen; where the place
they stand on is one colour other than white, something covers them.
"""

from __future__ import annotations

import ctypes
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.solutions.disclosure.model.checking.looking import Looked

_SCALE: Final = 2.0
_MOST_PIXELS: Final = 12_000_000
_FEWEST: Final = 2
"""So many letters or digits next to each other under one box."""
_FEWEST_HATCHED: Final = 4
"""Under a box that is not of one colour, such as a hatched one or one with a label."""
_NEARLY_WHITE: Final = 245
_DARK: Final = 110
"""A hatched box is darker than any text with the paper around it."""
_PLAIN: Final = 24
_SAME: Final = 12


def search_covered(data: bytes, looked: Looked, place: str) -> None:
    """Report text under boxes as leak `covered_text`, other text that is not seen as a remark."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError:
        return
    try:
        for number, page in enumerate(document, 1):
            covered, hidden = _unseen(page)
            if covered:
                looked.trouble("covered_text", f"{place}{covered} places".strip(), number)
            if hidden:
                looked.remark("hidden_text", f"{place}{hidden} places".strip(), number)
            page.close()
    finally:
        document.close()


def _unseen(page: Any) -> tuple[int, int]:
    """How many stretches of text are covered, and how many are hidden otherwise."""
    width, height = page.get_size()
    scale = min(_SCALE, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
    whole = _drawn(page, scale)
    with _without_text(page) as count:
        if not count:
            return 0, 0
        bare = _drawn(page, scale)
    areas = list(_letters(page, scale))
    kinds = [_kind(area, whole, bare) for area in areas]
    covered = [run for run in _runs(kinds, areas, "covered") if _is_under_box(run, whole)]
    return len(covered), len(_runs(kinds, areas, "hidden"))


def _drawn(page: Any, scale: float) -> Any:
    import numpy as np

    return page.render(scale=scale).to_numpy()[:, :, :3].astype(np.int16)


@contextmanager
def _without_text(page: Any) -> Iterator[int]:
    import pypdfium2.raw as pdfium

    objects = list(page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT], max_depth=8))
    active = ctypes.c_int()
    switched = []
    for one in objects:
        pdfium.FPDFPageObj_GetIsActive(one.raw, active)
        if active.value:
            switched.append(one)
            pdfium.FPDFPageObj_SetIsActive(one.raw, False)
    try:
        yield len(objects)
    finally:
        for one in switched:
            pdfium.FPDFPageObj_SetIsActive(one.raw, True)


def _letters(page: Any, scale: float) -> Iterator[tuple[int, int, int, int] | None]:
    """The place of each letter in pixels, as the page is shown; None for blanks and marks."""
    import pypdfium2.raw as pdfium

    layer = page.get_textpage()
    try:
        for at in range(layer.count_chars()):
            if not chr(pdfium.FPDFText_GetUnicode(layer, at)).isalnum():
                yield None
                continue
            left, bottom, right, top = layer.get_charbox(at)
            corners = [_shown(page, x, y, scale) for x, y in ((left, bottom), (right, top))]
            (x1, y1), (x2, y2) = corners
            yield min(x1, x2), min(y1, y2), max(x1, x2) + 1, max(y1, y2) + 1
    finally:
        layer.close()


def _shown(page: Any, x: float, y: float, scale: float) -> tuple[int, int]:
    import pypdfium2.raw as pdfium

    width, height = page.get_size()
    across, down = ctypes.c_int(), ctypes.c_int()
    pdfium.FPDF_PageToDevice(
        page, 0, 0, round(width * scale), round(height * scale), 0, x, y, across, down
    )
    return across.value, down.value


def _kind(area: tuple[int, int, int, int] | None, whole: Any, bare: Any) -> str:
    import numpy as np

    if area is None:
        return ""
    left, top, right, bottom = area
    rows, columns = whole.shape[:2]
    if left < 0 or top < 0 or right > columns or bottom > rows:
        return "hidden"
    here, without = whole[top:bottom, left:right], bare[top:bottom, left:right]
    if not here.size or np.abs(here - without).max() > _SAME:
        return "seen"
    flat = here.reshape(-1, 3)
    is_plain = int(np.ptp(flat, axis=0).max()) < _PLAIN
    darkness = flat.mean()
    return "covered" if (is_plain and darkness < _NEARLY_WHITE) or darkness < _DARK else "hidden"


def _runs(
    kinds: list[str], areas: list[tuple[int, int, int, int] | None], wanted: str
) -> list[list[tuple[int, int, int, int]]]:
    """Runs of letters of a kind on a line that are long enough; what is no letter does not end a run."""
    runs: list[list[tuple[int, int, int, int]]] = [[]]
    for kind, area in zip(kinds, areas, strict=True):
        if area is None:
            continue
        if kind != wanted:
            runs.append([])
        elif runs[-1] and not _on_one_line(runs[-1][-1], area):
            runs.append([area])
        else:
            runs[-1].append(area)
    return [run for run in runs if len(run) >= _FEWEST]


def _on_one_line(one: tuple[int, int, int, int], other: tuple[int, int, int, int]) -> bool:
    """Beside or, in turned text, above each other."""
    return any(
        min(one[at + 2], other[at + 2]) - max(one[at], other[at])
        > 0.3 * min(one[at + 2] - one[at], other[at + 2] - other[at])
        for at in (0, 1)
    )


def _is_under_box(run: list[tuple[int, int, int, int]], whole: Any) -> bool:
    """Whether what lies over the letters also lies between them.

    In a scan with a text layer each letter is in the picture: a thin one is all dark, but not the paper beside it.
    """
    import numpy as np

    left, top = min(area[0] for area in run), min(area[1] for area in run)
    right, bottom = max(area[2] for area in run), max(area[3] for area in run)
    here = whole[top:bottom, left:right].reshape(-1, 3)
    is_plain = int(np.ptp(here, axis=0).max()) < _PLAIN
    return is_plain or (len(run) >= _FEWEST_HATCHED and bool(here.mean() < _DARK))
