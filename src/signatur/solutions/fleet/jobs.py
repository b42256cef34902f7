"""Background work: reading files of driving, and working out studies."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from signatur.kernel.errors import SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.solutions.fleet import service

if TYPE_CHECKING:
    from signatur.kernel.i18n import Text
    from signatur.kernel.jobs.run import JobRun


def read(run: JobRun) -> None:
    """Read a file of driving whose columns were confirmed."""
    item_id = UUID(run.payload["item"])
    run.progress(0, 100, _("Reads the file"))
    with run.reading() as work:
        if not service.is_to_read(work, item_id):
            return
        content, mapping = service.content_of(work, item_id)
    found = service.understand(content, mapping)
    run.progress(70, 100, _("Stores the trips"))
    with run.work() as work:
        service.keep_read(work, item_id, found)
    run.result.update(trips=len(found.trips), bad=len(found.bad))


def study(run: JobRun) -> None:
    """Work out a study; cancelled, nothing of it is kept."""
    study_id = UUID(run.payload["study"])
    with run.reading() as work:
        if not service.is_open(work, study_id):
            return
        question, trips = service.question_of(work, study_id)

    def tell(share: float, step: Text) -> None:
        run.progress(round(share * 1000), 1000, step)

    try:
        found = service.answer(question, trips, tell)
    except SignaturError:
        with run.work() as work:
            service.fail(work, study_id)
        raise
    tell(0.99, _("Keeps what was found"))
    with run.work() as work:
        service.finish(work, study_id, found)
    run.result.update(trips=len(trips))


READ = JobKind(
    name=service.READ_JOB,
    title=_("Reading driving"),
    run=read,
    max_attempts=2,
    result_titles={"trips": _("Trips"), "bad": _("Lines to mend")},
)
STUDY = JobKind(
    name=service.STUDY_JOB,
    title=_("Working out a study of the fleet"),
    run=study,
    max_attempts=2,
    result_titles={"trips": _("Trips")},
)
JOBS = (READ, STUDY)
