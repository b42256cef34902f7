"""Background work: training."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.service import comparing

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun


def train(run: JobRun) -> None:
    """Train a model on what people have settled, and register it as a candidate.

    Where a model is in use, how the new one does beside it is registered with it.
    """
    with run.reading() as work:
        project_id = UUID(run.payload["project"])
        lesson = service.lesson_of(work, project_id)
        champion = comparing.champion_to_beat(work, project_id)

    def tell(done: int, total: int) -> None:
        run.progress(done, total, _("Training"))

    learnt = service.learn(lesson, seed=run.payload.get("seed", 0), progress=tell)
    found = comparing.compare_at_training(champion, lesson, learnt) if champion else None
    with run.work() as work:
        person = run.payload["person"]
        version = service.register(
            work,
            lesson,
            learnt,
            trained_by=UUID(person) if person else None,
            comparison=comparing.as_json(found) if found else None,
        )
    run.result.update(version=version.number, rows=version.snapshot_rows)


def compare(run: JobRun) -> None:
    """Compare a registered model with the one in use, on what was decided after both."""
    run.progress(0, 0, _("Comparing two models"))
    with run.reading() as work:
        compare_both = comparing.compare_now(
            work, UUID(run.payload["project"]), UUID(run.payload["version"])
        )
    found = compare_both()
    run.result.update(rows=found.rows, found=comparing.as_json(found))


COMPARE = JobKind(
    name=comparing.COMPARE,
    title=_("Comparing two models of mail routing"),
    run=compare,
    max_attempts=2,
    result_titles={"rows": _("Enquiries compared on")},
)
TRAIN = JobKind(
    name=service.TRAIN,
    title=_("Training mail routing"),
    run=train,
    max_attempts=2,
    result_titles={"version": _("Model version"), "rows": _("Rows learnt from")},
)
