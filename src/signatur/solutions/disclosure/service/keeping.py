"""Bytes that belong to a case, a document or a release: stored once, let go with it."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from signatur.kernel import blob_uses

if TYPE_CHECKING:
    from typing import BinaryIO
    from uuid import UUID

    from signatur.kernel.work import Work


def store(work: Work, user_id: UUID, content: bytes | BinaryIO) -> str:
    """Store bytes that an item uses; return their hash. They go when the item is erased."""
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    blob = work.runtime.blobs.put(work.authority_id, source)
    blob_uses.use(work, user_id, blob)
    return blob.sha256


def stored(work: Work, sha256: str) -> bytes:
    """Return stored bytes. Raises BlobMissing."""
    with work.runtime.blobs.open(work.authority_id, sha256) as file:
        return file.read()


def opened(work: Work, sha256: str) -> BinaryIO:
    """Open stored bytes. Raises BlobMissing."""
    return work.runtime.blobs.open(work.authority_id, sha256)
