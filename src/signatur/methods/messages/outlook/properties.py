"""MAPI properties, as Outlook files and winmail.dat hold them ([MS-OXCDATA], [MS-OXPROPS])."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import IntEnum
from typing import TYPE_CHECKING

from signatur.methods.messages.charsets import decode_trusted

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.methods.messages.source import Source


class Tag(IntEnum):
    """Property ids that are read; the names are those of [MS-OXPROPS] without `PidTag`."""

    IMPORTANCE = 0x0017
    MESSAGE_CLASS = 0x001A
    SENSITIVITY = 0x0036
    SUBJECT = 0x0037
    CLIENT_SUBMIT_TIME = 0x0039
    SENT_REPRESENTING_NAME = 0x0042
    SENT_REPRESENTING_ADDRESS_TYPE = 0x0064
    SENT_REPRESENTING_EMAIL_ADDRESS = 0x0065
    CONVERSATION_INDEX = 0x0071
    TRANSPORT_MESSAGE_HEADERS = 0x007D
    RECIPIENT_TYPE = 0x0C15
    SENDER_NAME = 0x0C1A
    SENDER_ADDRESS_TYPE = 0x0C1E
    SENDER_EMAIL_ADDRESS = 0x0C1F
    DISPLAY_TO = 0x0E04
    DISPLAY_CC = 0x0E03
    MESSAGE_DELIVERY_TIME = 0x0E06
    NORMALIZED_SUBJECT = 0x0E1D
    BODY = 0x1000
    RTF_COMPRESSED = 0x1009
    HTML = 0x1013
    INTERNET_MESSAGE_ID = 0x1035
    INTERNET_REFERENCES = 0x1039
    IN_REPLY_TO_ID = 0x1042
    DISPLAY_NAME = 0x3001
    ADDRESS_TYPE = 0x3002
    EMAIL_ADDRESS = 0x3003
    CREATION_TIME = 0x3007
    ATTACH_DATA = 0x3701
    ATTACH_EXTENSION = 0x3703
    ATTACH_FILENAME = 0x3704
    ATTACH_METHOD = 0x3705
    ATTACH_LONG_FILENAME = 0x3707
    ATTACH_TRANSPORT_NAME = 0x370C
    ATTACH_MIME_TAG = 0x370E
    ATTACH_CONTENT_ID = 0x3712
    SMTP_ADDRESS = 0x39FE
    INTERNET_CODEPAGE = 0x3FDE
    MESSAGE_LOCALE_ID = 0x3FF1
    MESSAGE_CODEPAGE = 0x3FFD
    SENDER_SMTP_ADDRESS = 0x5D01
    SENT_REPRESENTING_SMTP_ADDRESS = 0x5D02
    RECIPIENT_DISPLAY_NAME = 0x5FF6
    ATTACHMENT_HIDDEN = 0x7FFE


class Type(IntEnum):
    """Property types; `MULTIPLE` is a flag on top of another type."""

    INTEGER_16 = 0x0002
    INTEGER_32 = 0x0003
    BOOLEAN = 0x000B
    OBJECT = 0x000D
    INTEGER_64 = 0x0014
    STRING_8 = 0x001E
    STRING = 0x001F
    TIME = 0x0040
    GUID = 0x0048
    BINARY = 0x0102
    MULTIPLE = 0x1000


VARIABLE_SIZE = frozenset({Type.OBJECT, Type.STRING_8, Type.STRING, Type.BINARY})

INTERNET_HEADERS = "00020386-0000-0000-c000-000000000046"
"""Property set whose names are those of header fields."""
PUBLIC_STRINGS = "00020329-0000-0000-c000-000000000046"

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_MOST_BYTES = 8_000_000
_SMALLEST_YEAR = 1980
"""Outlook writes a date far in the past or future where it has none."""
_LARGEST_YEAR = 2100


@dataclass(frozen=True, slots=True)
class Property:
    """The type of a property and its value or, for one that holds several, its values."""

    type: int
    values: tuple[Source, ...]


@dataclass(frozen=True, slots=True)
class Properties:
    """The properties of a message, recipient or attachment, read by their ids."""

    by_id: Mapping[int, Property]
    by_name: Mapping[tuple[str, str], int] = field(default_factory=dict)
    """Ids of named properties, by property set and name in lower case."""
    charset: str = ""
    """Charset of the strings that are not in Unicode."""

    def __contains__(self, tag: int) -> bool:
        return tag in self.by_id

    def source(self, tag: int) -> Source | None:
        """Return the bytes of a value, however large, or None."""
        found = self.by_id.get(tag)
        return found.values[0] if found and found.values else None

    def text(self, *tags: int) -> str:
        """Return the first of several properties that is a text and not empty."""
        return next((text for tag in tags for text in self.texts(tag) if text), "")

    def texts(self, tag: int) -> tuple[str, ...]:
        """Return all texts of a property that may hold several."""
        found = self.by_id.get(tag)
        if found is None:
            return ()
        return tuple(self._as_text(value, found.type) for value in found.values)

    def integer(self, tag: int, default: int = 0) -> int:
        """Return a whole number; a boolean is 0 or 1."""
        found = self.by_id.get(tag)
        if found is None or not found.values or found.type in VARIABLE_SIZE:
            return default
        data = found.values[0].read(0, 2 if found.type in (Type.INTEGER_16, Type.BOOLEAN) else 4)
        return int.from_bytes(data, "little", signed=True)

    def moment(self, tag: int) -> datetime | None:
        """Return a time in UTC, or None where there is none that can be true."""
        found = self.by_id.get(tag)
        if found is None or found.type != Type.TIME or not found.values:
            return None
        return moment_of(found.values[0].read(0, 8))

    def _as_text(self, value: Source, kind: int) -> str:
        base = kind & ~Type.MULTIPLE
        data = value.read(0, _MOST_BYTES)
        if base == Type.STRING:
            return data.decode("utf-16-le", "replace").partition("\0")[0]
        if base in (Type.STRING_8, Type.BINARY):
            return decode_trusted(data.partition(b"\0")[0], self.charset)
        return ""


def moment_of(filetime: bytes) -> datetime | None:
    """Return the moment of a FILETIME: tenths of microseconds since 1601, little-endian."""
    if len(filetime) < struct.calcsize("<Q"):
        return None
    ticks = int.from_bytes(filetime[:8], "little")
    try:
        moment = _EPOCH + timedelta(microseconds=ticks // 10)
    except OverflowError:
        return None
    return moment if _SMALLEST_YEAR <= moment.year <= _LARGEST_YEAR else None
