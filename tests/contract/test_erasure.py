"""What is erased is gone from every table and every file; only the fact stays in the audit."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.kernel.jobs import store
from signatur.kernel.jobs.run import run_waiting_jobs
from signatur.kernel.jobs.store import JobState
from signatur.kernel.permissions import SYSTEM
from signatur.records.audit.tables import AuditDetailRow, AuditEntryRow
from signatur.records.items.schema import ItemState
from tests.contract.loaded import items_of, originals_of, rows_of_all_tables, telling_words
from tests.contract.solutions import each_solution

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from signatur.kernel.part import Solution
    from tests.contract.loaded import Loaded

A_LIFETIME = timedelta(days=40_000)


def night(loaded: Loaded) -> tuple[JobState, int]:
    """Let the nightly job run; return how it went and what it could not erase."""
    with loaded.runtime.work(SYSTEM) as work:
        job_id = store.start(work, "retention.tidy")
    run_waiting_jobs(loaded.runtime)
    with loaded.runtime.reading(SYSTEM) as work:
        job = store.get(work, job_id)
    return job.state, job.result["not_erased"]


def kept_files(folder: Path) -> Iterator[Path]:
    """Yield what the installation keeps; what was handed over through a folder is its receiver's."""
    for path in folder.rglob("*"):
        if path.is_file() and "outbound" not in path.relative_to(folder).parts:
            yield path


@each_solution()
def test_when_their_time_is_up_nothing_is_left_of_the_people_in_them(
    copied: Loaded, solution: Solution
) -> None:
    rows = items_of(copied, solution)
    words = telling_words(originals_of(copied, rows))
    copied.clock.advance(A_LIFETIME)
    try:
        ended = night(copied)
    finally:
        copied.clock.advance(-A_LIFETIME)
    left = {
        table
        for table, row in rows_of_all_tables(copied.runtime.database.engine)
        if any(word in row for word in words)
    }
    files = b"".join(path.read_bytes() for path in kept_files(copied.folder))

    assert len(words) > 20
    assert ended == (JobState.DONE, 0)
    assert {row.state for row in items_of(copied, solution)} == {ItemState.ERASED}
    assert left == set()
    assert [word for word in words if word.encode() in files] == []


@each_solution()
def test_the_fact_stays_in_the_audit_without_details(copied: Loaded, solution: Solution) -> None:
    rows = items_of(copied, solution)
    copied.clock.advance(A_LIFETIME)
    try:
        night(copied)
    finally:
        copied.clock.advance(-A_LIFETIME)
    about = AuditEntryRow.object_kind == "item"
    with copied.runtime.database.reading() as session:
        erased = session.scalars(
            select(AuditEntryRow.object_id).where(about, AuditEntryRow.action == "items.erased")
        ).all()
        told = session.scalars(
            select(AuditDetailRow.details)
            .join(AuditEntryRow, AuditEntryRow.id == AuditDetailRow.entry_id)
            .where(about, AuditEntryRow.action != "items.erased")
        ).all()

    # The night erases what other solutions hold too.
    assert {row.id for row in rows} <= set(erased)
    assert told == []
