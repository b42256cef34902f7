"""A zip that holds itself and nothing else, built as in R. Cox, "Zip files all the way down" (2010)."""

from __future__ import annotations

import struct
import zlib

# So long that repeating the header and one instruction takes five bytes, as all else does.
_NAME = b"sig-selv-i-det-uendelige/a.zip"
_EMPTY = (0b010, 3), (0, 7)
"""A fixed block with nothing in it, but for its end."""


def quine_zip() -> bytes:
    """The archive; its checksum stands in itself, so it is solved for."""
    base = zlib.crc32(_archive(_NAME, 0))
    # A checksum is linear: each bit of the one told changes the one that comes out by a fixed pattern.
    changes = [zlib.crc32(_archive(_NAME, 1 << bit)) ^ base ^ (1 << bit) for bit in range(32)]
    told = _solved(changes, base)
    made = _archive(_NAME, told)
    assert zlib.crc32(made) == told
    return made


def _archive(name: bytes, checksum: int) -> bytes:
    packed_size, size = 0, 0
    for _ in range(2):  # sizes do not depend on what they say
        about = struct.pack(
            "<5H3L2H", 20, 0, 8, 0, 0x5C21, checksum, packed_size, size, len(name), 0
        )
        head = b"PK\3\4" + about + name
        central = b"PK\1\2\x14\0" + about + struct.pack("<3H2L", 0, 0, 0, 0, 0) + name
        tail = central + struct.pack(
            "<4s4H2LH", b"PK\5\6", 0, 0, 1, 1, len(central), len(head) + packed_size, 0
        )
        packed = _packed(head, tail)
        packed_size, size = len(packed), len(head) + len(packed) + len(tail)
    return head + packed + tail


def _packed(head: bytes, tail: bytes) -> bytes:
    """Instructions that print the head, themselves, and the tail."""
    first, one, four = _literal(len(head) + 5), _literal(5), _literal(20)
    repeat_first = _repeat([len(head) + 5], len(head) + 5)
    repeat_four = _repeat([10, 10], 20)
    assert len(repeat_first) == len(repeat_four) == 5
    last = _last(len(tail))
    none, literal_last = _literal(0), _literal(len(last) + len(tail))
    ends = repeat_four + none + none + literal_last
    start = one + repeat_first + one + one + four + repeat_first + one + one + four
    middle = (repeat_four + four) * 4
    return first + head + first + repeat_first + start + middle + ends + ends + last + tail + last


def _last(tail: int) -> bytes:
    for size in range(5, 12):
        for cut in range(3, 200):
            lengths = [cut, size + tail - cut]
            if (
                min(lengths) >= 3
                and max(lengths) <= 258
                and len(packed := _repeat(lengths, size + tail, 1)) == size
            ):
                return packed
    raise AssertionError("no way to write it")


def _literal(count: int) -> bytes:
    """So many bytes as they stand."""
    return struct.pack("<BHH", 0, count, count ^ 0xFFFF)


def _repeat(lengths: list[int], distance: int, final: int = 0) -> bytes:
    """What was printed so far back, once more; empty blocks fill the last byte, else nothing comes out."""
    codes = [pair for length in lengths for pair in (*_length(length), *_distance(distance))]
    block = [(final, 1), (1, 2), *codes, (0, 7)]
    used = sum(count for _value, count in block)
    fill = next((number for number in range(5) if (used + 10 * number) % 8 == 0), None)
    if fill is None:
        return b""
    bits = value = 0
    for one, count in (*_EMPTY * fill, *block):
        value |= one << bits
        bits += count
    return value.to_bytes(bits // 8, "little")


def _length(length: int) -> list[tuple[int, int]]:
    """Code and further bits, as RFC 1951 3.2.5 and 3.2.6 have them."""
    extra = max(0, (length - 3).bit_length() - 3)
    code = 257 + 4 * extra + ((length - 3) >> extra)
    if length == 258:
        code, extra = 285, 0
    huffman = (code - 256, 7) if code < 280 else (code - 280 + 0b11000000, 8)
    return [(_mirrored(*huffman), huffman[1]), ((length - 3) & ((1 << extra) - 1), extra)]


def _distance(distance: int) -> list[tuple[int, int]]:
    extra = max(0, (distance - 1).bit_length() - 2)
    code = 2 * extra + ((distance - 1) >> extra)
    return [(_mirrored(code, 5), 5), ((distance - 1) & ((1 << extra) - 1), extra)]


def _mirrored(value: int, count: int) -> int:
    return int(f"{value:0{count}b}"[::-1], 2)


def _solved(columns: list[int], wanted: int) -> int:
    """The bits whose columns sum to `wanted`, by elimination over two values."""
    pivots: dict[int, tuple[int, int]] = {}
    for bit, column in enumerate(columns):
        value, chosen = _reduced(column, 1 << bit, pivots)
        if value:
            pivots[value.bit_length()] = value, chosen
    rest, told = _reduced(wanted, 0, pivots)
    assert not rest, "no checksum fits; another name may have one"
    return told


def _reduced(value: int, chosen: int, pivots: dict[int, tuple[int, int]]) -> tuple[int, int]:
    for top in sorted(pivots, reverse=True):
        if value.bit_length() == top:
            value, chosen = value ^ pivots[top][0], chosen ^ pivots[top][1]
    return value, chosen
