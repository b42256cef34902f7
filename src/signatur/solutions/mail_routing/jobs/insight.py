"""Background work: facts of enquiries from before there were any."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.service import facts

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun
    from signatur.kernel.permissions import Actor


def count_anew(run: JobRun) -> None:
    """Write the facts of every authority that lacks some; one that lacks none costs a look."""
    for actor in people.every_authority(run.runtime):
        _count_authority(run, actor)


def _count_authority(run: JobRun, actor: Actor) -> None:
    with run.runtime.reading(actor) as work:
        project = projects.find(work, service.NAME)
        if project is None or not facts.lacks_facts(work, project.id):
            return
    last: int | None = 0
    while last is not None:
        run.progress(last, 0, _("Counting"))
        with run.runtime.work(actor) as work:
            last = facts.rebuild(work, project.id, last)
            run.result["written"] = run.result.get("written", 0) + 1


COUNT_ANEW = JobKind(
    name="mail_routing.count_anew",
    title=_("Counting enquiries for insight"),
    run=count_anew,
    result_titles={"written": _("Batches of two thousand")},
)
NIGHTLY_COUNT = Schedule(job="mail_routing.count_anew", hour=2, minute=15)
