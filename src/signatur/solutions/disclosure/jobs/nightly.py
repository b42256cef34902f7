"""Each night: deadlines that come near are told, where people were is forgotten, the way out is tidied."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.records.people import service as people
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.jobs.watched_folder import tidy_inbound

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun


def watch(run: JobRun) -> None:
    """Raise alarms for cases whose deadline is near or past, in every authority, and tidy up."""
    run.result.update(alarms=0, removed=0)
    for actor in people.every_authority(run.runtime):
        with run.runtime.work(actor) as work:
            run.result["alarms"] += service.watch_deadlines(work)
            service.forget_presence(work)
            run.result["removed"] += service.tidy_outbound(work)
        assert actor.authority_id is not None, "it acts within one"
        run.result["removed"] += tidy_inbound(run.runtime, actor.authority_id)


WATCH = JobKind(
    name="disclosure.watch",
    title=_("Watching the deadlines of requests for access"),
    run=watch,
    result_titles={
        "alarms": _("Alarms raised"),
        "removed": _("Files and folders removed whose time was up"),
    },
)
