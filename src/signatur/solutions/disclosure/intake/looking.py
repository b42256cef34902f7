"""A first look into a file, cheap enough for thousands of them: opening lines, dates, sizes."""

from __future__ import annotations

import io
import re
from datetime import date
from typing import TYPE_CHECKING, Final

from signatur.methods.documents import decode_html, decode_text, html_to_text
from signatur.methods.documents.plain import text_without_markup
from signatur.methods.documents.sniff import BINARY, DOCX, EMPTY, ODP, ODS, ODT, PPTX, XLSX
from signatur.methods.documents.task import Unreadable
from signatur.methods.documents.zips import ZIP_ERRORS, blocks, open_zip

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.methods.documents import Content

_LOOK: Final = 60_000
_PDF_LOOK: Final = 400_000
_MEMBER_LOOK: Final = 120_000
_MAIN_PART: Final[Mapping[str, str]] = {
    DOCX: "word/document.xml", ODT: "content.xml", PPTX: "ppt/slides/slide1.xml", ODP: "content.xml",
}  # fmt: skip
_PACKAGES: Final = frozenset({DOCX, XLSX, PPTX, ODT, ODS, ODP})
_PARAGRAPH_END: Final = re.compile(r"</(?:w:p|text:p|text:h|a:p)>")
_STYLES: Final = re.compile(
    r"<office:(?:automatic-styles|font-face-decls|scripts)\b.*?</office:[\w-]+>", re.DOTALL
)
_CREATED: Final = re.compile(
    rb"<(?:dcterms:created|meta:creation-date)[^>]*>\s*(\d{4})-(\d\d)-(\d\d)"
)
_PDF_CREATED: Final = re.compile(
    rb"/CreationDate\s*\(D:(\d{4})(\d\d)(\d\d)|CreateDate[^>\d]{0,3}>?\"?(\d{4})-(\d\d)-(\d\d)"
)
_ENDINGS: Final[Mapping[str, str]] = {
    "pdf": "application/pdf", "docx": DOCX, "xlsx": XLSX, "pptx": PPTX, "odt": ODT, "ods": ODS,
    "odp": ODP, "doc": "application/msword", "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint", "rtf": "application/rtf", "png": "image/png",
    "jpg": "image/jpeg", "jpeg": "image/jpeg", "tif": "image/tiff", "tiff": "image/tiff",
    "gif": "image/gif", "bmp": "image/bmp", "zip": "application/zip", "html": "text/html",
}  # fmt: skip
_SMALL_BYTES: Final = 150_000
_SMALL_PIXELS: Final = 260_000
_TINY_SIDE: Final = 80


def first_lines(content: Content, media_type: str) -> str:
    """The opening of a text, as far as it can be had without running its reader; may be empty."""
    if media_type == "text/html":
        return html_to_text(decode_html(content.read(_LOOK)).text)[:2_000]
    if media_type in {"text/plain", "text/csv"}:
        return decode_text(content.read(_LOOK)).text[:2_000]
    if media_type not in _MAIN_PART:
        return ""
    markup = _member(content, _MAIN_PART[media_type]).decode("utf-8", "replace")
    markup = _PARAGRAPH_END.sub("\n", _STYLES.sub("", markup))
    lines = ("".join(text_without_markup(line).split("\n")) for line in markup.split("\n"))
    return "\n".join(line for line in lines if line.strip())[:2_000]


def date_in_file(content: Content, media_type: str) -> date | None:
    """The day on which a file says that it was made."""
    if media_type == "application/pdf":
        data = content.read(_PDF_LOOK)
        found = _PDF_CREATED.search(data) or _PDF_CREATED.search(_tail(content))
    elif media_type in _PACKAGES:
        part = "meta.xml" if "opendocument" in media_type else "docProps/core.xml"
        found = _CREATED.search(_member(content, part))
    else:
        return None
    if found is None:
        return None
    year, month, day = (int(each) for each in found.groups() if each)
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _tail(content: Content) -> bytes:
    with content.open() as file:
        file.seek(max(0, content.size - _LOOK))
        return file.read()


def _member(content: Content, name: str) -> bytes:
    """The beginning of one member of a package; empty where there is none that can be read."""
    read = bytearray()
    try:
        with content.open() as file, open_zip(file, content.size) as archive:
            for block in blocks(archive, archive.getinfo(name)):
                read += block
                if len(read) > _MEMBER_LOOK:
                    break
    except (KeyError, Unreadable, *ZIP_ERRORS):
        return bytes(read)
    return bytes(read)


def ending_is_wrong(name: str, media_type: str) -> bool:
    """Whether a name promises a kind of file that the bytes are not."""
    promised = _ENDINGS.get(name.rpartition(".")[2].lower()) if "." in name else None
    if promised is None or media_type in {
        promised,
        BINARY,
        EMPTY,
        "application/x-encrypted-office",
    }:
        return False
    # Web pages and rich text are often given the names of Word and Excel, which open them.
    is_passed_off = promised.startswith("application/") and media_type in {
        "application/rtf",
        "text/html",
    }
    return not is_passed_off


def is_small_picture(content: Content, *, is_inline: bool) -> bool:
    """Whether a picture of a mail is a logo, an icon or a line, by its size; nothing is decoded."""
    from PIL import Image

    if content.size > _SMALL_BYTES:
        return False
    try:
        with Image.open(io.BytesIO(content.read())) as picture:
            width, height = picture.size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return False
    is_tiny = min(width, height) < _TINY_SIDE
    return is_tiny or (is_inline and width * height < _SMALL_PIXELS)
