"""A reader stops at its limits, and what it raises becomes a problem."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from signatur.methods.documents import Content, Limits, Page, Problem, ProblemCode, TextSource
from signatur.methods.documents.run import run, tidy
from signatur.methods.documents.task import Deadline, Finding, PageCount, Task, Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator


def _task(*, seconds: float = 60.0, characters: int = 100) -> Task:
    return Task(
        content=Content.from_bytes(b"x"),
        media_type="text/plain",
        limits=Limits(text_characters=characters),
        scratch=Path("nowhere"),
        deadline=Deadline.after(seconds),
    )


def _page(number: int, text: str) -> Page:
    return Page(number, text, TextSource.TEXT_LAYER, 1.0)


def _two_pages(_: Task) -> Iterator[Finding]:
    yield PageCount(2)
    yield _page(1, "a" * 60)
    yield _page(2, "b" * 60)


def test_a_reader_within_its_limits_is_heard_to_the_end() -> None:
    assert list(run(_two_pages, _task(characters=120))) == list(_two_pages(_task()))


def test_text_is_cut_where_the_limit_is_reached() -> None:
    assert list(run(_two_pages, _task())) == [
        PageCount(2),
        _page(1, "a" * 60),
        _page(2, "b" * 40),
        Problem(ProblemCode.TOO_LARGE, "over 100 characters"),
    ]


def test_a_reader_out_of_time_is_not_asked_for_the_next_page() -> None:
    assert list(run(_two_pages, _task(seconds=0.0))) == [
        PageCount(2),
        _page(1, "a" * 60),
        Problem(ProblemCode.TIMED_OUT, "stopped after page 1"),
    ]


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (Unreadable(ProblemCode.ENCRYPTED, "why"), Problem(ProblemCode.ENCRYPTED, "why")),
        (MemoryError(), Problem(ProblemCode.TOO_LARGE, "takes more memory than it may")),
        (RecursionError(), Problem(ProblemCode.TOO_DEEP)),
        (ValueError("words of the letter"), Problem(ProblemCode.READER_FAILED, "ValueError")),
    ],
)
def test_what_a_reader_raises_is_stated_behind_what_it_found(
    error: Exception, problem: Problem
) -> None:
    def failing(_: Task) -> Iterator[Finding]:
        yield _page(1, "a")
        raise error

    assert list(run(failing, _task())) == [_page(1, "a"), problem]


@pytest.mark.parametrize(
    ("text", "tidied"),
    [
        ("a\r\nb\rc\fd\u2028e", "a\nb\nc\nd\ne"),
        ("a\0b\x07c\ud800d\ufffee", "abcde"),
        ("A\u030alykkevej", "Ålykkevej"),
        (" \n a\tb \n ", "a\tb"),
    ],
)
def test_text_is_tidied(text: str, tidied: str) -> None:
    assert tidy(text) == tidied


@given(st.text())
def test_tidy_text_can_be_stored_and_tidying_it_again_changes_nothing(text: str) -> None:
    tidied = tidy(text)

    assert "\0" not in tidied
    assert tidied.encode("utf-8").decode() == tidied
    assert tidy(tidied) == tidied
