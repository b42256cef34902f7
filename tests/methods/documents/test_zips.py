"""What zip archives claim of themselves is looked at before it is believed."""

from __future__ import annotations

import io
import struct

import pytest

from signatur.methods.documents import ProblemCode
from signatur.methods.documents.task import Unreadable
from signatur.methods.documents.zips import open_zip, read_member, recovered
from tests.corpus.documents.zipping import zipped


def _caught(data: bytes) -> ProblemCode:
    with pytest.raises(Unreadable) as caught:
        open_zip(io.BytesIO(data), len(data))
    return caught.value.problem.code


def _with_64_bit_end(directory_bytes: int) -> bytes:
    """The end of a large archive: sizes stand in a record of 64 bits (APPNOTE.TXT 4.3.14)."""
    record = struct.pack("<4sQ2H2L4Q", b"PK\x06\x06", 44, 45, 45, 0, 0, 1, 1, directory_bytes, 0)
    locator = struct.pack("<4sLQL", b"PK\x06\x07", 0, 0, 1)
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    return record + locator + end


def test_a_huge_directory_is_refused_also_when_its_size_stands_in_64_bits() -> None:
    assert _caught(_with_64_bit_end(1 << 40)) is ProblemCode.TOO_MANY_PARTS


@pytest.mark.parametrize("data", [b"", b"PK\x05\x06", b"PK\x05\x06" + b"\xff" * 18, b"x" * 100])
def test_what_is_no_archive_is_damaged(data: bytes) -> None:
    assert _caught(data) is ProblemCode.DAMAGED


def test_members_are_recovered_without_a_directory() -> None:
    data = zipped({"en.txt": b"et", "mappe/": b"", "to.txt": b"ord" * 1000}, stored=("en.txt",))
    found = recovered(io.BytesIO(data[: data.index(b"PK\x01\x02")]))

    assert [(name, b"".join(pieces)) for name, pieces in found] == [
        ("en.txt", b"et"),
        ("to.txt", b"ord" * 1000),
    ]


def test_a_member_is_held_in_memory_only_up_to_a_size() -> None:
    data = zipped({"a": bytes(1000)})
    archive = open_zip(io.BytesIO(data), len(data))

    assert read_member(archive, "a", 1000) == bytes(1000)
    assert read_member(archive, "b", 1000) == b""
    with pytest.raises(Unreadable) as caught:
        read_member(archive, "a", 999)
    assert caught.value.problem.code is ProblemCode.TOO_LARGE
