"""Background work: reading files of driving, and working out studies."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any
from uuid import UUID

from signatur.kernel.errors import SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind, Schedule
from signatur.records.people import service as people
from signatur.solutions.fleet import service
from signatur.solutions.fleet.schema.positions import Spot

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
        scheduler = run.runtime.settings.kernel.dask_scheduler
        found = service.answer(question, trips, tell, scheduler)
    except SignaturError:
        with run.work() as work:
            service.fail(work, study_id)
        raise
    tell(0.99, _("Keeps what was found"))
    with run.work() as work:
        service.finish(work, study_id, found)
    run.result.update(trips=len(trips))


def read_positions(run: JobRun) -> None:
    """Make round trips of positions; where none can be made, the positions are deleted."""
    try:
        _read_positions(run, dict(run.payload))
    except SignaturError:
        with run.work() as work:
            service.let_go(work, UUID(run.payload["holder"]))
        raise


def _read_positions(run: JobRun, payload: dict[str, Any]) -> None:
    with run.reading() as work:
        content = service.read_kept(work, payload["sha256"])
        known = service.spots_of(service.places(work, service.project_of(work).id))
        spots = (*known, *(Spot(*one) for one in payload["tried"]))

    def tell(share: float) -> None:
        run.progress(round(share * 100), 100, _("Makes round trips of the positions"))

    tell(0.0)
    made = service.make_trips(content, payload["name"], spots, tell)
    with run.work() as work:
        dataset_id = service.keep_made(work, payload, made)
    run.result.update(dataset=str(dataset_id), trips=len(made.trips))


def fetch(run: JobRun) -> None:
    """Fetch what was driven from the vendor that is set up, and make round trips of it."""
    payload = dict(run.payload)
    with run.reading() as work:
        vendor = service.vendor_of(work)
        since, until = (date.fromisoformat(payload[name]) for name in ("since", "until"))
        period = service.period_of(work, since, until)
        spots = service.spots_of(service.places(work, service.project_of(work).id))

    def tell(share: float) -> None:
        run.progress(round(share * 100), 100, _("Asks the vendor what was driven"))

    tell(0.0)
    read = service.fetch(vendor, period, tell)
    made = service.trips_from(read, spots, lambda share: tell(0.7 + 0.3 * share))
    with run.work() as work:
        dataset_id = service.keep_made(work, payload, made)
    run.result.update(dataset=str(dataset_id), trips=len(made.trips))


def forget_positions(run: JobRun) -> None:
    """Delete positions whose time is up, in every authority."""
    run.result["forgotten"] = 0
    for actor in people.every_authority(run.runtime):
        with run.runtime.work(actor) as work:
            run.result["forgotten"] += service.forget_due(work)


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
POSITIONS = JobKind(
    name=service.POSITIONS_JOB,
    title=_("Making round trips of positions"),
    run=read_positions,
    max_attempts=2,
    result_titles={"trips": _("Trips")},
)
FETCH = JobKind(
    name=service.FETCH_JOB,
    title=_("Fetching driving from the vendor"),
    run=fetch,
    max_attempts=2,
    result_titles={"trips": _("Trips")},
)
FORGET = JobKind(
    name=service.FORGET_JOB,
    title=_("Deleting positions whose time is up"),
    run=forget_positions,
    result_titles={"forgotten": _("Files of positions deleted")},
)
NIGHTLY = Schedule(job=service.FORGET_JOB, hour=2, minute=25)
JOBS = (READ, STUDY, POSITIONS, FETCH, FORGET)
