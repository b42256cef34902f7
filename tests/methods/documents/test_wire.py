"""Tasks and findings arrive on the other side as they were sent."""

from __future__ import annotations

from pathlib import Path

import pytest

from signatur.methods.documents import (
    Content,
    Limits,
    Page,
    Problem,
    ProblemCode,
    Recogniser,
    TextSource,
)
from signatur.methods.documents.task import Deadline, Embedded, Finding, PageCount, Task
from signatur.methods.documents.wire import (
    bytes_to_follow,
    end_line,
    finding_from,
    finding_line,
    task_from,
    task_line,
)

_PROBLEM = Problem(ProblemCode.DAMAGED, "BadZipFile", "page 1")


@pytest.mark.parametrize(
    "finding",
    [
        Page(1, "æøå\nlinje\u2028 \ud800", TextSource.RECOGNISED, 0.5),
        _PROBLEM,
        PageCount(7),
        Embedded("bilag.txt", Path("/scratch/x"), _PROBLEM),
        Embedded("låst.txt", None),
    ],
)
def test_findings_come_back(finding: Finding) -> None:
    line = finding_line(finding)

    assert line.count(b"\n") == 1
    assert finding_from(line) == finding


def test_the_end_is_no_finding() -> None:
    assert finding_from(end_line()) is None


@pytest.mark.parametrize("recogniser", [None, Recogniser(languages=("dan",))])
@pytest.mark.parametrize(
    "content", [Content.from_bytes(b"abc"), Content(3, "x", path=Path("/scratch/x"))]
)
def test_tasks_come_back(content: Content, recogniser: Recogniser | None) -> None:
    task = Task(
        content=content, media_type="text/plain", limits=Limits(pages=2), scratch=Path("/scratch"),
        name="a", charset="cp1252", recogniser=recogniser, deadline=Deadline.after(1000),
    )  # fmt: skip

    line = task_line(task)
    data = b"abc"[: bytes_to_follow(line)]
    arrived = task_from(line, data)

    assert arrived.deadline.remaining_s == pytest.approx(1000, abs=5)
    assert {name: getattr(arrived, name) for name in _COMPARED} == {
        name: getattr(task, name) for name in _COMPARED
    }


_COMPARED = ("content", "media_type", "limits", "scratch", "name", "charset", "recogniser")
