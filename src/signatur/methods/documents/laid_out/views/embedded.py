"""Files inside office packages and old compound files: each becomes a document of its own."""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, Final

from signatur.methods.documents.content import Content
from signatur.methods.documents.names import shown_name
from signatur.methods.documents.schema import Document, Part, Problem, ProblemCode
from signatur.methods.documents.sniff import sniff
from signatur.methods.documents.zips import ZIP_ERRORS, blocks, is_locked

if TYPE_CHECKING:
    import zipfile
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.methods.documents.task import Task

# Objects, chunks of other formats, thumbnails, recorded sounds, macros; pictures are looked at where
# they stand, and XML is read part by part.
_WANTED: Final = re.compile(
    r"embeddings/[^/]+$|^word/[^/]+\.(?:docx?|html?|mht|rtf|txt|odt)$|thumbnail|"
    r"media/[^/]+\.(?:wav|mp3|mp4|m4a|wmv|avi|mov|mpg|wma|bin|pdf)$|^Pictures/[^/]+\.pdf$|"
    r"vbaProject\.bin$|^Object [^/]+$|ObjectReplacements/|xl/model/|activeX/[^/]+\.bin$|/ink/",
    re.IGNORECASE,
)
_LEFT_OUT: Final = re.compile(r"ObjectReplacements/", re.IGNORECASE)
_STRINGS: Final = re.compile(rb"(?:[\x20-\x7e\xa0-\xff]\x00){4,}")
_NATIVE: Final = "\x01Ole10Native"


def parts_of(archive: zipfile.ZipFile, task: Task) -> Iterator[Part]:
    """Files inside a package, written out one by one; what cannot be read says so."""
    members = [
        member
        for member in archive.infolist()
        if _WANTED.search(member.filename)
        and not _LEFT_OUT.search(member.filename)
        and not member.filename.endswith((".xml", ".rels", "/"))
    ]
    for number, member in enumerate(members[: task.limits.parts]):
        name = shown_name(member.filename.rpartition("/")[2])
        path = task.scratch / f"inside-{number}"
        problem = _write(archive, member, path, task)
        content = Content.from_path(path)
        inner = _unpacked(content, task.scratch / f"inside-{number}-native")
        if inner is not None:
            name, content = inner
        problems = (problem,) if problem is not None else ()
        yield Part(name, Document(sniff(content, name=name), problems=problems), content)


def _write(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, path: Path, task: Task
) -> Problem | None:
    left = task.limits.part_bytes
    with path.open("wb") as file:
        if is_locked(member):
            return Problem(ProblemCode.ENCRYPTED, "a member needs a password")
        try:
            for block in blocks(archive, member):
                left -= len(block)
                if left < 0:
                    return Problem(ProblemCode.TOO_LARGE, "a file inside")
                file.write(block)
        except ZIP_ERRORS as error:
            return Problem(ProblemCode.DAMAGED, type(error).__name__)
    return None


def _unpacked(content: Content, target: Path) -> tuple[str, Content] | None:
    """The file in an OLE object: a package (`Ole10Native`), or a document of Office as a stream."""
    if content.read(8) != b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1":
        return None
    import olefile

    try:
        with content.open() as file, olefile.OleFileIO(file) as compound:
            if compound.exists("Package"):
                target.write_bytes(compound.openstream("Package").read())
                return "package", Content.from_path(target)
            if not compound.exists(_NATIVE):
                return None
            data = compound.openstream(_NATIVE).read()
    except (OSError, ValueError, TypeError, IndexError, KeyError, AttributeError, struct.error):
        return None
    return _native(data, target)


def _native(data: bytes, target: Path) -> tuple[str, Content] | None:
    """The layout of the Packager: size, 2 bytes, label, path, 8 bytes, temporary path, size, file."""
    try:
        label_end = data.index(b"\0", 6)
        path_end = data.index(b"\0", label_end + 1)
        length = struct.unpack_from("<I", data, path_end + 5)[0]
        start = path_end + 9 + length
        size = struct.unpack_from("<I", data, start)[0]
    except (ValueError, struct.error):
        return None
    target.write_bytes(data[start + 4 : start + 4 + size])
    name = data[6:label_end].decode("cp1252", "replace")
    return shown_name(name) or "package", Content.from_path(target)


def wide_strings(data: bytes) -> Iterator[str]:
    """Text in UTF-16 inside a binary, such as the settings of a printer."""
    for found in _STRINGS.findall(data):
        yield found.decode("utf-16-le", "replace").strip()
