"""Background work: importing years of past enquiries from a sheet."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import event

from signatur.kernel import blob_uses
from signatur.kernel.blob_batches import work_with_batch
from signatur.kernel.errors import NotFound, SignaturError
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.kernel.log import get_log
from signatur.records.people import service as people
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.intake import EnquiryReader
from signatur.solutions.mail_routing.intake.past_sheet import BadRow

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from signatur.kernel.jobs.run import JobRun
    from signatur.kernel.permissions import Actor
    from signatur.kernel.runtime import Runtime
    from signatur.solutions.mail_routing.intake import ReadEnquiry
    from signatur.solutions.mail_routing.intake.past_sheet import Columns
    from signatur.solutions.mail_routing.model import Knowledge
    from signatur.solutions.mail_routing.service import PastEnquiry

log = get_log(__name__)

_AT_ONCE = 100


def take_past(
    runtime: Runtime,
    actor: Actor,
    project_id: UUID,
    path: Path,
    columns: Columns,
    tell: Callable[[int], None] = lambda _done: None,
) -> tuple[Counter[str], list[BadRow]]:
    """Store the enquiries of a sheet in batches, each in one transaction; return counts and bad rows.

    Started again after it died, it meets the same rows, and those that are stored are known.
    """
    counts: Counter[str] = Counter()
    bad: list[BadRow] = []
    waiting: list[tuple[PastEnquiry, ReadEnquiry]] = []
    with runtime.reading(actor) as work:
        places = service.places_of(work, project_id)

        zone = work.runtime.settings.kernel.time_zone

    def store(batch: Sequence[tuple[PastEnquiry, ReadEnquiry]]) -> None:
        try:
            new = _store(runtime, actor, project_id, batch, places)
        except SignaturError:
            raise
        except Exception as problem:  # noqa: BLE001 (one row that cannot be stored stops no other)
            if len(batch) > 1:
                for one in batch:
                    store([one])
                return
            log.failure("mail_routing.past_not_stored", problem)
            bad.append(BadRow(batch[0][0].row.line, _("It could not be stored.")))
            return
        counts["new"] += new
        counts["known"] += len(batch) - new

    with EnquiryReader() as reader:
        rows = service.past_enquiries(path, columns, places, zone)
        for number, one in enumerate(rows, start=1):
            if isinstance(one, BadRow):
                bad.append(one)
                continue
            waiting.append((one, service.read_past_row(reader, one)))
            if len(waiting) >= _AT_ONCE:
                store(waiting)
                waiting = []
                tell(number)
    if waiting:
        store(waiting)
    return counts, bad


def _store(
    runtime: Runtime,
    actor: Actor,
    project_id: UUID,
    batch: Sequence[tuple[PastEnquiry, ReadEnquiry]],
    places: Knowledge,
) -> int:
    kept: list[object] = []
    with work_with_batch(runtime, actor) as work:
        # The session forgets rows that nobody holds, and would ask for each of them anew.
        for moment in ("loaded_as_persistent", "pending_to_persistent"):
            event.listen(work.session, moment, lambda _session, row: kept.append(row))
        new = service.record_batch(work, project_id, batch, places)
        service.note_imported(work, project_id, new)
    return new


def import_history(run: JobRun) -> None:
    """Import a stored sheet in the name of the person who started it."""
    payload: dict[str, Any] = dict(run.payload)
    with run.reading() as work:
        person = people.actor_of(work.session, UUID(payload["person"]))
    if person is None:
        raise NotFound(log="person is gone", shown=_("The person who started this is gone."))
    authority_id = run.job.authority_id
    assert authority_id is not None, "sheets are imported within an authority"

    def tell(done: int) -> None:
        run.progress(done, payload["rows"], _("Importing"))

    with tempfile.TemporaryDirectory(prefix="signatur-") as folder:
        path = Path(folder) / "sheet"
        with run.runtime.blobs.open(authority_id, payload["sha256"]) as source:
            path.write_bytes(source.read())
        columns = service.columns_from_json(payload["columns"])
        project_id = UUID(payload["project"])
        counts, bad = take_past(run.runtime, person, project_id, path, columns, tell)
    run.result.update(new=counts["new"], known=counts["known"], unusable=len(bad))
    with run.work() as work:
        blob_uses.release_all(work, run.job.id)


IMPORT = JobKind(
    name=service.IMPORT_HISTORY,
    title=_("Importing past enquiries"),
    run=import_history,
    result_titles={
        "new": _("New"),
        "known": _("Received before"),
        "unusable": _("Rows that could not be used"),
    },
)
