"""Goes through what was handed in, folder by folder and container by container, to its documents.

What cannot be read becomes a document with a problem; the rest goes on. Nothing is followed out of
the source: no links, no names that lead outside.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from dataclasses import dataclass, field, replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Final

from signatur.methods.documents import Content, ProblemCode, sniff
from signatur.methods.documents.formats import READERS
from signatur.methods.documents.names import leads_outside, shown_name
from signatur.methods.documents.run import run
from signatur.methods.documents.schema import Problem
from signatur.methods.documents.task import Deadline, Embedded, Task
from signatur.methods.messages import AttachmentRole, MessageKind, kind_of, read_content
from signatur.solutions.disclosure.intake.describing import (
    described,
    described_message,
    without_ending,
)
from signatur.solutions.disclosure.intake.incoming import ARCHIVES, CaseProblem, Incoming, Source
from signatur.solutions.disclosure.intake.looking import is_small_picture
from signatur.solutions.disclosure.intake.problems import IntakeCode

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from signatur.methods.documents import Limits
    from signatur.methods.messages import Attachment, Message

_MESSAGES: Final = frozenset({
    MessageKind.EML, MessageKind.MSG, MessageKind.TNEF, MessageKind.SMIME, MessageKind.MEMO,
    MessageKind.MBOX, MessageKind.MEMO_CONTAINER,
})  # fmt: skip
# Left by operating systems and programs; nobody's document.
_LITTER: Final = frozenset({".ds_store", "thumbs.db", "desktop.ini", "__macosx"})
_OPEN_IN_OFFICE: Final = "~$"
_MOST_PARTS: Final = 2_000
"""Of one message with all that lies in it. Nobody sends as many; each is laid out and searched."""
_REPEATED: Final = 3
"""A picture that came inline with so many mails is a logo."""
_DEEPEST_FOLDER: Final = 40


def read_case(sources: Sequence[Source], *, limits: Limits, scratch: Path) -> Iterator[Incoming]:
    """Yield the documents of a case, in the order of their names within each source.

    Args:
        sources: Files, folders and uploads.
        limits: What each source may cost with all that lies in it; see `CASE_LIMITS`.
        scratch: An existing folder of the caller. Contents refer to files in it, and to the files
            of the sources themselves; it is needed for as long as they are.

    Yields:
        Each document once for each place where it lies; a message before its attachments. Archives
        are not documents, but one that cannot be opened is told as one with a problem.

    Raises:
        OSError: The scratch folder cannot be written.
    """
    taken = _Names()
    for source in sources:
        reading = _Reading(limits, scratch, taken, limits.parts, limits.unpacked_bytes)
        if source.content is not None:
            yield from reading.content(
                source.content, shown_name(source.name) or "document", depth=0
            )
        elif source.path is not None:
            yield from reading.path(
                source.path, shown_name(source.name) or source.path.name, depth=0
            )


def with_decorations(documents: Iterable[Incoming]) -> tuple[Incoming, ...]:
    """Return the documents of a case with pictures that repeat in its mails marked as decoration."""
    documents = tuple(documents)
    repeated = Counter(
        document.sha256
        for document in documents
        if document.parent and document.media_type.startswith("image/")
    )
    return tuple(
        replace(document, is_decoration=True)
        if document.parent
        and document.media_type.startswith("image/")
        and repeated[document.sha256] >= _REPEATED
        else document
        for document in documents
    )


@dataclass(slots=True)
class _Names:
    """Paths that are taken: two files in one archive may have the same name."""

    taken: set[str] = field(default_factory=set)

    def free(self, path: str) -> str:
        folder, slash, name = path.rpartition("/")
        stem, dot, ending = name.rpartition(".")
        free, number = path, 1
        while free.casefold() in self.taken:
            number += 1
            free = (
                f"{folder}{slash}{stem} ({number}){dot}{ending}" if stem else f"{path} ({number})"
            )
        self.taken.add(free.casefold())
        return free


@dataclass(slots=True)
class _Reading:
    """Reading one source: what is left of what it may cost."""

    limits: Limits
    scratch: Path
    names: _Names
    parts_left: int
    bytes_left: int
    is_full_told: bool = False

    # Folders and files.

    def path(self, path: Path, name: str, *, depth: int) -> Iterator[Incoming]:
        try:
            if path.is_symlink():
                yield self._failed(name, IntakeCode.LINK)
            elif path.is_dir():
                yield from self._folder(path, name, depth)
            elif path.is_file():
                yield from self._file(path, name)
            else:
                yield self._failed(name, IntakeCode.NO_ACCESS, "no plain file")
        except OSError as error:
            yield self._failed(name, IntakeCode.NO_ACCESS, type(error).__name__)

    def _folder(self, folder: Path, name: str, depth: int) -> Iterator[Incoming]:
        if depth > _DEEPEST_FOLDER:
            yield self._failed(name, ProblemCode.TOO_DEEP)
            return
        for inner in sorted(folder.iterdir(), key=lambda each: each.name.casefold()):
            if inner.name.casefold() in _LITTER or inner.name.startswith(_OPEN_IN_OFFICE):
                continue
            yield from self.path(inner, f"{name}/{shown_name(inner.name)}", depth=depth + 1)

    def _file(self, path: Path, name: str) -> Iterator[Incoming]:
        size = path.stat().st_size
        if size > self.limits.part_bytes:
            yield self._failed(name, ProblemCode.TOO_LARGE, f"{size} bytes")
            return
        yield from self.content(Content.from_path(path), name, depth=0)

    # What a content is.

    def content(
        self, content: Content, name: str, *, depth: int, parent: str = "", declared_type: str = "",
        problems: tuple[CaseProblem, ...] = (),
    ) -> Iterator[Incoming]:  # fmt: skip
        if not self._take(content):
            if not self.is_full_told:
                self.is_full_told = True
                yield self._failed(name, IntakeCode.NOT_ALL, f"over {self.limits.parts} files")
            return
        short = name.rpartition("/")[2]
        kind = kind_of(content, short) if content.size else MessageKind.UNKNOWN
        if kind in _MESSAGES:
            yield from self._messages(content, kind, name, depth, parent, problems)
            return
        media_type = sniff(content, name=short, declared_type=declared_type)
        if media_type in ARCHIVES:
            yield from self._archive(content, media_type, name, depth, parent, problems)
        else:
            yield self._document(content, media_type, name, parent, problems)

    def _take(self, content: Content) -> bool:
        self.parts_left -= 1
        self.bytes_left -= content.size
        return self.parts_left >= 0 and self.bytes_left >= 0

    def _document(
        self, content: Content, media_type: str, name: str, parent: str,
        problems: tuple[CaseProblem, ...],
    ) -> Incoming:  # fmt: skip
        path = self.names.free(name)
        return described(content, media_type, path, parent, problems, self.limits)

    def _failed(self, name: str, code: str, detail: str = "", parent: str = "") -> Incoming:
        return Incoming(
            path=self.names.free(name),
            parent=parent,
            title=without_ending(name.rpartition("/")[2]),
            problems=(CaseProblem(str(code), detail),),
        )

    # Archives.

    def _archive(
        self, content: Content, media_type: str, name: str, depth: int, parent: str,
        problems: tuple[CaseProblem, ...],
    ) -> Iterator[Incoming]:  # fmt: skip
        if depth >= self.limits.depth:
            yield self._failed(name, ProblemCode.TOO_DEEP, f"level {depth}", parent)
            return
        task = Task(
            content=content, media_type=media_type, name=name.rpartition("/")[2],
            limits=replace(
                self.limits, parts=max(0, self.parts_left), unpacked_bytes=max(0, self.bytes_left)
            ),
            scratch=Path(tempfile.mkdtemp(prefix="archive-", dir=self.scratch)),
            deadline=Deadline.after(self.limits.seconds),
        )  # fmt: skip
        own: list[CaseProblem] = list(problems)
        count = 0
        for found in run(READERS[media_type], task):
            if isinstance(found, Embedded):
                count += 1
                yield from self._member(found, name, depth, parent)
            elif isinstance(found, Problem):
                own.append(CaseProblem.of(found))
        if not count and not own:
            own.append(CaseProblem(ProblemCode.EMPTY.value, "an archive without files"))
        if own:
            document = self._document(content, media_type, name, parent, ())
            yield replace(document, problems=tuple(own))

    def _member(self, found: Embedded, name: str, depth: int, parent: str) -> Iterator[Incoming]:
        inner = shown_name(found.name) or "document"
        if inner.rpartition("/")[2].casefold() in _LITTER or "/~$" in f"/{inner}":
            return
        problems = (CaseProblem.of(found.problem),) if found.problem is not None else ()
        if leads_outside(found.name):
            problems = (CaseProblem(IntakeCode.OUTSIDE_PATH),)
        path = f"{name}/{inner}"
        if found.path is None:
            failed = self._failed(path, ProblemCode.READER_FAILED, parent=parent)
            yield replace(failed, problems=problems or failed.problems)
            return
        content = Content.from_path(found.path)
        yield from self.content(content, path, depth=depth + 1, parent=parent, problems=problems)

    # Messages.

    def _messages(
        self, content: Content, kind: MessageKind, name: str, depth: int, parent: str,
        problems: tuple[CaseProblem, ...],
    ) -> Iterator[Incoming]:  # fmt: skip
        short = name.rpartition("/")[2]
        scratch = Path(tempfile.mkdtemp(prefix="message-", dir=self.scratch))
        limits = self.limits
        if kind is not MessageKind.MEMO_CONTAINER:  # for which parts are counted over all messages
            limits = replace(limits, parts=min(limits.parts, _MOST_PARTS))
        messages = read_content(content, short, limits=limits, scratch=scratch)
        first = next(messages)
        second = next(messages, None)
        if second is None:
            yield from self._message(first, name, depth, parent, problems)
            return
        for number, message in enumerate(chain((first, second), messages), start=1):
            yield from self._message(
                message, f"{name}/{number:04d}.eml", depth + 1, parent, problems
            )

    def _message(
        self, message: Message, name: str, depth: int, parent: str,
        problems: tuple[CaseProblem, ...],
    ) -> Iterator[Incoming]:  # fmt: skip
        path = self.names.free(name)
        yield described_message(message, path, parent, problems)
        for number, attachment in enumerate(message.attachments, start=1):
            yield from self._attachment(attachment, number, path, depth)

    def _attachment(
        self, attachment: Attachment, number: int, parent: str, depth: int
    ) -> Iterator[Incoming]:
        name = f"{parent}/{shown_name(attachment.name) or f'bilag {number}'}"
        if depth >= self.limits.depth:
            yield self._failed(name, ProblemCode.TOO_DEEP, f"level {depth}", parent)
            return
        if attachment.nested is not None:
            yield from self._message(attachment.nested, name, depth + 1, parent, ())
            return
        is_inline = attachment.role is AttachmentRole.INLINE
        for document in self.content(
            attachment.content, name, depth=depth + 1, parent=parent,
            declared_type=attachment.declared_type,
        ):  # fmt: skip
            is_logo = (
                document.media_type.startswith("image/")
                and attachment.content.size > 0
                and is_small_picture(attachment.content, is_inline=is_inline)
            )
            yield replace(document, is_decoration=is_logo)
