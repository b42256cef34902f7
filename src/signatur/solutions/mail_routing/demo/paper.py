"""Turns text into files: a scanned page, a typed PDF, a Word letter, a photo. The same input gives the same bytes."""

from __future__ import annotations

import io
import textwrap
import zipfile
from typing import TYPE_CHECKING

import numpy as np

from signatur.solutions.mail_routing.demo.lettering import draw_text, in_known_letters, text_font

if TYPE_CHECKING:
    from datetime import datetime
    from typing import Any

    from PIL.Image import Image

_A4_PX = (1654, 2339)  # 200 dots per inch
_DPI = 200
_MARGIN_PX = 170
_LETTER_PX = 33
_LINE_PX = 48
_LINE_CHARACTERS = 82
_PAGE_LINES = (_A4_PX[1] - 2 * _MARGIN_PX) // _LINE_PX

_A4_PT = (595, 842)
_MARGIN_PT = 64
_LETTER_PT = 11
_LEADING_PT = 15

_PHOTO_PX = (960, 720)


def scanned_pdf(text: str, written: datetime, seed: int) -> bytes:
    """Return a PDF that holds nothing but pictures of the pages, a little askew and specked, as a scanner makes it."""
    generator = np.random.default_rng(seed)
    pages = [_scanned(page, generator) for page in _pages(in_known_letters(text))]
    output = io.BytesIO()
    moment = written.utctimetuple()
    pages[0].save(
        output,
        "PDF",
        save_all=True,
        append_images=pages[1:],
        resolution=_DPI,
        creationDate=moment,
        modDate=moment,
    )
    return output.getvalue()


def typed_pdf(text: str, *, password: str = "") -> bytes:
    """Return a PDF with a text layer, set in Helvetica; with a password, it opens for nobody who lacks it."""
    import pikepdf

    pdf = pikepdf.new()
    font = pdf.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name.Helvetica,
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
    )
    for page in _pages(text):
        pdf.add_blank_page(page_size=_A4_PT)
        pdf.pages[-1].Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
        pdf.pages[-1].Contents = pdf.make_stream(_drawing(page))
    output = io.BytesIO()
    if password:
        # The older cipher, because the newer ones draw random bytes of their own.
        locked = pikepdf.Encryption(owner=password, user=password, R=3, aes=False, metadata=False)
        pdf.save(output, static_id=True, encryption=locked)
    else:
        pdf.save(output, deterministic_id=True)
    return output.getvalue()


def word_letter(text: str, written: datetime) -> bytes:
    """Return a .docx with one paragraph for each line."""
    import docx

    document = docx.Document()
    for line in text.splitlines():
        document.add_paragraph(line)
    properties = document.core_properties
    properties.author = "Lindevang"
    properties.created = properties.modified = written.replace(tzinfo=None)
    output = io.BytesIO()
    document.save(output)
    return _with_fixed_times(output.getvalue())


def photo(caption: str, seed: int) -> bytes:
    """Return a JPEG that stands in for a photo: grey ground, a dark spot, and in the corner what it shows."""
    from PIL import Image, ImageDraw, ImageFilter

    generator = np.random.default_rng(seed)
    width, height = _PHOTO_PX
    ground = generator.normal(128, 22, (height, width)).clip(0, 255).astype(np.uint8)
    picture = Image.fromarray(ground).filter(ImageFilter.GaussianBlur(1.4))
    left, top = int(generator.integers(200, 500)), int(generator.integers(150, 350))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((left, top, left + 260, top + 150), fill=58)
    draw_text(picture, (24, height - 60), in_known_letters(caption), text_font(30))
    output = io.BytesIO()
    picture.convert("RGB").save(output, "JPEG", quality=70)
    return output.getvalue()


def _pages(text: str) -> list[list[str]]:
    lines = [
        line
        for paragraph in text.splitlines()
        for line in textwrap.wrap(paragraph, _LINE_CHARACTERS) or [""]
    ]
    return [lines[start : start + _PAGE_LINES] for start in range(0, len(lines), _PAGE_LINES)] or [
        []
    ]


def _scanned(lines: list[str], generator: np.random.Generator) -> Image:
    from PIL import Image

    page = Image.new("L", _A4_PX, 250)
    font: Any = text_font(_LETTER_PX)
    for row, line in enumerate(lines):
        draw_text(page, (_MARGIN_PX, _MARGIN_PX + row * _LINE_PX), line, font)
    askew = page.rotate(
        float(generator.uniform(-0.7, 0.7)), resample=Image.Resampling.BICUBIC, fillcolor=250
    )
    pixels = np.array(askew)
    specks = generator.integers(0, pixels.size, 400)
    pixels.reshape(-1)[specks] = generator.integers(60, 200, specks.size)
    return Image.fromarray(pixels)


def _drawing(lines: list[str]) -> bytes:
    """Return the page description (ISO 32000-1, 9.4) that sets these lines."""
    top = _A4_PT[1] - _MARGIN_PT
    start = f"BT /F1 {_LETTER_PT} Tf {_LEADING_PT} TL {_MARGIN_PT} {top} Td\n".encode("ascii")
    rows = [b"(" + _escaped(line) + b") Tj T*\n" for line in lines]
    return start + b"".join(rows) + b"ET"


def _escaped(line: str) -> bytes:
    plain = line.encode("cp1252", "replace")
    return plain.replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _with_fixed_times(archive: bytes) -> bytes:
    """Return the zip archive with the moment of packing left out, so that the bytes depend on the content alone."""
    output = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(archive)) as packed,
        zipfile.ZipFile(output, "w", zipfile.ZIP_DEFLATED) as repacked,
    ):
        for name in packed.namelist():
            entry = zipfile.ZipInfo(name)
            entry.compress_type = zipfile.ZIP_DEFLATED
            repacked.writestr(entry, packed.read(name))
    return output.getvalue()
