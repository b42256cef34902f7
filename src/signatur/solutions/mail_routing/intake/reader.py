"""Finds what there is to read in files and folders, and reads it one by one."""

from __future__ import annotations

import shutil
import stat
import tempfile
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Self

from signatur.methods.documents import (
    ChildPool,
    Content,
    Limits,
    Problem,
    ProblemCode,
    Recogniser,
    read_document,
)
from signatur.methods.messages import (
    MessageKind,
    is_message,
    kind_of,
    read_content,
    read_messages,
)
from signatur.methods.messages.files import content_of
from signatur.methods.messages.reading import Reading
from signatur.methods.messages.single import read_one
from signatur.methods.messages.spool import Spool
from signatur.solutions.mail_routing.intake import composing, foreign
from signatur.solutions.mail_routing.intake.foreign_message import Unusable
from signatur.solutions.mail_routing.intake.sources import Source, sources_at

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from signatur.methods.documents import Document, Part
    from signatur.methods.messages.schema import Attachment, Message
    from signatur.solutions.mail_routing.schema import Enquiry

_BLOCK = 1 << 20
_NO_BYTES = Content.from_bytes(b"")


@dataclass(frozen=True, slots=True)
class ReadEnquiry:
    """An enquiry in the common format with its original bytes.

    The bytes may lie in a file that is removed when the next source is read.
    """

    enquiry: Enquiry
    original: Content


class EnquiryReader:
    """Reads enquiries; holds the child processes in which complicated formats are read."""

    def __init__(
        self,
        *,
        limits: Limits | None = None,
        recogniser: Recogniser | None = None,
        processes: int = 1,
    ) -> None:
        self._limits = limits or Limits()
        self._recogniser = recogniser
        self._pool = ChildPool(size=processes)
        self._scratch = tempfile.TemporaryDirectory(prefix="signatur-")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._pool.close()
        self._scratch.cleanup()

    def read_paths(self, paths: Iterable[Path]) -> Iterator[ReadEnquiry]:
        """Read files and folders (with all that is in them, Maildir folders as such).

        What cannot be read is yielded, too, with its problem. Raises OSError only when a path
        itself does not exist or may not be read.
        """
        for path in paths:
            for source in sources_at(path):
                if source.fault:
                    problem = Problem(ProblemCode.READER_FAILED, source.fault)
                    yield _unread(_NO_BYTES, source.name, problem)
                else:
                    yield from self._guarded(source.path, source.name)

    def read_path(self, path: Path) -> Iterator[ReadEnquiry]:
        """Read all enquiries of one file or Maildir folder. Raises OSError when that is not possible."""
        name = Source(path).name
        mode = path.stat().st_mode
        try:
            if stat.S_ISDIR(mode):
                messages = read_messages(path, limits=self._limits, scratch=self._folder)
                yield from self._of_messages(messages, name)
            elif stat.S_ISREG(mode):
                yield from self._of_file(path, name)
            else:
                with path.open("rb") as stream:
                    yield from self.read_stream(stream, name)
        finally:
            _empty(self._folder)

    def _of_file(self, path: Path, name: str) -> Iterator[ReadEnquiry]:
        content = content_of(path, self._limits)
        try:
            yield from self._of_content(content, name)
        except OSError:
            raise
        except Exception as fault:  # noqa: BLE001  # a fault of ours costs one file, not the run
            yield _unread(content, name, _failed(fault))

    def read_stream(self, stream: BinaryIO, name: str) -> Iterator[ReadEnquiry]:
        """Read all enquiries of what comes through a pipe, up to the limit of a message."""
        most = self._limits.message_bytes
        spool = Spool(self._folder, in_memory_bytes=self._limits.in_memory_bytes, most_bytes=most)
        spool.write_all(iter(lambda: stream.read(_BLOCK), b""))
        content = spool.content()
        if spool.is_cut:
            yield _unread(content, name, Problem(ProblemCode.TOO_LARGE, f"over {most} bytes"))
        else:
            yield from self._of_content(content, name)

    def read_content(self, content: Content, name: str) -> Iterator[ReadEnquiry]:
        """Read all enquiries of some bytes in memory."""
        try:
            yield from self._of_content(content, name)
        finally:
            _empty(self._folder)

    def read_mail(self, content: Content, name: str, problem: Problem | None = None) -> ReadEnquiry:
        """Read a mail as a server delivered it: always one enquiry, with the bytes as they came.

        `problem` says that they are not all of it.
        """
        kind = kind_of(content, name)
        kind = kind if kind in (MessageKind.SMIME, MessageKind.MEMO) else MessageKind.EML
        try:
            message = read_one(content, kind, Reading.of(self._limits, self._folder))
            if problem is not None:
                message = replace(message, problems=(problem, *message.problems))
            inner = _Inner(self, self._folder)
            return ReadEnquiry(composing.of_message(message, name, 0, inner), content)
        except OSError:
            raise
        except Exception as fault:  # noqa: BLE001  # a fault of ours costs one mail, not the round
            return _unread(content, name, _failed(fault))
        finally:
            _empty(self._folder)

    def _guarded(self, path: Path, name: str) -> Iterator[ReadEnquiry]:
        """Read a path; one that is moved, locked or lost on the way costs no other."""
        try:
            yield from self.read_path(path)
        except OSError as fault:
            yield _unread(_NO_BYTES, name, _failed(fault))

    def _of_content(self, content: Content, name: str) -> Iterator[ReadEnquiry]:
        if is_message(content, name):
            messages = read_content(content, name, limits=self._limits, scratch=self._folder)
            yield from self._of_messages(messages, name)
            return
        if reader := foreign.reader_of(content):
            yield self._of_foreign(content, reader, name)
            return
        document = self.read(content, name, "", self._folder)
        mails = list(_mails_in(document))
        for part in mails:
            assert part.content is not None, "that is how it was found"
            yield from self._of_content(part.content, f"{name} › {part.name}")
        rest = _without_mails(document)
        if not mails or _says_something(rest):
            # An archive of nothing but mails is no enquiry itself.
            yield _composed(partial(composing.of_document, rest, content, name), content, name)

    def _of_foreign(self, content: Content, reader: foreign.Reader, name: str) -> ReadEnquiry:
        inner = _Inner(self, self._folder)
        try:
            read = foreign.read(content, reader)
        except Unusable as fault:
            return _unread(content, name, Problem(ProblemCode(fault.code), fault.detail))
        compose = partial(composing.of_foreign, read, reader.kind, content, name, inner)
        return _composed(compose, content, name)

    def _of_messages(self, messages: Iterable[Message], name: str) -> Iterator[ReadEnquiry]:
        inner = _Inner(self, self._folder)
        for position, message in enumerate(messages):
            compose = partial(composing.of_message, message, name, position, inner)
            yield _composed(compose, message.original, name)

    @property
    def _folder(self) -> Path:
        return Path(self._scratch.name)

    def message_in(self, content: Content, name: str, scratch: Path) -> Message | None:
        """Read a mail that lies in an archive; None when it is something else."""
        if not is_message(content, name):
            return None
        return next(read_content(content, name, limits=self._limits, scratch=scratch), None)

    def read(self, content: Content, name: str, media_type: str, scratch: Path | None) -> Document:
        """Read one document."""
        return read_document(
            content,
            limits=self._limits,
            recogniser=self._recogniser,
            name=name,
            declared_type=media_type,
            pool=self._pool,
            scratch=scratch,
        )


@dataclass(frozen=True, slots=True)
class _Inner:
    """Reads what lies within a message."""

    reader: EnquiryReader
    scratch: Path

    def document(self, attachment: Attachment) -> Document:
        return self.reader.read(
            attachment.content, attachment.name, attachment.media_type, self.scratch
        )

    def message(self, content: Content, name: str) -> Message | None:
        return self.reader.message_in(content, name, self.scratch)


def _composed(compose: Callable[[], Enquiry], original: Content, name: str) -> ReadEnquiry:
    try:
        return ReadEnquiry(compose(), original)
    except OSError:
        raise
    except Exception as fault:  # noqa: BLE001  # a fault of ours costs one enquiry, not the run
        return _unread(original, name, _failed(fault))


def _unread(content: Content, name: str, problem: Problem) -> ReadEnquiry:
    """Make an enquiry of what could not be read, so that it is seen and nothing is lost."""
    return ReadEnquiry(composing.of_nothing(content, name, problem), content)


def _failed(fault: Exception) -> Problem:
    return Problem(ProblemCode.READER_FAILED, type(fault).__name__)


def _empty(folder: Path) -> None:
    """Remove what large parts left behind; mostly there is nothing."""
    if not folder.exists():
        return  # the reader was closed before its last enquiry was taken
    for left in folder.iterdir():
        if left.is_dir():
            shutil.rmtree(left)
        else:
            left.unlink()


# --- archives that hold mails --------------------------------------------------------------------


def _is_mail(part: Part) -> bool:
    return part.content is not None and is_message(part.content, part.name)


def _mails_in(document: Document) -> Iterator[Part]:
    """Yield the mails that lie in an archive and in the archives in it."""
    for part in document.parts:
        if _is_mail(part):
            yield part
        else:
            yield from _mails_in(part.document)


def _without_mails(document: Document) -> Document:
    """Leave out the mails, which are enquiries of their own, and archives of nothing else."""
    kept = []
    for part in document.parts:
        if _is_mail(part):
            continue
        rest = _without_mails(part.document)
        if rest == part.document or _says_something(rest):
            kept.append(replace(part, document=rest))
    return document if len(kept) == len(document.parts) else replace(document, parts=tuple(kept))


def _says_something(document: Document) -> bool:
    return bool(document.pages or document.parts or document.problems)
