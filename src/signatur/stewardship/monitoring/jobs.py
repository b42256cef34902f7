"""The nightly look at every project in trial or operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.records.people import service as people
from signatur.stewardship.monitoring import service

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun


def look(run: JobRun) -> None:
    """Look at the projects of every authority, each authority in a transaction of its own."""
    run.result["looked"] = 0
    for actor in people.every_authority(run.runtime):
        with run.runtime.work(actor) as work:
            run.result["looked"] += service.look_at_all(work)


LOOK = JobKind(
    name=service.LOOK_JOB,
    title=_("Look at what projects do in operation"),
    run=look,
    result_titles={"looked": _("Projects looked at")},
)
NIGHTLY = Schedule(job=service.LOOK_JOB, hour=3, minute=40)
