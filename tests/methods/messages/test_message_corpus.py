"""Every sample of the corpus gives what it holds, and states what it lacks."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import pytest

from signatur.methods.documents import Content, Limits
from signatur.methods.messages import kind_of, read_messages
from tests.corpus.messages import CORPUS, Sample

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.methods.documents import ProblemCode
    from signatur.methods.messages import Message


def _with_nested(message: Message) -> Iterator[Message]:
    yield message
    for attachment in message.attachments:
        if attachment.nested is not None:
            yield from _with_nested(attachment.nested)


def _attachment_names(message: Message) -> Iterator[str]:
    for attachment in message.attachments:
        yield attachment.name
        if attachment.nested is not None:
            yield from _attachment_names(attachment.nested)


def _codes(messages: list[Message]) -> frozenset[ProblemCode]:
    return frozenset(problem.code for message in messages for problem in message.problems)


@pytest.fixture(scope="module", params=CORPUS, ids=lambda sample: sample.name)
def case(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> tuple[Sample, list[Message]]:
    sample: Sample = request.param
    folder: Path = tmp_path_factory.mktemp("sample")
    file = folder / sample.name
    file.write_bytes(sample.data)
    return sample, list(read_messages(file, limits=Limits(), scratch=folder))


def test_a_sample_gives_its_messages(case: tuple[Sample, list[Message]]) -> None:
    sample, messages = case

    first = messages[0]
    sender = first.sender
    assert len(messages) == sample.messages
    assert first.subject == sample.subject
    assert (sender.address or sender.name or sender.id if sender else "") == sample.sender


def test_a_sample_gives_its_text(case: tuple[Sample, list[Message]]) -> None:
    sample, messages = case
    everything = "\n".join(
        f"{each.subject}\n{each.html if each.prefers_html else each.text}"
        for each in chain.from_iterable(map(_with_nested, messages))
    )

    assert [piece for piece in sample.holds if piece not in everything] == []
    assert [piece for piece in sample.lacks if piece in everything] == []


def test_a_sample_gives_its_attachments(case: tuple[Sample, list[Message]]) -> None:
    sample, messages = case

    names = tuple(chain.from_iterable(map(_attachment_names, messages)))

    assert names == sample.attachments


def test_a_sample_states_its_problems(case: tuple[Sample, list[Message]]) -> None:
    sample, messages = case

    assert _codes(list(chain.from_iterable(map(_with_nested, messages)))) == sample.problems


def test_a_sample_is_recognised(case: tuple[Sample, list[Message]]) -> None:
    sample, _ = case

    assert kind_of(Content.from_bytes(sample.data), sample.name) is sample.kind
