"""Which property ids an Outlook file uses for the properties that have names ([MS-OXMSG] § 2.2.3)."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING
from uuid import UUID

from signatur.methods.messages.outlook.properties import PUBLIC_STRINGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.methods.messages.outlook.compound import Storage

_FOLDER = "__nameid_version1.0"
_SETS, _ENTRIES, _STRINGS = (f"__substg1.0_{tag}0102" for tag in ("0002", "0003", "0004"))
_ENTRY = struct.Struct("<IHH")
_MOST_BYTES = 1 << 20
_FIRST_ID = 0x8000
_IS_STRING = 1
_PUBLIC_STRINGS_SET = 2
_FIRST_LISTED_SET = 3


def named_properties(root: Storage) -> Mapping[tuple[str, str], int]:
    """Return the ids of properties that are named by a string, by property set and lower-case name."""
    folder = root.storages.get(_FOLDER)
    if folder is None:
        return {}
    sets, entries, strings = (
        folder.streams[name].read(0, _MOST_BYTES) if name in folder.streams else b""
        for name in (_SETS, _ENTRIES, _STRINGS)
    )
    entries = entries[: len(entries) - len(entries) % _ENTRY.size]
    return {
        (_property_set(kind >> 1, sets), _string(offset, strings).lower()): _FIRST_ID + index
        for offset, kind, index in _ENTRY.iter_unpack(entries)
        if kind & _IS_STRING
    }


def _property_set(index: int, sets: bytes) -> str:
    if index == _PUBLIC_STRINGS_SET:
        return PUBLIC_STRINGS
    start = (index - _FIRST_LISTED_SET) * 16
    octets = sets[start : start + 16] if start >= 0 else b""
    return str(UUID(bytes_le=octets)) if len(octets) == 16 else ""  # bytes of a GUID


def _string(offset: int, strings: bytes) -> str:
    start = offset + 4
    length = int.from_bytes(strings[offset:start], "little")
    return strings[start : start + length].decode("utf-16-le", "replace")
