"""Many small blobs made durable together, as the last thing before the transaction that names them.

Waiting for the disk takes most of the time that storing a small file takes, and many can wait at
once. Whoever puts many things into one transaction opens it with `work_with_batch`.
"""

from __future__ import annotations

import hashlib
import io
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING, BinaryIO

from signatur.kernel.blobs import BlobRef

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.blobs import BlobStore
    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime
    from signatur.kernel.work import Work

# What is larger is stored at once: it waits less for the disk than it takes memory.
_SMALL = 1 << 18
_THREADS = 8


class BatchedBlobs:
    """A blob store that keeps small blobs in memory until they are stored together."""

    def __init__(self, store: BlobStore) -> None:
        self._store = store
        self._waiting: dict[tuple[UUID, str], bytes] = {}

    def put(self, authority_id: UUID, source: BinaryIO) -> BlobRef:
        head = source.read(_SMALL + 1)
        if len(head) > _SMALL:
            return self._store.put(authority_id, _Rejoined(head, source))  # type: ignore[arg-type]
        sha256 = hashlib.sha256(head).hexdigest()
        self._waiting[authority_id, sha256] = head
        return BlobRef(authority_id, sha256, len(head))

    def open(self, authority_id: UUID, sha256: str) -> BinaryIO:
        waiting = self._waiting.get((authority_id, sha256))
        return self._store.open(authority_id, sha256) if waiting is None else io.BytesIO(waiting)

    def delete(self, authority_id: UUID, sha256: str, *, stored_before: datetime) -> None:
        self._store.delete(authority_id, sha256, stored_before=stored_before)

    def all_of(self, authority_id: UUID) -> Iterator[str]:
        return self._store.all_of(authority_id)

    def remove_unfinished(self, authority_id: UUID, *, begun_before: datetime) -> None:
        self._store.remove_unfinished(authority_id, begun_before=begun_before)

    def store_all(self) -> None:
        """Make durable what waits; nothing of it is named by a committed row before this returns."""
        waiting = [(authority_id, data) for (authority_id, _hash), data in self._waiting.items()]
        if not waiting:
            return
        with ThreadPoolExecutor(min(_THREADS, len(waiting))) as threads:
            list(threads.map(lambda one: self._store.put(one[0], io.BytesIO(one[1])), waiting))
        self._waiting.clear()


class _Rejoined:
    """A stream of which the beginning was read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        self._head = io.BytesIO(head)
        self._rest = rest

    def read(self, size: int = -1) -> bytes:
        return self._head.read(size) or self._rest.read(size)


@contextmanager
def work_with_batch(runtime: Runtime, actor: Actor) -> Iterator[Work]:
    """Open a writing unit of work in which blobs are stored together, before it is committed."""
    batch = BatchedBlobs(runtime.blobs)
    with runtime.work(actor) as work:
        work.before_commit(batch.store_all)
        yield replace(work, runtime=runtime.with_blobs(batch))
