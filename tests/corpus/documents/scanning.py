"""Pictures of pages: pdfium draws a letter with its own fonts, Pillow does to it what scanners do."""

from __future__ import annotations

from functools import cache

import pypdfium2
from PIL import Image


def strip() -> Image.Image:
    """A small cut-out with two lines of text, quick to recognise."""
    return scan(text="Jeg søger om tilladelse til en\ncarport på Ålykkevej 12").crop(
        (0, 60, 520, 220)
    )


@cache
def scan(
    *, dpi: int = 200, turned_deg: int = 0, ink: int = 0, paper: int = 255, text: str | None = None
) -> Image.Image:
    """The note of the corpus as a scanner sees it, `turned_deg` degrees counter-clockwise."""
    from tests.corpus.documents.letters import NOTE
    from tests.corpus.documents.pdfs import SLIP, saved, text_pdf

    document = pypdfium2.PdfDocument(saved(text_pdf(NOTE if text is None else text, size=SLIP)))
    try:
        image = document[0].render(scale=dpi / 72, grayscale=True).to_pil().convert("L")
    finally:
        document.close()
    if turned_deg:
        image = image.rotate(
            turned_deg, Image.Resampling.BICUBIC, expand=turned_deg % 90 == 0, fillcolor=255
        )
    return image.point(lambda grey: ink + grey * (paper - ink) // 255)
