"""Archives: their files written out one by one into the scratch folder, counted and never trusted."""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import tarfile
import zlib
from dataclasses import dataclass
from itertools import islice
from typing import IO, TYPE_CHECKING, BinaryIO, Final, cast

from signatur.methods.documents.charset import decode_text
from signatur.methods.documents.names import leads_outside
from signatur.methods.documents.schema import Problem, ProblemCode
from signatur.methods.documents.task import Embedded, Finding, Unreadable
from signatur.methods.documents.zips import (
    HARMLESS_BYTES,
    UTF8_NAME_FLAG,
    ZIP_ERRORS,
    blocks,
    damaged,
    is_locked,
    open_zip,
    recovered,
    refuse_bomb,
)

if TYPE_CHECKING:
    import io
    import zipfile
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeAlias

    from signatur.methods.documents.task import Task

    _Stream: TypeAlias = io.BufferedReader | gzip.GzipFile | lzma.LZMAFile | bz2.BZ2File

_BLOCK: Final = 1 << 16
_STREAM_ERRORS: Final = (
    OSError,
    EOFError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    ValueError,
)
# What macOS adds to every archive it makes.
_LITTER: Final = re.compile(r"(?:^|/)(?:__MACOSX/|\.DS_Store$|\._)")


@dataclass(slots=True)
class _Outlet:
    """Writes files into the scratch folder until the limits are reached."""

    task: Task
    files: int = 0
    bytes_left: int = 0

    def write(self, name: str, pieces: Iterable[bytes], packed_bytes: int) -> Embedded:
        """Write one file as far as it goes.

        Raises:
            Unreadable: ZIP_BOMB where it grows out of proportion, TOO_LARGE where the whole does.
        """
        path = self.task.scratch / f"part-{self.files}"
        self.files += 1
        problem = None
        if leads_outside(name):
            problem = Problem(ProblemCode.DAMAGED, "the name leads out of the archive")
        written = 0
        most = max(HARMLESS_BYTES, self.task.limits.unpacked_ratio * packed_bytes)
        source = iter(pieces)
        with path.open("wb") as file:
            while True:
                try:
                    piece = next(source, b"")
                except (*ZIP_ERRORS, *_STREAM_ERRORS) as error:
                    problem = damaged(error)
                    break
                if not piece:
                    break
                written += len(piece)
                self.bytes_left -= len(piece)
                self._refuse(written, most)
                file.write(piece)
        return Embedded(name, path, problem)

    def _refuse(self, written: int, most: int) -> None:
        if written > most:
            raise Unreadable(ProblemCode.ZIP_BOMB, "a file unpacks out of proportion")
        if self.bytes_left < 0:
            detail = f"unpacks to more than {self.task.limits.unpacked_bytes} bytes"
            raise Unreadable(ProblemCode.TOO_LARGE, detail)
        if self.task.deadline.is_passed:
            raise Unreadable(ProblemCode.TIMED_OUT, "while unpacking")


def _outlet(task: Task) -> _Outlet:
    return _Outlet(task, bytes_left=task.limits.unpacked_bytes)


def read_zip(task: Task) -> Iterator[Finding]:
    """Every file of a zip archive; those that need a password are named."""
    with task.content.open() as file:
        try:
            archive = open_zip(file, task.content.size)
        except Unreadable as unreadable:
            if unreadable.problem.code is not ProblemCode.DAMAGED:
                raise
            yield unreadable.problem
            file.seek(0)
            yield from _recovered_files(file, task)
        else:
            with archive:
                yield from _files(archive, task)


def _files(archive: zipfile.ZipFile, task: Task) -> Iterator[Finding]:
    members = [
        member
        for member in archive.infolist()
        if not member.filename.endswith("/") and not _LITTER.search(member.filename)
    ]
    refuse_bomb(members, task.content.size, task.limits)
    if len(members) > task.limits.parts:
        detail = f"{len(members)} files, {task.limits.parts} were read"
        yield Problem(ProblemCode.TOO_MANY_PARTS, detail)
    outlet = _outlet(task)
    for member in members[: task.limits.parts]:
        name = _zip_name(member)
        if is_locked(member):
            locked = Problem(ProblemCode.ENCRYPTED, "a password is needed")
            yield Embedded(name, None, locked)
        else:
            yield outlet.write(name, blocks(archive, member), member.compress_size)


def _recovered_files(file: BinaryIO, task: Task) -> Iterator[Finding]:
    outlet = _outlet(task)
    for name, pieces in islice(recovered(file), task.limits.parts):
        if not _LITTER.search(name):
            yield outlet.write(name, pieces, task.content.size)


def _zip_name(member: zipfile.ZipInfo) -> str:
    """The name in the character set of whoever packed it, for `zipfile` takes all for cp437."""
    if member.flag_bits & UTF8_NAME_FLAG:
        return member.filename
    try:
        return decode_text(member.orig_filename.encode("cp437")).text
    except UnicodeEncodeError:
        return member.filename


def read_tar(task: Task) -> Iterator[Finding]:
    """Every plain file of a tar archive; links and devices are not followed."""
    outlet = _outlet(task)
    try:
        with task.content.open() as file, tarfile.open(fileobj=file, mode="r:") as archive:
            for member in archive:
                archive.members.clear()  # type: ignore[attr-defined]  # it remembers all it has passed
                if outlet.files >= task.limits.parts:
                    yield Problem(
                        ProblemCode.TOO_MANY_PARTS, f"{task.limits.parts} files were read"
                    )
                    return
                if member.isfile() and not _LITTER.search(member.name):
                    stream = cast("io.BufferedReader", archive.extractfile(member))
                    yield outlet.write(member.name, _pieces(stream), task.content.size)
    except _STREAM_ERRORS as error:
        yield damaged(error)


def _pieces(stream: _Stream) -> Iterator[bytes]:
    while piece := stream.read1(_BLOCK):
        yield piece


def _read_packed(task: Task, opened: Callable[[IO[bytes]], _Stream]) -> Iterator[Finding]:
    """The one file inside; its name is that of the archive without the last ending."""
    name = task.name.rpartition("/")[2]
    inner = re.sub(r"\.tgz$|\.txz$|\.tbz2?$", ".tar", name, flags=re.IGNORECASE)
    inner = re.sub(r"\.(?:gz|xz|bz2)$", "", inner, flags=re.IGNORECASE) or "content"
    with task.content.open() as file, opened(file) as stream:
        yield _outlet(task).write(inner, _pieces(stream), task.content.size)


def read_gzip(task: Task) -> Iterator[Finding]:
    yield from _read_packed(task, lambda file: gzip.GzipFile(fileobj=file))


def read_xz(task: Task) -> Iterator[Finding]:
    yield from _read_packed(task, lzma.open)


def read_bzip2(task: Task) -> Iterator[Finding]:
    yield from _read_packed(task, bz2.open)
