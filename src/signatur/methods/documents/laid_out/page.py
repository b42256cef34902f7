"""One page of a PDF laid out: its characters, whether they are seen, and what only its picture says."""

from __future__ import annotations

import ctypes
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.laid_out import ink
from signatur.methods.documents.laid_out.boxing import Sheet, lie_within
from signatur.methods.documents.laid_out.characters import (
    UNMAPPED,
    Characters,
    characters_of,
)
from signatur.methods.documents.laid_out.picture_places import picture_boxes
from signatur.methods.documents.laid_out.sampling import contradicts, layer_agrees
from signatur.methods.documents.laid_out.schema import Box, Origin
from signatur.methods.documents.laid_out.text_objects import has_drawn_letters, text_objects_within
from signatur.methods.documents.quality import text_quality
from signatur.methods.documents.schema import Problem, ProblemCode

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from signatur.methods.documents.laid_out.looking import Looking

ORIGINS: Final = tuple(Origin)
_CODES: Final = {origin: number for number, origin in enumerate(ORIGINS)}
_MOST_CHARACTERS: Final = 400_000
_MOST_NOTES: Final = 5_000
_GLIMPSE: Final = 16
"""Pixels of the longer side of a page that is drawn for nobody."""
# Below this share of language a text layer is held against what the page looks like.
_GARBLED: Final = 0.5
_FEW_CHARACTERS: Final = 60
_UNMAPPED_SHARE: Final = 0.03
_SCAN_SHARE: Final = 0.5
# Numbers of letters, taken for letters where a font says nothing, fall mostly behind here.
_FAR_SCRIPTS: Final = "\u2e80"
_STRANGE_SHARE: Final = 0.5
# Pixels a point; coarser, nobody can tell what a page shows.
_LEAST_SCALE: Final = 0.25
_GARBLED_CONFIDENCE: Final = 0.5
_UNREAD_CONFIDENCE: Final = 0.4
_UNCHECKED_CONFIDENCE: Final = 0.6


@dataclass(slots=True)
class PageText:
    """What one page gave. Arrays have a row for each character."""

    text: str = field(repr=False)
    boxes: npt.NDArray[np.float32] = field(repr=False)
    origins: npt.NDArray[np.uint8] = field(repr=False)
    """Indexes of `ORIGINS`."""
    width: float
    height: float
    pictures: tuple[Box, ...] = ()
    confidence: float = 1.0
    away: str = field(default="", repr=False)
    """Text beyond the edges of the page as shown."""

    @classmethod
    def blank(cls, width: float, height: float) -> PageText:
        import numpy as np

        return cls("", np.zeros((0, 4), np.float32), np.zeros(0, np.uint8), width, height)

    def add(self, text: str, boxes: Any, origin: Origin) -> None:
        """Put more text behind, on a line of its own."""
        import numpy as np

        if self.text and not self.text.endswith("\n"):
            self.add_line_end()
        self.text += text
        self.boxes = np.concatenate([self.boxes, boxes]).astype(np.float32)
        codes = np.full(len(text), _CODES[origin], np.uint8)
        self.origins = np.concatenate([self.origins, codes])

    def add_line_end(self) -> None:
        import numpy as np

        self.text += "\n"
        self.boxes = np.concatenate([self.boxes, np.full((1, 4), np.nan, np.float32)])
        last = self.origins[-1:] if self.origins.size else np.zeros(1, np.uint8)
        self.origins = np.concatenate([self.origins, last])


def lay_page(document: Any, number: int, looking: Looking) -> PageText:
    """Lay out page `number` (from 1) of a pypdfium2 document.

    Raises:
        PdfiumError: The page cannot be opened.
    """
    page, added, fields = _opened(document, number)
    try:
        sheet = Sheet.of(page)
        characters = characters_of(page, sheet, most=_MOST_CHARACTERS)
        glance = ink.glance(page, characters)
        origins, visible = _origins(characters, glance, added, fields, sheet)
        pictures = tuple(picture_boxes(page, sheet))
        on_picture = _on_picture(characters, glance, visible, pictures)
        origins, confidence = _settled(
            page, number, characters, on_picture, origins, visible, looking
        )
        laid = _kept(characters, origins, sheet)
        laid.pictures = pictures
        laid.confidence = confidence
        if _says_nothing(characters, visible):
            looking.distrust(number, laid)
        if glance.scale < _LEAST_SCALE:
            looking.leave(number, Problem(ProblemCode.TOO_LARGE, "the sheet is too large to draw"))
            laid.confidence = _UNREAD_CONFIDENCE
            return laid
        is_doubtful = _is_garbled(laid) or contradicts(looking, page, characters, visible)
        if is_doubtful and looking.reread(page, number, laid):
            return laid
        return _with_seen(page, number, characters, glance, origins, laid, looking)
    finally:
        page.close()


def _opened(document: Any, number: int) -> tuple[Any, set[int], list[tuple[float, ...]]]:
    """The page with what annotations draw made part of it: so their letters have places as well.

    Returns the page, the text objects that came in so, and the places of form fields.
    """
    import pypdfium2.raw as pdfium

    page = document[number - 1]
    fields, has_notes = _annotations(page)
    if not has_notes:
        return page, set(), fields
    # Notes without a look of their own get one when they are first drawn; only then they can be read.
    page.render(scale=_GLIMPSE / max(1.0, *page.get_size()))
    before = pdfium.FPDFPage_CountObjects(page)
    if pdfium.FPDFPage_Flatten(page, pdfium.FLAT_NORMALDISPLAY) != pdfium.FLATTEN_SUCCESS:
        return page, set(), fields
    page.close()
    page = document[number - 1]
    added: set[int] = set()
    for index in range(before, pdfium.FPDFPage_CountObjects(page)):
        item = pdfium.FPDFPage_GetObject(page, index)
        if pdfium.FPDFPageObj_GetType(item) == pdfium.FPDF_PAGEOBJ_FORM:
            added |= text_objects_within(item)
    return page, added, fields


def _annotations(page: Any) -> tuple[list[tuple[float, ...]], bool]:
    import pypdfium2.raw as pdfium

    silent = {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}
    fields: list[tuple[float, ...]] = []
    has_notes = False
    rect = pdfium.FS_RECTF()
    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_NOTES)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if not annotation:
            continue
        kind = pdfium.FPDFAnnot_GetSubtype(annotation)
        has_notes |= kind not in silent
        if kind == pdfium.FPDF_ANNOT_WIDGET and pdfium.FPDFAnnot_GetRect(
            annotation, ctypes.byref(rect)
        ):
            fields.append((rect.left, rect.bottom, rect.right, rect.top))
        pdfium.FPDFPage_CloseAnnot(annotation)
    return fields, has_notes


def _origins(
    characters: Characters, glance: ink.Glance, added: set[int], fields: Any, sheet: Sheet
) -> tuple[Any, Any]:
    """The origin of each character as the file has it, and which of them are seen."""
    import numpy as np

    visible = ink.seen(characters, glance)
    if glance.scale < _LEAST_SCALE:
        visible = np.ones(len(characters.text), dtype=bool)  # nobody can tell
    origins = np.full(len(characters.text), _CODES[Origin.TEXT_LAYER], np.uint8)
    if added:
        is_added = np.array([run.address in added for run in characters.runs] + [False])
        of_notes = is_added[characters.owners]
        origins[of_notes] = _CODES[Origin.NOTE]
        for left, top, right, bottom in sheet.shown(np.array(fields).reshape(-1, 4)):
            within = lie_within(characters.boxes, Box(left - 1, top - 1, right + 1, bottom + 1))
            origins[of_notes & within] = _CODES[Origin.FORM]
    origins[~visible] = _CODES[Origin.UNSEEN]
    return origins, visible


def _says_nothing(characters: Characters, visible: Any) -> bool:
    """Whether a page has text that nobody sees and that is none, for its fonts are broken."""
    import numpy as np

    letters = [letter for letter in characters.text if not letter.isspace()]
    if not letters:
        return has_drawn_letters(characters.drawn)
    is_seen = visible & ~np.isnan(characters.glyphs[:, 0])
    strange = sum(letter >= _FAR_SCRIPTS for letter in letters)
    return not is_seen.any() and strange > _STRANGE_SHARE * len(letters)


def _on_picture(
    characters: Characters, glance: ink.Glance, visible: Any, pictures: tuple[Box, ...]
) -> Any:
    """Which unseen characters lie on something in a picture; none where most lie elsewhere."""
    import numpy as np

    hidden = ~visible & ~np.isnan(characters.glyphs[:, 0])
    nothing = np.zeros_like(hidden)
    if hidden.sum() < 4 or not pictures:
        return nothing
    inside = nothing.copy()
    for picture in pictures:
        inside |= lie_within(characters.boxes, picture)
    chosen = hidden & inside & ink.contrasts(characters.glyphs, glance)
    return chosen if chosen.sum() >= 0.8 * hidden.sum() else nothing


def _settled(
    page: Any, number: int, characters: Characters, on_picture: Any,
    origins: Any, visible: Any, looking: Looking,
) -> tuple[Any, float]:  # fmt: skip
    """What lies unseen on a picture may be its text, recognised by the scanner: believed if it agrees."""
    if not on_picture.any():
        return origins, 1.0
    agrees = layer_agrees(looking, page, number, characters, on_picture)
    if agrees is False:
        return origins, 1.0
    origins = origins.copy()
    origins[~visible] = _CODES[Origin.RECOGNISED]
    return origins, 0.9 if agrees else _UNCHECKED_CONFIDENCE


def _kept(characters: Characters, origins: Any, sheet: Sheet) -> PageText:
    """The page without what stands beyond its edges."""
    import numpy as np

    boxes = characters.boxes
    stands = ~np.isnan(boxes[:, 0])
    inside = lie_within(boxes, Box(0.0, 0.0, sheet.width, sheet.height)) | ~stands
    text = characters.text
    away = ""
    if not inside.all():
        seen = _with_gaps(inside, stands)
        inside = _whole_words(text, seen)
        boxes = np.where((inside & ~seen)[:, None], np.float32(np.nan), boxes)
        away = "".join(letter for letter, kept in zip(text, inside, strict=True) if not kept)
        text = "".join(letter for letter, kept in zip(text, inside, strict=True) if kept)
        boxes, origins = boxes[inside], origins[inside]
    body = text.rstrip()
    count = len(body)
    return PageText(
        body, boxes[:count], origins[:count], sheet.width, sheet.height, away=away.strip()
    )


def _with_gaps(inside: Any, stands: Any) -> Any:
    """Spaces and line ends go with what is before them."""
    import numpy as np

    last = np.maximum.accumulate(np.where(stands, np.arange(len(stands)), -1))
    return np.where(last >= 0, inside[np.maximum(last, 0)], inside)


def _whole_words(text: str, seen: Any) -> Any:
    """A word that runs over the edge stays whole: who looks for it finds what is seen of it."""
    import numpy as np

    is_gap = np.array([letter.isspace() for letter in text])
    words = np.cumsum(is_gap)
    return seen | (~is_gap & np.isin(words, words[seen & ~is_gap]))


def _is_garbled(laid: PageText) -> bool:
    code = _CODES[Origin.TEXT_LAYER]
    told = zip(laid.text, laid.origins, strict=True)
    layer = "".join(letter for letter, origin in told if origin == code)
    text = "".join(layer.split())
    if not text:
        return False
    odd = sum(letter == UNMAPPED or "\ue000" <= letter <= "\uf8ff" for letter in text)
    if odd > _UNMAPPED_SHARE * len(text):
        return True
    return len(text) >= _FEW_CHARACTERS and text_quality(layer[:2_000]) < _GARBLED


def _with_seen(
    page: Any, number: int, characters: Characters, glance: ink.Glance,
    origins: Any, laid: PageText, looking: Looking,
) -> PageText:  # fmt: skip
    """The page with the text of its pictures behind its own."""
    import numpy as np

    explained = characters.boxes[origins == _CODES[Origin.RECOGNISED]]
    regions = ink.unexplained(glance, explained=explained)
    if not regions:
        return laid
    area = sum((box.right - box.left) * (box.bottom - box.top) for box in laid.pictures)
    is_scan = area >= _SCAN_SHARE * laid.width * laid.height
    found = looking.read_regions(
        page, number, characters, glance, regions, is_scan=is_scan, explained=explained
    )
    for words in found:
        laid.add(words.text, words.boxes, Origin.RECOGNISED)
        laid.confidence = min(laid.confidence, words.confidence)
    if looking.left_unread:
        laid.confidence = min(laid.confidence, _UNREAD_CONFIDENCE)
    assert len(laid.text) == len(laid.boxes) == len(laid.origins), "a row for each character"
    laid.boxes = np.ascontiguousarray(laid.boxes)
    return laid


def mark_unseen(laid: PageText, rows: list[int]) -> None:
    """The text layer says there what the page does not show; what is read from its picture follows."""
    import numpy as np

    chosen = np.zeros(len(laid.origins), dtype=bool)
    chosen[rows] = True
    chosen &= laid.origins == _CODES[Origin.TEXT_LAYER]
    laid.origins[chosen] = _CODES[Origin.UNSEEN]
    laid.confidence = min(laid.confidence, _GARBLED_CONFIDENCE)
