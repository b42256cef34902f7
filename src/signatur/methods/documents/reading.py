"""Reading one document with all that lies inside it."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.formats import CHEAP, READERS
from signatur.methods.documents.names import shown_name
from signatur.methods.documents.pool import ChildPool
from signatur.methods.documents.run import run
from signatur.methods.documents.schema import (
    Document,
    Limits,
    Page,
    Part,
    Problem,
    ProblemCode,
    TextSource,
)
from signatur.methods.documents.sniff import BINARY, EMPTY, ENCRYPTED_OFFICE, sniff
from signatur.methods.documents.task import Deadline, Embedded, Finding, PageCount, Task

if TYPE_CHECKING:
    from signatur.methods.documents.recognition import Recogniser

# Each document inside another has the time of one, all of them together that of so many.
_PARTS_TIME: Final = 5
# Cheap readers write nothing; one that tried to would fail here.
_NO_FOLDER: Final = Path(os.devnull)


def read_document(
    content: Content,
    *,
    limits: Limits,
    recogniser: Recogniser | None,
    name: str = "",
    declared_type: str = "",
    pool: ChildPool | None = None,
    scratch: Path | None = None,
) -> Document:
    """Read the text of a document, and of the documents inside it, as far as it can be read.

    Args:
        content: The bytes. What kind of file they are is told from them alone, as far as possible.
        limits: What reading may cost; see `Limits`.
        recogniser: The program for scanned pages; None leaves them unread, and states so.
        name: The name of the file, a hint only.
        declared_type: The media type, perhaps with a `charset`, that came with it; a hint only.
        pool: Where readers of complicated formats run; without one, a process is started for this
            document where it needs one.
        scratch: A folder in which the bytes of parts are kept, so that `Part.content` leads to
            them; it belongs to the caller. Without it they are gone when this returns.

    Returns:
        The document. Whatever went wrong stands in `problems`, there and in its parts.

    Raises:
        OSError: The content cannot be opened.
    """
    with ExitStack() as cleanup:
        reading = _Reading(
            limits=limits,
            recogniser=recogniser,
            pool=pool or cleanup.enter_context(ChildPool(size=1)),
            kept_in=scratch,
            cleanup=cleanup,
            seconds_left=limits.seconds * _PARTS_TIME,
            parts_left=limits.parts,
            bytes_left=limits.unpacked_bytes,
            characters_left=limits.text_characters,
            recognised_left=limits.recognised_pages,
        )
        return reading.read(content, name, declared_type, depth=0)


@dataclass(slots=True, kw_only=True)
class _Reading:
    """What reading one document has used up so far, over all that lies inside it."""

    limits: Limits
    recogniser: Recogniser | None
    pool: ChildPool
    kept_in: Path | None
    cleanup: ExitStack
    seconds_left: float
    parts_left: int
    bytes_left: int
    characters_left: int
    recognised_left: int
    _base: Path | None = None
    _folders: int = 0

    def read(self, content: Content, name: str, declared_type: str, *, depth: int) -> Document:
        media_type = sniff(content, name=name, declared_type=declared_type)
        refusal = self._refusal(content, media_type, depth)
        if refusal is not None:
            return Document(media_type, problems=(refusal,))
        is_small = content.size <= self.limits.in_memory_bytes
        reader = CHEAP.get(media_type) if is_small else None
        task = Task(
            content=content,
            media_type=media_type,
            limits=self._limits_left(),
            scratch=self._new_folder() if reader is None else _NO_FOLDER,
            name=name,
            charset=_charset_of(declared_type),
            recogniser=self.recogniser,
            deadline=Deadline.after(min(self.limits.seconds, self.seconds_left)),
        )
        if reader is not None:
            findings = list(run(reader, task))
        else:
            findings, seconds = self.pool.read(task)
            self.seconds_left -= seconds
        return self._document(media_type, findings, depth)

    def _refusal(self, content: Content, media_type: str, depth: int) -> Problem | None:
        """Why a document is not even looked into."""
        grounds = (
            (media_type == EMPTY, ProblemCode.EMPTY, "no bytes"),
            (
                content.size > self.limits.part_bytes,
                ProblemCode.TOO_LARGE,
                f"{content.size} bytes, {self.limits.part_bytes} at most are read",
            ),
            (media_type == ENCRYPTED_OFFICE, ProblemCode.ENCRYPTED, "a password is needed"),
            (media_type not in READERS, ProblemCode.UNKNOWN_FORMAT, media_type),
            (depth > self.limits.depth, ProblemCode.TOO_DEEP, f"level {depth}"),
            (self.seconds_left <= 0.0, ProblemCode.TIMED_OUT, "no time left"),
        )
        return next((Problem(code, detail) for holds, code, detail in grounds if holds), None)

    def _limits_left(self) -> Limits:
        return replace(
            self.limits,
            parts=max(0, self.parts_left),
            unpacked_bytes=max(0, self.bytes_left),
            text_characters=max(0, self.characters_left),
            recognised_pages=max(0, self.recognised_left),
        )

    def _new_folder(self) -> Path:
        """A folder for one task, in one for the whole document that is made when first needed."""
        if self._base is None and self.kept_in is not None:
            self._base = Path(tempfile.mkdtemp(prefix="document-", dir=self.kept_in))
        elif self._base is None:
            temporary = tempfile.TemporaryDirectory(prefix="signatur-")
            self._base = Path(self.cleanup.enter_context(temporary))
        self._folders += 1
        folder = self._base / str(self._folders)
        folder.mkdir()
        return folder

    def _document(self, media_type: str, findings: list[Finding], depth: int) -> Document:
        pages = tuple(finding for finding in findings if isinstance(finding, Page))
        self.characters_left -= sum(len(page.text) for page in pages)
        self.recognised_left -= sum(page.source is TextSource.RECOGNISED for page in pages)
        problems = [finding for finding in findings if isinstance(finding, Problem)]
        counts = [finding.count for finding in findings if isinstance(finding, PageCount)]
        parts = tuple(
            self._part(finding, depth) for finding in findings if isinstance(finding, Embedded)
        )
        has_text = any(page.text for page in pages)
        if not (has_text or parts or problems or media_type.startswith("image/")):
            problems.append(Problem(ProblemCode.EMPTY, "no text"))
        return Document(
            media_type=media_type,
            pages=pages,
            page_count=counts[-1] if counts else None,
            problems=tuple(problems),
            parts=parts,
        )

    def _part(self, embedded: Embedded, depth: int) -> Part:
        name = shown_name(embedded.name)
        own = (embedded.problem,) if embedded.problem is not None else ()
        self.parts_left -= 1
        if self.parts_left < 0:
            own = (*own, Problem(ProblemCode.TOO_MANY_PARTS, f"over {self.limits.parts} parts"))
        size = embedded.path.stat().st_size if embedded.path is not None else 0
        if embedded.path is None or self.parts_left < 0 or (own and not size):
            return Part(name, Document(BINARY, problems=own))
        content = Content.from_path(embedded.path)
        self.bytes_left -= content.size
        document = self.read(content, name, "", depth=depth + 1)
        document = replace(document, problems=(*own, *document.problems))
        if self.kept_in is not None:
            return Part(name, document, content)
        embedded.path.unlink()
        return Part(name, document)


def _charset_of(declared_type: str) -> str:
    """The `charset` parameter of a media type, or the empty string."""
    for parameter in declared_type.split(";")[1:]:
        key, _, value = parameter.partition("=")
        if key.strip().lower() == "charset":
            return value.strip(" \"'")
    return ""
