"""Tasks and findings as lines of JSON between this process and the one that reads."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.recognition import Recogniser
from signatur.methods.documents.schema import Limits, Page, Problem, ProblemCode, TextSource
from signatur.methods.documents.task import Deadline, Embedded, Finding, PageCount, Task

END: Final = "end"
"""The kind of line after which nothing more is found."""


def task_line(task: Task) -> bytes:
    """A task without its bytes, where these are held in memory; they follow the line."""
    content = task.content
    recogniser = task.recogniser
    return _line({
        "path": str(content.path) if content.path is not None else None,
        "size": content.size,
        "sha256": content.sha256,
        "media_type": task.media_type,
        "name": task.name,
        "charset": task.charset,
        "scratch": str(task.scratch),
        "limits": asdict(task.limits),
        "recogniser": asdict(recogniser) if recogniser is not None else None,
        "seconds": task.deadline.remaining_s,
    })  # fmt: skip


def bytes_to_follow(line: bytes) -> int:
    """How many bytes of content stand behind the line of a task."""
    told = json.loads(line)
    return 0 if told["path"] is not None else int(told["size"])


def task_from(line: bytes, data: bytes) -> Task:
    told = json.loads(line)
    path = told["path"]
    content = Content(
        size=told["size"],
        sha256=told["sha256"],
        data=data if path is None else None,
        path=Path(path) if path is not None else None,
    )
    return Task(
        content=content,
        media_type=told["media_type"],
        name=told["name"],
        charset=told["charset"],
        scratch=Path(told["scratch"]),
        limits=Limits(**told["limits"]),
        recogniser=_recogniser(told["recogniser"]),
        deadline=Deadline.after(told["seconds"]),
    )


def _recogniser(told: dict[str, Any] | None) -> Recogniser | None:
    if told is None:
        return None
    return Recogniser(**{**told, "languages": tuple(told["languages"])})


def finding_line(finding: Finding) -> bytes:
    match finding:
        case Page():
            told: dict[str, Any] = {"kind": "page", **asdict(finding)}
        case Problem():
            told = {"kind": "problem", **asdict(finding)}
        case PageCount():
            told = {"kind": "page_count", "count": finding.count}
        case Embedded():
            path = str(finding.path) if finding.path is not None else None
            told = {"kind": "embedded", **asdict(finding), "path": path}
    return _line(told)


def end_line() -> bytes:
    return _line({"kind": END})


def finding_from(line: bytes) -> Finding | None:
    """The finding that a line tells, or None for the line that ends them."""
    told = json.loads(line)
    match told.pop("kind"):
        case "page":
            return Page(**{**told, "source": TextSource(told["source"])})
        case "problem":
            return _problem(told)
        case "page_count":
            return PageCount(told["count"])
        case "embedded":
            path = Path(told["path"]) if told["path"] is not None else None
            problem = _problem(told["problem"]) if told["problem"] is not None else None
            return Embedded(told["name"], path, problem)
    return None


def _problem(told: dict[str, Any]) -> Problem:
    return Problem(ProblemCode(told["code"]), told["detail"], told["where"])


def _line(told: dict[str, Any]) -> bytes:
    return json.dumps(told).encode("ascii") + b"\n"
