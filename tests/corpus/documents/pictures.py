"""Picture files: scans, photographs, logos, and pictures that are traps."""

from __future__ import annotations

import io
import struct
import zlib

from PIL import Image

from signatur.methods.documents import ProblemCode
from tests.corpus.documents.sample import Sample
from tests.corpus.documents.scanning import scan, strip


def _as(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def _two_page_tiff() -> bytes:
    second = scan(text="Bilag 2\nTegning af carporten set fra haven").crop((0, 60, 620, 220))
    return _as(strip(), "TIFF", save_all=True, append_images=[second], compression="tiff_deflate")


def _sideways_photo() -> bytes:
    """As telephones store it: the picture lies on its side, and a mark says how to turn it."""
    marks = Image.Exif()
    marks[0x0112] = 6  # to be turned clockwise by 90 degrees
    return _as(strip().rotate(90, expand=True), "JPEG", exif=marks, quality=80)


def _transparent() -> bytes:
    letter = strip()
    clear = Image.new("LA", letter.size, (0, 0))
    clear.putalpha(letter.point(lambda grey: 255 - grey))
    return _as(clear, "PNG")


def _claims_to_be_huge() -> bytes:
    """A PNG header of 100,000 by 100,000 pixels and hardly any data."""
    header = struct.pack(">IIBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(b"\0" * 1000)), (b"IEND", b""))
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in chunks
    )
    return b"\x89PNG\r\n\x1a\n" + body


PICTURES = (
    Sample(
        name="brev.png", about="a scanned letter", make=lambda: _as(scan(), "PNG"),
        media_type="image/png", needs="tesseract", holds=("søger om tilladelse", "Ålykkevej 12"),
    ),
    Sample(
        name="fax.tif", about="two scanned pages in one file", make=_two_page_tiff,
        media_type="image/tiff", needs="tesseract", holds=("søger om tilladelse", "fra haven"),
    ),
    Sample(
        name="mobil.jpg", about="a photograph stored sideways", make=_sideways_photo,
        media_type="image/jpeg", needs="tesseract", holds=("søger om tilladelse",),
    ),
    Sample(
        name="gennemsigtig.png", about="black letters on nothing", make=_transparent,
        media_type="image/png", needs="tesseract", holds=("søger om tilladelse",),
    ),
    Sample(
        name="dyb.png", about="sixteen bits of grey", media_type="image/png", needs="tesseract",
        make=lambda: _as(strip().convert("I").point(lambda grey: grey * 200).convert("I;16"), "PNG"),
        holds=("søger om tilladelse",),
    ),
    Sample(
        name="skaermklip.webp", about="a clipping of a screen at 96 dpi", media_type="image/webp",
        make=lambda: _as(scan(dpi=96).crop((10, 60, 397, 273)), "WEBP", lossless=True),
        needs="tesseract", holds=("tilladelse til at",),
    ),
    Sample(
        name="logo.gif", about="a small logo from a signature: no document, no problem",
        make=lambda: _as(Image.new("P", (120, 40), 3), "GIF"), media_type="image/gif",
    ),
    Sample(
        name="hvid.bmp", about="an empty sheet", make=lambda: _as(Image.new("L", (800, 1100), 250), "BMP"),
        media_type="image/bmp",
    ),
    Sample(
        name="bombe.png", about="claims ten thousand million pixels", make=_claims_to_be_huge,
        media_type="image/png", problems=frozenset({ProblemCode.TOO_LARGE}),
    ),
    Sample(
        name="afbrudt.jpg", about="cut off after two thirds", media_type="image/jpeg",
        make=lambda: _cut(_as(strip(), "JPEG", quality=80)), needs="tesseract",
        holds=("søger om tilladelse",), problems=frozenset({ProblemCode.DAMAGED}),
    ),
    Sample(
        name="billede.heic", about="a telephone's own format, for which there is no free reader",
        make=lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(500), media_type="image/heic",
        problems=frozenset({ProblemCode.UNKNOWN_FORMAT}),
    ),
    Sample(
        name="stoej.png", about="a PNG whose data is noise", media_type="image/png",
        make=lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4,
        problems=frozenset({ProblemCode.DAMAGED}),
    ),
)  # fmt: skip


def _cut(data: bytes) -> bytes:
    return data[: len(data) * 2 // 3]
