"""The job that holds business cases against what happened, once a month is over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.records.people import service as people
from signatur.stewardship.business_case import service

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun


def measure(run: JobRun) -> None:
    """Measure last month in every authority; a month that is measured costs a look."""
    run.result["measured"] = 0
    for actor in people.every_authority(run.runtime):
        with run.runtime.work(actor) as work:
            run.result["measured"] += service.measure_all(work)


MEASURE = JobKind(
    name=service.MEASURE,
    title=_("Hold business cases against what happened"),
    run=measure,
    result_titles={"measured": _("Months measured")},
)
NIGHTLY = Schedule(job=service.MEASURE, hour=4, minute=30)
