"""The job that looks at the gates: every minute, and by itself each night when a day has passed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.kernel.permissions import system_of
from signatur.stewardship.gates import service

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun


def look(run: JobRun) -> None:
    """Look at the gates of every authority."""
    run.result["closed"] = 0
    for authority_id in service.authority_ids(run.runtime):
        with run.runtime.work(system_of(authority_id)) as work:
            run.result["closed"] += service.look_at_all(work)


LOOK = JobKind(
    name=service.LOOK,
    title=_("Look at the gates"),
    run=look,
    result_titles={"closed": _("Projects with a closed gate")},
)
