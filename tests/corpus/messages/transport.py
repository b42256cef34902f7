"""winmail.dat ([MS-OXTNEF]), alone and as mail programs attach it."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from uuid import UUID

from signatur.methods.documents import ProblemCode
from signatur.methods.messages import MessageKind
from tests.corpus.messages.mapi import (
    BINARY,
    BOOLEAN,
    FIXED,
    INTEGER,
    TEXT,
    Value,
    stored_rtf,
    texts,
)
from tests.corpus.messages.mime import LETTER, PDF, attached, html_of, of_parts, part
from tests.corpus.messages.outlook import letter
from tests.corpus.messages.sample import Sample

if TYPE_CHECKING:
    from collections.abc import Sequence

_SUBJECT = "Carport på Ålykkevej"
_SENDER = "aase@example.dk"
_ASKS = "Skal vi søge om det?"
_MESSAGE_INTERFACE = UUID("00020307-0000-0000-c000-000000000046").bytes_le
_OBJECT = 0x0D


def tnef(
    values: Sequence[Value], *, attachments: Sequence[bytes] = (), code_page: int = 1252
) -> bytes:
    """Return a winmail.dat; the attachments come as their attributes."""
    attributes = [
        _attribute(1, 0x9006, struct.pack("<I", 0x10000)),
        _attribute(1, 0x9007, struct.pack("<II", code_page, 0)),
        _attribute(1, 0x9003, property_list(values)),
    ]
    return struct.pack("<IH", 0x223E9F78, 1) + b"".join([*attributes, *attachments])


def tnef_attachment(name: str, content: bytes, *further: Value) -> bytes:
    return (
        _attribute(2, 0x9002, bytes(14))
        + _attribute(2, 0x8010, name.encode("cp1252", "replace")[:8] + b"\0")
        + _attribute(2, 0x800F, content)
        + _attribute(2, 0x9005, property_list([*texts({0x3707: name}), *further]))
    )


def tnef_embedded(name: str, inner: bytes) -> bytes:
    values = [*texts({0x3001: name}), Value(0x3705, INTEGER, 5)]
    object_ = Value(0x3701, _OBJECT, _MESSAGE_INTERFACE + inner)
    return _attribute(2, 0x9002, bytes(14)) + _attribute(
        2, 0x9005, property_list([*values, object_])
    )


def property_list(
    values: Sequence[Value], names: dict[int, tuple[UUID, str]] | None = None
) -> bytes:
    packed = [struct.pack("<I", len(values))]
    for value in values:
        packed.append(struct.pack("<HH", value.kind, value.tag))
        if names and value.tag in names:
            property_set, name = names[value.tag]
            encoded = name.encode("utf-16-le") + b"\0\0"
            packed.append(
                property_set.bytes_le + struct.pack("<II", 1, len(encoded)) + _padded(encoded)
            )
        if value.kind in FIXED:
            size = 4 if value.kind in (INTEGER, BOOLEAN) else 8
            packed.append(value.packed()[:size])
        else:
            content = value.packed() + (b"\0\0" if value.kind == TEXT else b"")
            packed.append(struct.pack("<II", 1, len(content)) + _padded(content))
    return b"".join(packed)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)


def _attribute(level: int, number: int, data: bytes) -> bytes:
    return (
        struct.pack("<BHHI", level, number, 6, len(data))
        + data
        + struct.pack("<H", sum(data) & 0xFFFF)
    )


def _alone(
    name: str,
    about: str,
    data: bytes,
    *problems: ProblemCode,
    attachments: tuple[str, ...] = (),
    holds: tuple[str, ...] = (_ASKS,),
) -> Sample:
    return Sample(
        name=name, about=about, make=lambda: data, kind=MessageKind.TNEF, subject=_SUBJECT,
        sender=_SENDER, holds=holds, attachments=attachments, problems=frozenset(problems),
    )  # fmt: skip


_WITH_FILES = tnef(
    letter(), attachments=[tnef_attachment("ansøgning.pdf", PDF), tnef_attachment("hus.pdf", PDF)]
)

TNEF_FILES = (
    _alone("winmail.dat", "a message with two files", _WITH_FILES, attachments=("ansøgning.pdf", "hus.pdf")),
    _alone(
        "rtf-winmail.dat",
        "a body in RTF",
        tnef([*letter(body=False), Value(0x1009, BINARY, stored_rtf(rb"{\rtf1\ansi Skal vi s\'f8ge om det?}"))]),
    ),
    _alone(
        "message-in-winmail.dat",
        "a message within the message",
        tnef(letter(), attachments=[tnef_embedded("Indre", tnef(letter(), attachments=[tnef_attachment("hus.pdf", PDF)]))]),
        attachments=("Indre", "hus.pdf"),
    ),
    _alone("cut-winmail.dat", "the file breaks off in the last attachment", _WITH_FILES[:-60], ProblemCode.DAMAGED, attachments=("ansøgning.pdf", "hus.pdf")),
    _alone("garbage-winmail.dat", "bytes after the last attribute", _WITH_FILES + b"\x07" * 20, ProblemCode.DAMAGED, attachments=("ansøgning.pdf", "hus.pdf")),
    Sample(
        name="winmail.eml",
        about="a mail whose files are all in a winmail.dat",
        make=lambda: of_parts(part(LETTER), attached("winmail.dat", _WITH_FILES, "application/ms-tnef")),
        kind=MessageKind.EML,
        subject=_SUBJECT,
        sender=_SENDER,
        holds=(_ASKS,),
        attachments=("ansøgning.pdf", "hus.pdf"),
    ),
    Sample(
        name="winmail-alone.eml",
        about="a mail that is nothing but a winmail.dat",
        make=lambda: of_parts(attached("winmail.dat", tnef([*letter(body=False), Value(0x1013, BINARY, html_of(LETTER).encode())]), "application/ms-tnef")),
        kind=MessageKind.EML,
        subject=_SUBJECT,
        sender=_SENDER,
        holds=(_ASKS,),
    ),
)  # fmt: skip
