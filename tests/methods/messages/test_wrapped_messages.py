"""Wrappers around messages are opened as far as reading needs it, and refused where they are none."""

from __future__ import annotations

import io
import struct
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import Content, Limits, ProblemCode
from signatur.methods.messages import (
    Message,
    MessageKind,
    Party,
    Recipient,
    RecipientRole,
    read_message,
    single,
)
from signatur.methods.messages.cms import CmsKind, NotCmsError, read_cms
from signatur.methods.messages.digital_post.containers import DamagedContainerError, members
from signatur.methods.messages.digital_post.lz4 import Lz4Error, unpacked
from signatur.methods.messages.outlook.serialised import CutListError, read_list, read_rows
from signatur.methods.messages.reading import Allowance
from signatur.methods.messages.source import MemorySource
from tests.corpus.messages.mapi import INTEGER, Value, texts
from tests.corpus.messages.mime import LETTER, PDF, attached, head, mail, of_parts, part
from tests.corpus.messages.outlook import letter
from tests.corpus.messages.smime import ENCRYPTED, ber, der, signed
from tests.corpus.messages.transport import property_list, tnef

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.messages.reading import Reading

_SEQUENCE, _OID, _CONTENT, _OCTETS = 0x30, 0x06, 0xA0, 0x04
_OF_DIGESTED = bytes.fromhex("2a864886f70d010705")
_OF_SIGNED = bytes.fromhex("2a864886f70d010702")


def _read(data: bytes, scratch: Path, name: str = "") -> Message:
    return read_message(Content.from_bytes(data), name, limits=Limits(), scratch=scratch)


def _codes(message: Message) -> list[ProblemCode]:
    return [problem.code for problem in message.problems]


@given(st.binary(max_size=3000), st.booleans())
def test_signed_content_is_found_in_der_and_in_pieces(content: bytes, in_pieces: bool) -> None:  # noqa: FBT001
    cms = read_cms(MemorySource(signed(content, in_pieces=in_pieces)))

    assert cms.kind is CmsKind.SIGNED
    assert cms.content is not None
    assert cms.content.read(0, cms.content.size) == content


def test_a_signed_content_that_is_cut_is_read_as_far_as_it_goes() -> None:
    cms = read_cms(MemorySource(signed(bytes(1000))[:500]))

    assert cms.content is not None
    assert 400 < cms.content.size < 500


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"0",
        b"no structure",
        b"0\xff",
        b"0\x89" + b"\xff" * 9,
        der(_SEQUENCE),
        der(_SEQUENCE, der(_OCTETS, b"x"), der(_CONTENT)),
        der(_SEQUENCE, der(_OID, _OF_SIGNED), der(_OCTETS)),
        der(_SEQUENCE, der(_OID, _OF_SIGNED), der(_CONTENT)),
        der(
            _SEQUENCE, der(_OID, _OF_SIGNED), der(_CONTENT, der(_SEQUENCE, der(2), der(_SEQUENCE)))
        ),
        signed(b"x").replace(b"\x04\x01x", b"\x05\x01x"),
        b"0\x80" * 5000,
    ],
)
def test_what_is_no_signed_structure_is_refused(data: bytes) -> None:
    with pytest.raises(NotCmsError):
        read_cms(MemorySource(data))


@given(st.binary(max_size=300))
def test_any_structure_is_read_or_refused(rest: bytes) -> None:
    for data in (rest, b"0\x80" + rest, signed(b"abc" * 9)[:20] + rest):
        try:
            cms = read_cms(MemorySource(data))
        except NotCmsError:
            continue
        assert cms.content is None or cms.content.size <= len(data)


def test_a_signature_without_content_is_told(tmp_path: Path) -> None:
    body = der(_SEQUENCE, der(2, b"\1"), der(0x31), der(_SEQUENCE, der(_OID, b"x")))
    detached = der(_SEQUENCE, der(_OID, _OF_SIGNED), der(_CONTENT, body))

    message = _read(detached, tmp_path, "smime.p7m")

    assert (message.kind, _codes(message)) == (MessageKind.SMIME, [ProblemCode.EMPTY])


def test_an_open_ended_structure_around_other_content_is_passed_over(tmp_path: Path) -> None:
    data = ber(_SEQUENCE, der(_OID, _OF_DIGESTED), ber(_CONTENT, ber(_SEQUENCE, der(2, b"\1"))))

    assert read_cms(MemorySource(data)).kind is CmsKind.OTHER
    assert _codes(_read(data, tmp_path, "a.p7m")) == [ProblemCode.EMPTY]


def test_compression_that_is_none_is_told(tmp_path: Path) -> None:
    oid = bytes.fromhex("2a864886f70d0109100109")
    inner = der(_SEQUENCE, der(_OID, b"x"), der(_CONTENT, der(_OCTETS, b"not zlib")))
    data = der(
        _SEQUENCE, der(_OID, oid), der(_CONTENT, der(_SEQUENCE, der(2), der(_SEQUENCE), inner))
    )

    assert _codes(_read(data, tmp_path, "a.p7m")) == [ProblemCode.DAMAGED]


def test_the_envelope_of_an_encrypted_mail_is_kept(tmp_path: Path) -> None:
    data = of_parts(part("Se filen"), attached("smime.p7m", ENCRYPTED, "application/pkcs7-mime"))

    message = _read(data, tmp_path)

    assert message.subject == "Carport på Ålykkevej"
    assert message.sender == Party("Åse Prøve", "aase@example.dk")
    assert [(problem.code, problem.where) for problem in message.problems] == [
        (ProblemCode.ENCRYPTED, "attachment 1")
    ]


def test_recipients_of_a_winmail_dat_are_read(tmp_path: Path) -> None:
    row = property_list(
        [*texts({0x3001: "Byg", 0x39FE: "byg@example.org"}), Value(0x0C15, INTEGER, 3)]
    )
    table = struct.pack("<I", 1) + row
    data = tnef(letter()) + struct.pack("<BHHI", 1, 0x9004, 6, len(table)) + table + b"\0\0"

    message = _read(data, tmp_path)

    assert message.problems == ()
    assert message.recipients == (Recipient(Party("Byg", "byg@example.org"), RecipientRole.BCC),)


def test_texts_from_before_mapi_are_read(tmp_path: Path) -> None:
    subject = "Carport på Ålykkevej\0".encode("cp865")
    data = (
        struct.pack("<IH", 0x223E9F78, 1)
        + struct.pack("<BHHIIIH", 1, 0x9007, 6, 8, 865, 0, 0)
        + struct.pack("<BHHI", 1, 0x8004, 1, len(subject))
        + subject
        + b"\0\0"
    )

    assert _read(data, tmp_path).subject == "Carport på Ålykkevej"


def test_a_property_named_by_a_number_is_passed_over() -> None:
    named = (
        struct.pack("<IHH", 2, INTEGER, 0x8005)
        + UUID(int=7).bytes_le
        + struct.pack("<III", 0, 5, 9)
    )
    data = named + property_list([Value(0x0017, INTEGER, 2)])[4:]

    properties, fault = read_list(MemorySource(data), "")

    assert fault is None
    assert properties.integer(0x0017) == 2
    assert properties.by_name == {}


@given(st.binary(max_size=200), st.integers(0, 60))
def test_any_property_list_is_read_as_far_as_it_goes(rest: bytes, kept: int) -> None:
    data = property_list([*texts({0x37: "Hej"}), Value(0x0017, INTEGER, 2)])[:kept] + rest

    properties, fault = read_list(MemorySource(data), "cp1252")
    rows, _ = read_rows(MemorySource(struct.pack("<I", 2) + data), "cp1252")

    assert fault is None or isinstance(fault, CutListError)
    assert len(rows) <= 2
    for tag in properties.by_id:
        properties.text(tag).encode()
        properties.integer(tag)
        properties.moment(tag)


@pytest.mark.parametrize(
    "frame",
    [
        b"",
        b"no frame",
        b"\x04\x22\x4d\x18\x61\x40\x82",
        b"\x04\x22\x4d\x18\x60\x40\x82\xff\xff\xff\x7f",
        b"\x04\x22\x4d\x18\x60\x40\x82\x05\0\0\0\x0fabcd",
        b"\x04\x22\x4d\x18\x60\x40\x82\x03\0\0\0\x00\xff\xff",
        b"\x04\x22\x4d\x18\x60\x40\x82\x01\0\0\0\xf0",
    ],
)
def test_a_frame_of_lz4_that_is_none_is_refused(frame: bytes) -> None:
    with pytest.raises(Lz4Error):
        list(unpacked(io.BytesIO(frame)))


def test_stored_blocks_and_checksums_of_lz4_are_read() -> None:
    header = b"\x04\x22\x4d\x18" + bytes([0x60 | 0x10 | 0x08, 0x40]) + bytes(9)
    block = struct.pack("<I", 3 | 0x80000000) + b"Hej" + b"\1\2\3\4"

    assert list(unpacked(io.BytesIO(header + block + bytes(4)))) == [b"Hej"]


@pytest.mark.parametrize("data", [b"x" * 512, b"x" * 100, b"brev.xml" + bytes(504)])
def test_what_is_no_tar_file_is_refused(data: bytes) -> None:
    limits = Limits()

    with pytest.raises(DamagedContainerError):
        list(members(Content.from_bytes(data), limits, Allowance.of(limits)))


def test_a_fault_of_a_reader_costs_one_message_and_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: Content, __: Reading) -> Message:
        raise ZeroDivisionError

    monkeypatch.setitem(single._READERS, MessageKind.EML, fail)

    message = _read(mail(head(), LETTER), tmp_path)

    assert message.original.size == len(mail(head(), LETTER))
    assert [(problem.code, problem.detail) for problem in message.problems] == [
        (ProblemCode.READER_FAILED, "eml reader: ZeroDivisionError")
    ]


def test_a_scratch_folder_that_cannot_be_written_is_an_error_of_the_system(tmp_path: Path) -> None:
    data = of_parts(attached("stor.pdf", PDF * 1000, "application/pdf"))

    with pytest.raises(FileNotFoundError):
        read_message(
            Content.from_bytes(data),
            limits=Limits(in_memory_bytes=100),
            scratch=tmp_path / "findes" / "ikke",
        )
