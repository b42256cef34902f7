"""Which stored bytes are in use and by what; bytes that nothing uses any more are removed."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import Index, delete, select
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base

if TYPE_CHECKING:
    from signatur.kernel.blobs import BlobRef
    from signatur.kernel.work import Work

# Bytes are durable before the row that names them, so fresh bytes without a use may be about to
# get one in a transaction that is still open.
_GRACE = timedelta(hours=1)


class BlobUseRow(Base):
    """One thing that uses stored bytes."""

    __tablename__ = "kernel_blob_use"
    __table_args__ = (Index(None, "authority_id", "sha256"),)

    user_id: Mapped[UUID] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]


def use(work: Work, user_id: UUID, blob: BlobRef) -> None:
    """Write down that a thing uses stored bytes; twice is once."""
    if work.session.get(BlobUseRow, (user_id, blob.sha256)) is None:
        row = BlobUseRow(user_id=user_id, sha256=blob.sha256, authority_id=work.authority_id)
        work.session.add(row)
        work.session.flush()


def release_all(work: Work, user_id: UUID) -> None:
    """Let a thing use nothing any more; what nothing else uses is removed after the commit."""
    used = work.session.scalars(select(BlobUseRow.sha256).filter_by(user_id=user_id)).all()
    work.session.execute(delete(BlobUseRow).filter_by(user_id=user_id))
    for sha256 in used:
        if not _is_used(work, sha256):
            _delete_after_commit(work, sha256)


def remove_unused(work: Work) -> int:
    """Remove stored bytes of the authority that nothing uses; return how many were looked at."""
    used = set(
        work.session.scalars(select(BlobUseRow.sha256).filter_by(authority_id=work.authority_id))
    )
    unused = [sha for sha in work.runtime.blobs.all_of(work.authority_id) if sha not in used]
    for sha256 in unused:
        _delete_after_commit(work, sha256)
    return len(unused)


def _is_used(work: Work, sha256: str) -> bool:
    query = select(BlobUseRow.user_id).filter_by(authority_id=work.authority_id, sha256=sha256)
    return work.session.scalar(query.limit(1)) is not None


def _delete_after_commit(work: Work, sha256: str) -> None:
    authority_id, stored_before = work.authority_id, work.now - _GRACE
    work.after_commit(
        lambda: work.runtime.blobs.delete(authority_id, sha256, stored_before=stored_before)
    )
