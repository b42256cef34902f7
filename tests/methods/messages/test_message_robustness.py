"""Whatever the bytes are, reading ends, stays within bounds, and gives a message."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from signatur.methods.documents import Content, Limits, ProblemCode
from signatur.methods.messages import MessageKind, read_content
from signatur.methods.messages.reading import Reading
from signatur.methods.messages.single import read_one
from tests.corpus.messages import CORPUS, Sample

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.messages import Message

_LIMITS = Limits(
    in_memory_bytes=20_000, part_bytes=2_000_000, unpacked_bytes=4_000_000, text_characters=100_000
)
_NAMES = st.sampled_from(["", "a.eml", "a.msg", "winmail.dat", "a.xml", "a.mbox", "a.tar", "a.p7m"])
_KINDS = st.sampled_from(
    [MessageKind.EML, MessageKind.MSG, MessageKind.TNEF, MessageKind.SMIME, MessageKind.MEMO]
)
_SAMPLES = st.sampled_from([sample for sample in CORPUS if len(sample.data) < 40_000])
_TELLING = st.sampled_from(
    [
        b"\xff" * 4,
        bytes(4),
        b"\xff\xff\xff\x7f",
        b"\xfe\xff\xff\xff",
        b"\r\n\r\n",
        b"--",
        b"\x80" * 8,
    ]
)
_settings = settings(
    deadline=None, max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@st.composite
def _damaged(draw: st.DrawFn) -> tuple[Sample, bytes]:
    sample = draw(_SAMPLES)
    data = sample.data
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(data)))
        stop = start + draw(st.sampled_from([0, 1, 4, 60, 700, 1 << 20]))
        data = data[:start] + draw(st.binary(max_size=8) | _TELLING) + data[stop:]
    return sample, data


def _check(message: Message, limits: Limits) -> None:
    """What must hold for every message, and for those within it."""
    assert ProblemCode.READER_FAILED not in {problem.code for problem in message.problems}
    assert len(message.text) <= limits.text_characters * 3
    # Half of a letter, or an address that cannot be written, would fail far from here.
    f"{message.subject}{message.text}{message.html}{message.sender}{message.headers}".encode()
    for attachment in message.attachments:
        assert attachment.content.size == len(attachment.content.read())
        attachment.name.encode()
        if attachment.nested is not None:
            _check(attachment.nested, limits)


@given(st.binary(max_size=3000), _NAMES, _KINDS)
@example(b"", "", MessageKind.EML)
@_settings
def test_any_bytes_give_a_message(
    tmp_path: Path, data: bytes, name: str, kind: MessageKind
) -> None:
    content = Content.from_bytes(data)

    messages = [
        *read_content(content, name, limits=_LIMITS, scratch=tmp_path),
        read_one(content, kind, Reading.of(_LIMITS, tmp_path)),
    ]

    assert len(messages) > 1
    for message in messages:
        _check(message, _LIMITS)


@given(_damaged())
@_settings
def test_a_damaged_message_gives_a_message(tmp_path: Path, damaged: tuple[Sample, bytes]) -> None:
    sample, data = damaged

    messages = list(
        read_content(Content.from_bytes(data), sample.name, limits=_LIMITS, scratch=tmp_path)
    )

    assert messages
    for message in messages:
        _check(message, _LIMITS)


@given(_SAMPLES, st.floats(0, 1))
@_settings
def test_a_message_that_breaks_off_gives_a_message(
    tmp_path: Path, sample: Sample, share: float
) -> None:
    content = Content.from_bytes(sample.data[: int(len(sample.data) * share)])

    messages = list(read_content(content, sample.name, limits=_LIMITS, scratch=tmp_path))

    assert messages
    for message in messages:
        _check(message, _LIMITS)
