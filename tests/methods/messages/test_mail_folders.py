"""Folders of mail are read message by message: Maildir, mbox and Digital Post containers."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import Content, Limits, ProblemCode
from signatur.methods.messages import MessageKind, is_message, kind_of, read_content, read_messages
from signatur.methods.messages.digital_post.lz4 import Lz4Error, unpacked
from signatur.methods.messages.mbox import message_spans, unprotected
from signatur.methods.messages.source import FileSource, MemorySource
from tests.corpus.messages.digital_post import lz4, memo, tar
from tests.corpus.messages.mime import LETTER, PDF, head, mail

if TYPE_CHECKING:
    from pathlib import Path

_STAMP = b"From a@example.dk Tue Mar  4 10:31:00 2025\n"


@pytest.fixture
def maildir(tmp_path: Path) -> Path:
    folder = tmp_path / "post"
    for name in ("cur", "new", "tmp"):
        (folder / name).mkdir(parents=True)
    (folder / "new" / "1.ny").write_bytes(mail(head("Ny"), LETTER))
    (folder / "cur" / "2.kendt:2,RS").write_bytes(mail(head("Besvaret"), LETTER))
    (folder / "tmp" / "3.halv").write_bytes(b"From: a")
    (folder / "cur" / ".skjult").write_bytes(b"")
    return folder


def test_a_maildir_gives_its_messages_with_their_flags(maildir: Path, tmp_path: Path) -> None:
    messages = list(read_messages(maildir, limits=Limits(), scratch=tmp_path))

    assert [(each.subject, each.headers[-1]) for each in messages] == [
        ("Ny", ("x-maildir-flags", "")),
        ("Besvaret", ("x-maildir-flags", "RS")),
    ]


def test_a_message_that_is_moved_meanwhile_is_told(maildir: Path, tmp_path: Path) -> None:
    reading = read_messages(maildir, limits=Limits(), scratch=tmp_path)
    (maildir / "cur" / "1.foer").write_bytes(mail(head("Første"), LETTER))
    next(reading)
    next(reading)

    (maildir / "cur" / "2.kendt:2,RS").rename(maildir / "cur" / "2.kendt:2,FRS")

    (moved,) = reading
    assert [problem.code for problem in moved.problems] == [ProblemCode.READER_FAILED]


def test_a_folder_that_is_no_maildir_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotADirectoryError):
        next(read_messages(tmp_path, limits=Limits(), scratch=tmp_path))


def test_a_file_that_is_not_there_is_an_error_of_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        next(read_messages(tmp_path / "ingen.eml", limits=Limits(), scratch=tmp_path))


_LINES = st.sampled_from(
    ["Hej", "", ">From nu af", "From her: til der", "From a", "Note: x", "Subject: y", " From z"]
)
_BODIES = st.lists(_LINES, min_size=1, max_size=8).map("\n".join)


@given(st.lists(_BODIES, min_size=1, max_size=5), st.sampled_from(["\n", "\r\n"]))
def test_protected_messages_of_an_mbox_come_back_as_they_were(
    bodies: list[str], line_end: str
) -> None:
    messages = [f"Subject: {number}\n\n{body}\n" for number, body in enumerate(bodies)]
    protected = ["\n".join(_protected(line) for line in each.split("\n")) for each in messages]
    mbox = "".join(f"{_STAMP.decode()}{each}\n" for each in protected).replace("\n", line_end)
    source = MemorySource(mbox.encode())

    found = [
        b"".join(unprotected([source.read(start, stop)])).decode()
        for start, stop, _ in message_spans(source)
    ]

    assert [each.replace("\r\n", "\n").rstrip("\n") for each in found] == [
        each.rstrip("\n") for each in messages
    ]


def _protected(line: str) -> str:
    return f">{line}" if line.lstrip(">").startswith("From ") else line


@given(st.binary(max_size=500), st.integers(1, 50))
def test_protection_is_undone_however_the_blocks_are_cut(data: bytes, cut: int) -> None:
    data += b"\n>From nu af\n"
    blocks = [data[at : at + cut] for at in range(0, len(data), cut)]

    assert b"".join(unprotected(blocks)) == b"".join(unprotected([data]))


@given(st.lists(st.binary(max_size=3000)).map(b"".join))
def test_a_frame_of_lz4_is_unpacked(data: bytes) -> None:
    data += bytes(500)

    assert b"".join(unpacked(io.BytesIO(lz4(data)))) == data


@given(st.binary(max_size=200))
def test_a_damaged_frame_of_lz4_is_unpacked_or_refused(rest: bytes) -> None:
    try:
        unpacked_ = b"".join(unpacked(io.BytesIO(lz4(b"abc" * 20)[:11] + rest)))
    except Lz4Error:
        return
    assert len(unpacked_) <= len(rest) * 300


@given(st.binary(max_size=2000), st.data())
def test_stretches_of_a_file_are_read_as_one(data: bytes, draw: st.DataObject) -> None:
    places = st.tuples(st.integers(0, len(data)), st.integers(0, 100))
    stretches = [
        (start, min(length, len(data) - start)) for start, length in draw.draw(st.lists(places))
    ]
    expected = b"".join(data[start : start + length] for start, length in stretches)
    start = draw.draw(st.integers(0, len(expected)))
    stop = draw.draw(st.integers(start, len(expected) + 5))
    needle = draw.draw(st.sampled_from([b"\0", expected[:3] or b"x", b"no such bytes"]))

    source = FileSource(io.BytesIO(data), stretches)

    assert source.read(start, stop) == expected[start:stop]
    assert source.part(start, stop).read(0, 5000) == expected[start:stop]
    assert source.find(needle, start, stop) == expected.find(needle, start, stop)


def test_a_needle_across_two_blocks_of_a_file_is_found() -> None:
    data = bytes((1 << 18) - 2) + b"needle" + bytes(100)

    assert (
        FileSource(io.BytesIO(data), [(0, len(data))]).find(b"needle", 0, len(data))
        == (1 << 18) - 2
    )


def test_a_container_of_anything_else_is_a_document(tmp_path: Path) -> None:
    content = Content.from_bytes(tar(("a.pdf", PDF)))

    (message,) = read_content(content, "a.tar", limits=Limits(), scratch=tmp_path)

    assert not is_message(content, "a.tar")
    assert [problem.code for problem in message.problems] == [ProblemCode.UNKNOWN_FORMAT]


def test_containers_within_containers_are_followed_to_the_limit(tmp_path: Path) -> None:
    data = tar(("brev.xml", memo().encode()))
    for _ in range(4):
        data = tar(("brev.xml", memo().encode()), ("indre.tar", data))

    messages = list(
        read_content(Content.from_bytes(data), limits=Limits(depth=2), scratch=tmp_path)
    )

    assert [each.kind for each in messages] == [
        MessageKind.MEMO, MessageKind.MEMO, MessageKind.MEMO, MessageKind.MEMO_CONTAINER,
    ]  # fmt: skip
    assert [problem.code for problem in messages[-1].problems] == [ProblemCode.TOO_DEEP]


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (PDF, "brev.eml", MessageKind.UNKNOWN),
        (b"Hej med dig\n\nHilsen Bo\n", "brev.txt", MessageKind.UNKNOWN),
        (b"To: Bo\nSubject: Hej\n\nBrev\n", "brev.txt", MessageKind.UNKNOWN),
        (b"To: Bo\nSubject: Hej\n\nBrev\n", "", MessageKind.EML),
        (b"Hej", "brev.eml", MessageKind.EML),
        (b"", "brev.eml", MessageKind.UNKNOWN),
        (b"", "", MessageKind.UNKNOWN),
        (mail(head(), LETTER), "brev.pdf", MessageKind.EML),
        (_STAMP + mail(head(), LETTER), "", MessageKind.MBOX),
        (_STAMP + mail(head(), LETTER), "brev.eml", MessageKind.EML),
        (b"<html><body>memoVersion Message</body></html>", "", MessageKind.UNKNOWN),
        (memo().encode(), "ukendt", MessageKind.MEMO),
    ],
)
def test_the_bytes_tell_the_kind_and_the_name_only_hints(
    data: bytes, name: str, kind: MessageKind
) -> None:
    assert kind_of(Content.from_bytes(data), name) is kind
