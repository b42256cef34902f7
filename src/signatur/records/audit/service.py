"""Writing, reading, checking and partly erasing the audit."""

from __future__ import annotations

import json
import secrets
from dataclasses import asdict, dataclass, fields
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, insert, select

from signatur.kernel.i18n import text as _
from signatur.kernel.permissions import EVERYONE, ActorKind, Permission, Role
from signatur.records.audit.schema import (
    FIRST_HASH,
    SCHEMA_VERSION,
    AuditEntry,
    Break,
    Link,
    ObjectRef,
    Verification,
    canonical,
    hash_details,
)
from signatur.records.audit.tables import AuditDetailRow, AuditEntryRow, AuditHeadRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime
    from pathlib import Path
    from uuid import UUID

    from sqlalchemy.orm import Session

    from signatur.kernel.permissions import Actor
    from signatur.kernel.settings import KernelSettings
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
        entries.append({**asdict(link), "hash": head.hash})
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
        head = AuditHeadRow(authority_id=work.authority_id, number=0, hash=FIRST_HASH)
        work.session.add(head)
        work.session.flush()
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
    query = _entries(work.authority_id).where(
        AuditEntryRow.object_kind == about.kind, AuditEntryRow.object_id == about.id
    )
    return [_entry(*row) for row in work.session.execute(query.order_by(AuditEntryRow.number))]


@dataclass(frozen=True, slots=True, kw_only=True)
class Search:
    """What to look for in the audit; everything may be left open."""

    action: str | None = None
    actor_id: UUID | None = None
    since: datetime | None = None
    until: datetime | None = None
    before_number: int | None = None


def search(work: Work, wanted: Search, limit: int) -> list[AuditEntry]:
    """Return the newest entries that fit, newest first."""
    query = _entries(work.authority_id)
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
        AuditEntryRow.authority_id == work.authority_id,
        AuditEntryRow.object_kind == about.kind,
        AuditEntryRow.object_id == about.id,
    )
    work.session.execute(delete(AuditDetailRow).where(AuditDetailRow.entry_id.in_(entry_ids)))


def verify(
    session: Session, authority_id: UUID, anchors: Mapping[int, str] | None = None
) -> Verification:
    """Check a whole chain: numbers without a gap, hashes, anchors, details where they still stand."""
    anchors = anchors or {}
    head = session.get(AuditHeadRow, authority_id)
    number, previous, erased = 0, FIRST_HASH, 0
    breaks: list[Break] = []
    for row, detail in _stream(session, authority_id):
        breaks += _breaks_at(row, detail, number, previous)
        if anchors.get(row.number, row.hash) != row.hash:
            breaks.append(Break(row.number, "is not what was anchored outside"))
        erased += detail is None
        number, previous = row.number, row.hash
    expected = (head.number, head.hash) if head else (0, FIRST_HASH)
    if max(anchors, default=0) > number:
        breaks.append(Break(number, "entries that were anchored outside are missing"))
    if (number, previous) != expected:
        breaks.append(Break(number, "the end of the chain is not where it was left"))
    return Verification(authority_id, number, erased, previous, tuple(breaks))


def anchor(work: Work) -> None:
    """Write the end of the chain to the anchor folder, one line a day.

    A chain alone does not stop whoever owns the database from writing all of it anew. The folder
    may lie where that person cannot write to it later; `verify` compares.
    """
    head = work.session.get(AuditHeadRow, work.authority_id)
    if head is None:
        return
    line = {"at": work.now.isoformat(), "number": head.number, "hash": head.hash}
    file = anchor_file(work.runtime.settings.kernel, work.authority_id)
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as anchors:
        anchors.write(canonical(line) + "\n")


def anchor_file(settings: KernelSettings, authority_id: UUID) -> Path:
    folder = settings.anchor_folder or settings.data_folder / "anchors"
    return folder / f"{authority_id}.jsonl"


def read_anchors(file: Path) -> dict[int, str]:
    """Return hash by number of all anchors in a file; empty when there is none."""
    if not file.exists():
        return {}
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    return {line["number"]: line["hash"] for line in lines}


def authorities_with_a_chain(session: Session) -> list[UUID]:
    return list(session.scalars(select(AuditHeadRow.authority_id)))


def _stream(
    session: Session, authority_id: UUID
) -> Iterator[tuple[AuditEntryRow, AuditDetailRow | None]]:
    query = _entries(authority_id).order_by(AuditEntryRow.number)
    with session.execute(query.execution_options(yield_per=1000)) as rows:
        yield from rows


def _breaks_at(
    row: AuditEntryRow, detail: AuditDetailRow | None, number_before: int, hash_before: str
) -> Iterator[Break]:
    link = Link(**{part.name: getattr(row, part.name) for part in fields(Link)})
    if row.number != number_before + 1:
        yield Break(row.number, "entries before this one are missing")
    if row.previous_hash != hash_before:
        yield Break(row.number, "does not follow from the entry before")
    if link.hash() != row.hash:
        yield Break(row.number, "was changed after it was written")
    if detail is not None and hash_details(detail.salt, detail.details) != row.details_hash:
        yield Break(row.number, "its details were changed after they were written")


def _entries(authority_id: UUID) -> Any:
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
