"""What one message may cost is bounded: memory, parts, depth, bytes."""

from __future__ import annotations

import base64
import tracemalloc
from itertools import repeat
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Content, Limits, ProblemCode
from signatur.methods.messages import (
    Message,
    MessageKind,
    read_content,
    read_message,
    read_messages,
)
from tests.corpus.messages.compound import compound_file
from tests.corpus.messages.digital_post import memo
from tests.corpus.messages.mime import LETTER, PDF, attached, head, mail, of_parts, part
from tests.corpus.messages.outlook import attachment, letter, msg
from tests.corpus.messages.transport import tnef, tnef_attachment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

_MEGABYTE = 1 << 20
_LARGE = 40 * _MEGABYTE
_MOST_MEMORY = 24 * _MEGABYTE
_LINE = base64.b64encode(bytes(57)) + b"\r\n"


def _write(file: Path, blocks: Iterable[bytes]) -> Path:
    with file.open("wb") as out:
        out.writelines(blocks)
    return file


def _large_mail(file: Path) -> Path:
    start, end = of_parts(part(LETTER), attached("stor.bin", b"@", "application/x-odd")).split(
        b"QA==\r\n"
    )
    return _write(file, [start, *repeat(_LINE, _LARGE // 57), end])


def _large_memo(file: Path) -> Path:
    opening = "<memo:File><memo:filename>stor.bin</memo:filename><memo:content>"
    start, end = memo(f"{opening}@</memo:content></memo:File>").encode().split(b"@")
    return _write(file, [start, *repeat(base64.b64encode(bytes(57)), _LARGE // 57), end])


def _large_msg(file: Path) -> Path:
    folder = msg(letter(), attachments=[attachment("stor.bin", bytes(_LARGE))])
    return _write(file, [compound_file(folder, sector_size=4096)])


def _large_tnef(file: Path) -> Path:
    return _write(file, [tnef(letter(), attachments=[tnef_attachment("stor.bin", bytes(_LARGE))])])


@pytest.mark.parametrize(
    ("write", "name"),
    [
        (_large_mail, "stor.eml"),
        (_large_memo, "stor.xml"),
        (_large_msg, "stor.msg"),
        (_large_tnef, "winmail.dat"),
    ],
)
def test_a_large_attachment_is_read_in_little_memory(
    write: Callable[[Path], Path], name: str, tmp_path: Path
) -> None:
    source = write(tmp_path / name)
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    list(
        read_messages(
            _write(tmp_path / "warm.eml", [mail(head(), "")]), limits=Limits(), scratch=scratch
        )
    )

    tracemalloc.start()
    (message,) = read_messages(source, limits=Limits(), scratch=scratch)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    (attached_,) = message.attachments
    assert message.problems == ()
    assert attached_.content.size >= _LARGE - 57
    assert attached_.content.path is not None
    assert attached_.content.path.parent == scratch
    assert most < _MOST_MEMORY


def test_an_mbox_is_read_one_message_at_a_time(tmp_path: Path) -> None:
    one = b"From a@example.dk Tue Mar  4 10:31:00 2025\r\n" + mail(head(), LETTER * 300) + b"\r\n"
    source = _write(tmp_path / "alle.mbox", repeat(one, 300))
    scratch = tmp_path / "scratch"
    scratch.mkdir()

    tracemalloc.start()
    count = sum(1 for _ in read_messages(source, limits=Limits(), scratch=scratch))
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == 300
    assert most < 4 * _MEGABYTE


def _read(data: bytes, scratch: Path, limits: Limits, name: str = "") -> Message:
    return read_message(Content.from_bytes(data), name, limits=limits, scratch=scratch)


def _codes(message: Message) -> list[ProblemCode]:
    return [problem.code for problem in message.problems]


def test_an_attachment_beyond_the_limit_is_told_by_name_and_not_kept(tmp_path: Path) -> None:
    data = of_parts(part(LETTER), attached("stor.pdf", PDF * 1000, "application/pdf"))

    message = _read(data, tmp_path, Limits(part_bytes=10_000, in_memory_bytes=1000))

    assert _codes(message) == [ProblemCode.TOO_LARGE]
    assert [(each.name, each.content.size) for each in message.attachments] == [("stor.pdf", 0)]
    assert list(tmp_path.iterdir()) == []


def test_many_parts_of_middling_size_are_not_all_held_in_memory(tmp_path: Path) -> None:
    files = [attached(f"{n}.bin", bytes(900), "application/x-odd") for n in range(30)]

    message = _read(of_parts(*files), tmp_path, Limits(in_memory_bytes=1000))

    in_memory = [each for each in message.attachments if each.content.data is not None]
    assert len(message.attachments) == 30
    assert {each.content.size for each in message.attachments} == {900}
    assert len(in_memory) == 22


def test_many_texts_together_are_bounded(tmp_path: Path) -> None:
    data = of_parts(*[part("x" * 900)] * 10)

    message = _read(data, tmp_path, Limits(text_characters=1000))

    assert message.text.count("x") == 4000
    assert set(_codes(message)) == {ProblemCode.TOO_LARGE}


def test_what_all_parts_together_may_take_is_bounded(tmp_path: Path) -> None:
    files = [attached(f"{n}.bin", bytes(40_000), "application/x-odd") for n in range(5)]

    message = _read(of_parts(*files), tmp_path, Limits(unpacked_bytes=100_000))

    assert [each.content.size for each in message.attachments] == [40_000, 40_000, 0, 0, 0]
    assert set(_codes(message)) == {ProblemCode.TOO_LARGE}


def test_the_beginning_of_a_mail_beyond_the_limit_is_read(tmp_path: Path) -> None:
    data = mail(head(), LETTER + "x" * 100_000)

    message = _read(data, tmp_path, Limits(message_bytes=50_000, in_memory_bytes=20_000))

    assert message.subject == "Carport på Ålykkevej"
    assert message.original.size == len(data)
    assert message.text.startswith("Kære kommune")
    assert _codes(message) == [ProblemCode.TOO_LARGE]


def test_an_outlook_file_beyond_the_limit_is_told(tmp_path: Path) -> None:
    data = compound_file(msg(letter()))

    message = _read(data, tmp_path, Limits(message_bytes=1000), "a.msg")

    assert (message.kind, _codes(message)) == (MessageKind.MSG, [ProblemCode.TOO_LARGE])


def test_a_message_in_an_mbox_beyond_the_limit_is_told_and_the_next_one_read(
    tmp_path: Path,
) -> None:
    stamp = b"From a@example.dk Tue Mar  4 10:31:00 2025\n"
    data = stamp + mail(head(), "x" * 50_000) + b"\n" + stamp + mail(head(), "Hej")
    limits = Limits(part_bytes=20_000)

    first, second = read_content(Content.from_bytes(data), limits=limits, scratch=tmp_path)

    assert _codes(first) == [ProblemCode.TOO_LARGE]
    assert second.text == "Hej"


def test_parts_are_counted_over_all_levels(tmp_path: Path) -> None:
    inner = of_parts(*[part("x", "application/x-odd")] * 8)
    data = of_parts(*[part(inner.decode(), "message/rfc822")] * 8)

    message = _read(data, tmp_path, Limits(parts=20))

    nested = [each.nested for each in message.attachments if each.nested]
    assert sum(len(each.attachments) for each in nested) < 20
    assert ProblemCode.TOO_MANY_PARTS in {code for each in nested for code in _codes(each)}


def test_more_parts_than_allowed_in_an_outlook_file_are_told_once(tmp_path: Path) -> None:
    files = [attachment(f"{n}.pdf", PDF) for n in range(9)]

    message = _read(compound_file(msg(letter(), attachments=files)), tmp_path, Limits(parts=4))

    assert len(message.attachments) == 4
    assert _codes(message) == [ProblemCode.TOO_MANY_PARTS]
