"""Which stored bytes are in use and by what; bytes that nothing uses any more are removed."""

from __future__ import annotations

from datetime import timedelta
from itertools import islice
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base, insert_unless_there

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from signatur.kernel.blobs import BlobRef
    from signatur.kernel.work import Work

# Bytes are durable before the row that names them, so fresh bytes without a use may be about to
# get one in a transaction that is still open.
_GRACE = timedelta(hours=1)
# Hashes that one query asks for.
_BATCH = 500


class BlobUseRow(Base):
    """One thing that uses stored bytes."""

    __tablename__ = "kernel_blob_use"
    __table_args__ = (Index(None, "authority_id", "sha256"),)

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]


def use(work: Work, user_id: UUID, blob: BlobRef) -> None:
    """Write down that a thing uses stored bytes; twice is once."""
    insert_unless_there(
        work.session,
        BlobUseRow,
        user_id=user_id,
        sha256=blob.sha256,
        authority_id=work.authority_id,
    )


def release_all(work: Work, user_id: UUID) -> None:
    """Let a thing use nothing any more; what nothing else uses is removed after the commit."""
    used = work.session.scalars(select(BlobUseRow.sha256).filter_by(user_id=user_id)).all()
    work.session.execute(delete(BlobUseRow).filter_by(user_id=user_id))
    for sha256 in used:
        if not _is_used(work, sha256):
            _delete_after_commit(work, sha256)


def remove_unused(work: Work) -> int:
    """Remove stored bytes of the authority that nothing uses; return how many those are.

    Bytes that are younger than an hour are left for the next time.
    """
    count = 0
    for batch in _batches(work.runtime.blobs.all_of(work.authority_id)):
        query = select(BlobUseRow.sha256).where(
            BlobUseRow.authority_id == work.authority_id, BlobUseRow.sha256.in_(batch)
        )
        for sha256 in batch - set(work.session.scalars(query)):
            _delete_after_commit(work, sha256)
            count += 1
    work.runtime.blobs.remove_unfinished(work.authority_id, begun_before=work.now - _GRACE)
    return count


def _batches(hashes: Iterable[str]) -> Iterator[set[str]]:
    rest = iter(hashes)
    while batch := set(islice(rest, _BATCH)):
        yield batch


def _is_used(work: Work, sha256: str) -> bool:
    query = select(BlobUseRow.user_id).filter_by(authority_id=work.authority_id, sha256=sha256)
    return work.session.scalar(query.limit(1)) is not None


def _delete_after_commit(work: Work, sha256: str) -> None:
    authority_id, stored_before = work.authority_id, work.now - _GRACE
    work.after_commit(
        lambda: work.runtime.blobs.delete(authority_id, sha256, stored_before=stored_before)
    )
