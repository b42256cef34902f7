"""A date field of an old Word file keeps the date that it last showed."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import olefile

from signatur.methods.documents.laid_out.views.old_fields import freeze_fields
from tests.corpus.messages.compound import Folder, compound_file

if TYPE_CHECKING:
    from pathlib import Path

_DATE, _QUOTE, _MERGE = 31, 35, 59


def _old_word_file(*kinds: int) -> bytes:
    """A file with one field of each kind: its beginning, its middle and its end."""
    marks = b"".join(bytes([0x13, kind, 0x14, 0xFF, 0x15, 0x80]) for kind in kinds)
    count = len(marks) // 2
    fields = bytes(4 * (count + 1)) + marks
    main = bytearray(5000)
    struct.pack_into("<H", main, 0x0A, 0x0200)
    struct.pack_into("<II", main, 0x11A, 100, len(fields))
    table = bytes(100) + fields
    streams = {"WordDocument": bytes(main), "1Table": table + bytes(5000 - len(table))}
    return compound_file(Folder(streams=streams))


def _kinds(file: Path, count: int) -> list[int]:
    with olefile.OleFileIO(file) as compound:
        table = compound.openstream("1Table").read()
    first = 100 + 4 * (3 * count + 1)
    return [table[first + 6 * number + 1] for number in range(count)]


def test_dates_become_what_they_last_said_and_others_stay(tmp_path: Path) -> None:
    file = tmp_path / "gammel.doc"
    file.write_bytes(_old_word_file(_DATE, _MERGE))

    freeze_fields(file)

    assert _kinds(file, 2) == [_QUOTE, _MERGE]


def test_a_file_without_dates_is_left_as_it_is(tmp_path: Path) -> None:
    file = tmp_path / "gammel.doc"
    data = _old_word_file(_MERGE)
    file.write_bytes(data)

    freeze_fields(file)

    assert file.read_bytes() == data


def test_a_broken_file_is_left_to_its_reader(tmp_path: Path) -> None:
    file = tmp_path / "gammel.doc"
    file.write_bytes(_old_word_file(_DATE)[:900])

    freeze_fields(file)

    assert file.stat().st_size == 900
