"""Each night: deadlines that come near are told, and where people were is forgotten."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.records.people import service as people
from signatur.solutions.disclosure import service

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun


def watch(run: JobRun) -> None:
    """Raise alarms for cases whose deadline is near or past, in every authority."""
    run.result["alarms"] = 0
    for actor in people.every_authority(run.runtime):
        with run.runtime.work(actor) as work:
            run.result["alarms"] += service.watch_deadlines(work)
            service.forget_presence(work)


WATCH = JobKind(
    name="disclosure.watch",
    title=_("Watching the deadlines of requests for access"),
    run=watch,
    result_titles={"alarms": _("Alarms raised")},
)
