"""Small PDFs made for the tests, and documents laid out from what pdfium says of their letters."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
import pikepdf
import pypdfium2

from signatur.methods.documents.content import Content
from signatur.methods.documents.laid_out import Box, LaidOut, LaidPage, Origin, Stretch
from signatur.solutions.disclosure.schema.release import Withheld

if TYPE_CHECKING:
    from collections.abc import Sequence


def a_pdf(
    *pages: Sequence[tuple[float, float, str]], size: float = 11, extra: bytes = b""
) -> bytes:
    """A4 pages of lines (x, y from the bottom, words) in Helvetica."""
    pdf = pikepdf.new()
    font = pikepdf.Dictionary(
        Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1,
        BaseFont=pikepdf.Name.Helvetica, Encoding=pikepdf.Name.WinAnsiEncoding,
    )  # fmt: skip
    font = pdf.make_indirect(font)
    for lines in pages:
        page = pdf.add_blank_page(page_size=(595, 842))
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        parts = [
            f"BT /F1 {size} Tf {x} {y} Td <".encode()
            + words.encode("cp1252").hex().encode()
            + b"> Tj ET\n"
            for x, y, words in lines
        ]
        page.Contents = pdf.make_stream(extra + b"".join(parts))
    written = io.BytesIO()
    pdf.save(written)
    return written.getvalue()


def laid_out(pdf: bytes) -> LaidOut:
    """The document as one text with the place of each letter, as pdfium sees it."""
    document = pypdfium2.PdfDocument(pdf)
    text, boxes, pages = "", [], []
    for number, page in enumerate(document, 1):
        width, height = page.get_size()
        layer = page.get_textpage()
        start = len(text)
        words = layer.get_text_range() if layer.count_chars() else ""
        for at in range(layer.count_chars()):
            sign = layer.get_text_range(at, 1)
            left, bottom, right, top = layer.get_charbox(at, loose=True)
            is_blank = not sign.strip()
            box = (np.nan,) * 4 if is_blank else (left, height - top, right, height - bottom)
            text += sign[:1] or " "
            boxes.append(box)
        text += "\n\n"
        boxes += [(np.nan,) * 4] * 2
        assert words is not None
        pages.append(LaidPage(number, start, len(text), width, height))
    return LaidOut(
        media_type="application/pdf",
        text=text.replace("\r", " "),
        pages=tuple(pages),
        stretches=(Stretch(0, len(text), Origin.TEXT_LAYER),),
        boxes=np.array(boxes, dtype=np.float32).reshape(-1, 4),
        view=Content.from_bytes(pdf),
    )


def withheld_words(laid: LaidOut, *words: str, label: str = "§ 30, nr. 1") -> list[Withheld]:
    """Every place of the words in the text, one box each."""
    found = []
    for word in words:
        start = laid.text.find(word)
        while start >= 0:
            end = start + len(word)
            page = next(page for page in laid.pages if page.start <= start < page.end)
            here = laid.boxes[start:end]
            box = Box(
                *np.nanmin(here[:, :2], axis=0).tolist(), *np.nanmax(here[:, 2:], axis=0).tolist()
            )
            found.append(
                Withheld(page.number, (box,), label, "30.1", "person", "", ((start, end),))
            )
            start = laid.text.find(word, end)
    return found


def picture_of(pdf: bytes, page: int = 0, dpi: float = 200) -> Any:
    """The page as grey pixels."""
    document = pypdfium2.PdfDocument(pdf)
    return np.asarray(document[page].render(scale=dpi / 72).to_pil().convert("L"))
