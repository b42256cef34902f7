"""Objects that Outlook embeds in the text of a message, such as a sheet or a packaged file."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from signatur.methods.messages.outlook.compound import Storage
    from signatur.methods.messages.source import Source

# Streams that hold a whole file, best first.
_WHOLE_FILES = ("package", "contents", "embeddedodf")
_NATIVE = "\x01ole10native"
_LONGEST_NAMES = 4096


def object_data(storage: Storage) -> Source | None:
    """Return the file within an embedded object, or None where it is spread over several streams."""
    for name in _WHOLE_FILES:
        if name in storage.streams:
            return storage.streams[name]
    native = storage.streams.get(_NATIVE)
    return _packaged(native) if native else None


def _packaged(native: Source) -> Source | None:
    """Find the file in an `Ole10Native` stream: size, flags, three names, size, file."""
    head = native.read(6, 6 + _LONGEST_NAMES)
    label, _, rest = head.partition(b"\0")
    path, _, rest = rest.partition(b"\0")
    at = 6 + len(label) + len(path) + 2
    if len(rest) < 8:
        return None
    (temporary_length,) = struct.unpack_from("<4xI", rest)
    at += 8 + temporary_length
    size_field = native.read(at, at + 4)
    if len(size_field) < 4:
        return None
    start = at + 4
    return native.part(start, min(start + int.from_bytes(size_field, "little"), native.size))
