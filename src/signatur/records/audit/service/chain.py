"""Checking the chain of the audit, and anchoring its end outside of the database."""

from __future__ import annotations

import json
from dataclasses import fields
from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import select

from signatur.records.audit.schema import (
    FIRST_HASH,
    Break,
    BreakReason,
    Link,
    Verification,
    canonical,
    hash_details,
)
from signatur.records.audit.service.entries import entries_of
from signatur.records.audit.tables import AuditDetailRow, AuditEntryRow, AuditHeadRow

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from sqlalchemy.orm import Session

    from signatur.kernel.settings import KernelSettings
    from signatur.kernel.work import Work

_TELL_EVERY = 1000


def verify(
    session: Session,
    authority_id: UUID,
    anchors: Mapping[int, str] | None = None,
    tell: Callable[[int, int], None] = lambda _done, _total: None,
) -> Verification:
    """Check a whole chain: numbers without a gap, hashes, anchors, details where they still stand.

    `tell` hears now and then how many entries are checked, of how many.
    """
    anchors = anchors or {}
    head = session.get(AuditHeadRow, authority_id)
    number, previous, erased = 0, FIRST_HASH, 0
    breaks: list[Break] = []
    for row, detail in _stream(session, authority_id):
        breaks += _breaks_at(row, detail, number, previous)
        if anchors.get(row.number, row.hash) != row.hash:
            breaks.append(Break(row.number, BreakReason.NOT_ANCHORED))
        if row.number % _TELL_EVERY == 0:
            tell(row.number, head.number if head else 0)
        erased += detail is None
        number, previous = row.number, row.hash
    expected = (head.number, head.hash) if head else (0, FIRST_HASH)
    if max(anchors, default=0) > number:
        breaks.append(Break(number, BreakReason.ANCHORED_MISSING))
    if (number, previous) != expected:
        breaks.append(Break(number, BreakReason.END_MOVED))
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
    """Return the file that holds an authority's anchors."""
    return anchor_folder(settings) / f"{authority_id}.jsonl"


def anchor_folder(settings: KernelSettings) -> Path:
    """Return the folder with the anchors of every authority."""
    return settings.anchor_folder or settings.data_folder / "anchors"


def read_anchors(file: Path) -> dict[int, str]:
    """Return hash by number of all anchors in a file; empty when there is none."""
    if not file.exists():
        return {}
    lines = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines() if line]
    return {line["number"]: line["hash"] for line in lines}


def authorities_with_a_chain(session: Session, anchors: Path) -> list[UUID]:
    """Return the authorities of which anything was written down, or anchored in a folder.

    Whoever removes a whole chain with its head leaves the anchors; whoever removes the head alone
    leaves the entries.
    """
    known = {UUID(file.stem) for file in anchors.glob("*.jsonl")}
    for column in (AuditHeadRow.authority_id, AuditEntryRow.authority_id):
        known |= set(session.scalars(select(column).distinct()))
    return sorted(known)


def _stream(
    session: Session, authority_id: UUID
) -> Iterator[tuple[AuditEntryRow, AuditDetailRow | None]]:
    query = entries_of(authority_id).order_by(AuditEntryRow.number)
    with session.execute(query.execution_options(yield_per=1000)) as rows:
        yield from rows


def _breaks_at(
    row: AuditEntryRow, detail: AuditDetailRow | None, number_before: int, hash_before: str
) -> Iterator[Break]:
    link = Link(**{part.name: getattr(row, part.name) for part in fields(Link)})
    if row.number != number_before + 1:
        yield Break(row.number, BreakReason.GAP)
    if row.previous_hash != hash_before:
        yield Break(row.number, BreakReason.NOT_FOLLOWING)
    if link.hash() != row.hash:
        yield Break(row.number, BreakReason.CHANGED)
    if detail is not None and hash_details(detail.salt, detail.details) != row.details_hash:
        yield Break(row.number, BreakReason.DETAILS_CHANGED)
