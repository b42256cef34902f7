"""The nightly job: erase what is due, remove bytes that nothing uses, anchor the audit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel import blob_uses, sessions, throttle
from signatur.kernel.errors import SignaturError
from signatur.kernel.i18n import counted
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.kernel.log import get_log
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.records.items.schema import DEADLINE
from signatur.records.people import service as people
from signatur.records.retention import service

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet
    from uuid import UUID

    from signatur.kernel.jobs.run import JobRun
    from signatur.kernel.permissions import Actor
    from signatur.records.items.schema import Item

log = get_log(__name__)

# Items that are looked up at a time.
_BATCH = 100


class NotErased(SignaturError):
    """Some items that were due could not be erased; everything else was done."""

    def __init__(self, count: int) -> None:
        super().__init__(
            log=f"{count} items could not be erased",
            shown=counted(
                "%(num)d item is due but could not be erased. The technical log says why.",
                "%(num)d items are due but could not be erased. The technical log says why.",
                count,
            ),
        )


def tidy(run: JobRun) -> None:
    """Do the nightly tidying of every authority. Raises NotErased at the end."""
    run.result.update(erased=0, not_erased=0)
    for actor in people.every_authority(run.runtime):
        _erase_due(run, actor)
        with run.runtime.work(actor) as work:
            blob_uses.remove_unused(work)
            audit.anchor(work)
    with run.work() as work:
        sessions.remove_dead(work.session, work.now, run.runtime.settings.kernel)
        throttle.remove_old(work.session, work.now)
    run.runtime.database.settle()
    if run.result["not_erased"]:
        raise NotErased(run.result["not_erased"])


def _erase_due(run: JobRun, actor: Actor) -> None:
    """Erase an authority's items that are due, each by itself: one that fails stops no other."""
    failed: set[UUID] = set()
    while due := _due(run, actor, failed):
        for item in due:
            run.progress(run.result["erased"], 0, _("Erasing what is due"))
            try:
                with run.runtime.work(actor) as work:
                    service.erase_item(work, item, DEADLINE)
            except Exception as problem:  # noqa: BLE001 (whatever it is, the others must be erased)
                log.failure("retention.not_erased", problem, item=item.id)
                failed.add(item.id)
                run.result["not_erased"] += 1
            else:
                run.result["erased"] += 1


def _due(run: JobRun, actor: Actor, failed: AbstractSet[UUID]) -> list[Item]:
    with run.runtime.reading(actor) as work:
        due = items.due_for_erasure(work, _BATCH + len(failed))
    return [item for item in due if item.id not in failed]


TIDY = JobKind(
    name="retention.tidy",
    title=_("Nightly erasure and tidying"),
    run=tidy,
    result_titles={"erased": _("Erased"), "not_erased": _("Due but not erased")},
)
NIGHTLY = Schedule(job="retention.tidy", hour=1, minute=30)
