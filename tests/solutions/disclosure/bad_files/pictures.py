"""Pictures that are larger than they look, and one that is in order."""

from __future__ import annotations

import io
import struct
import zlib
from typing import Any

from tests.solutions.disclosure.bad_files.words import SENTENCE


def tiff_bomb() -> bytes:
    """A header that promises 60,000 by 60,000 dots, packed to nothing."""
    entries = (
        (256, 4, 60_000), (257, 4, 60_000), (258, 3, 8), (259, 3, 8), (262, 3, 1), (273, 4, 200),
        (277, 3, 1), (278, 4, 60_000), (279, 4, 300),
    )  # fmt: skip
    directory = struct.pack("<H", len(entries)) + b"".join(
        struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries
    )
    head = b"II*\0" + struct.pack("<I", 8) + directory + bytes(4)
    return head.ljust(200, b"\0") + zlib.compress(bytes(200_000), 9)


def png_bomb() -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", 50_000, 50_000, 1, 0, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"IDAT", zlib.compress(bytes(9_000_000), 9))
        + chunk(b"IEND", b"")
    )


def picture(kind: str, **options: Any) -> bytes:
    from PIL import Image, ImageDraw

    image = Image.new("L", (1200, 300), 255)
    ImageDraw.Draw(image).text((40, 100), SENTENCE, fill=0, font_size=40)
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()
