"""Making a release: document by document, each kept as it is made, then put together."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.solutions.disclosure import service

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun


def make_release(run: JobRun) -> None:
    """Rebuild and check the documents of a release; started again, it goes on with those that are left."""
    from signatur.methods.documents.recognition import Recogniser

    release_id = UUID(run.payload["release"])
    wanted = run.payload.get("recognise", True) and service.reads_pictures(run.runtime)
    recogniser = Recogniser() if wanted else None
    with run.reading() as work:
        waiting = service.documents_to_make(work, release_id)
    for number, document_id in enumerate(waiting):
        run.progress(number, len(waiting), _("Making the documents and checking them"))
        with run.reading() as work:
            plan = service.plan_of(work, document_id)
        with tempfile.TemporaryDirectory(prefix="signatur-") as folder:
            made = service.make(plan, Path(folder), recogniser)
        with run.work() as work:
            service.keep_made(work, release_id, plan, made)
    with run.work() as work:
        service.finish_release(work, release_id)
    run.result["documents"] = len(waiting)


RELEASE = JobKind(
    name=service.RELEASE_JOB,
    title=_("Making documents to be given out"),
    run=make_release,
    result_titles={"documents": _("Documents made")},
)
