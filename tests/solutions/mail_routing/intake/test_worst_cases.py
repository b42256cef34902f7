"""What is merely huge is read as far as it goes, in bounded memory and time, and says where it ends."""

from __future__ import annotations

import base64
import struct
import zlib
from typing import TYPE_CHECKING

import pytest

from tests.corpus.messages.mime import head
from tests.solutions.mail_routing.intake.measuring import MOST_MEGABYTES, read_and_measure

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_HEAD = head().encode()
_TEXT = b"Content-Type: text/plain; charset=utf-8\n\nSkal vi s\xc3\xb8ge om det?\n"


def _large_attachment() -> Iterator[bytes]:
    """Yield a mail with an attachment of a hundred megabytes."""
    yield _HEAD + b"Content-Type: multipart/mixed; boundary=b\n\n--b\n" + _TEXT
    yield b'--b\nContent-Type: text/plain; name="log.txt"\nContent-Transfer-Encoding: base64\n'
    yield b'Content-Disposition: attachment; filename="log.txt"\n\n'
    megabyte = base64.encodebytes(b"Der er et hul i vejen.\n" * 45_591)
    for _ in range(100):
        yield megabyte
    yield b"--b--\n"


def _many_recipients() -> Iterator[bytes]:
    """Yield a mail to a hundred thousand people."""
    everyone = b",\n ".join(b"p%d@example.dk" % number for number in range(100_000))
    yield _HEAD.replace(b"To: ", b"To: " + everyone + b",\n ") + _TEXT


def _many_fields() -> Iterator[bytes]:
    """Yield a mail with two hundred thousand header fields."""
    yield _HEAD + b"".join(b"X-Spor-%d: x\n" % number for number in range(200_000)) + _TEXT


def _long_text() -> Iterator[bytes]:
    """Yield a mail whose text is forty megabytes of numbers that all may be somebody's."""
    yield _HEAD + b"Content-Type: text/plain; charset=utf-8\n\n"
    yield b"Ring 20 30 40 50 om 610190-1234, Norregade 12\n" * 850_000


def _many_pages() -> Iterator[bytes]:
    """Yield a PDF of five thousand pages."""
    count = 5000
    text = b"BT /F 12 Tf 50 700 Td (Der er et hul i vejen ud for Norregade 12, og det skal laves nu.) Tj ET"
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (count, b" ".join(b"%d 0 R" % number for number in range(5, 5 + count))),
        b"<</Length %d>>stream\n%s\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"] * count,
    ]  # fmt: skip
    yield b"%PDF-1.4\n"
    places, at = [], 9
    for number, body in enumerate(objects, start=1):
        written = b"%d 0 obj%s endobj\n" % (number, body)
        places.append(at)
        at += len(written)
        yield written
    yield b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    yield b"".join(b"%010d 00000 n \n" % place for place in places)
    yield b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, at)


def _large_picture() -> Iterator[bytes]:
    """Yield a picture of 30,000 by 30,000 pixels, all of them there."""
    packer = zlib.compressobj(9)
    row = bytes(1 + 30_000 // 8)
    data = b"".join(packer.compress(row * 1000) for _ in range(30)) + packer.flush()
    yield b"\x89PNG\r\n\x1a\n"
    header = struct.pack(">IIBBBBB", 30_000, 30_000, 1, 0, 0, 0, 0)
    for kind, body in ((b"IHDR", header), (b"IDAT", data), (b"IEND", b"")):
        yield (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )


@pytest.mark.parametrize(
    ("name", "make", "code"),
    [
        ("bilag.eml", _large_attachment, "too_large"),
        ("modtagere.eml", _many_recipients, None),
        ("felter.eml", _many_fields, "too_large"),
        ("tekst.eml", _long_text, "too_large"),
        ("sider.pdf", _many_pages, "too_large"),
        ("billede.png", _large_picture, "too_large"),
    ],
)
def test_what_is_huge_is_read_in_bounded_memory(
    tmp_path: Path, name: str, make: Callable[[], Iterator[bytes]], code: str | None
) -> None:
    path = tmp_path / name
    with path.open("wb") as file:
        file.writelines(make())

    measured = read_and_measure(path)

    (enquiry,) = measured.lines
    assert (enquiry["problem"] or {}).get("code") == code
    assert enquiry["source"]["size"] == path.stat().st_size
    assert measured.peak_megabytes < MOST_MEGABYTES
