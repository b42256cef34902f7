"""Outlook files (.msg): the storages and streams of a compound file as a message ([MS-OXMSG])."""

from __future__ import annotations

import re
import struct
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.messages.charsets import charset_of_code_page
from signatur.methods.messages.outlook.compound import DamagedCompoundFileError, read_storage
from signatur.methods.messages.outlook.locales import code_page_of
from signatur.methods.messages.outlook.message import (
    OUTLOOK_MESSAGE,
    Parcel,
    attachment_of,
    message_of,
)
from signatur.methods.messages.outlook.names import named_properties
from signatur.methods.messages.outlook.objects import object_data
from signatur.methods.messages.outlook.properties import (
    VARIABLE_SIZE,
    Properties,
    Property,
    Tag,
    Type,
)
from signatur.methods.messages.reading import EMPTY
from signatur.methods.messages.schema import Channel, Message, MessageKind
from signatur.methods.messages.source import MemorySource

if TYPE_CHECKING:
    from collections.abc import Iterator

    from signatur.methods.documents.content import Content
    from signatur.methods.messages.outlook.compound import Storage
    from signatur.methods.messages.reading import Reading
    from signatur.methods.messages.schema import Attachment
    from signatur.methods.messages.source import Source

MARK = "__properties_version1.0"
"""The stream that tells a message from other compound files."""
_MESSAGE_HEADER, _EMBEDDED_HEADER, _PART_HEADER = 32, 24, 8
_RECORD = struct.Struct("<HH4x8s")
_MOST_RECORD_BYTES = 1 << 18
_VALUE_STREAM = re.compile(r"__substg1\.0_([0-9a-f]{4})([0-9a-f]{4})(-[0-9a-f]{8})?")
_RECIPIENT, _ATTACHMENT = "__recip_version1.0_#", "__attach_version1.0_#"
_INNER = "__substg1.0_3701000d"
Names = Mapping[tuple[str, str], int]


def read_msg(content: Content, reading: Reading) -> Message:
    """Read an Outlook file with the messages that are attached to it."""
    with content.open() as file:
        try:
            root = read_storage(file)
        except DamagedCompoundFileError as fault:
            problem = Problem(ProblemCode.DAMAGED, f"compound file: {fault}")
            return Message(
                kind=MessageKind.MSG, channel=Channel.EMAIL, original=content, problems=(problem,)
            )
        names = named_properties(root)
        return _read_message(root, _MESSAGE_HEADER, names, content, reading)


def _read_message(
    storage: Storage, header: int, names: Names, original: Content, reading: Reading
) -> Message:
    properties = _read_properties(storage, header, names)
    recipients = [
        _read_properties(storage.storages[name], _PART_HEADER, {}, properties.charset)
        for name in sorted(storage.storages)
        if name.startswith(_RECIPIENT)
    ]
    attachments, problems = _read_attachments(storage, names, properties.charset, reading)
    if storage.is_damaged or MARK not in storage.streams:
        problems += (Problem(ProblemCode.DAMAGED, "streams are missing or cut"),)
    parcel = Parcel(
        properties=properties, recipients=recipients, attachments=attachments, problems=problems
    )
    return message_of(parcel, original=original, kind=MessageKind.MSG, reading=reading)


def _read_attachments(
    storage: Storage, names: Names, charset: str, reading: Reading
) -> tuple[tuple[Attachment, ...], tuple[Problem, ...]]:
    attachments: list[Attachment] = []
    problems: tuple[Problem, ...] = ()
    folders = sorted(name for name in storage.storages if name.startswith(_ATTACHMENT))
    for number, name in enumerate(folders, start=1):
        path = f"attachment {number}"
        if not reading.allowance.take_part():
            problems += reading.allowance.refusal(path)
            break
        folder = storage.storages[name]
        properties = _read_properties(folder, _PART_HEADER, {}, charset)
        attachment, faults = _read_attachment(folder, properties, names, reading, path)
        attachments.append(attachment)
        problems += faults
    return tuple(attachments), problems


def _read_attachment(
    folder: Storage, properties: Properties, names: Names, reading: Reading, path: str
) -> tuple[Attachment, tuple[Problem, ...]]:
    inner = folder.storages.get(_INNER)
    if inner is None:
        data = properties.source(Tag.ATTACH_DATA)
        attachment, problems = attachment_of(properties, data, reading, path)
        if folder.is_damaged:
            problems += (Problem(ProblemCode.DAMAGED, "streams are missing or cut", path),)
        return attachment, problems
    if MARK not in inner.streams:
        attachment, problems = attachment_of(properties, object_data(inner), reading, path)
        if not attachment.content.size:
            fault = "an embedded object that is no single file"
            problems += (Problem(ProblemCode.UNKNOWN_FORMAT, fault, path),)
        return attachment, problems
    attachment, problems = attachment_of(properties, None, reading, path)
    if not reading.may_go_deeper:
        return attachment, (*problems, Problem(ProblemCode.TOO_DEEP, where=path))
    nested = _read_message(inner, _EMBEDDED_HEADER, names, EMPTY, reading.deeper())
    return replace(attachment, nested=nested, media_type=OUTLOOK_MESSAGE), problems


def _read_properties(storage: Storage, header: int, names: Names, charset: str = "") -> Properties:
    """Read the properties of a message, recipient or attachment.

    Values of a fixed size stand in records, the others in streams of their own; those are found by
    their names, so that they are read also where their records are damaged.
    """
    by_id: dict[int, Property] = {}
    records = storage.streams.get(MARK)
    if records is not None:
        by_id.update(_fixed(records.read(header, _MOST_RECORD_BYTES)))
    by_id.update(_variable(storage))
    by_name = {name: tag for name, tag in names.items() if tag in by_id}
    return Properties(by_id, by_name, charset or _charset(Properties(by_id)))


def _charset(properties: Properties) -> str:
    """Return the charset of strings that are not in Unicode; Outlook often states only a locale."""
    stated = charset_of_code_page(properties.integer(Tag.MESSAGE_CODEPAGE))
    return stated or code_page_of(properties.integer(Tag.MESSAGE_LOCALE_ID))


def _fixed(records: bytes) -> Iterator[tuple[int, Property]]:
    records = records[: len(records) - len(records) % _RECORD.size]
    for kind, tag, value in _RECORD.iter_unpack(records):
        if kind not in VARIABLE_SIZE and not kind & Type.MULTIPLE:
            yield tag, Property(kind, (MemorySource(value),))


def _variable(storage: Storage) -> Iterator[tuple[int, Property]]:
    values: dict[tuple[int, int], list[Source]] = defaultdict(list)
    for name in sorted(storage.streams):
        match = _VALUE_STREAM.fullmatch(name)
        if match and bool(match[3]) == bool(int(match[2], 16) & Type.MULTIPLE):
            values[int(match[1], 16), int(match[2], 16)].append(storage.streams[name])
    # In the order of their types, so that Unicode wins over a code page.
    for (tag, kind), sources in sorted(values.items(), key=lambda item: item[0]):
        yield tag, Property(kind, tuple(sources))
