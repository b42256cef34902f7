"""Which reader reads which kind of file, and which are safe to run in the process of the caller."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from signatur.methods.documents.archives import (
    read_bzip2,
    read_gzip,
    read_tar,
    read_xz,
    read_zip,
)
from signatur.methods.documents.legacy import read_legacy
from signatur.methods.documents.opendocument import read_opendocument
from signatur.methods.documents.pdf import read_pdf
from signatur.methods.documents.pictures import read_picture
from signatur.methods.documents.plain import read_fields, read_html, read_plain, read_xml
from signatur.methods.documents.rtf import read_rtf
from signatur.methods.documents.sheets import read_sheets
from signatur.methods.documents.sniff import DOCX, ODP, ODS, ODT, PPTX, XLSX
from signatur.methods.documents.word import read_slides, read_word

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.methods.documents.task import Reader

# Readers whose work is proportional to the size of a text and that need no native parser of a
# complicated format. All others get a process of their own.
CHEAP: Final[Mapping[str, Reader]] = {
    "application/json": read_plain,
    "application/xml": read_xml,
    "image/svg+xml": read_xml,
    "text/calendar": read_fields,
    "text/csv": read_plain,
    "text/html": read_html,
    "text/plain": read_plain,
    "text/vcard": read_fields,
}
READERS: Final[Mapping[str, Reader]] = {
    **CHEAP,
    DOCX: read_word,
    ODP: read_opendocument,
    ODS: read_opendocument,
    ODT: read_opendocument,
    PPTX: read_slides,
    XLSX: read_sheets,
    "application/gzip": read_gzip,
    "application/msword": read_legacy,
    "application/pdf": read_pdf,
    "application/rtf": read_rtf,
    "application/vnd.ms-excel": read_legacy,
    "application/vnd.ms-powerpoint": read_legacy,
    "application/x-bzip2": read_bzip2,
    "application/x-tar": read_tar,
    "application/x-xz": read_xz,
    "application/zip": read_zip,
    "image/avif": read_picture,
    "image/bmp": read_picture,
    "image/gif": read_picture,
    "image/jp2": read_picture,
    "image/jpeg": read_picture,
    "image/png": read_picture,
    "image/tiff": read_picture,
    "image/webp": read_picture,
}
