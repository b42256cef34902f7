"""Receiving, keeping and erasing items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import Select, delete, func, select, update

from signatur.kernel import blob_uses
from signatur.kernel.db import add_unless_there
from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.items.schema import Item, ItemState, Received
from signatur.records.items.tables import ItemRow, QuarantineRow
from signatur.records.projects import service as projects

if TYPE_CHECKING:
    from datetime import datetime, timedelta
    from typing import BinaryIO
    from uuid import UUID

    from signatur.kernel.work import Work

AUDIT_PHRASES = {
    "items.received": _("Received and stored"),
    "items.quarantined": _("Put in quarantine: %(code)s"),
    "items.quarantine_resolved": _("Dealt with in quarantine: %(resolution)s"),
    "items.original_opened": _("The original was opened"),
    "items.erased": _("Erased: %(because)s"),
}

# Rows that are changed by one statement.
_BATCH = 1000


def ref(item_id: UUID) -> ObjectRef:
    """Return how the audit points to an item."""
    return ObjectRef("item", item_id)


def receive(
    work: Work,
    project_id: UUID,
    *,
    kind: str,
    source_key: str,
    original: BinaryIO,
    received_at: datetime | None = None,
    parent_id: UUID | None = None,
) -> Received:
    """Store something that came in, once: the same `source_key` again gives the first item.

    The bytes are durable before the row that names them; a crash between leaves bytes without a
    row, which the nightly job removes. Raises NotFound for a project of another authority.
    """
    projects.get(work, project_id)
    known = _known(work, project_id, source_key)
    if known is not None:
        return Received(read_item(known), is_new=False)
    blob = work.runtime.blobs.put(work.authority_id, original)
    row = ItemRow(
        id=work.new_id(),
        authority_id=work.authority_id,
        project_id=project_id,
        parent_id=parent_id,
        kind=kind,
        source_key=source_key,
        sha256=blob.sha256,
        size=blob.size,
        state=ItemState.RECEIVED,
        received_at=received_at or work.now,
        stored_at=work.now,
    )
    if not add_unless_there(work.session, row):
        known = _known(work, project_id, source_key)
        assert known is not None, "another process has just received it"
        return Received(read_item(known), is_new=False)
    blob_uses.use(work, row.id, blob)
    audit.write(work, "items.received", ref(row.id), kind=kind, sha256=blob.sha256)
    return Received(read_item(row), is_new=True)


def _known(work: Work, project_id: UUID, source_key: str) -> ItemRow | None:
    query = select(ItemRow).filter_by(
        authority_id=work.authority_id, project_id=project_id, source_key=source_key
    )
    return work.session.scalar(query)


def get(work: Work, item_id: UUID) -> Item:
    """Return an item of the authority. Raises NotFound."""
    return read_item(row_of(work, item_id))


def children_of(work: Work, item_id: UUID) -> list[UUID]:
    """Return the items that an item was divided into, oldest first."""
    query = select(ItemRow.id).filter_by(parent_id=item_id, authority_id=work.authority_id)
    return list(work.session.scalars(query.order_by(ItemRow.id)))


def move_to(work: Work, item_id: UUID, state: ItemState) -> None:
    """Change where an item stands."""
    row_of(work, item_id).state = state
    work.session.flush()


def keep_until(work: Work, item_id: UUID, moment: datetime) -> None:
    """Set when an item is due to be erased; stored with whatever is flushed next."""
    row_of(work, item_id).erase_after = moment


def set_due_dates(work: Work, project_id: UUID, kind: str, kept: timedelta) -> None:
    """Set anew when the items of one kind are due, counted from when they were received."""
    query = (
        select(ItemRow.id, ItemRow.received_at)
        .filter_by(authority_id=work.authority_id, project_id=project_id, kind=kind, erased_at=None)
        .order_by(ItemRow.id)
        .limit(_BATCH)
    )
    some = work.session.execute(query).all()
    while some:
        due = [{"id": row.id, "erase_after": row.received_at + kept} for row in some]
        work.session.execute(update(ItemRow), due)
        some = work.session.execute(query.where(ItemRow.id > some[-1].id)).all()


def in_state(
    work: Work, project_id: UUID, state: ItemState, *, stored_before: datetime, limit: int
) -> list[Item]:
    """Return items that stand somewhere since before a moment, the oldest first."""
    query = (
        select(ItemRow)
        .filter_by(authority_id=work.authority_id, project_id=project_id, state=state)
        .where(ItemRow.stored_at < stored_before)
    )
    rows = work.session.scalars(query.order_by(ItemRow.received_at, ItemRow.id).limit(limit))
    return [read_item(row) for row in rows]


def open_original(work: Work, item_id: UUID) -> BinaryIO:
    """Open the original bytes. Raises NotFound when they were erased."""
    row = row_of(work, item_id)
    if row.state == ItemState.ERASED:
        raise NotFound(log=f"item {item_id} is erased", shown=_("The content has been erased."))
    return work.runtime.blobs.open(work.authority_id, row.sha256)


def count(work: Work, project_id: UUID, state: ItemState) -> int:
    """Return how many items of a project stand somewhere."""
    query = select(func.count()).select_from(ItemRow)
    of_project = {"authority_id": work.authority_id, "project_id": project_id}
    return work.session.scalar(query.filter_by(**of_project, state=state)) or 0


def kept(project_id: UUID) -> Select[UUID]:
    """Return the query for the ids of a project's items that are not erased."""
    return select(ItemRow.id).where(ItemRow.project_id == project_id, ItemRow.erased_at.is_(None))


def due_for_erasure(work: Work, limit: int) -> list[Item]:
    """Return items of the authority whose time is up."""
    query = (
        select(ItemRow)
        .where(
            ItemRow.authority_id == work.authority_id,
            ItemRow.erase_after <= work.now,
            ItemRow.erased_at.is_(None),
        )
        .order_by(ItemRow.erase_after)
        .limit(limit)
    )
    return [read_item(row) for row in work.session.scalars(query)]


def erase(work: Work, item_id: UUID, because: str) -> None:
    """Remove everything that tells of an item's content; the row and the audit's fact stay."""
    row = row_of(work, item_id)
    blob_uses.release_all(work, item_id)
    work.session.execute(delete(QuarantineRow).filter_by(item_id=item_id))
    row.state = ItemState.ERASED
    row.erased_at = work.now
    row.source_key = f"erased:{item_id}"
    row.sha256 = ""
    row.size = 0
    work.session.flush()
    audit.forget(work, ref(item_id))
    audit.write(work, "items.erased", ref(item_id), because=because)


def row_of(work: Work, item_id: UUID) -> ItemRow:
    """Return the row of an item of the authority, for this folder only. Raises NotFound."""
    row = work.session.get(ItemRow, item_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no item {item_id}", shown=_("This does not exist."))
    return row


def read_item(row: ItemRow) -> Item:
    """Return a row as the value that others see."""
    return Item(
        id=row.id,
        project_id=row.project_id,
        kind=row.kind,
        source_key=row.source_key,
        sha256=row.sha256,
        size=row.size,
        state=ItemState(row.state),
        parent_id=row.parent_id,
        received_at=row.received_at,
        stored_at=row.stored_at,
        erase_after=row.erase_after,
    )
