"""MAPI properties become a `Message`, for Outlook files and winmail.dat alike ([MS-OXCMSG])."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from signatur.methods.documents.html import decode_html
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.body import Piece, composed
from signatur.methods.messages.charsets import charset_of_code_page
from signatur.methods.messages.envelope import enveloped
from signatur.methods.messages.mime.parameters import file_name
from signatur.methods.messages.outlook.envelope import read_envelope
from signatur.methods.messages.outlook.lzfu import DamagedRtfError, decompressed
from signatur.methods.messages.outlook.properties import Tag, Type
from signatur.methods.messages.outlook.rtf import unwrapped
from signatur.methods.messages.reading import EMPTY
from signatur.methods.messages.schema import Attachment, AttachmentRole
from signatur.methods.messages.source import blocks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from signatur.methods.documents.content import Content
    from signatur.methods.messages.outlook.properties import Properties
    from signatur.methods.messages.reading import Reading
    from signatur.methods.messages.schema import Message, MessageKind
    from signatur.methods.messages.source import Source

_BYTES_PER_CHARACTER = 4
_RTF_BYTES_PER_CHARACTER = 4
OUTLOOK_MESSAGE = "application/vnd.ms-outlook"
_EMBEDDED_MESSAGE = 5
_BY_REFERENCE = (2, 3, 4, 7)


@dataclass(frozen=True, slots=True, kw_only=True)
class Parcel:
    """A message as Outlook keeps it: properties of its own and of its recipients, attachments."""

    properties: Properties
    recipients: Sequence[Properties] = ()
    attachments: tuple[Attachment, ...] = ()
    problems: tuple[Problem, ...] = ()


def message_of(
    parcel: Parcel, *, original: Content, kind: MessageKind, reading: Reading
) -> Message:
    """Put the message together that a parcel holds."""
    piece, problems = _body(parcel.properties, reading.text_characters)
    reading.allowance.text_characters -= len(piece.text) + len(piece.html)
    return enveloped(
        read_envelope(parcel.properties, parcel.recipients),
        composed([piece]),
        parcel.attachments,
        kind=kind,
        original=original,
        problems=(*parcel.problems, *problems),
        is_signed="smime" in parcel.properties.text(Tag.MESSAGE_CLASS).lower(),
    )


def attachment_of(
    properties: Properties, data: Source | None, reading: Reading, path: str
) -> tuple[Attachment, tuple[Problem, ...]]:
    """Keep the bytes of an attachment under the best of the names that Outlook has for it."""
    content = EMPTY
    problems: tuple[Problem, ...] = ()
    if data is not None:
        content, problems = reading.keep(blocks(data, 0, data.size), path)
    elif properties.integer(Tag.ATTACH_METHOD) in _BY_REFERENCE:
        problems = (Problem(ProblemCode.EMPTY, "only a reference to a file elsewhere", path),)
    is_hidden = properties.integer(Tag.ATTACHMENT_HIDDEN) != 0
    attachment = Attachment(
        name=_name(properties),
        content=content,
        declared_type=_declared_type(properties),
        role=AttachmentRole.INLINE if is_hidden else AttachmentRole.ATTACHMENT,
        content_id=properties.text(Tag.ATTACH_CONTENT_ID).strip("<>"),
    )
    return attachment, problems


def _declared_type(properties: Properties) -> str:
    if properties.integer(Tag.ATTACH_METHOD) == _EMBEDDED_MESSAGE:
        return OUTLOOK_MESSAGE
    return properties.text(Tag.ATTACH_MIME_TAG).lower()


def _name(properties: Properties) -> str:
    name = file_name(
        properties.text(Tag.ATTACH_LONG_FILENAME),
        properties.text(Tag.ATTACH_FILENAME),
        properties.text(Tag.ATTACH_TRANSPORT_NAME),
        properties.text(Tag.DISPLAY_NAME),
    )
    extension = properties.text(Tag.ATTACH_EXTENSION)
    return name if "." in name or not name else name + extension


def _body(properties: Properties, most: int) -> tuple[Piece, tuple[Problem, ...]]:
    text = properties.text(Tag.BODY).replace("\r\n", "\n")
    html = _html(properties, most)
    piece = Piece(text, html)
    problems: tuple[Problem, ...] = ()
    if not html and Tag.RTF_COMPRESSED in properties:
        piece, problems = _rtf_body(properties, text, most)
    if max(len(piece.text), len(piece.html)) > most:
        problems += (Problem(ProblemCode.TOO_LARGE, "the text is cut"),)
    return Piece(piece.text[:most], piece.html[:most]), problems


def _html(properties: Properties, most: int) -> str:
    found = properties.by_id.get(Tag.HTML)
    if found is None:
        return ""
    if found.type != Type.BINARY:
        return properties.text(Tag.HTML)
    data = found.values[0].read(0, most * _BYTES_PER_CHARACTER)
    charset = charset_of_code_page(properties.integer(Tag.INTERNET_CODEPAGE))
    return decode_html(data, charset).text.rstrip("\0")


def _rtf_body(properties: Properties, text: str, most: int) -> tuple[Piece, tuple[Problem, ...]]:
    source = properties.source(Tag.RTF_COMPRESSED)
    limit = most * _RTF_BYTES_PER_CHARACTER
    try:
        rtf = decompressed(source.read(0, limit) if source else b"", limit)
    except DamagedRtfError as fault:
        problem = Problem(ProblemCode.DAMAGED, f"RTF body: {fault}")
        return Piece(text), () if text else (problem,)
    found = unwrapped(rtf, most)
    is_cut = len(rtf) == limit
    problems = (Problem(ProblemCode.TOO_LARGE, "the RTF body is cut"),) if is_cut else ()
    return Piece(text or found.text, found.html), problems
