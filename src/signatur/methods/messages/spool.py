"""Bytes that are written while a message is read: kept in memory when few, in a file when many."""

from __future__ import annotations

import hashlib
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from signatur.methods.documents.content import Content

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Spool:
    """Collects blocks into one `Content`; what exceeds `most_bytes` is dropped and told."""

    def __init__(self, folder: Path, *, in_memory_bytes: int, most_bytes: int) -> None:
        self._folder = folder
        self._path = folder
        self._in_memory = in_memory_bytes
        self._left = most_bytes
        self._size = 0
        self._blocks: list[bytes] = []
        self._digest = hashlib.sha256()
        self._file: BinaryIO | None = None
        self.is_cut = False
        """Whether more was offered than could be taken."""

    @property
    def size(self) -> int:
        return self._size

    def write(self, block: bytes) -> None:
        if len(block) > self._left:
            block = block[: self._left]
            self.is_cut = True
        self._left -= len(block)
        self._size += len(block)
        self._digest.update(block)
        if self._file is None and self._size > self._in_memory:
            self._move_to_file()
        if self._file is not None:
            self._file.write(block)
        else:
            self._blocks.append(block)

    def write_all(self, blocks: Iterable[bytes]) -> None:
        """Take blocks until they end or no more can be taken; the rest is not even read."""
        for block in blocks:
            self.write(block)
            if self.is_cut:
                return

    def content(self) -> Content:
        """Close the spool and give what it holds. Call it once, after the last `write`."""
        sha256 = self._digest.hexdigest()
        if self._file is None:
            return Content(size=self._size, sha256=sha256, data=b"".join(self._blocks))
        self._file.close()
        return Content(size=self._size, sha256=sha256, path=self._path)

    def discard(self) -> None:
        """Close the spool and throw away what it holds."""
        self._blocks.clear()
        if self._file is not None:
            self._file.close()
            self._path.unlink(missing_ok=True)

    def _move_to_file(self) -> None:
        # The caller of the reader deletes the folder; the file must outlive this object.
        handle, name = tempfile.mkstemp(dir=self._folder, prefix="part-")
        self._path = Path(name)
        self._file = os.fdopen(handle, "wb")
        self._file.writelines(self._blocks)
        self._blocks.clear()


@contextmanager
def discarded_on_failure(spool: Spool) -> Iterator[Spool]:
    """Leave no half-written file behind when reading ends with an error."""
    try:
        yield spool
    except BaseException:
        spool.discard()
        raise
