"""winmail.dat: a message with its attachments in Microsoft's transport format ([MS-OXTNEF])."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.charsets import charset_of_code_page
from signatur.methods.messages.outlook.message import Parcel, attachment_of, message_of
from signatur.methods.messages.outlook.properties import (
    Properties,
    Property,
    Tag,
    Type,
)
from signatur.methods.messages.outlook.serialised import CutListError, read_list, read_rows
from signatur.methods.messages.schema import MessageKind
from signatur.methods.messages.source import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.content import Content
    from signatur.methods.messages.reading import Reading
    from signatur.methods.messages.schema import Attachment, Message
    from signatur.methods.messages.source import Source

MAGIC = b"\x78\x9f\x3e\x22"
MEDIA_TYPE = "application/ms-tnef"
_HEADER_SIZE = 6
_ATTRIBUTE = struct.Struct("<BHHI")
_CHECKSUM_SIZE = 2
_MOST_ATTRIBUTES = 20_000
_INTERFACE_ID_SIZE = 16

_OEM_CODE_PAGE = 0x9007
_PROPERTIES = 0x9003
_RECIPIENTS = 0x9004
_ATTACHMENT_STARTS = 0x9002
_ATTACHMENT_PROPERTIES = 0x9005
_ATTACHMENT_DATA = 0x800F
_ATTACHMENT_TITLE = 0x8010
# Texts from before MAPI, by the property that says the same today.
_TEXTS = {
    0x8004: Tag.SUBJECT,
    0x8008: Tag.MESSAGE_CLASS,
    0x8009: Tag.INTERNET_MESSAGE_ID,
    0x800C: Tag.BODY,
}


@dataclass(slots=True)
class _Contents:
    """What the attributes gave so far."""

    charset: str = ""
    own: dict[int, Property] = field(default_factory=dict)
    named: dict[tuple[str, str], int] = field(default_factory=dict)
    recipients: tuple[Properties, ...] = ()
    attachments: list[dict[int, Property]] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)


def read_tnef(content: Content, reading: Reading) -> Message:
    """Read a winmail.dat; its checksums are not verified, since real programs get them wrong."""
    with opened(content) as source:
        contents = _Contents()
        for attribute, value in _attributes(source, contents):
            _take(contents, attribute, value)
        attachments, problems = _kept(contents, reading)
        problems += tuple(Problem(ProblemCode.DAMAGED, fault) for fault in contents.faults)
        parcel = Parcel(
            properties=Properties(contents.own, contents.named, contents.charset),
            recipients=contents.recipients,
            attachments=attachments,
            problems=problems,
        )
        return message_of(parcel, original=content, kind=MessageKind.TNEF, reading=reading)


def _attributes(source: Source, contents: _Contents) -> Iterator[tuple[int, Source]]:
    at = _HEADER_SIZE
    for _ in range(_MOST_ATTRIBUTES):
        head = source.read(at, at + _ATTRIBUTE.size)
        if len(head) < _ATTRIBUTE.size:
            return
        level, attribute, _, length = _ATTRIBUTE.unpack(head)
        if level not in (1, 2):
            contents.faults.append("bytes that belong to no attribute")
            return
        at += _ATTRIBUTE.size
        if at + length > source.size:
            contents.faults.append("winmail.dat ends early")
        yield attribute, source.part(at, min(at + length, source.size))
        at += length + _CHECKSUM_SIZE


def _take(contents: _Contents, attribute: int, value: Source) -> None:
    if attribute == _OEM_CODE_PAGE:
        contents.charset = charset_of_code_page(int.from_bytes(value.read(0, 4), "little"))
    elif attribute == _PROPERTIES:
        properties, fault = read_list(value, contents.charset)
        contents.own |= properties.by_id
        contents.named |= properties.by_name
        _note(contents, fault)
    elif attribute == _RECIPIENTS:
        contents.recipients, fault = read_rows(value, contents.charset)
        _note(contents, fault)
    elif attribute in _TEXTS:
        contents.own.setdefault(_TEXTS[attribute], Property(Type.STRING_8, (value,)))
    elif attribute == _ATTACHMENT_STARTS:
        contents.attachments.append({})
    elif contents.attachments:
        _take_of_attachment(contents, attribute, value)


def _take_of_attachment(contents: _Contents, attribute: int, value: Source) -> None:
    attachment = contents.attachments[-1]
    if attribute == _ATTACHMENT_TITLE:
        attachment[Tag.ATTACH_FILENAME] = Property(Type.STRING_8, (value,))
    elif attribute == _ATTACHMENT_DATA:
        attachment.setdefault(Tag.ATTACH_DATA, Property(Type.BINARY, (value,)))
    elif attribute == _ATTACHMENT_PROPERTIES:
        properties, fault = read_list(value, contents.charset)
        attachment |= properties.by_id
        _note(contents, fault)


def _note(contents: _Contents, fault: CutListError | None) -> None:
    if fault:
        contents.faults.append(str(fault))


def _kept(
    contents: _Contents, reading: Reading
) -> tuple[tuple[Attachment, ...], tuple[Problem, ...]]:
    attachments: list[Attachment] = []
    problems: tuple[Problem, ...] = ()
    for number, by_id in enumerate(contents.attachments, start=1):
        path = f"attachment {number}"
        if not reading.allowance.take_part():
            return tuple(attachments), (*problems, *reading.allowance.refusal(path))
        properties = Properties(by_id, charset=contents.charset)
        attachment, faults = attachment_of(properties, _data(properties), reading, path)
        attachments.append(attachment)
        problems += faults
    return tuple(attachments), problems


def _data(properties: Properties) -> Source | None:
    data = properties.source(Tag.ATTACH_DATA)
    if data is None or properties.by_id[Tag.ATTACH_DATA].type != Type.OBJECT:
        return data
    # An object is preceded by the id of its interface: a message, or a compound file.
    return data.part(min(_INTERFACE_ID_SIZE, data.size), data.size)
