"""Pictures of the pages of a view, as a reader sees them: cropped, turned, with forms and notes."""

from __future__ import annotations

import logging
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, Final, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    import numpy.typing as npt
    from PIL import Image

    from signatur.methods.documents.content import Content

T = TypeVar("T")

_POINTS_PER_INCH: Final = 72
_MOST_PIXELS: Final = 60_000_000
A4: Final = (595.0, 842.0)
# pdfium keeps what it has parsed until the document is closed.
_REOPEN_AFTER: Final = 100


class Undrawable(Exception):
    """A page that is there but cannot be drawn."""


def page_size(document: Any, number: int) -> tuple[float, float]:
    """The size of a page in points, also of one that cannot be opened."""
    import pypdfium2

    try:
        width, height = document.get_page_size(number - 1)
    except pypdfium2.PdfiumError:
        return A4
    return (width, height) if width > 0 and height > 0 else A4


class Drawer:
    """Draws pages of one view; made by `drawing`."""

    def __init__(self, view: Content) -> None:
        self._view = view
        self._document: Any = None
        self._drawn = 0

    def draw(self, number: int, dpi: float, *, is_grey: bool = False) -> Image.Image:
        """Page `number` (from 1) as a picture, in colour unless `is_grey`.

        A page so large that its picture would have over 60 million pixels is drawn coarser. A page
        that cannot be drawn is blank: laying out has stated it as a problem.

        Raises:
            ValueError: There is no such page.
        """
        try:
            return self.drawn(number, dpi, is_grey=is_grey)
        except Undrawable:
            return self._blank(number, dpi, is_grey=is_grey)

    def drawn(self, number: int, dpi: float, *, is_grey: bool = False) -> Image.Image:
        """The same, but never blank. Raises Undrawable where the page cannot be drawn."""

        def picture_of(bitmap: Any) -> Image.Image:
            # Converting copies: the bitmap of pdfium goes with this call, not when somebody collects it.
            image: Image.Image = bitmap.to_pil().convert("L" if is_grey else "RGB")
            return image

        return self._rendered(number, dpi, picture_of, is_grey=is_grey)

    def pixels(self, number: int, dpi: float) -> npt.NDArray[np.uint8]:
        """A page as pixels (rows, columns, red green blue) that can be changed; raises as `drawn`."""

        def pixels_of(bitmap: Any) -> npt.NDArray[np.uint8]:
            import cv2

            found = bitmap.to_numpy()
            code = cv2.COLOR_BGRA2RGB if found.shape[2] == 4 else cv2.COLOR_BGR2RGB
            pixels: npt.NDArray[np.uint8] = cv2.cvtColor(found, code)
            return pixels

        return self._rendered(number, dpi, pixels_of, is_grey=False)

    def _rendered(self, number: int, dpi: float, read: Callable[[Any], T], *, is_grey: bool) -> T:
        import pypdfium2

        try:
            document = self._opened()
            if not 1 <= number <= len(document):
                raise ValueError(f"no page {number}")
            page = document[number - 1]
            try:
                width, height = page.get_size()
                scale = dpi / _POINTS_PER_INCH
                scale = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
                bitmap = page.render(scale=scale, grayscale=is_grey)
                found = read(bitmap)
                bitmap.close()
            finally:
                page.close()
        except pypdfium2.PdfiumError as error:
            raise Undrawable(number) from error
        self._drawn += 1
        return found

    def _blank(self, number: int, dpi: float, *, is_grey: bool) -> Image.Image:
        from PIL import Image

        scale = dpi / _POINTS_PER_INCH
        width, height = page_size(self._opened(), number)
        scale = min(scale, (_MOST_PIXELS / max(1.0, width * height)) ** 0.5)
        size = (max(1, round(width * scale)), max(1, round(height * scale)))
        return Image.new("L" if is_grey else "RGB", size, "white")

    def _opened(self) -> Any:
        import pypdfium2

        if self._document is not None and self._drawn >= _REOPEN_AFTER:
            self.close()
        if self._document is None:
            self._document = pypdfium2.PdfDocument(self._view.path or self._view.read())
            # It warns of every dynamic form that it draws those as other programs do.
            logging.getLogger("pypdfium2").setLevel(logging.ERROR)
            with suppress(pypdfium2.PdfiumError):
                self._document.init_forms()
            _without_highlight(self._document)
            self._drawn = 0
        return self._document

    def close(self) -> None:
        if self._document is not None:
            self._document.close()
            self._document = None


def _without_highlight(document: Any) -> None:
    """Form fields as they print, not as they look while they are filled in."""
    import pypdfium2.raw as pdfium

    if document.formenv:
        set_alpha: Callable[..., Any] = pdfium.FPDF_SetFormFieldHighlightAlpha
        set_alpha(document.formenv, 0)


@contextmanager
def drawing(view: Content) -> Iterator[Drawer]:
    """Draw many pages of one view; what it holds stays the same size however many they are."""
    drawer = Drawer(view)
    try:
        yield drawer
    finally:
        drawer.close()


def draw_page(view: Content, number: int, dpi: float) -> Image.Image:
    """Page `number` (from 1) of a view as a picture in colour.

    Raises:
        ValueError: There is no such page.
    """
    with drawing(view) as drawer:
        return drawer.draw(number, dpi)
