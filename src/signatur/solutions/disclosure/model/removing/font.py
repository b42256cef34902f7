"""A font without shapes for the text layer: every letter is an empty sign half an em wide.

The text layer only has to be found, read aloud and copied; what a reader sees is the picture. A font of
its own therefore holds no outlines and says nothing of the original's fonts.
"""

from __future__ import annotations

import struct
from typing import Final

UNITS: Final = 1000
ADVANCE: Final = 500
"""Width of every letter, in thousandths of the font size."""
_PRIVATE_USE: Final = 0xE000
_PRIVATE_SIGNS: Final = 6_400
_REPLACEMENT: Final = 0xFFFD
_IN_ONE_BLOCK: Final = 100
# The clock of the format counts from 1904; a fixed moment keeps the bytes the same.
_MOMENT: Final = 3_786_825_600


_FIRST_ODD: Final = "\ud800"
"""Up to here a printable letter's code is its number."""


class Codes:
    """The two-byte code of each letter. Letters beyond the first plane borrow codes of private use."""

    def __init__(self) -> None:
        self._borrowed: dict[int, int] = {}

    def encode(self, text: str) -> bytes:
        if text.isprintable() and max(text, default=" ") < _FIRST_ODD:
            return text.encode("utf-16-be")
        return b"".join(self._code(ord(sign)).to_bytes(2, "big") for sign in text)

    def _code(self, point: int) -> int:
        if (
            point < 0x20
            or 0xD800 <= point <= 0xF8FF
            or 0xFFF0 <= point <= 0xFFFF
            or point == 0xFEFF
        ):
            return _REPLACEMENT
        if point <= 0xFFFF:
            return point
        if point not in self._borrowed and len(self._borrowed) >= _PRIVATE_SIGNS:
            return _REPLACEMENT
        return self._borrowed.setdefault(point, _PRIVATE_USE + len(self._borrowed))

    def to_unicode(self) -> bytes:
        """The map from codes back to letters, for whoever reads the file."""
        # Ranges must not cross the last byte (ISO 32000-1, 9.10.3).
        ranges = [
            f"<{high:02X}00> <{high:02X}FF> <{high:02X}00>"
            for high in range(0x100)
            if not 0xD8 <= high <= 0xF8
        ]
        ranges += [
            f"<{code:04X}> <{code:04X}> <{chr(point).encode('utf-16-be').hex().upper()}>"
            for point, code in self._borrowed.items()
        ]
        lines = [
            "/CIDInit /ProcSet findresource begin", "12 dict begin", "begincmap",
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def",
            "/CMapName /Adobe-Identity-UCS def", "/CMapType 2 def",
            "1 begincodespacerange", "<0000> <FFFF>", "endcodespacerange",
        ]  # fmt: skip
        for at in range(0, len(ranges), _IN_ONE_BLOCK):
            block = ranges[at : at + _IN_ONE_BLOCK]
            lines += [f"{len(block)} beginbfrange", *block, "endbfrange"]
        lines += ["endcmap", "CMapName currentdict /CMap defineresource pop", "end", "end"]
        return "\n".join(lines).encode("ascii")


def font_program() -> bytes:
    """A TrueType font with two empty signs."""
    head = struct.pack(
        ">IIIIHHqqhhhhHHhhh",
        0x10000, 0x10000, 0, 0x5F0F3CF5, 0, UNITS, _MOMENT, _MOMENT, 0, 0, ADVANCE, UNITS, 0, 8, 2, 0, 0,
    )  # fmt: skip
    hhea = struct.pack(">IhhhHhhhhhhhhhhhH", 0x10000, UNITS, 0, 0, ADVANCE, *([0] * 11), 2)
    maxp = struct.pack(">IHHHHHHHHHHHHHH", 0x10000, 2, *([0] * 4), 2, *([0] * 8))
    tables = {
        b"glyf": b"\0\0\0\0",
        b"head": head,
        b"hhea": hhea,
        b"hmtx": struct.pack(">HhHh", ADVANCE, 0, ADVANCE, 0),
        b"loca": struct.pack(">HHH", 0, 0, 0),
        b"maxp": maxp,
    }
    return _font_file(tables)


def _font_file(tables: dict[bytes, bytes]) -> bytes:
    count = len(tables)
    power = 1 << (count.bit_length() - 1)
    header = struct.pack(
        ">IHHHH", 0x10000, count, power * 16, power.bit_length() - 1, (count - power) * 16
    )
    at = len(header) + 16 * count
    directory = body = b""
    for tag, data in sorted(tables.items()):
        padded = data + b"\0" * (-len(data) % 4)
        total = sum(struct.unpack(f">{len(padded) // 4}I", padded)) & 0xFFFFFFFF
        directory += struct.pack(">4sIII", tag, total, at + len(body), len(data))
        body += padded
    whole = header + directory + body
    total = sum(struct.unpack(f">{len(whole) // 4}I", whole)) & 0xFFFFFFFF
    place = whole.index(b"head", 12)
    start = struct.unpack(">I", whole[place + 8 : place + 12])[0] + 8
    adjustment = struct.pack(">I", (0xB1B0AFBA - total) & 0xFFFFFFFF)
    return whole[:start] + adjustment + whole[start + 4 :]
