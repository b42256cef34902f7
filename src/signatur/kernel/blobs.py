"""Original bytes, stored once under their hash and never changed.

Each authority has its own space, so that nobody can learn from a shared copy that another authority
holds the same document, and erasure in one is no concern of the other. The interface is small enough
for an S3-compatible store behind it.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO, Protocol

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from signatur.kernel.clock import Clock

_BLOCK = 1 << 20
_UNFINISHED = ".unfinished-"


@dataclass(frozen=True, slots=True)
class BlobRef:
    """Points to stored bytes."""

    authority_id: UUID
    sha256: str
    size: int


class BlobMissing(NotFound):
    """Bytes that the database knows of are not in the store."""

    def __init__(self, sha256: str) -> None:
        super().__init__(
            log=f"blob {sha256} is missing",
            shown=_("The stored original is missing. Tell whoever runs Signatur."),
        )


class BlobStore(Protocol):
    """Keeps bytes by authority and hash."""

    def put(self, authority_id: UUID, source: BinaryIO) -> BlobRef:
        """Store all bytes of a stream durably before returning; storing twice is harmless."""
        ...

    def open(self, authority_id: UUID, sha256: str) -> BinaryIO:
        """Open stored bytes. Raises BlobMissing."""
        ...

    def delete(self, authority_id: UUID, sha256: str, *, stored_before: datetime) -> None:
        """Remove bytes for good unless they were stored again meanwhile; harmless when absent."""
        ...

    def all_of(self, authority_id: UUID) -> Iterator[str]:
        """Yield the hashes of all bytes of an authority, in order."""
        ...

    def remove_unfinished(self, authority_id: UUID, *, begun_before: datetime) -> None:
        """Remove what a process left behind that died while it stored."""
        ...


class FileBlobs:
    """Keeps bytes as files below a folder; a file's time is when it was last stored."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def put(self, authority_id: UUID, source: BinaryIO) -> BlobRef:
        space = self._space(authority_id)
        unfinished = space / f"{_UNFINISHED}{secrets.token_hex(8)}"
        digest = hashlib.sha256()
        size = 0
        try:
            with unfinished.open("xb") as file:
                while block := source.read(_BLOCK):
                    digest.update(block)
                    size += len(block)
                    file.write(block)
                file.flush()
                os.fsync(file.fileno())
            target = self._path(authority_id, digest.hexdigest())
            _make_folder(target.parent)
            stored_at = self._clock.now().timestamp()
            os.utime(unfinished, (stored_at, stored_at))
            with self._locked(authority_id):
                unfinished.replace(target)
            _sync_folder(target.parent)
        finally:
            unfinished.unlink(missing_ok=True)
        return BlobRef(authority_id, digest.hexdigest(), size)

    def open(self, authority_id: UUID, sha256: str) -> BinaryIO:
        try:
            return self._path(authority_id, sha256).open("rb")
        except FileNotFoundError:
            raise BlobMissing(sha256) from None

    def delete(self, authority_id: UUID, sha256: str, *, stored_before: datetime) -> None:
        path = self._path(authority_id, sha256)
        with self._locked(authority_id):
            if _is_older(path, stored_before):
                path.unlink()

    def all_of(self, authority_id: UUID) -> Iterator[str]:
        for folder in sorted(self._space(authority_id).glob("??")):
            yield from sorted(path.name for path in folder.iterdir())

    def remove_unfinished(self, authority_id: UUID, *, begun_before: datetime) -> None:
        for path in self._space(authority_id).glob(f"{_UNFINISHED}*"):
            if _is_older(path, begun_before):
                path.unlink(missing_ok=True)

    @contextmanager
    def _locked(self, authority_id: UUID) -> Iterator[None]:
        """Let no other process put bytes in their place between a look at their age and a removal."""
        with (self._space(authority_id) / ".lock").open("ab") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    def _space(self, authority_id: UUID) -> Path:
        space = self._folder / str(authority_id)
        _make_folder(space)
        return space

    def _path(self, authority_id: UUID, sha256: str) -> Path:
        return self._folder / str(authority_id) / sha256[:2] / sha256


def _is_older(path: Path, moment: datetime) -> bool:
    return path.exists() and path.stat().st_mtime < moment.timestamp()


def _make_folder(folder: Path) -> None:
    """Make a folder durably; its name stands in the folder above."""
    if not folder.exists():
        folder.mkdir(parents=True, exist_ok=True)
        _sync_folder(folder.parent)


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; without this a power cut may forget the file's name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
