"""What people write into a PDF after it was made: form fields, notes, stamps; and XFA forms."""

from __future__ import annotations

import ctypes
from typing import TYPE_CHECKING, Any, Final

from signatur.methods.documents.plain import text_without_markup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_MOST_ANNOTATIONS: Final = 5_000
_MOST_XFA_BYTES: Final = 20_000_000
_PACKET_NAME_BYTES: Final = 64
_TICKED: Final = "☒"


def annotation_lines(document: Any, page: Any) -> list[str]:
    """The values of form fields (`label: value`, ticked boxes as `☒ label`) and the text of notes.

    `document` and `page` are those of pypdfium2; the form environment must have been opened before
    the page was.
    """
    lines = []
    for annotation in _annotations(page):
        line = _line(document, annotation)
        if line:
            lines.append(line)
    return lines


def _annotations(page: Any) -> Iterator[Any]:
    import pypdfium2.raw as pdfium

    for index in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MOST_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, index)
        if annotation:
            try:
                yield annotation
            finally:
                pdfium.FPDFPage_CloseAnnot(annotation)


def _line(document: Any, annotation: Any) -> str:
    import pypdfium2.raw as pdfium

    subtype = pdfium.FPDFAnnot_GetSubtype(annotation)
    if subtype == pdfium.FPDF_ANNOT_WIDGET:
        return _field_line(document.formenv, annotation) if document.formenv else ""
    if subtype in {pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP}:
        return ""  # a link has no text of its own; a pop-up shows that of its note
    return _string(pdfium.FPDFAnnot_GetStringValue, annotation, b"Contents").strip()


def _field_line(form: Any, field: Any) -> str:
    import pypdfium2.raw as pdfium

    kind = pdfium.FPDFAnnot_GetFormFieldType(form, field)
    label = _string(pdfium.FPDFAnnot_GetFormFieldAlternateName, form, field) or _string(
        pdfium.FPDFAnnot_GetFormFieldName, form, field
    )
    if kind in {pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON}:
        return f"{_TICKED} {label}" if pdfium.FPDFAnnot_IsChecked(form, field) else ""
    if kind in {pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE}:
        return ""
    value = _string(pdfium.FPDFAnnot_GetFormFieldValue, form, field).strip()
    return f"{label}: {value}" if value else ""


def _string(call: Callable[..., int], *arguments: Any) -> str:
    """Ask pdfium for a string: once for its length in bytes, once for its UTF-16."""
    import pypdfium2.raw as pdfium

    length = call(*arguments, None, 0)
    if length <= ctypes.sizeof(pdfium.FPDF_WCHAR):
        return ""
    buffer = ctypes.create_string_buffer(length)
    call(*arguments, ctypes.cast(buffer, ctypes.POINTER(pdfium.FPDF_WCHAR)), length)
    return buffer.raw.decode("utf-16-le", "ignore").rstrip("\0")


def xfa_text(document: Any) -> str:
    """The data of a dynamic XFA form, whose pages say only that the reader is too old for it."""
    import pypdfium2.raw as pdfium

    if document.get_formtype() != pdfium.FORMTYPE_XFA_FULL:
        return ""
    for index in range(pdfium.FPDF_GetXFAPacketCount(document)):
        name = ctypes.create_string_buffer(_PACKET_NAME_BYTES)
        pdfium.FPDF_GetXFAPacketName(document, index, name, len(name))
        if name.value == b"datasets":
            return text_without_markup(_packet(document, index).decode("utf-8", "replace"))
    return ""


def _packet(document: Any, index: int) -> bytes:
    import pypdfium2.raw as pdfium

    length = ctypes.c_ulong()
    pdfium.FPDF_GetXFAPacketContent(document, index, None, 0, length)
    if not 0 < length.value <= _MOST_XFA_BYTES:
        return b""
    buffer = ctypes.create_string_buffer(length.value)
    pdfium.FPDF_GetXFAPacketContent(document, index, buffer, len(buffer), length)
    return buffer.raw
