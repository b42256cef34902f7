"""Background work: what waits when an authorisation is given, the nightly watch, and learning."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.kernel.log import get_log
from signatur.records.decisions import service as decisions
from signatur.records.people import service as people
from signatur.records.projects import service as projects
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.service import authorising, examining, reorganising, watching

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun

log = get_log(__name__)

WATCH = "mail_routing.watch"


def automate_waiting(run: JobRun) -> None:
    """Decide what waits unseen and is covered, a few in one transaction."""
    project_id = UUID(run.payload["project"])
    decided, after = 0, 0
    while True:
        run.progress(decided, 0, _("Distributing what waits"))
        with run.work() as work:
            count, last = service.automate_waiting(work, project_id, after=after)
        decided += count
        if last is None:
            break
        after = last
    run.result["automatic"] = decided


def watch(run: JobRun) -> None:
    """Look at every authorisation in force, in all authorities; one that fails stops no other."""
    looked = suspended = 0
    for actor in people.every_authority(run.runtime):
        with run.runtime.reading(actor) as work:
            project = projects.find(work, service.NAME)
            given = decisions.in_force(work, project.id) if project else []
        for one in given:
            try:
                with run.runtime.work(actor) as work:
                    watching.look(work, one.id)
                    after = decisions.authorisation(work, one.id)
            except Exception as problem:  # noqa: BLE001 (whatever it is, the others must be looked at)
                log.failure("mail_routing.not_watched", problem, authorisation=one.id)
                continue
            looked += 1
            suspended += after.suspended_at is not None
    run.result.update(looked=looked, suspended=suspended)


def examine(run: JobRun) -> None:
    """Look for labels that are probably wrong, and for what is measured that was as good as seen."""
    project_id = UUID(run.payload["project"])
    with run.reading() as work:
        lesson = service.lesson_of(work, project_id)

    def tell(done: int, total: int) -> None:
        run.progress(done, total, _("Looking for labels that are probably wrong"))

    found = examining.examine(lesson, progress=tell)
    with run.work() as work:
        noted = examining.note_doubts(work, project_id, found.doubts)
    run.result.update(
        rows=found.rows,
        doubted=len(found.doubts),
        noted=noted,
        measured=found.measured,
        leaked=found.leaked,
    )


def suggest_anew(run: JobRun) -> None:
    """Suggest anew for what waits and is touched by a change of the organisation."""
    project_id = UUID(run.payload["project"])
    keys = run.payload["subjects"], run.payload["departments"]
    with run.work() as work:
        prepared = service.prepare(work, project_id)
    after: int | None = 0
    while after is not None:
        run.progress(after, 0, _("Suggesting anew"))
        with run.work() as work:
            after = reorganising.suggest_anew(work, project_id, keys, prepared, after)


AUTOMATIC_JOBS = (
    JobKind(
        name=authorising.AUTOMATE_WAITING,
        title=_("Distributing what waits"),
        run=automate_waiting,
        result_titles={"automatic": _("Distributed by themselves")},
    ),
    JobKind(
        name=WATCH,
        title=_("Watching what goes by itself"),
        run=watch,
        result_titles={
            "looked": _("Standing authorisations looked at"),
            "suspended": _("Of these suspended"),
        },
    ),
    JobKind(
        name=examining.EXAMINE,
        title=_("Looking at what is learnt from"),
        run=examine,
        max_attempts=2,
        result_titles={
            "rows": _("Rows looked at"),
            "doubted": _("Probably filed wrongly"),
            "leaked": _("Measured, but as good as seen in training"),
        },
    ),
    JobKind(name=reorganising.SUGGEST_ANEW, title=_("Suggesting anew"), run=suggest_anew),
)
NIGHTLY = Schedule(job=WATCH, hour=2, minute=10)
