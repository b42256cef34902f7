"""Writing entries into the audit, reading them back, and forgetting their details."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from signatur.kernel.db import add_unless_there
from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import EVERYONE, ActorKind, Permission, Role
from signatur.records.audit.schema import (
    FIRST_HASH,
    SCHEMA_VERSION,
    AuditEntry,
    Link,
    ObjectRef,
    Search,
    canonical,
    hash_details,
)
from signatur.records.audit.tables import AuditDetailRow, AuditEntryRow, AuditHeadRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from uuid import UUID

    from signatur.kernel.permissions import Actor
    from signatur.kernel.work import Work

READ = Permission(
    "audit.read",
    _("read the audit"),
    frozenset({Role.AUDITOR, Role.LEGAL, Role.PROJECT_OWNER, Role.OPERATIONS}),
)
READ_HISTORY = Permission("audit.read_history", _("read the history of one item"), EVERYONE)

_PENDING = "audit_pending"
# Details hold the actor's name beside what the caller gives, and this name must not collide.
_ACTOR_NAME = "_actor"


@dataclass(frozen=True, slots=True)
class _Pending:
    actor: Actor
    action: str
    object: ObjectRef
    details: Mapping[str, Any]


def write(work: Work, action: str, about: ObjectRef, **details: Any) -> None:
    """Put an entry into the audit, in the same transaction as the change it tells of.

    The chain is prolonged as the last thing before the commit, so that its lock is held briefly.
    `details` are shown with the action's phrase and are erased with the object.
    """
    pending: list[_Pending] | None = work.session.info.get(_PENDING)
    if pending is None:
        pending = work.session.info[_PENDING] = []
        work.before_commit(lambda: _seal(work))
    told = {_ACTOR_NAME: work.actor.name, **details}
    pending.append(_Pending(work.actor, action, about, json.loads(canonical(told))))


def _seal(work: Work) -> None:
    pending: list[_Pending] = work.session.info.pop(_PENDING)
    head = _locked_head(work)
    entries, detail_rows = [], []
    for one in pending:
        salt = secrets.token_hex(16)
        link = _link(work, one, head, hash_details(salt, one.details))
        head.number, head.hash = link.number, link.hash()
        entries.append({**link.fields(), "hash": head.hash})
        detail_rows.append(
            {
                "entry_id": link.id,
                "authority_id": link.authority_id,
                "salt": salt,
                "details": dict(one.details),
            }
        )
    work.session.execute(insert(AuditEntryRow), entries)
    work.session.execute(insert(AuditDetailRow), detail_rows)
    work.session.flush()


def _locked_head(work: Work) -> AuditHeadRow:
    query = select(AuditHeadRow).filter_by(authority_id=work.authority_id).with_for_update()
    head = work.session.scalar(query)
    if head is None:
        first = AuditHeadRow(authority_id=work.authority_id, number=0, hash=FIRST_HASH)
        add_unless_there(work.session, first)
        head = work.session.scalars(query).one()
    return head


def _link(work: Work, pending: _Pending, head: AuditHeadRow, details_hash: str) -> Link:
    return Link(
        schema_version=SCHEMA_VERSION,
        authority_id=work.authority_id,
        number=head.number + 1,
        id=work.new_id(),
        at=work.now,
        actor_kind=pending.actor.kind,
        actor_id=pending.actor.id,
        action=pending.action,
        object_kind=pending.object.kind,
        object_id=pending.object.id,
        details_hash=details_hash,
        previous_hash=head.hash,
    )


def trail(work: Work, about: ObjectRef) -> list[AuditEntry]:
    """Return all entries about one thing, oldest first."""
    query = entries_of(work.authority_id).where(*_is_about(about))
    return [_entry(*row) for row in work.session.execute(query.order_by(AuditEntryRow.number))]


def search(work: Work, wanted: Search, limit: int) -> list[AuditEntry]:
    """Return the newest entries that fit, newest first."""
    query = entries_of(work.authority_id)
    if wanted.about:
        query = query.where(*_is_about(wanted.about))
    if wanted.action:
        query = query.where(AuditEntryRow.action == wanted.action)
    if wanted.actor_id:
        query = query.where(AuditEntryRow.actor_id == wanted.actor_id)
    if wanted.since:
        query = query.where(AuditEntryRow.at >= wanted.since)
    if wanted.until:
        query = query.where(AuditEntryRow.at < wanted.until)
    if wanted.before_number:
        query = query.where(AuditEntryRow.number < wanted.before_number)
    query = query.order_by(AuditEntryRow.number.desc()).limit(limit)
    return [_entry(*row) for row in work.session.execute(query)]


def forget(work: Work, about: ObjectRef) -> None:
    """Erase the details of every entry about one thing; the entries themselves stay."""
    entry_ids = select(AuditEntryRow.id).where(
        AuditEntryRow.authority_id == work.authority_id, *_is_about(about)
    )
    work.session.execute(delete(AuditDetailRow).where(AuditDetailRow.entry_id.in_(entry_ids)))


def actions(work: Work) -> list[str]:
    """Return the actions that stand in the authority's audit."""
    query = select(AuditEntryRow.action).filter_by(authority_id=work.authority_id).distinct()
    return sorted(work.session.scalars(query))


def _is_about(about: ObjectRef) -> Iterable[Any]:
    return AuditEntryRow.object_kind == about.kind, AuditEntryRow.object_id == about.id


def entries_of(authority_id: UUID) -> Any:
    """Return the query for an authority's entries, each with its details where they still stand."""
    return (
        select(AuditEntryRow, AuditDetailRow)
        .outerjoin(AuditDetailRow, AuditDetailRow.entry_id == AuditEntryRow.id)
        .where(AuditEntryRow.authority_id == authority_id)
    )


def _entry(row: AuditEntryRow, detail: AuditDetailRow | None) -> AuditEntry:
    details = dict(detail.details) if detail is not None else None
    name = details.pop(_ACTOR_NAME, "") if details is not None else ""
    return AuditEntry(
        number=row.number,
        id=row.id,
        at=row.at,
        actor_kind=ActorKind(row.actor_kind),
        actor_id=row.actor_id,
        actor_name=name,
        action=row.action,
        object=ObjectRef(row.object_kind, row.object_id),
        details=details,
        hash=row.hash,
    )
