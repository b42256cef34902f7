"""Property lists as winmail.dat writes them, one after the other ([MS-OXTNEF] § 2.1.3.3 and 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from signatur.methods.messages.outlook.properties import VARIABLE_SIZE, Properties, Property, Type

if TYPE_CHECKING:
    from signatur.methods.messages.source import Source

_MOST_PROPERTIES = 5000
_MOST_VALUES = 2000
_MOST_ROWS = 2000
_LONGEST_NAME = 2048
_FIRST_NAMED = 0x8000
_BEYOND_IDS = 0x10000
_NAMED_BY_STRING = 1
_ERROR, _FLOAT, _DOUBLE, _CURRENCY, _OLE_TIME = 0x000A, 0x0004, 0x0005, 0x0006, 0x0007
_SIZES: dict[int, int] = {
    Type.INTEGER_16: 2, Type.BOOLEAN: 2, Type.INTEGER_32: 4, _FLOAT: 4, _ERROR: 4,
    Type.INTEGER_64: 8, Type.TIME: 8, _DOUBLE: 8, _CURRENCY: 8, _OLE_TIME: 8, Type.GUID: 16,
}  # fmt: skip


class CutListError(ValueError):
    """The list ends before all of its properties came, or holds what no list can."""


def read_list(source: Source, charset: str) -> tuple[Properties, CutListError | None]:
    """Read one property list; with a fault, return what came before it."""
    return _read_list(_Cursor(source), charset)


def read_rows(source: Source, charset: str) -> tuple[tuple[Properties, ...], CutListError | None]:
    """Read a table of property lists, such as that of the recipients."""
    cursor = _Cursor(source)
    rows: list[Properties] = []
    try:
        for _ in range(cursor.count(_MOST_ROWS)):
            row, fault = _read_list(cursor, charset)
            rows.append(row)
            if fault:
                return tuple(rows), fault
    except CutListError as fault:
        return tuple(rows), fault
    return tuple(rows), None


class _Cursor:
    """Takes fields from a source one after the other."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._at = 0

    def number(self, size: int = 4) -> int:
        return int.from_bytes(self.octets(size), "little")

    def count(self, most: int) -> int:
        number = self.number()
        if number > most:
            raise CutListError("more items than any message has")
        return number

    def octets(self, size: int) -> bytes:
        return self.value(size).read(0, size)

    def value(self, size: int) -> Source:
        if self._at + size > self._source.size:
            raise CutListError("the property list ends early")
        value = self._source.part(self._at, self._at + size)
        self._at += size
        return value

    def skip_padding(self, size: int) -> None:
        self._at += -size % 4


def _read_list(cursor: _Cursor, charset: str) -> tuple[Properties, CutListError | None]:
    by_id: dict[int, Property] = {}
    by_name: dict[tuple[str, str], int] = {}
    fault = None
    try:
        for _ in range(cursor.count(_MOST_PROPERTIES)):
            kind, tag = cursor.number(2), cursor.number(2)
            if tag >= _FIRST_NAMED:
                # The ids of named properties are not unique here; they get one of their own.
                tag = _BEYOND_IDS + len(by_id)
                _read_name(cursor, tag, by_name)
            by_id[tag] = Property(kind, _read_values(cursor, kind))
    except CutListError as cut:
        fault = cut
    return Properties(by_id, by_name, charset), fault


def _read_name(cursor: _Cursor, tag: int, by_name: dict[tuple[str, str], int]) -> None:
    property_set = str(UUID(bytes_le=cursor.octets(16)))
    if cursor.number() != _NAMED_BY_STRING:
        cursor.number()
        return
    length = cursor.count(_LONGEST_NAME)
    name = cursor.octets(length).decode("utf-16-le", "replace").rstrip("\0")
    cursor.skip_padding(length)
    by_name[property_set, name.lower()] = tag


def _read_values(cursor: _Cursor, kind: int) -> tuple[Source, ...]:
    base = kind & ~Type.MULTIPLE
    is_variable = base in VARIABLE_SIZE
    if not is_variable and base not in _SIZES:
        raise CutListError("a property of an unknown type")
    count = cursor.count(_MOST_VALUES) if is_variable or kind & Type.MULTIPLE else 1
    values = []
    for _ in range(count):
        size = cursor.number() if is_variable else _SIZES[base]
        values.append(cursor.value(size))
        cursor.skip_padding(size)
    return tuple(values)
