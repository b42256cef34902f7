"""The list of changes of the setup: who changed what, and taking a change back."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from signatur.kernel.errors import Conflict, NotFound
from signatur.kernel.i18n import text as _
from signatur.records.audit import service as audit
from signatur.records.audit.schema import ObjectRef
from signatur.solutions.mail_routing.schema import Department, Subject
from signatur.solutions.mail_routing.service import setup
from signatur.solutions.mail_routing.service.changing import (
    DEPARTMENT,
    RULE,
    RULE_ORDER,
    SUBJECT,
)
from signatur.solutions.mail_routing.tables import ChangeRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from signatur.kernel.work import Work


@dataclass(frozen=True, slots=True)
class Change:
    """A change of the setup."""

    id: UUID
    kind: str
    name: str
    before: Mapping[str, Any] | None
    after: Mapping[str, Any]
    person_id: UUID | None
    at: datetime
    undone_at: datetime | None
    undone_by: UUID | None

    @property
    def is_new(self) -> bool:
        return self.before is None

    @property
    def differences(self) -> tuple[tuple[str, Any, Any], ...]:
        """What changed: field, before and after."""
        if self.before is None:
            return ()
        return tuple(
            (field, self.before.get(field), value)
            for field, value in self.after.items()
            if self.before.get(field) != value
        )


def changes(
    work: Work, project_id: UUID, *, before: UUID | None = None, limit: int = 50
) -> list[Change]:
    """Return the newest changes, or those before one, newest first."""
    query = select(ChangeRow).filter_by(authority_id=work.authority_id, project_id=project_id)
    if before is not None:
        query = query.where(ChangeRow.id < before)
    rows = work.session.scalars(query.order_by(ChangeRow.id.desc()).limit(limit))
    return [_change(row) for row in rows]


def undo_change(work: Work, change_id: UUID) -> None:
    """Put back what stood there before a change.

    What was new is closed or taken out of use, since much may hang on it. Raises NotFound,
    NotAllowed, Conflict when it was undone or changed once more meanwhile.
    """
    row = work.session.scalar(
        select(ChangeRow).filter_by(id=change_id, authority_id=work.authority_id).with_for_update()
    )
    if row is None:
        raise NotFound(log=f"no change {change_id}", shown=_("This change does not exist."))
    work.require(setup.CHANGE_SETUP, row.project_id)
    if row.undone_at is not None or _now(work, row) != row.after:
        raise Conflict(
            log=f"change {change_id} is not the latest",
            shown=_(
                "This has been changed once more or undone since. Undo the latest change first."
            ),
        )
    _put_back(work, row)
    row.undone_at, row.undone_by = work.now, work.actor.id
    work.session.flush()
    about = ObjectRef("project", row.project_id)
    audit.write(work, "mail_routing.change_undone", about, name=_name(row))


def _now(work: Work, row: ChangeRow) -> Mapping[str, Any] | None:
    """Return what stands there now, in the words of the change."""
    if row.kind == DEPARTMENT:
        known = {one.key: one for one in setup.departments(work, row.project_id)}
        return asdict(known[row.key]) if row.key in known else None
    if row.kind == SUBJECT:
        subject = setup.subject_with(work, row.project_id, row.key)
        return asdict(subject) if subject is not None else None
    if row.kind == RULE_ORDER:
        place = setup.position_of(work, row.project_id, UUID(row.key))
        return {**row.after, "position": place}
    return setup.rule_as_stored(work, row.project_id, UUID(row.key))


def _put_back(work: Work, row: ChangeRow) -> None:
    if row.kind == DEPARTMENT:
        stored = row.before or {**row.after, "is_active": False}
        setup.save_department(work, row.project_id, Department(**stored))
    elif row.kind == SUBJECT:
        stored = row.before or {**row.after, "is_active": False}
        setup.save_subject(work, row.project_id, Subject(**stored))
    elif row.kind == RULE_ORDER:
        setup.swap_rules(work, row.project_id, UUID(row.after["rule"]), UUID(row.after["other"]))
    else:
        gone = {**row.after, "removed_because": str(_("Undone in the list of changes"))}
        setup.put_rule_back(work, row.project_id, UUID(row.key), row.before or gone)


def _change(row: ChangeRow) -> Change:
    return Change(
        id=row.id,
        kind=row.kind,
        name=_name(row),
        before=row.before,
        after=row.after,
        person_id=row.person_id,
        at=row.at,
        undone_at=row.undone_at,
        undone_by=row.undone_by,
    )


def _name(row: ChangeRow) -> str:
    named: str = row.after["value" if row.kind in {RULE, RULE_ORDER} else "name"]
    return named
