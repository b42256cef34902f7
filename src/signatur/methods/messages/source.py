"""Random access to the bytes of a message, whether they lie in memory or in stretches of a file."""

from __future__ import annotations

from bisect import bisect_right
from contextlib import contextmanager
from itertools import accumulate, chain
from typing import TYPE_CHECKING, BinaryIO, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from signatur.methods.documents.content import Content

_BLOCK = 1 << 18
LONGEST_NEEDLE = 4096
"""The longest byte string that `Source.find` can be asked for."""


class Source(Protocol):
    """Bytes that are read piece by piece; positions run from 0 to `size`."""

    @property
    def size(self) -> int: ...

    def read(self, start: int, stop: int) -> bytes:
        """Return the bytes from `start` up to `stop`, fewer where the source ends before."""

    def find(self, needle: bytes, start: int, stop: int) -> int:
        """Return where `needle` first lies wholly between `start` and `stop`, or -1."""

    def part(self, start: int, stop: int) -> Source:
        """Return a source of its own for a stretch of this one."""

    def joined(self, spans: Sequence[tuple[int, int]]) -> Source:
        """Return several stretches, each given by its start and stop, as one source."""


class MemorySource:
    """Bytes in memory."""

    __slots__ = ("_data", "size")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self.size = len(data)

    def read(self, start: int, stop: int) -> bytes:
        return self._data[start:stop]

    def find(self, needle: bytes, start: int, stop: int) -> int:
        return self._data.find(needle, start, stop)

    def part(self, start: int, stop: int) -> MemorySource:
        return MemorySource(self._data[start:stop])

    def joined(self, spans: Sequence[tuple[int, int]]) -> MemorySource:
        return MemorySource(b"".join(self._data[start:stop] for start, stop in spans))


class FileSource:
    """Stretches of an open file, read as if they followed each other without a gap.

    One stretch is a plain file or a part of it; many are a stream of an Outlook file, whose
    sectors may lie anywhere, or a signed content that was cut in pieces.
    """

    __slots__ = ("_ends", "_file", "_stretches", "_window", "_window_at", "size")

    def __init__(self, file: BinaryIO, stretches: Sequence[tuple[int, int]]) -> None:
        """Read from `file` the `stretches`, each given as its offset and length in bytes."""
        self._file = file
        self._stretches = stretches
        self._ends = list(accumulate(length for _, length in stretches))
        self.size = self._ends[-1] if self._ends else 0
        self._window = b""
        self._window_at = -1

    def read(self, start: int, stop: int) -> bytes:
        return b"".join(self._pieces(start, min(stop, self.size)))

    def find(self, needle: bytes, start: int, stop: int) -> int:
        stop = min(stop, self.size)
        while start < stop:
            base = start - start % _BLOCK
            window = self._window_from(base)
            hit = window.find(needle, start - base, stop - base)
            if hit >= 0:
                return base + hit
            start = base + _BLOCK
        return -1

    def part(self, start: int, stop: int) -> FileSource:
        return self.joined([(start, stop)])

    def joined(self, spans: Sequence[tuple[int, int]]) -> FileSource:
        inside = (self.stretches(start, min(stop, self.size)) for start, stop in spans)
        return FileSource(self._file, tuple(chain.from_iterable(inside)))

    def stretches(self, start: int, stop: int) -> Iterator[tuple[int, int]]:
        """Tell where in the file the bytes from `start` up to `stop` lie."""
        index = bisect_right(self._ends, start)
        while start < stop:
            offset, length = self._stretches[index]
            into = start - (self._ends[index] - length)
            take = min(length - into, stop - start)
            yield offset + into, take
            start += take
            index += 1

    def _window_from(self, base: int) -> bytes:
        # One needle's length more than a block, so that a needle across two blocks is found.
        if self._window_at != base:
            self._window = self.read(base, base + _BLOCK + LONGEST_NEEDLE)
            self._window_at = base
        return self._window

    def _pieces(self, start: int, stop: int) -> Iterator[bytes]:
        for offset, length in self.stretches(start, stop):
            self._file.seek(offset)
            yield self._file.read(length)


def blocks(source: Source, start: int, stop: int) -> Iterator[bytes]:
    """Read a stretch of `source` in blocks of a bounded size."""
    for at in range(start, stop, _BLOCK):
        yield source.read(at, min(at + _BLOCK, stop))


@contextmanager
def opened(content: Content) -> Iterator[Source]:
    """Give access to a content for as long as the block lasts."""
    if content.path is None:
        yield MemorySource(content.data or b"")
        return
    with content.path.open("rb") as file:
        yield FileSource(file, ((0, content.size),) if content.size else ())
