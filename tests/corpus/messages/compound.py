"""Writes compound files ([MS-CFB]), the container of Outlook files, for samples and nothing else."""

from __future__ import annotations

import struct
from dataclasses import dataclass, field

_FREE, _END, _FAT_SECTOR, _NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF
_CUTOFF, _SMALL = 4096, 64
_STORAGE, _STREAM, _ROOT = 1, 2, 5
_BLACK = 1
_PLACES_IN_HEADER = 109


@dataclass
class Folder:
    """A storage: streams and further storages by name."""

    streams: dict[str, bytes] = field(default_factory=dict)
    folders: dict[str, Folder] = field(default_factory=dict)


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    left: int = _NONE
    right: int = _NONE
    child: int = _NONE
    start: int = _END

    def packed(self) -> bytes:
        name = self.name.encode("utf-16-le") + b"\0\0"
        return struct.pack(
            "<64sHBBIII36xIQ", name, len(name), self.kind, _BLACK,
            self.left, self.right, self.child, self.start, len(self.data),
        )  # fmt: skip


def compound_file(root: Folder, sector_size: int = 512) -> bytes:
    """Return the file; with sectors of 512 bytes up to about 7 MB, with 4096 up to 400 MB."""
    entries = [_Entry("Root Entry", _ROOT)]
    entries[0].child = _add(root, entries)
    small, small_table = _pack_small(entries)
    sectors = _Sectors(sector_size)
    for entry in entries:
        if entry.kind == _STREAM and len(entry.data) >= _CUTOFF:
            entry.start = sectors.add(entry.data)
    entries[0].data = small
    entries[0].start = sectors.add(small)
    first_small_table = sectors.add(struct.pack(f"<{len(small_table)}I", *small_table))
    small_table_sectors = -(-4 * len(small_table) // sector_size)
    directory = b"".join(entry.packed() for entry in entries)
    first_directory = sectors.add(directory)
    fat_places = sectors.close()
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIIII",
        bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3 if sector_size == 512 else 4, 0xFFFE,
        sector_size.bit_length() - 1, 6,
        0 if sector_size == 512 else -(-len(directory) // sector_size),
        len(fat_places), first_directory, 0, _CUTOFF,
        first_small_table if small_table else _END, small_table_sectors, _END, 0,
        *fat_places[:1],
    )  # fmt: skip
    places = struct.pack(f"<{len(fat_places) - 1}I", *fat_places[1:])
    return (header + places).ljust(512, b"\xff").ljust(sector_size, b"\0") + sectors.packed()


class _Sectors:
    """The sectors of a file and the table that chains them."""

    def __init__(self, size: int) -> None:
        self._size = size
        self._data: list[bytes] = []
        self._table: list[int] = []

    def add(self, data: bytes) -> int:
        """Append data as a chain and return its first sector."""
        if not data:
            return _END
        first = len(self._table)
        count = -(-len(data) // self._size)
        self._data.append(data.ljust(count * self._size, b"\0"))
        self._table += [*range(first + 1, first + count), _END]
        return first

    def close(self) -> list[int]:
        """Append the table itself and return the sectors in which it lies."""
        entries_a_sector = self._size // 4
        count = 1
        while count * entries_a_sector < len(self._table) + count:
            count += 1
        assert count <= _PLACES_IN_HEADER, "take larger sectors"
        places = list(range(len(self._table), len(self._table) + count))
        table = self._table + [_FAT_SECTOR] * count
        table += [_FREE] * (count * entries_a_sector - len(table))
        self._data.append(struct.pack(f"<{len(table)}I", *table))
        return places

    def packed(self) -> bytes:
        return b"".join(self._data)


def _add(folder: Folder, entries: list[_Entry]) -> int:
    """Add the members of a folder and return the root of their search tree."""
    numbers = []
    for name, inner in folder.folders.items():
        numbers.append(len(entries))
        entries.append(_Entry(name, _STORAGE))
        entries[numbers[-1]].child = _add(inner, entries)
    for name, data in folder.streams.items():
        numbers.append(len(entries))
        entries.append(_Entry(name, _STREAM, data))
    numbers.sort(key=lambda number: (len(entries[number].name), entries[number].name.upper()))
    return _balanced(numbers, entries)


def _balanced(numbers: list[int], entries: list[_Entry]) -> int:
    if not numbers:
        return _NONE
    middle = len(numbers) // 2
    entry = entries[numbers[middle]]
    entry.left = _balanced(numbers[:middle], entries)
    entry.right = _balanced(numbers[middle + 1 :], entries)
    return numbers[middle]


def _pack_small(entries: list[_Entry]) -> tuple[bytes, list[int]]:
    """Put the small streams into one, and return it with its table."""
    packed: list[bytes] = []
    table: list[int] = []
    for entry in entries:
        if entry.kind == _STREAM and 0 < len(entry.data) < _CUTOFF:
            entry.start = len(table)
            count = -(-len(entry.data) // _SMALL)
            table += [*range(entry.start + 1, entry.start + count), _END]
            packed.append(entry.data.ljust(count * _SMALL, b"\0"))
    return b"".join(packed), table
