"""The bytes of a PDF: one revision, nothing before, behind or between, whatever the objects say."""

from __future__ import annotations

import io
import re
import zlib
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.solutions.disclosure.model.checking.looking import Looked

_END: Final = re.compile(rb"%%EOF[ \t]*(?:\r\n|\r|\n)?")
_STREAM: Final = re.compile(rb"stream\r?\n")
_MOST_UNPACKED: Final = 64_000_000
_MOST_STREAMS: Final = 200_000
_LINEARIZED_HEAD: Final = 2_048


def search_bytes(data: bytes, looked: Looked, place: str) -> None:
    """Structure and raw bytes, with streams that no object leads to any more."""
    start = data.find(b"%PDF-")
    if start > 0:
        looked.trouble("before_header", f"{place}{start} bytes")
    ends = list(_END.finditer(data))
    is_linearized = b"/Linearized" in data[:_LINEARIZED_HEAD]
    if len(ends) > (2 if is_linearized else 1):
        looked.trouble("revision", f"{place}{len(ends)} revisions")
    if not ends:
        looked.trouble("damaged", f"{place}no end")
    elif data[ends[-1].end() :].strip(b"\r\n\t \0"):
        looked.trouble("behind_end", f"{place}{len(data) - ends[-1].end()} bytes")
    if not looked.sought.words:
        return
    looked.bytes("bytes", data, place.strip())
    _search_revisions(data, ends[:-1], looked, place)
    for number, unpacked in enumerate(_streams(data), 1):
        looked.bytes("stream", unpacked, f"{place}stream {number}")


def _search_revisions(data: bytes, ends: list[re.Match[bytes]], looked: Looked, place: str) -> None:
    """What earlier revisions show: a reader who cuts the file at their end sees them."""
    import pypdfium2

    for number, end in enumerate(ends, 1):
        try:
            document = pypdfium2.PdfDocument(io.BytesIO(data[: end.end()]))
        except pypdfium2.PdfiumError:
            continue
        try:
            for page in document:
                layer = page.get_textpage()
                text = layer.get_text_range() if layer.count_chars() > 0 else ""
                looked.text("earlier_revision", text, f"{place}revision {number}")
        finally:
            document.close()


def _streams(data: bytes) -> Iterator[bytes]:
    """Everything in the file that can be unpacked, also what no object leads to."""
    view = memoryview(data)
    for number, found in enumerate(_STREAM.finditer(data)):
        if number >= _MOST_STREAMS:
            return
        if data[found.start() - 3 : found.start()] == b"end":
            continue
        try:
            unpacked = zlib.decompressobj().decompress(view[found.end() :], _MOST_UNPACKED)
        except zlib.error:
            continue
        yield unpacked
