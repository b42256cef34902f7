"""The values of taking in a case: what came in, what it is, and what of it could not be read."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Final

from signatur.methods.documents import Limits

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from signatur.methods.documents import Content, Problem

CASE_LIMITS: Final = Limits(
    parts=20_000,
    unpacked_bytes=8_000_000_000,
    part_bytes=600_000_000,
    message_bytes=600_000_000,
    seconds=600.0,
)
"""What taking in one source may cost: a case may be an archive with thousands of documents."""


ARCHIVES: Final = frozenset({
    "application/zip", "application/x-tar", "application/gzip", "application/x-xz",
    "application/x-bzip2",
})  # fmt: skip


class Category(StrEnum):
    """What kind of document something seems to be; a person may say otherwise."""

    MAIL = "mail"
    LETTER = "letter"
    NOTE = "note"
    DECISION = "decision"
    HEARING = "hearing"
    APPLICATION = "application"
    FORM = "form"
    MINUTES = "minutes"
    REPORT = "report"
    CONTRACT = "contract"
    INVOICE = "invoice"
    PICTURE = "picture"
    DRAWING = "drawing"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    OTHER = "other"


class DatedBy(StrEnum):
    """Where the date of a document comes from."""

    MAIL = "mail"
    NAME = "name"
    TEXT = "text"
    PROPERTIES = "properties"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Source:
    """Something that was handed in: a file or folder on disk, or an upload."""

    name: str
    path: Path | None = None
    content: Content | None = None
    """Of an upload; a source has a path or a content."""


@dataclass(frozen=True, slots=True)
class CaseProblem:
    """Why something could not be read, or only in part; `service.troubles` says it in words."""

    code: str
    """A `ProblemCode` or an `IntakeCode`."""
    detail: str = ""
    where: str = ""

    @classmethod
    def of(cls, problem: Problem) -> CaseProblem:
        return cls(problem.code.value, problem.detail, problem.where)


@dataclass(frozen=True, slots=True, kw_only=True)
class Incoming:
    """One document of the case."""

    path: str
    """Where it was found, folders and containers parted by `/`; the same for no two documents."""
    parent: str = ""
    """Path of the message that it was attached to; empty for all others."""
    title: str = field(repr=False)
    """Subject of a mail, else the name without its ending."""
    dated: date | None = None
    dated_by: DatedBy = DatedBy.NOTHING
    media_type: str = "application/octet-stream"
    category: Category = Category.OTHER
    category_reason: str = ""
    """Why: `name:faktura`, `text:referat`, `type:image/jpeg`."""
    content: Content | None = field(default=None, repr=False)
    """None where nothing came out of a container."""
    is_message: bool = False
    is_decoration: bool = False
    """A logo or the picture of a signature in a mail: kept, but not worth a line in the list."""
    message_id: str = field(default="", repr=False)
    in_reply_to: str = field(default="", repr=False)
    problems: tuple[CaseProblem, ...] = ()

    @property
    def is_unopened(self) -> bool:
        """Nothing to read: nothing came out, or it is an archive that is only told of for its problems."""
        return self.content is None or (self.media_type in ARCHIVES and bool(self.problems))

    @property
    def sha256(self) -> str:
        return self.content.sha256 if self.content is not None else ""


@dataclass(frozen=True, slots=True)
class CaseText:
    """A document as those see it who compare texts."""

    key: str
    """Whatever names the document, such as its path or id."""
    text: str = field(repr=False)
    """Of its pages, without the appendix that tells what a file hides."""
    subject: str = field(default="", repr=False)
    sha256: str = ""
    is_message: bool = False
    order: float = 0.0
    """Smaller is earlier, such as the time a mail was sent; 0 where it is not known."""
