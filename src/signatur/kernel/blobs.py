"""Original bytes, stored once under their hash and never changed.

Each authority has its own space, so that nobody can learn from a shared copy that another authority
holds the same document, and erasure in one is no concern of the other. The interface is small enough
for an S3-compatible store behind it.
"""

from __future__ import annotations

import hashlib
import os
import secrets
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
        """Yield the hashes of all bytes of an authority."""
        ...


class FileBlobs:
    """Keeps bytes as files below a folder; a file's time is when it was last stored."""

    def __init__(self, folder: Path, clock: Clock) -> None:
        self._folder = folder
        self._clock = clock

    def put(self, authority_id: UUID, source: BinaryIO) -> BlobRef:
        space = self._folder / str(authority_id)
        space.mkdir(parents=True, exist_ok=True)
        unfinished = space / f".unfinished-{secrets.token_hex(8)}"
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
            target.parent.mkdir(exist_ok=True)
            stored_at = self._clock.now().timestamp()
            os.utime(unfinished, (stored_at, stored_at))
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
        if path.exists() and path.stat().st_mtime < stored_before.timestamp():
            path.unlink(missing_ok=True)

    def all_of(self, authority_id: UUID) -> Iterator[str]:
        space = self._folder / str(authority_id)
        return (path.name for path in sorted(space.glob("??/*")))

    def _path(self, authority_id: UUID, sha256: str) -> Path:
        return self._folder / str(authority_id) / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    """Make a rename durable; without this a power cut may forget the file's name."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
