"""The nightly job: erase what is due, remove bytes that nothing uses, anchor the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel import blob_uses, sessions
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.kernel.permissions import system_of
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.records.people import service as people
from signatur.records.retention import service

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.jobs.run import JobRun

# Few enough that a transaction is short, many enough that a large night gets done.
_BATCH = 100


def tidy(run: JobRun) -> None:
    """Do the nightly tidying of every authority."""
    with run.reading() as work:
        authority_ids = [authority.id for authority in people.authorities(work.session)]
    erased = 0
    for number, authority_id in enumerate(authority_ids):
        run.progress(number, len(authority_ids), _("Erasing what is due"))
        erased += _erase_due(run, authority_id)
        with run.runtime.work(system_of(authority_id)) as work:
            blob_uses.remove_unused(work)
            audit.anchor(work)
    with run.work() as work:
        sessions.remove_dead(work.session, work.now, run.runtime.settings.kernel)
    run.result["erased"] = erased


def _erase_due(run: JobRun, authority_id: UUID) -> int:
    count = 0
    while True:
        with run.runtime.work(system_of(authority_id)) as work:
            due = items.due_for_erasure(work, _BATCH)
            for item in due:
                service.erase_item(work, item, "deadline")
        if not due:
            return count
        count += len(due)


TIDY = JobKind(name="retention.tidy", title=_("Nightly erasure and tidying"), run=tidy)
NIGHTLY = Schedule(job="retention.tidy", hour=1, minute=30)
