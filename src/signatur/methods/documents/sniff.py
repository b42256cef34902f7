"""What kind of file some bytes are, told from the bytes; names and declarations only break ties."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.charset import decode_text
from signatur.methods.documents.task import Unreadable
from signatur.methods.documents.zips import open_zip

if TYPE_CHECKING:
    from signatur.methods.documents.content import Content

EMPTY: Final = "application/x-empty"
BINARY: Final = "application/octet-stream"
ENCRYPTED_OFFICE: Final = "application/x-encrypted-office"

DOCX: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
ODT: Final = "application/vnd.oasis.opendocument.text"
ODS: Final = "application/vnd.oasis.opendocument.spreadsheet"
ODP: Final = "application/vnd.oasis.opendocument.presentation"

_HEAD_BYTES: Final = 8192

# First bytes and what they mean; at offset 0 where no other is given.
_MAGIC: Final[tuple[tuple[bytes, int, str], ...]] = (
    (b"\x89PNG\r\n\x1a\n", 0, "image/png"),
    (b"\xff\xd8\xff", 0, "image/jpeg"),
    (b"GIF8", 0, "image/gif"),
    (b"II*\0", 0, "image/tiff"),
    (b"MM\0*", 0, "image/tiff"),
    (b"II+\0", 0, "image/tiff"),
    (b"WEBP", 8, "image/webp"),
    (b"BM", 0, "image/bmp"),
    (b"\0\0\0\x0cjP  ", 0, "image/jp2"),
    (b"ftypheic", 4, "image/heic"),
    (b"ftypheix", 4, "image/heic"),
    (b"ftypmif1", 4, "image/heic"),
    (b"ftypavif", 4, "image/avif"),
    (b"ftyp", 4, "video/mp4"),
    (b"OggS", 0, "audio/ogg"),
    (b"ID3", 0, "audio/mpeg"),
    (b"fLaC", 0, "audio/flac"),
    (b"WAVE", 8, "audio/wav"),
    (b"\x1a\x45\xdf\xa3", 0, "video/x-matroska"),
    (b"PK\x03\x04", 0, "application/zip"),
    (b"PK\x05\x06", 0, "application/zip"),
    (b"PK\x07\x08", 0, "application/zip"),
    (b"\x1f\x8b", 0, "application/gzip"),
    (b"\xfd7zXZ\0", 0, "application/x-xz"),
    (b"BZh", 0, "application/x-bzip2"),
    (b"7z\xbc\xaf\x27\x1c", 0, "application/x-7z-compressed"),
    (b"Rar!\x1a\x07", 0, "application/vnd.rar"),
    (b"ustar", 257, "application/x-tar"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, "application/x-ole-storage"),
    (b"\x78\x9f\x3e\x22", 0, "application/vnd.ms-tnef"),
    (b"MZ", 0, "application/vnd.microsoft.portable-executable"),
    (b"\x7fELF", 0, "application/x-executable"),
    (b"SQLite format 3\0", 0, "application/vnd.sqlite3"),
)
# A PDF may have a stray mail header in front; viewers look for the mark in the first kilobyte.
_PDF_WITHIN: Final = 1024
# An archive may hold a PDF unpacked, whose mark then stands early in it.
_ZIP: Final = b"PK\x03\x04"

_BY_NAME_IN_ZIP: Final = (
    ("word/", DOCX),
    ("xl/workbook.bin", "application/vnd.ms-excel.sheet.binary.macroenabled.12"),
    ("xl/", XLSX),
    ("ppt/", PPTX),
    ("index/document.iwa", "application/vnd.apple.iwork"),
)
_BY_STREAM: Final = (
    ("EncryptedPackage", ENCRYPTED_OFFICE),
    ("WordDocument", "application/msword"),
    ("Workbook", "application/vnd.ms-excel"),
    ("Book", "application/vnd.ms-excel"),
    ("PowerPoint Document", "application/vnd.ms-powerpoint"),
    ("__properties_version1.0", "application/vnd.ms-outlook"),
)
# Kinds of text that have no mark of their own: the last part of the name decides.
_TEXT_BY_NAME: Final = {
    "csv": "text/csv",
    "htm": "text/html",
    "html": "text/html",
    "ics": "text/calendar",
    "json": "application/json",
    "eml": "message/rfc822",
    "mbox": "application/mbox",
    "vcf": "text/vcard",
    "xml": "application/xml",
}
_HTML_TAG: Final = re.compile(
    r"<(?:!doctype\s+html|html|head|body|meta|title|style|table|div|span|font|p|br|b|i|a|h[1-6]|ul|"
    r"ol|center|o:p)\b[^<]{0,500}>",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(r"\s*(?:<\?xml[^>]{0,200}\?>\s*)?(?:<!--.{0,2000}?-->\s*)*", re.DOTALL)
_ROOT: Final = re.compile(r"<(?:!doctype\s+)?(?:[\w.-]+:)?([a-z][\w.-]*)", re.IGNORECASE)
_MAIL_HEADER: Final = re.compile(
    r"^(?:return-path|received|from|to|cc|subject|date|message-id|mime-version|content-type|"
    r"delivered-to|dkim-signature|reply-to|x-[\w-]{1,60}):",
    re.IGNORECASE | re.MULTILINE,
)
_HEADER_NAME: Final = re.compile(r"[\w-]{1,60}:")
_BLANK_LINE: Final = re.compile(r"\r?\n\r?\n|\r\r")
_ENTITY: Final = re.compile(r"&#?\w{2,8};")
_MAIL_HEADERS: Final = 3
_TEXT_MARKS: Final = (
    ("{\\rtf", "application/rtf"),
    ("BEGIN:VCALENDAR", "text/calendar"),
    ("BEGIN:VCARD", "text/vcard"),
)
_BY_ROOT: Final = {"html": "text/html", "svg": "image/svg+xml"}
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_CONTROL_SHARE: Final = 0.02
# Members of an office document that are looked at; its own are among the first.
_NAMES_IN_ZIP: Final = 2000


def sniff(content: Content, *, name: str = "", declared_type: str = "") -> str:
    """The media type of `content`.

    `name` and `declared_type` (a media type) are used only where text could be one thing or
    another, as comma-separated values are text too. Archives are told apart by what they hold.
    What no rule knows is `application/octet-stream`; no bytes at all are `application/x-empty`.
    Raises OSError when the content cannot be opened.
    """
    head = content.read(_HEAD_BYTES)
    if not head:
        return EMPTY
    if b"%PDF-" in head[:_PDF_WITHIN] and not head.startswith(_ZIP):
        return "application/pdf"
    for mark, offset, media_type in _MAGIC:
        if head.startswith(mark, offset) and not _is_text_after_all(head, mark):
            return _inside(content, media_type, head)
    return _kind_of_text(head, name, declared_type)


def _is_text_after_all(head: bytes, mark: bytes) -> bool:
    """Two letters are too weak a mark: `BM`, `MZ` and `BZh` may begin a sentence."""
    return len(mark) <= len(b"BZh") and mark.isalpha() and b"\0" not in head[:64]


def _inside(content: Content, media_type: str, head: bytes) -> str:
    if media_type == "application/zip":
        return _kind_of_zip(content, head)
    if media_type == "application/x-ole-storage":
        return _kind_of_ole(content)
    return media_type


def _kind_of_zip(content: Content, head: bytes) -> str:
    """Office formats are zip archives with certain members."""
    if head[30:38] == b"mimetype":
        # Open Document: the first member is its media type, unpacked (ODF 1.3 part 2, 3.3).
        size = int.from_bytes(head[18:22], "little")
        declared = head[38 : 38 + size]
        if re.fullmatch(rb"application/[\w.+-]{1,100}", declared):
            # Templates, pages for the web and master documents are built like the others.
            return re.sub(r"-(?:template|web|master)$", "", declared.decode("ascii"))
    names = _names_in_zip(content, head)
    if not any(name in {"[content_types].xml", "index/document.iwa"} for name in names):
        return "application/zip"
    for start, media_type in _BY_NAME_IN_ZIP:
        if any(name.startswith(start) for name in names):
            return media_type
    return "application/zip"


def _names_in_zip(content: Content, head: bytes) -> list[str]:
    """Names from the directory at the end or, where that is damaged, from the beginning."""
    try:
        with content.open() as file, open_zip(file, content.size) as archive:
            return [name.lower() for name in archive.namelist()[:_NAMES_IN_ZIP]]
    except Unreadable:
        found = re.findall(rb"PK\x03\x04.{26}([\w\[\]/. -]{1,80})", head, re.DOTALL)
        return [name.decode("ascii").lower() for name in found]


# What olefile lets through when a compound file is damaged.
_OLE_ERRORS: Final = (
    OSError, ValueError, TypeError, IndexError, KeyError, AttributeError, RecursionError,
    MemoryError, OverflowError, struct.error,
)  # fmt: skip


def _kind_of_ole(content: Content) -> str:
    """Old office formats are told apart by the streams in their compound file."""
    import olefile

    with content.open() as file:
        try:
            with olefile.OleFileIO(file) as compound:
                streams = {path[0] for path in compound.listdir(streams=True, storages=True)}
        except _OLE_ERRORS:
            return "application/x-ole-storage"
    return next((kind for name, kind in _BY_STREAM if name in streams), "application/x-ole-storage")


def _kind_of_text(head: bytes, name: str, declared_type: str) -> str:
    text = _text_of(head)
    if text is None:
        return BINARY
    start = text.lstrip("\ufeff \t\r\n")
    for mark, media_type in _TEXT_MARKS:
        if start.startswith(mark):
            return media_type
    hint = _hint(name, declared_type)
    if (markup := _kind_of_markup(start, hint)) is not None:
        return markup
    if _is_mail(start, hint):
        return "application/mbox" if start.startswith("From ") else "message/rfc822"
    return hint if hint in {"text/csv", "application/json"} else "text/plain"


def _text_of(head: bytes) -> str | None:
    """The beginning as text, or None if it is none."""
    has_zeros = b"\0" in head
    if not has_zeros and len(_CONTROLS.findall(head)) > _CONTROL_SHARE * len(head):
        return None
    decoded = decode_text(head)
    if has_zeros and not decoded.charset.startswith("utf-"):
        return None
    return None if "\0" in decoded.text else decoded.text


def _hint(name: str, declared_type: str) -> str:
    """What the name or else the declaration says that a text is."""
    ending = name.rpartition(".")[2].lower()
    return _TEXT_BY_NAME.get(ending) or declared_type.partition(";")[0].strip().lower()


def _kind_of_markup(text: str, hint: str) -> str | None:
    opening = _OPENING.match(text)
    rest = text[opening.end() :] if opening else text
    if _HTML_TAG.match(rest):
        return "text/html"
    if hint == "text/html" and (_HTML_TAG.search(text) or _ENTITY.search(text)):
        return "text/html"
    root = _ROOT.match(rest)
    if root is None or not (text.startswith("<?xml") or hint.endswith("xml")):
        return None
    return _BY_ROOT.get(root.group(1).lower(), "application/xml")


def _is_mail(text: str, hint: str) -> bool:
    headers = _BLANK_LINE.split(text, maxsplit=1)[0]
    wanted = 1 if hint in {"message/rfc822", "application/mbox"} else _MAIL_HEADERS
    first_line = headers.partition("\n")[0]
    is_begun = first_line.startswith("From ") or _HEADER_NAME.match(first_line) is not None
    return is_begun and len(_MAIL_HEADER.findall(headers)) >= wanted
