"""The compression of the RTF body of an Outlook message ([MS-OXRTFCP])."""

from __future__ import annotations

import struct

_DICTIONARY = (
    b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript "
    b"\\fdecor MS Sans SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par "
    b"\\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx"  # codespell:ignore pard
)
_WINDOW = 4096
_HEADER = 16
_COMPRESSED, _STORED = b"LZFu", b"MELA"


class DamagedRtfError(ValueError):
    """The compressed RTF is none, or is cut off before anything could be read."""


def decompressed(data: bytes, most: int) -> bytes:
    """Undo the compression of an RTF body ([MS-OXRTFCP] § 2.1); a cut one is read as far as it goes.

    Args:
        data: The value of the property PidTagRtfCompressed.
        most: Bytes after which to stop.

    Raises:
        DamagedRtfError: There is no header of compressed RTF.
    """
    if len(data) < _HEADER or data[8:12] not in (_COMPRESSED, _STORED):
        raise DamagedRtfError("no header of compressed RTF")
    _, raw_size = struct.unpack_from("<II", data)
    most = min(most, raw_size)
    if data[8:12] == _STORED:
        return data[_HEADER : _HEADER + most]
    return bytes(_unpacked(data, most))


def _unpacked(data: bytes, most: int) -> bytearray:
    # The window is not kept as a ring: the output so far, with the dictionary before it, serves.
    out = bytearray(_DICTIONARY)
    at = _HEADER
    most += len(_DICTIONARY)
    while at < len(data) and len(out) < most:
        flags = data[at]
        at += 1
        for bit in range(8):
            if not flags >> bit & 1:
                out += data[at : at + 1]
                at += 1
                continue
            reference = int.from_bytes(data[at : at + 2], "big")
            at += 2
            distance = (len(out) - (reference >> 4)) % _WINDOW
            if distance == 0 or at > len(data):
                return out[len(_DICTIONARY) : most]
            _repeat(out, distance, (reference & 0xF) + 2)
    return out[len(_DICTIONARY) : most]


def _repeat(out: bytearray, distance: int, length: int) -> None:
    start = len(out) - distance
    if start < 0:
        # Before anything was written the window holds nothing.
        out += bytes(length)
    else:
        repeated = out[start : start + length]
        out += (repeated * (length // len(repeated) + 1))[:length]
