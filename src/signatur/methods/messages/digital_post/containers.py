"""Containers in which Digital Post hands over several messages: tar, plain or compressed.

Members are read one after the other and never written under their own names, so that neither their
paths nor links among them can do harm.
"""

from __future__ import annotations

import lzma
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from signatur.methods.messages.digital_post import lz4

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.schema import Limits
    from signatur.methods.messages.reading import Allowance

_BLOCK = 1 << 16
_LZMA_MEMORY = 128 << 20
"""Enough for the strongest usual setting, which needs a window of 64 MB."""
_GZIP = 16 + zlib.MAX_WBITS
_ALWAYS_ALLOWED = 1 << 20
"""Bytes below which no ratio is suspicious."""

_RECORD = 512
_NAME, _SIZE, _CHECKSUM, _TYPE = slice(0, 100), slice(124, 136), slice(148, 156), slice(156, 157)
_FILES = (b"0", b"\0", b"7")
_LINKS_AND_DEVICES = (b"1", b"2", b"3", b"4", b"6")
_LARGE_SIZE = 0x80


class DamagedContainerError(ValueError):
    """The container ends early or is damaged; the members before that have been given."""


class PackedTooMuchError(ValueError):
    """The container unpacks to more than any honest one does."""


@dataclass(frozen=True, slots=True)
class Member:
    """A file of a container; its blocks must be read before the next member is asked for."""

    name: str
    blocks: Iterator[bytes]
    is_file: bool
    """False for links and devices, which have no content and are not followed."""


def members(content: Content, limits: Limits, allowance: Allowance) -> Iterator[Member]:
    """Give the members of a container; what they unpack to is taken from the allowance.

    Raises:
        DamagedContainerError: It is no tar file, or a damaged one.
        PackedTooMuchError: It unpacks to more than the limits allow.
    """
    with content.open() as file:
        unpack = _unpacker(file)
        yield from _members(_Stream(_watched(unpack(file), file, limits, allowance)))


def _unpacker(file: BinaryIO) -> Callable[[BinaryIO], Iterator[bytes]]:
    head = file.read(6)
    file.seek(0)
    if head.startswith(b"\x1f\x8b"):
        return _inflated
    if head.startswith((b"\xfd7zXZ\0", b"\x5d\0\0")):
        return _lzma_unpacked
    return lz4.unpacked if head.startswith(lz4.MAGIC) else _plain


def _watched(
    blocks: Iterator[bytes], file: BinaryIO, limits: Limits, allowance: Allowance
) -> Iterator[bytes]:
    size = 0
    try:
        for block in blocks:
            size += len(block)
            allowance.unpacked_bytes -= len(block)
            is_bomb = size > max(_ALWAYS_ALLOWED, file.tell() * limits.unpacked_ratio)
            if is_bomb or allowance.unpacked_bytes < 0:
                raise PackedTooMuchError
            yield block
    except (zlib.error, lzma.LZMAError, lz4.Lz4Error) as fault:
        raise DamagedContainerError(type(fault).__name__) from fault


def _plain(file: BinaryIO) -> Iterator[bytes]:
    while block := file.read(_BLOCK):
        yield block


def _inflated(file: BinaryIO) -> Iterator[bytes]:
    decompressor = zlib.decompressobj(_GZIP)
    while block := file.read(_BLOCK):
        while block:
            yield decompressor.decompress(block, _BLOCK)
            block = decompressor.unconsumed_tail
        if decompressor.eof:
            return
    raise DamagedContainerError("the compressed data ends early")


def _lzma_unpacked(file: BinaryIO) -> Iterator[bytes]:
    decompressor = lzma.LZMADecompressor(lzma.FORMAT_AUTO, memlimit=_LZMA_MEMORY)
    while not decompressor.eof:
        block = file.read(_BLOCK) if decompressor.needs_input else b""
        if not block and decompressor.needs_input:
            raise DamagedContainerError("the compressed data ends early")
        yield decompressor.decompress(block, _BLOCK)


class _Stream:
    """Takes stretches of given sizes from a row of blocks."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def take(self, size: int) -> Iterator[bytes]:
        while size:
            if not self._rest:
                self._rest = self._next_filled()
            block, self._rest = self._rest[:size], self._rest[size:]
            size -= len(block)
            yield block

    def _next_filled(self) -> bytes:
        filled = next(filter(None, self._blocks), None)
        if filled is None:
            raise DamagedContainerError("the container ends early")
        return filled

    def is_at_end(self) -> bool:
        if not self._rest:
            self._rest = next(filter(None, self._blocks), b"")
        return not self._rest


def _members(stream: _Stream) -> Iterator[Member]:
    while not stream.is_at_end():
        header = b"".join(stream.take(_RECORD))
        if not header.strip(b"\0"):
            return
        size, kind = _size(header), header[_TYPE]
        blocks = stream.take(size)
        if kind in _FILES or kind in _LINKS_AND_DEVICES:
            name = header[_NAME].partition(b"\0")[0].decode("utf-8", "replace")
            yield Member(name, blocks, is_file=kind in _FILES)
        for _ in blocks:  # what the caller left
            pass
        for _ in stream.take(-size % _RECORD):
            pass


def _size(header: bytes) -> int:
    """Return the size of a member. Raises DamagedContainerError for what is no tar header."""
    field = header[_CHECKSUM]
    others = sum(header) - sum(field) + len(field) * ord(" ")
    try:
        stated = int(field.rstrip(b"\0 ") or b"0", 8)
        if header[_SIZE][0] & _LARGE_SIZE:
            size = int.from_bytes(header[_SIZE][1:], "big")
        else:
            size = int(header[_SIZE].rstrip(b"\0 ") or b"0", 8)
    except ValueError as fault:
        raise DamagedContainerError("not a tar header") from fault
    if stated != others or size < 0:
        raise DamagedContainerError("not a tar header")
    return size
