"""Storages and streams of a compound file ([MS-CFB]), read without copying and within bounds.

Written by hand: olefile believes the counts in the header, so that a file of five kilobytes can make
it read gigabytes, and it holds a stream in memory twice.
"""

from __future__ import annotations

import io
import struct
import sys
from array import array
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from signatur.methods.messages.source import FileSource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEADER = struct.Struct("<8s16x6xHH6x4xII4xIIIII109I")
_ENTRY = struct.Struct("<64sHBxIII36xIQ")
_STREAM = 2
_SECTOR_OF_VERSION_3 = 512
_NOTHING = 0xFFFFFFFF
_SECTOR_SHIFTS = (9, 12)
_SMALL_SECTOR_SHIFTS = range(4, 10)
_TABLE_ENTRY_SIZE = 4
_MOST_DIRECTORY_BYTES = 16 << 20
_MOST_LISTS = 10_000
"""Lists of sectors of the table; one with small sectors is enough for eight megabytes of file."""
_DEEPEST = 100
_LOW_32_BITS = 0xFFFFFFFF


class DamagedCompoundFileError(ValueError):
    """The file has the mark of a compound file, but its header or directory is beyond use."""


@dataclass(frozen=True, slots=True)
class Storage:
    """A folder of a compound file: streams and further storages, by their names in lower case."""

    streams: Mapping[str, FileSource]
    storages: Mapping[str, Storage]
    is_damaged: bool
    """Whether a stream or storage in it is missing, or shorter than the directory says."""


def read_storage(file: BinaryIO) -> Storage:
    """Read the directory of a compound file; its streams can be read while `file` is open.

    Raises:
        DamagedCompoundFileError: The header or the directory is beyond use.
    """
    space = _Space.of(file)
    return _Directory(space).root()


class _Table:
    """An allocation table: which sector of a space follows which."""

    def __init__(self, following: Sequence[int], sector_size: int, before_first: int) -> None:
        """Take a table; `before_first` sectors precede number 0, as the header of the file does."""
        self._following = following
        self._size = sector_size
        self._before_first = before_first
        self._unused = len(following)

    def stretches(self, first: int, size: int) -> Iterator[tuple[int, int]]:
        """Follow a chain as far as `size` bytes need it.

        A sector belongs to one chain; so when as many were given as there are, chains run in circles
        or into each other, and no more are given.
        """
        sector = first
        for left in range(size, 0, -self._size):
            if not (0 <= sector < len(self._following) and self._unused):
                return
            self._unused -= 1
            yield (sector + self._before_first) * self._size, min(left, self._size)
            sector = self._following[sector]


@dataclass(frozen=True, slots=True)
class _Space:
    """The sectors of the file, and what its header says about them."""

    file: BinaryIO
    file_size: int
    table: _Table
    sector_size: int
    first_directory: int
    smallest_big: int
    small_sector_size: int
    first_small_table: int

    @classmethod
    def of(cls, file: BinaryIO) -> _Space:
        file_size = file.seek(0, io.SEEK_END)
        file.seek(0)
        header = file.read(_HEADER.size)
        if len(header) < _HEADER.size:
            raise DamagedCompoundFileError("the header is cut off")
        (
            mark, shift, small_shift, _, first_directory, cutoff, first_small, _,
            first_list, _, *places,
        ) = _HEADER.unpack(header)  # fmt: skip
        if mark != MAGIC or shift not in _SECTOR_SHIFTS or small_shift not in _SMALL_SECTOR_SHIFTS:
            raise DamagedCompoundFileError("the header is damaged")
        size = 1 << shift
        return cls(
            file=file,
            file_size=file_size,
            table=_read_table(file, file_size, size, places, first_list),
            sector_size=size,
            first_directory=first_directory,
            smallest_big=cutoff,
            small_sector_size=1 << small_shift,
            first_small_table=first_small,
        )

    def stream(self, stretches: Iterable[tuple[int, int]]) -> FileSource:
        """Join neighbouring stretches; what would lie behind the end of the file is left out."""
        joined: list[tuple[int, int]] = []
        for offset, length in stretches:
            there = min(length, self.file_size - offset)
            if there <= 0:
                break
            if joined and sum(joined[-1]) == offset:
                joined[-1] = (joined[-1][0], joined[-1][1] + there)
            else:
                joined.append((offset, there))
        return FileSource(self.file, joined)


def _read_table(
    file: BinaryIO, file_size: int, sector_size: int, places: Sequence[int], first_list: int
) -> _Table:
    """Read the allocation table, as much of it as a file of this size can need."""
    sectors = -(-file_size // sector_size)
    wanted = -(-sectors // (sector_size // 4))
    table = array("I")
    for place in islice(_places(file, sector_size, places, first_list), wanted):
        file.seek((place + 1) * sector_size)
        table.frombytes(file.read(sector_size).ljust(sector_size, b"\xff"))
    if sys.byteorder == "big":
        table.byteswap()
    return _Table(table[:sectors], sector_size, before_first=1)


def _places(
    file: BinaryIO, sector_size: int, places: Sequence[int], first_list: int
) -> Iterator[int]:
    """Give the sectors of the table: the first stand in the header, the others in a chain of lists."""
    yield from (place for place in places if place != _NOTHING)
    entries = struct.Struct(f"<{sector_size // 4}I")
    for _ in range(_MOST_LISTS):
        file.seek((first_list + 1) * sector_size)
        data = file.read(sector_size)
        if len(data) < sector_size:
            return
        *listed, first_list = entries.unpack(data)
        yield from (place for place in listed if place != _NOTHING)


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


class _Directory:
    """The entries of a compound file, which form a search tree for each storage."""

    def __init__(self, space: _Space) -> None:
        chain_ = space.table.stretches(space.first_directory, _MOST_DIRECTORY_BYTES)
        data = space.stream(chain_).read(0, _MOST_DIRECTORY_BYTES)
        self._space = space
        self._entries = [
            _entry(fields, has_large_sizes=space.sector_size != _SECTOR_OF_VERSION_3)
            for fields in _ENTRY.iter_unpack(data[: len(data) - len(data) % _ENTRY.size])
        ]
        if not self._entries:
            raise DamagedCompoundFileError("there is no directory")
        self._seen = {0}
        # Streams of some bytes share one stream, which is the root's, and a table of their own.
        root = self._entries[0]
        self._shared = space.stream(space.table.stretches(root.start, root.size))
        wanted = -(-self._shared.size // space.small_sector_size) * _TABLE_ENTRY_SIZE
        small = space.stream(space.table.stretches(space.first_small_table, wanted))
        self._small = _small_table(small.read(0, wanted), space.small_sector_size)

    def root(self) -> Storage:
        return self._storage(self._entries[0], depth=0)

    def _storage(self, entry: _Entry, depth: int) -> Storage:
        streams: dict[str, FileSource] = {}
        storages: dict[str, Storage] = {}
        members, is_damaged = self._members(entry)
        for member in members:
            name = member.name.lower()
            if member.kind == _STREAM:
                streams[name] = self._stream(member)
                is_damaged |= streams[name].size < member.size
            elif depth < _DEEPEST:
                storages[name] = self._storage(member, depth + 1)
        return Storage(streams, storages, is_damaged)

    def _members(self, storage: _Entry) -> tuple[list[_Entry], bool]:
        """Walk the tree of a storage; also tell whether it leads out of the directory or in circles."""
        members: list[_Entry] = []
        is_damaged = False
        stack = [storage.child]
        while stack:
            number = stack.pop()
            if number == _NOTHING:
                continue
            if number in self._seen or number >= len(self._entries):
                is_damaged = True
                continue
            self._seen.add(number)
            entry = self._entries[number]
            members.append(entry)
            stack += (entry.left, entry.right)
        return members, is_damaged

    def _stream(self, entry: _Entry) -> FileSource:
        if entry.size >= self._space.smallest_big:
            return self._space.stream(self._space.table.stretches(entry.start, entry.size))
        small = self._small.stretches(entry.start, entry.size)
        return self._space.stream(
            chain.from_iterable(
                self._shared.stretches(offset, min(offset + length, self._shared.size))
                for offset, length in small
            )
        )


def _entry(fields: tuple[Any, ...], *, has_large_sizes: bool) -> _Entry:
    name, length, kind, left, right, child, start, size = fields
    return _Entry(
        name=name[: max(length - 2, 0)].decode("utf-16-le", "replace"),
        kind=kind,
        left=left,
        right=right,
        child=child,
        start=start,
        # With small sectors only half of the field is used, and programs leave the rest as it was.
        size=size if has_large_sizes else size & _LOW_32_BITS,
    )


def _small_table(data: bytes, sector_size: int) -> _Table:
    table = array("I", data[: len(data) - len(data) % 4])
    if sys.byteorder == "big":
        table.byteswap()
    return _Table(table, sector_size, before_first=0)
