"""What a reader of one format is given, and what it finds, piece by piece as it goes along."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from signatur.methods.documents.schema import Page, Problem, ProblemCode

if TYPE_CHECKING:
    from pathlib import Path

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.recognition import Recogniser
    from signatur.methods.documents.schema import Limits


class Unreadable(Exception):
    """Stops a reader with the problem that its document is to state."""

    def __init__(self, code: ProblemCode, detail: str = "") -> None:
        super().__init__(code, detail)
        self.problem = Problem(code, detail)


@dataclass(frozen=True, slots=True)
class Deadline:
    """The moment by which work must be finished, on the monotonic clock of this process."""

    at: float

    @classmethod
    def after(cls, seconds: float) -> Deadline:
        return cls(at=time.monotonic() + seconds)

    @property
    def remaining_s(self) -> float:
        return max(0.0, self.at - time.monotonic())

    @property
    def is_passed(self) -> bool:
        return self.remaining_s <= 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One document to read: the bytes, what they are, and what reading them may cost."""

    content: Content
    media_type: str
    limits: Limits
    scratch: Path
    """A folder of its own for what is found inside the document; emptied by whoever made it."""
    name: str = ""
    charset: str = ""
    """As declared by whoever sent it; empty when nothing was declared."""
    recogniser: Recogniser | None = None
    deadline: Deadline = field(default_factory=lambda: Deadline.after(60.0))


@dataclass(frozen=True, slots=True)
class PageCount:
    """How many pages the original has, also when not all of them are read."""

    count: int


@dataclass(frozen=True, slots=True)
class Embedded:
    """A file found inside the document, written to the scratch folder of the task."""

    name: str
    path: Path | None
    """None where nothing came out of the container."""
    problem: Problem | None = None
    """What happened on the way out of the container, such as a checksum that did not match."""


Finding: TypeAlias = Page | Problem | PageCount | Embedded
Reader: TypeAlias = Callable[[Task], Iterator[Finding]]
