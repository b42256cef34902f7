"""The nightly look at law: late measures, and rules that have changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.records.people import service as people
from signatur.stewardship.legal.service import assessing, tasks

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun


def look(run: JobRun) -> None:
    """Tell every authority of late measures and of projects to assess again."""
    run.result.update(late=0, to_reassess=0)
    for actor in people.every_authority(run.runtime):
        with run.runtime.work(actor) as work:
            run.result["late"] += tasks.tell_of_late(work)
            run.result["to_reassess"] += assessing.tell_of_new_rules(work)


LOOK = JobKind(
    name="legal.look",
    title=_("Look at legal duties"),
    run=look,
    result_titles={
        "late": _("Late measures"),
        "to_reassess": _("Projects to assess again"),
    },
)
NIGHTLY = Schedule(job="legal.look", hour=2, minute=10)
