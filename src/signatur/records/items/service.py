"""Receiving, keeping, quarantining and erasing items."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete, func, select

from signatur.kernel import blob_uses
from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Permission, Role
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.records.items.schema import Item, ItemState, Quarantined, Received, Trouble
from signatur.records.items.tables import ItemRow, QuarantineRow

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import datetime, timedelta
    from typing import BinaryIO
    from uuid import UUID

    from signatur.kernel.work import Work

READ_QUARANTINE = Permission(
    "items.read_quarantine",
    _("see what could not be read"),
    frozenset({Role.CASEWORKER, Role.SUPER_USER, Role.PROJECT_OWNER, Role.OPERATIONS}),
)
RESOLVE_QUARANTINE = Permission(
    "items.resolve_quarantine",
    _("deal with what could not be read"),
    frozenset({Role.CASEWORKER, Role.SUPER_USER, Role.OPERATIONS}),
)

AUDIT_PHRASES = {
    "items.received": _("Received and stored"),
    "items.quarantined": _("Put in quarantine: %(code)s"),
    "items.quarantine_resolved": _("Dealt with in quarantine: %(resolution)s"),
    "items.original_opened": _("The original was opened"),
    "items.erased": _("Erased: %(because)s"),
}


def ref(item_id: UUID) -> ObjectRef:
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
    row, which the nightly job removes.
    """
    known = work.session.scalar(
        select(ItemRow).filter_by(project_id=project_id, source_key=source_key)
    )
    if known is not None:
        return Received(_item(known), is_new=False)
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
    work.session.add(row)
    work.session.flush()
    blob_uses.use(work, row.id, blob)
    audit.write(work, "items.received", ref(row.id), kind=kind, sha256=blob.sha256)
    return Received(_item(row), is_new=True)


def get(work: Work, item_id: UUID) -> Item:
    """Return an item of the authority. Raises NotFound."""
    return _item(_row(work, item_id))


def move_to(work: Work, item_id: UUID, state: ItemState) -> None:
    """Change where an item stands."""
    _row(work, item_id).state = state
    work.session.flush()


def keep_until(work: Work, item_id: UUID, moment: datetime) -> None:
    """Set when an item is due to be erased."""
    _row(work, item_id).erase_after = moment
    work.session.flush()


def set_due_dates(work: Work, project_id: UUID, kind: str, kept: timedelta) -> None:
    """Set anew when the items of one kind are due, counted from when they were received."""
    rows = work.session.scalars(
        select(ItemRow).filter_by(
            authority_id=work.authority_id, project_id=project_id, kind=kind, erased_at=None
        )
    )
    for row in rows:
        row.erase_after = row.received_at + kept
    work.session.flush()


def open_original(work: Work, item_id: UUID) -> BinaryIO:
    """Open the original bytes. Raises NotFound when they were erased."""
    row = _row(work, item_id)
    if row.state == ItemState.ERASED:
        raise NotFound(log=f"item {item_id} is erased", shown=_("The content has been erased."))
    return work.runtime.blobs.open(work.authority_id, row.sha256)


def count(work: Work, project_id: UUID, state: ItemState) -> int:
    query = select(func.count()).select_from(ItemRow)
    return work.session.scalar(query.filter_by(project_id=project_id, state=state)) or 0


# --- quarantine --------------------------------------------------------------------------------


def quarantine(work: Work, item_id: UUID, troubles: Iterable[Trouble], *, whole: bool) -> None:
    """Make visible what could not be read: the whole item, or parts while the rest goes on."""
    row = _row(work, item_id)
    for trouble in troubles:
        work.session.add(
            QuarantineRow(
                id=work.new_id(),
                authority_id=work.authority_id,
                project_id=row.project_id,
                item_id=item_id,
                code=trouble.code,
                place=trouble.where,
                detail=trouble.detail,
                at=work.now,
            )
        )
        audit.write(work, "items.quarantined", ref(item_id), code=trouble.code, where=trouble.where)
    if whole:
        row.state = ItemState.QUARANTINED
    work.session.flush()


def quarantined(
    work: Work, project_ids: Collection[UUID], *, is_open: bool = True, limit: int = 200
) -> list[Quarantined]:
    """Return what is (or was) in quarantine, oldest first."""
    query = (
        select(QuarantineRow, ItemRow)
        .join(ItemRow, ItemRow.id == QuarantineRow.item_id)
        .where(QuarantineRow.project_id.in_(project_ids), ItemRow.state != ItemState.ERASED)
    )
    if is_open:
        query = query.where(QuarantineRow.resolved_at.is_(None))
    else:
        query = query.where(QuarantineRow.resolved_at.is_not(None))
    rows = work.session.execute(query.order_by(QuarantineRow.id).limit(limit))
    return [_quarantined(row, item) for row, item in rows]


def troubles_of(work: Work, item_id: UUID) -> list[Quarantined]:
    """Return everything about one item that could not be read."""
    item = _row(work, item_id)
    rows = work.session.scalars(
        select(QuarantineRow).filter_by(item_id=item_id).order_by(QuarantineRow.id)
    )
    return [_quarantined(row, item) for row in rows]


def count_quarantined(work: Work, project_ids: Collection[UUID]) -> int:
    query = (
        select(func.count())
        .select_from(QuarantineRow)
        .where(QuarantineRow.project_id.in_(project_ids), QuarantineRow.resolved_at.is_(None))
    )
    return work.session.scalar(query) or 0


def resolve(work: Work, quarantine_id: UUID, resolution: str) -> None:
    """Write down how a person dealt with something in quarantine. Raises NotAllowed, NotFound."""
    row = work.session.get(QuarantineRow, quarantine_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no quarantine {quarantine_id}", shown=_("This is not in quarantine any more.")
        )
    work.require(RESOLVE_QUARANTINE, row.project_id)
    row.resolved_at = work.now
    row.resolved_by = work.actor.id
    row.resolution = resolution
    work.session.flush()
    audit.write(work, "items.quarantine_resolved", ref(row.item_id), resolution=resolution)


# --- erasure -----------------------------------------------------------------------------------


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
    return [_item(row) for row in work.session.scalars(query)]


def erase(work: Work, item_id: UUID, because: str) -> None:
    """Remove everything that tells of an item's content; the row and the audit's fact stay."""
    row = _row(work, item_id)
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


def _row(work: Work, item_id: UUID) -> ItemRow:
    row = work.session.get(ItemRow, item_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no item {item_id}", shown=_("This does not exist."))
    return row


def _item(row: ItemRow) -> Item:
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


def _quarantined(row: QuarantineRow, item: ItemRow) -> Quarantined:
    trouble = Trouble(row.code, row.place, row.detail)
    return Quarantined(row.id, _item(item), trouble, row.at, row.resolved_at, row.resolution)
