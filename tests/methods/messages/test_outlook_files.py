"""Outlook files and winmail.dat give what their properties say."""

from __future__ import annotations

import struct
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import Content, Limits, ProblemCode
from signatur.methods.messages import (
    AttachmentRole,
    MessageKind,
    Party,
    Recipient,
    RecipientRole,
    kind_of,
    read_message,
)
from signatur.methods.messages.body import Piece
from signatur.methods.messages.outlook.lzfu import DamagedRtfError, decompressed
from signatur.methods.messages.outlook.properties import PUBLIC_STRINGS, moment_of
from signatur.methods.messages.outlook.rtf import unwrapped
from tests.corpus.messages import CORPUS
from tests.corpus.messages.compound import Folder, compound_file
from tests.corpus.messages.mapi import (
    BINARY,
    INTEGER,
    SENT_AT,
    TEXTS,
    TIME,
    Value,
    packed_rtf,
    stored_rtf,
    texts,
)
from tests.corpus.messages.mime import LETTER, PDF
from tests.corpus.messages.outlook import attachment, letter, msg, named
from tests.corpus.messages.transport import property_list, tnef

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.messages import Message

_SAMPLES = {sample.name: sample for sample in CORPUS}
# The example of [MS-OXRTFCP] § 3.1.
_COMPRESSED_EXAMPLE = bytes.fromhex(
    "2d0000002b0000004c5a4675f1c5c7a703000a007263706731323542320af32068656c090020627705b06c647d0a800fa0"
)


def _read(data: bytes, scratch: Path) -> Message:
    return read_message(Content.from_bytes(data), limits=Limits(), scratch=scratch)


def _read_msg(folder: Folder, scratch: Path) -> Message:
    return _read(compound_file(folder), scratch)


def test_envelope_and_files_of_an_outlook_file_are_read(tmp_path: Path) -> None:
    message = _read(_SAMPLES["unicode.msg"].data, tmp_path)

    assert message.sender == Party("Åse Prøve", "aase@example.dk")
    assert message.recipients == (
        Recipient(Party("Byg", "byg@example.org"), RecipientRole.TO),
        Recipient(Party("Kopi", "kopi@example.org"), RecipientRole.CC),
    )
    assert (message.message_id, message.thread_id) == (
        "carport-1@example.dk",
        "carport-1@example.dk",
    )
    assert (message.sent_at, message.received_at) == (SENT_AT, SENT_AT)
    assert message.text == LETTER
    assert [(each.role, each.media_type) for each in message.attachments] == [
        (AttachmentRole.ATTACHMENT, "application/pdf"),
        (AttachmentRole.INLINE, "image/png"),
    ]
    assert message.attachments[0].content.read() == PDF * 100


def test_what_the_properties_leave_open_is_taken_from_the_transport_header(tmp_path: Path) -> None:
    message = _read(_SAMPLES["exchange.msg"].data, tmp_path)

    assert message.sender == Party("Åse Prøve", "aase@example.dk")
    assert message.recipients == (Recipient(Party("Byggesag", "byg@example.org")),)
    assert message.references == ("1@example.org", "2@example.org")
    assert message.thread_id == "1@example.org"
    assert message.received_at == datetime(2025, 3, 4, 9, 31, 5, tzinfo=UTC)
    assert message.is_auto_reply
    assert message.language == "da-dk"


def test_a_sender_within_the_organisation_is_known_by_the_directory(tmp_path: Path) -> None:
    values = texts({0x0037: "Hej", 0x0042: "Åse", 0x0064: "EX", 0x0065: "/O=X/CN=AASE"})

    message = _read_msg(msg(values), tmp_path)

    assert message.sender == Party("Åse", id="/O=X/CN=AASE", id_type="EX")


def test_a_sender_on_behalf_of_another_is_told(tmp_path: Path) -> None:
    values = [*letter(), *texts({0x0C1A: "Sekretær", 0x0C1E: "SMTP", 0x0C1F: "s@example.dk"})]

    message = _read_msg(msg(values), tmp_path)

    assert message.sender == Party("Åse Prøve", "aase@example.dk")
    assert message.other_senders == (Party("Sekretær", "s@example.dk"),)


def test_recipients_that_are_only_displayed_are_read(tmp_path: Path) -> None:
    message = _read_msg(
        msg([*letter(), *texts({0x0E04: "Byg; Vej", 0x0E03: "k@example.org"})]), tmp_path
    )

    assert message.recipients == (
        Recipient(Party("Byg")),
        Recipient(Party("Vej")),
        Recipient(Party("", "k@example.org"), RecipientRole.CC),
    )


def test_importance_class_and_categories_come_as_header_fields(tmp_path: Path) -> None:
    values = [
        *letter(),
        Value(0x0017, INTEGER, 2),
        Value(0x0036, INTEGER, 2),
        Value(0x8000, TEXTS, ("Byggesag", "Haster")),
        *texts({0x8001: "ja"}),
    ]

    message = _read_msg(
        msg(values, names=named(UUID(PUBLIC_STRINGS), "Keywords", "X-Sikker")), tmp_path
    )

    assert message.headers == (
        ("importance", "high"),
        ("sensitivity", "private"),
        ("x-message-class", "IPM.Note"),
        ("keywords", "Byggesag, Haster"),
        ("x-sikker", "ja"),
    )


def test_a_thread_without_message_ids_is_named_by_its_conversation(tmp_path: Path) -> None:
    index = bytes(6) + bytes(range(16)) + bytes(5)

    message = _read_msg(msg([*texts({0x0037: "Hej"}), Value(0x0071, BINARY, index)]), tmp_path)

    assert message.thread_id == bytes(range(16)).hex()


@pytest.mark.parametrize(
    ("message_class", "is_report", "is_auto_reply"),
    [
        ("REPORT.IPM.Note.NDR", True, False),
        ("IPM.Note.Rules.OofTemplate.Microsoft", False, True),
        ("IPM.Note", False, False),
    ],
)
def test_reports_and_automatic_replies_are_known_by_their_class(
    message_class: str,
    is_report: bool,  # noqa: FBT001  # a row of the table
    is_auto_reply: bool,  # noqa: FBT001  # a row of the table
    tmp_path: Path,
) -> None:
    message = _read_msg(msg(texts({0x001A: message_class})), tmp_path)

    assert (message.is_delivery_report, message.is_auto_reply) == (is_report, is_auto_reply)


def test_a_message_within_an_outlook_file_has_no_bytes_of_its_own(tmp_path: Path) -> None:
    message = _read(_SAMPLES["message-in-message.msg"].data, tmp_path)

    (inner,) = message.attachments
    assert inner.content.size == 0
    assert inner.media_type == "application/vnd.ms-outlook"
    assert inner.nested is not None
    assert inner.nested.subject == "Carport på Ålykkevej"


def test_a_date_that_no_clock_shows_is_left_out(tmp_path: Path) -> None:
    never = Value(0x0039, TIME, 0x7FFFFFFFFFFFFFFF)

    assert _read_msg(msg([never]), tmp_path).sent_at is None


@given(st.binary(max_size=12))
def test_any_bytes_are_a_moment_or_none(filetime: bytes) -> None:
    moment = moment_of(filetime)

    assert moment is None or 1980 <= moment.year <= 2100


def test_named_properties_of_winmail_dat_need_no_ids_of_their_own(tmp_path: Path) -> None:
    names = {0x8000: (UUID(PUBLIC_STRINGS), "Keywords")}
    values = texts({0x8000: "Byggesag"})
    winmail = tnef(letter())
    body = property_list([*letter(), *values], names)

    message = _read(
        winmail.replace(property_list(letter()), body).replace(
            len(property_list(letter())).to_bytes(4, "little"), len(body).to_bytes(4, "little"), 1
        ),
        tmp_path,
    )

    assert ("keywords", "Byggesag") in message.headers


def test_the_example_of_the_specification_is_decompressed() -> None:
    assert (
        decompressed(_COMPRESSED_EXAMPLE, 1000)
        == b"{\\rtf1\\ansi\\ansicpg1252\\pard hello world}\r\n"
    )


def test_a_reference_that_overlaps_itself_repeats() -> None:
    # One literal, then a reference to it that is longer than what has been written.
    body = bytes([0b00000010]) + b"X" + (207 << 4 | 7).to_bytes(2, "big")
    header = struct.pack("<II4sI", len(body) + 12, 10, b"LZFu", 0)

    assert decompressed(header + body, 100) == b"X" * 10


@given(st.binary(max_size=300))
def test_stored_and_literally_packed_rtf_is_given_back(rtf: bytes) -> None:
    assert decompressed(stored_rtf(rtf), 1000) == rtf
    assert decompressed(packed_rtf(rtf), 1000) == rtf


@given(st.binary(max_size=300))
def test_any_compressed_body_is_decompressed_within_its_limit_or_refused(data: bytes) -> None:
    header = b"\0\0\0\0\xff\xff\xff\xffLZFu\0\0\0\0"

    assert len(decompressed(header + data, 500)) <= 500


def test_what_is_no_compressed_body_is_refused() -> None:
    with pytest.raises(DamagedRtfError):
        decompressed(b"{\\rtf1}", 100)


@pytest.mark.parametrize(
    ("rtf", "meant"),
    [
        (rb"{\rtf1\ansi Hej\par \b med\b0  dig}", Piece("Hej\nmed dig")),
        (rb"{\rtf1\ansi{\fonttbl{\f0\fcharset204 Arial;}}\f0 \'cf\'f0}", Piece("Пр")),
        (rb"{\rtf1\ansi\uc2 bl\u229 ??b\u230 \'e6x}r}", Piece("blåbær")),
        (rb"{\rtf1\ansi a{\*\ukendt b}{\pict c}d\{\}\\}", Piece("ad{}\\")),
        (rb"{\rtf1\ansi a\bin3 {}}b}", Piece("ab")),
        (rb"{\rtf1\ansi\fromhtml1{\*\htmltag <p>}a{\*\htmltag </p>}\htmlrtf b\htmlrtf0 }", Piece(html="<p>a</p>")),
        (rb"", Piece()),
        (rb"}}}{{{\\", Piece("\\")),
    ],
)  # fmt: skip
def test_rtf_gives_the_text_or_html_that_it_wraps(rtf: bytes, meant: Piece) -> None:
    assert unwrapped(rtf, 1000) == meant


@given(
    st.lists(
        st.sampled_from([b"{", b"}", b"\\'e", b"\\u-1 ", b"\\*", b"\\f9 ", b"\\bin5 ", b"a", b"\\"])
    ).map(b"".join)
)
def test_any_rtf_is_read(rtf: bytes) -> None:
    unwrapped(rtf, 100).text.encode()


def test_two_thousand_files_in_one_folder_are_found(tmp_path: Path) -> None:
    files = [attachment(f"{number}.txt", b"x") for number in range(400)]

    message = _read_msg(msg(letter(), attachments=files), tmp_path)

    assert [each.name for each in message.attachments] == [f"{number}.txt" for number in range(400)]


def _with_numbers(file: bytes, **numbers: int) -> bytes:
    """Overwrite header fields of a compound file, named by their offsets."""
    patched = bytearray(file)
    for place, number in numbers.items():
        struct.pack_into("<I", patched, int(place[1:]), number)
    return bytes(patched)


@pytest.mark.parametrize(
    "numbers",
    [
        {"_44": 0xFFFFFF, "_68": 0, "_72": 0xFFFFFF},  # a list of table sectors without end
        {"_64": 0xFFFFFF},  # a table of small sectors without end
        {"_40": 0xFFFFFFFF, "_44": 0xFFFFFFFF},
        {"_48": 3},  # a directory elsewhere
        {"_56": 0},  # no small streams at all
        {"_60": 0xFFFFFFFE},
    ],
)
def test_a_header_that_lies_costs_nothing(numbers: dict[str, int], tmp_path: Path) -> None:
    data = _with_numbers(compound_file(msg(letter())), **numbers)

    message = read_message(Content.from_bytes(data), "a.msg", limits=Limits(), scratch=tmp_path)

    assert message.kind is MessageKind.MSG
    assert ProblemCode.READER_FAILED not in {problem.code for problem in message.problems}


def test_an_office_document_is_no_message() -> None:
    document = compound_file(Folder(streams={"WordDocument": b"x" * 5000, "__substg1.0_x": b"y"}))

    assert kind_of(Content.from_bytes(document), "brev.doc") is MessageKind.UNKNOWN


def test_a_subject_that_a_gateway_left_encoded_is_decoded(tmp_path: Path) -> None:
    message = _read_msg(
        msg(texts({0x0037: "=?utf-8?Q?=C3=86ble?=\r\n", 0x001A: "IPM.Note"})), tmp_path
    )

    assert message.subject == "Æble"
