"""Learning from reviewed cases: what comes of it is a candidate, never used by itself."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.solutions.disclosure import service

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun


def learn(run: JobRun) -> None:
    """Tune the recogniser of names on documents that were given out, and register it."""
    from signatur.methods.text.names import NameRecogniser
    from signatur.methods.text.names.tuning import tune

    project_id = UUID(run.payload["project"])
    with run.reading() as work:
        reviewed = service.reviewed_texts(work, project_id)
    run.progress(0, 1, _("Learning"))
    tuned = tune(NameRecogniser.load(), reviewed.texts, service.SEED)
    with run.work() as work:
        service.register_learnt(work, project_id, tuned, reviewed)
    run.result["documents"] = len(reviewed.documents)


LEARN = JobKind(
    name=service.LEARN_JOB,
    title=_("Learning names from reviewed cases"),
    run=learn,
    max_attempts=1,
    result_titles={"documents": _("Documents learnt from")},
)
