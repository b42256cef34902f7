"""How far a source was read, and where each enquiry lies in it.

A position moves on in the transaction that stores what lies before it, so that a process may die at
any moment: what was fetched and not stored is fetched again, and what was stored is known again by
its message id and its bytes.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from signatur.kernel.db import insert_unless_there
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing.schema.sources import Place, Position
from signatur.solutions.mail_routing.tables import (
    EnquiryRow,
    PlacementRow,
    SourceFileRow,
    SourceFolderRow,
    SourceTroubleRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item

# A mail that the server does not deliver is asked for so often, ever later, before it is left to people.
MOST_TRIES = 5


def position_of(work: Work, source_id: UUID, folder: str, uid_validity: int) -> Position:
    """Return how far a folder was read; from the beginning when its numbering has changed."""
    row = work.session.get(SourceFolderRow, (source_id, folder))
    if row is None or row.uid_validity != uid_validity:
        return Position(uid_validity, 0)
    return Position(row.uid_validity, row.last_uid)


def advance(work: Work, source_id: UUID, folder: str, to: Position) -> None:
    """Move a position on; a new numbering makes all that was known of the old one void."""
    row = work.session.get(SourceFolderRow, (source_id, folder), with_for_update=True)
    if row is None:
        values = {"uid_validity": to.uid_validity, "last_uid": to.last_uid}
        of_folder = {"source_id": source_id, "folder": folder, "authority_id": work.authority_id}
        insert_unless_there(work.session, SourceFolderRow, **of_folder, **values)
        return
    if row.uid_validity != to.uid_validity:
        for table in (PlacementRow, SourceTroubleRow):
            work.session.execute(
                delete(table).where(
                    table.source_id == source_id,
                    table.folder == folder,
                    table.uid_validity != to.uid_validity,
                )
            )
        row.uid_validity, row.last_uid = to.uid_validity, to.last_uid
    else:
        row.last_uid = max(row.last_uid, to.last_uid)
    work.session.flush()


# --- where mails lie -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Placement:
    """That an enquiry lies somewhere in a mailbox."""

    item_id: UUID
    place: Place
    is_due: bool
    """Whether it is still to be moved or marked there."""


def note_placement(work: Work, item_id: UUID, place: Place, *, is_due: bool) -> None:
    """Write down where an enquiry lies; twice is once."""
    insert_unless_there(
        work.session,
        PlacementRow,
        source_id=place.source_id,
        folder=place.folder,
        uid_validity=place.uid_validity,
        uid=place.uid,
        authority_id=work.authority_id,
        item_id=item_id,
        seen_at=work.now,
        is_due=is_due,
    )


def is_placed(work: Work, place: Place) -> bool:
    """Say whether it is known already that a mail lies at a place."""
    return _placement_row(work, place) is not None


def placements_of(work: Work, item_id: UUID) -> list[Placement]:
    """Return where an enquiry lies in mailboxes, the newest place last."""
    query = select(PlacementRow).filter_by(item_id=item_id, authority_id=work.authority_id)
    rows = work.session.scalars(query.order_by(PlacementRow.seen_at, PlacementRow.uid))
    return [_placement(row) for row in rows]


def due_placements(
    work: Work, source_id: UUID, folder: str, uid_validity: int, limit: int = 500
) -> list[Placement]:
    """Return the mails of a folder that are stored and still to be moved or marked."""
    query = select(PlacementRow).filter_by(
        source_id=source_id, folder=folder, uid_validity=uid_validity, is_due=True
    )
    return [_placement(row) for row in work.session.scalars(query.limit(limit))]


def note_done(work: Work, placement: Placement) -> None:
    """Write down that a mail was marked, or that nothing is left to do with it."""
    row = _placement_row(work, placement.place)
    if row is not None:
        row.is_due = False
        work.session.flush()


def note_moved(work: Work, placement: Placement, to: Place | None) -> None:
    """Write down that a mail was moved, and where it lies now as far as that is known."""
    row = _placement_row(work, placement.place)
    if row is not None:
        work.session.delete(row)
        work.session.flush()
    if to is not None:
        note_placement(work, placement.item_id, to, is_due=False)


def _placement_row(work: Work, place: Place) -> PlacementRow | None:
    key = (place.source_id, place.folder, place.uid_validity, place.uid)
    return work.session.get(PlacementRow, key)


def _placement(row: PlacementRow) -> Placement:
    place = Place(row.source_id, row.folder, row.uid_validity, row.uid)
    return Placement(row.item_id, place, row.is_due)


def left_behind(work: Work, source_id: UUID, limit: int = 64) -> list[Item]:
    """Return what is stored of a mailbox but was never understood: a process was killed in between."""
    query = (
        select(PlacementRow.item_id)
        .outerjoin(EnquiryRow, EnquiryRow.item_id == PlacementRow.item_id)
        .where(
            PlacementRow.source_id == source_id,
            PlacementRow.authority_id == work.authority_id,
            EnquiryRow.item_id.is_(None),
        )
        .distinct()
        .limit(limit)
    )
    found = (items.get(work, item_id) for item_id in work.session.scalars(query).all())
    return [one for one in found if one.state is ItemState.RECEIVED]


# --- what could not be fetched -------------------------------------------------------------------


def note_trouble(work: Work, place: Place, code: str) -> None:
    """Write down that a mail could not be fetched or stored; it stops no other."""
    key = (place.source_id, place.folder, place.uid_validity, place.uid)
    row = work.session.get(SourceTroubleRow, key)
    if row is None:
        row = SourceTroubleRow(
            source_id=place.source_id,
            folder=place.folder,
            uid_validity=place.uid_validity,
            uid=place.uid,
            authority_id=work.authority_id,
            tries=0,
        )
        work.session.add(row)
    row.code, row.at = code, work.now
    row.tries += 1
    work.session.flush()


def settle_troubles(work: Work, places: Sequence[Place]) -> None:
    """Forget troubles of mails that could be fetched after all, or that are gone."""
    for place in places:
        key = (place.source_id, place.folder, place.uid_validity, place.uid)
        row = work.session.get(SourceTroubleRow, key)
        if row is not None:
            work.session.delete(row)
    work.session.flush()


def troubled_uids(work: Work, source_id: UUID) -> dict[tuple[str, int], list[int]]:
    """Return the mails that it is time to try once more, by folder and numbering."""
    query = select(SourceTroubleRow).where(
        SourceTroubleRow.source_id == source_id,
        SourceTroubleRow.authority_id == work.authority_id,
        SourceTroubleRow.tries < MOST_TRIES,
    )
    found: dict[tuple[str, int], list[int]] = {}
    for row in work.session.scalars(query.order_by(SourceTroubleRow.folder, SourceTroubleRow.uid)):
        if row.at + timedelta(minutes=1 << row.tries) <= work.now:
            found.setdefault((row.folder, row.uid_validity), []).append(row.uid)
    return found


# --- files that are left where they lie ----------------------------------------------------------


@dataclass(frozen=True, slots=True)
class FileState:
    """A file as it was read: a change of size or time makes it another."""

    name: str
    size: int
    changed_ns: int

    @property
    def name_sha256(self) -> str:
        return hashlib.sha256(self.name.encode(errors="surrogateescape")).hexdigest()


def is_file_known(work: Work, source_id: UUID, file: FileState) -> bool:
    """Say whether a file of a watched folder was read before as it is now."""
    row = work.session.get(SourceFileRow, (source_id, file.name_sha256))
    return row is not None and (row.size, row.changed_ns) == (file.size, file.changed_ns)


def note_file(work: Work, source_id: UUID, file: FileState) -> None:
    """Write down that a file was read and stays where it lies."""
    row = work.session.get(SourceFileRow, (source_id, file.name_sha256))
    if row is None:
        row = SourceFileRow(
            source_id=source_id, name_sha256=file.name_sha256, authority_id=work.authority_id
        )
        work.session.add(row)
    row.size, row.changed_ns = file.size, file.changed_ns
    work.session.flush()
