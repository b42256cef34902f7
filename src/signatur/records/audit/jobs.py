"""Checking the chain of an authority in the background; a long chain takes minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.records.audit import service

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun

# Enough to see what is wrong; where one entry was changed, every later one may not follow.
_MOST_BREAKS = 20


def check_chain(run: JobRun) -> None:
    """Check the chain of the job's authority; the result says whether it holds and where not."""

    def tell(done: int, total: int) -> None:
        run.progress(done, total, _("Checking the chain"))

    with run.reading() as work:
        file = service.anchor_file(work.runtime.settings.kernel, work.authority_id)
        known = service.read_anchors(file)
        found = service.verify(work.session, work.authority_id, known, tell)
    run.result.update(
        entries=found.entries,
        erased_details=found.erased_details,
        anchors=len(known),
        break_count=len(found.breaks),
        breaks=[
            {"number": one.number, "reason": one.reason} for one in found.breaks[:_MOST_BREAKS]
        ],
    )


CHECK_CHAIN = JobKind(
    name="audit.check_chain",
    title=_("Checking the audit"),
    run=check_chain,
    result_titles={
        "entries": _("Entries checked"),
        "erased_details": _("Entries whose details are erased"),
        "anchors": _("Anchors compared"),
        "break_count": _("Places where the chain does not hold"),
    },
)
