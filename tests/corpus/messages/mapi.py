"""MAPI properties, as values of samples in Outlook files and in winmail.dat."""

from __future__ import annotations

import struct
import zlib
from dataclasses import dataclass
from datetime import UTC, datetime

_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
INTEGER, BOOLEAN, TIME, TEXT, ANSI, BINARY, TEXTS = 0x03, 0x0B, 0x40, 0x1F, 0x1E, 0x102, 0x101F
FIXED = (INTEGER, BOOLEAN, TIME)
SENT_AT = datetime(2025, 3, 4, 9, 31, tzinfo=UTC)


@dataclass(frozen=True)
class Value:
    """A property: its id, its type and its value in Python."""

    tag: int
    kind: int
    value: int | str | bytes | datetime | tuple[str, ...]

    def packed(self, charset: str = "cp1252") -> bytes:
        """Return the bytes of a single value; texts come without their final NUL."""
        if isinstance(self.value, datetime):
            return struct.pack("<Q", int((self.value - _EPOCH).total_seconds() * 10_000_000))
        if isinstance(self.value, int):
            return struct.pack("<Q", self.value)
        if isinstance(self.value, str):
            return self.value.encode("utf-16-le" if self.kind == TEXT else charset)
        assert isinstance(self.value, bytes)
        return self.value


def texts(tag_values: dict[int, str], kind: int = TEXT) -> list[Value]:
    return [Value(tag, kind, value) for tag, value in tag_values.items()]


def stored_rtf(rtf: bytes) -> bytes:
    """Wrap RTF as an Outlook body without compressing it ([MS-OXRTFCP] § 2.1.3.1)."""
    return struct.pack("<II4sI", len(rtf) + 12, len(rtf), b"MELA", 0) + rtf


def packed_rtf(rtf: bytes) -> bytes:
    """Wrap RTF as an Outlook body, compressed by literals alone."""
    runs = [rtf[at : at + 8] for at in range(0, len(rtf), 8)]
    body = b"".join(b"\0" + run for run in runs)
    # The checksum of the specification (§ 2.1.3.2) lacks the inversions of the usual one.
    checksum = zlib.crc32(body, 0xFFFFFFFF) ^ 0xFFFFFFFF
    return struct.pack("<II4sI", len(body) + 12, len(rtf), b"LZFu", checksum) + body
