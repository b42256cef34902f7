"""What could not be read: made visible, and dealt with by people."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, NotAllowed, NotFound
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import Permission, Role
from signatur.records.audit import service as audit
from signatur.records.items.schema import ItemState, Quarantined, Trouble
from signatur.records.items.service.keeping import open_original, read_item, ref, row_of
from signatur.records.items.tables import ItemRow, QuarantineRow
from signatur.records.projects import service as projects

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from typing import BinaryIO
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item
    from signatur.records.projects.schema import Project

READ_QUARANTINE = Permission(
    "items.read_quarantine",
    _("see what could not be read"),
    frozenset({Role.CASEWORKER, Role.SUPER_USER, Role.PROJECT_OWNER, Role.OPERATIONS}),
)
OPEN_ORIGINAL = Permission(
    "items.open_original",
    _("open the original of what could not be read"),
    frozenset({Role.CASEWORKER, Role.SUPER_USER}),
)
RESOLVE_QUARANTINE = Permission(
    "items.resolve_quarantine",
    _("deal with what could not be read"),
    frozenset({Role.CASEWORKER, Role.SUPER_USER, Role.OPERATIONS}),
)


def quarantine(work: Work, item_id: UUID, troubles: Iterable[Trouble], *, whole: bool) -> None:
    """Make visible what could not be read: the whole item, or parts while the rest goes on."""
    row = row_of(work, item_id)
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


def visible_projects(work: Work) -> list[Project]:
    """Return the projects whose quarantine the actor may see.

    What could not be read belongs to no department yet, so it is not for those whose right is
    limited to some of the data.
    """
    return [
        project
        for project in projects.projects(work)
        if work.actor.may_see_all(READ_QUARANTINE, project.id)
    ]


def quarantined(
    work: Work,
    project_ids: Collection[UUID],
    *,
    is_open: bool = True,
    code: str = "",
    after: UUID | None = None,
    limit: int = 200,
) -> list[Quarantined]:
    """Return what is in quarantine, oldest first, or what was, newest first.

    `after` is the last id of the page before this one.
    """
    query = _in_quarantine(work, project_ids, is_open=is_open)
    if code:
        query = query.where(QuarantineRow.code == code)
    if after is not None:
        beyond = QuarantineRow.id > after if is_open else QuarantineRow.id < after
        query = query.where(beyond)
    order = QuarantineRow.id.asc() if is_open else QuarantineRow.id.desc()
    rows = work.session.execute(query.order_by(order).limit(limit))
    return [_quarantined(row, item) for row, item in rows]


def quarantine_codes(
    work: Work, project_ids: Collection[UUID], *, is_open: bool = True
) -> list[str]:
    """Return the codes of what is (or was) in quarantine."""
    query = _in_quarantine(work, project_ids, is_open=is_open)
    return sorted(work.session.scalars(query.with_only_columns(QuarantineRow.code).distinct()))


def _in_quarantine(work: Work, project_ids: Collection[UUID], *, is_open: bool) -> Any:
    resolved = QuarantineRow.resolved_at
    return (
        select(QuarantineRow, ItemRow)
        .join(ItemRow, ItemRow.id == QuarantineRow.item_id)
        .where(
            QuarantineRow.authority_id == work.authority_id,
            QuarantineRow.project_id.in_(project_ids),
            resolved.is_(None) if is_open else resolved.is_not(None),
        )
    )


def get_quarantined(work: Work, quarantine_id: UUID) -> Quarantined:
    """Return one thing that is or was in quarantine. Raises NotFound, NotAllowed."""
    row = _quarantine_row(work, quarantine_id)
    _require_all(work, READ_QUARANTINE, row.project_id)
    return _quarantined(row, row_of(work, row.item_id))


def open_quarantined(work: Work, quarantine_id: UUID) -> tuple[Item, BinaryIO]:
    """Open the original of something in quarantine, and write down that it was opened.

    Raises NotFound, NotAllowed, BlobMissing.
    """
    found = get_quarantined(work, quarantine_id)
    _require_all(work, OPEN_ORIGINAL, found.item.project_id)
    audit.write(work, "items.original_opened", ref(found.item.id))
    return found.item, open_original(work, found.item.id)


def _require_all(work: Work, permission: Permission, project_id: UUID) -> None:
    """Raise NotAllowed unless the actor has a permission without any limit to some data."""
    if not work.actor.may_see_all(permission, project_id):
        raise NotAllowed(
            log=f"{work.actor.id} lacks {permission.code} for all of project {project_id}",
            shown=_("You do not have the right to: %(what)s.", what=permission.title),
        )


def troubles_of(work: Work, item_id: UUID) -> list[Quarantined]:
    """Return everything about one item that could not be read."""
    item = row_of(work, item_id)
    rows = work.session.scalars(
        select(QuarantineRow).filter_by(item_id=item_id).order_by(QuarantineRow.id)
    )
    return [_quarantined(row, item) for row in rows]


def count_quarantined(work: Work, project_ids: Collection[UUID]) -> int:
    """Return how many things wait in the quarantine of some projects."""
    query = (
        select(func.count())
        .select_from(QuarantineRow)
        .where(
            QuarantineRow.authority_id == work.authority_id,
            QuarantineRow.project_id.in_(project_ids),
            QuarantineRow.resolved_at.is_(None),
        )
    )
    return work.session.scalar(query) or 0


def resolve(work: Work, quarantine_id: UUID, resolution: str, note: str = "") -> None:
    """Write down how a person dealt with something in quarantine.

    `resolution` is a code of `Resolution`, or another that a solution has words for. Raises
    NotAllowed, NotFound, Conflict when somebody was first.
    """
    row = _quarantine_row(work, quarantine_id)
    work.require(RESOLVE_QUARANTINE, row.project_id)
    if row.resolved_at is not None:
        raise Conflict(
            log=f"quarantine {quarantine_id} is resolved",
            shown=_("A colleague has dealt with this meanwhile."),
        )
    row.resolved_at = work.now
    row.resolved_by = work.actor.id
    row.resolution = resolution
    row.note = note.strip()
    work.session.flush()
    audit.write(
        work, "items.quarantine_resolved", ref(row.item_id), resolution=resolution, note=row.note
    )


def _quarantine_row(work: Work, quarantine_id: UUID) -> QuarantineRow:
    row = work.session.get(QuarantineRow, quarantine_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no quarantine {quarantine_id}", shown=_("This is not in quarantine any more.")
        )
    return row


def _quarantined(row: QuarantineRow, item: ItemRow) -> Quarantined:
    trouble = Trouble(row.code, row.place, row.detail)
    return Quarantined(
        id=row.id,
        item=read_item(item),
        trouble=trouble,
        at=row.at,
        resolved_at=row.resolved_at,
        resolved_by=row.resolved_by,
        resolution=row.resolution,
        note=row.note,
    )
