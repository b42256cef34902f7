"""The LZ4 frame format, read block by block; small enough to need no library for the rare file."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterator

MAGIC = b"\x04\x22\x4d\x18"
_HISTORY = 1 << 16
_LARGEST_BLOCK = 4 << 20
_STORED = 0x80000000
_HAS_BLOCK_CHECKSUM, _HAS_CONTENT_SIZE, _HAS_DICTIONARY = 0x10, 0x08, 0x01
_CHECKSUM_SIZE = 4
_SHORTEST_MATCH = 4
_MORE = 15


class Lz4Error(ValueError):
    """The frame is damaged or uses what is not supported (a preset dictionary)."""


def unpacked(file: BinaryIO) -> Iterator[bytes]:
    """Decompress the frame that a file holds; checksums are not verified.

    Raises:
        Lz4Error: The frame is damaged; what came before the damage has been given.
    """
    header = _exactly(file, len(MAGIC) + 2)
    flags = header[len(MAGIC)]
    if not header.startswith(MAGIC) or flags & _HAS_DICTIONARY:
        raise Lz4Error("no LZ4 frame, or one with a dictionary")
    _exactly(file, (8 if flags & _HAS_CONTENT_SIZE else 0) + 1)
    history = b""
    while size := struct.unpack("<I", _exactly(file, 4))[0]:
        if size & ~_STORED > _LARGEST_BLOCK:
            raise Lz4Error("a block of an impossible size")
        block = _exactly(file, size & ~_STORED)
        if flags & _HAS_BLOCK_CHECKSUM:
            _exactly(file, _CHECKSUM_SIZE)
        block = block if size & _STORED else _unpacked_block(block, history)
        yield block
        history = (history + block)[-_HISTORY:]


def _exactly(file: BinaryIO, size: int) -> bytes:
    data = file.read(size)
    if len(data) < size:
        raise Lz4Error("the frame ends early")
    return data


def _unpacked_block(block: bytes, history: bytes) -> bytes:
    out = bytearray(history)
    at = 0
    try:
        while True:
            token = block[at]
            length, at = _length(block, at + 1, token >> 4)
            out += block[at : at + length]
            at += length
            if at >= len(block):
                return bytes(out[len(history) :])
            distance = block[at] | block[at + 1] << 8
            length, at = _length(block, at + 2, token & _MORE)
            _repeat(out, distance, length + _SHORTEST_MATCH)
            if len(out) > _LARGEST_BLOCK + _HISTORY:
                raise Lz4Error("a block larger than any")
    except IndexError as fault:
        raise Lz4Error("a block ends early") from fault


def _length(block: bytes, at: int, length: int) -> tuple[int, int]:
    if length == _MORE:
        while block[at] == 0xFF:  # a full byte says that another follows
            length += 0xFF
            at += 1
        length += block[at]
        at += 1
    return length, at


def _repeat(out: bytearray, distance: int, length: int) -> None:
    if not 0 < distance <= len(out):
        raise Lz4Error("a reference before the beginning")
    start = len(out) - distance
    repeated = bytes(out[start : start + length])
    out += (repeated * (length // len(repeated) + 1))[:length]
