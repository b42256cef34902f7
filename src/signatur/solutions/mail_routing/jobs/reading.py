"""Background work: reading what was handed in."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from uuid import UUID

from signatur.kernel import blob_uses
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs.kinds import JobKind
from signatur.kernel.permissions import Actor, ActorKind
from signatur.records.items import service as items
from signatur.solutions.mail_routing import service
from signatur.solutions.mail_routing.intake import EnquiryReader
from signatur.solutions.mail_routing.jobs.taking_in import Batches, Intake

if TYPE_CHECKING:
    from signatur.kernel.jobs.run import JobRun
    from signatur.solutions.mail_routing.intake import ReadEnquiry
    from signatur.solutions.mail_routing.service import Prepared


def read_files(run: JobRun) -> None:
    """Read the files that a job holds; each enquiry is stored before it is understood.

    Started again after it died, it meets the same enquiries and goes on with those that were
    stored but not understood.
    """
    project_id = UUID(run.payload["project"])
    files = run.payload["files"]
    with run.work() as work:
        prepared = service.prepare(work, project_id)
        recogniser = service.recogniser(work)
    intake = _intake(run, project_id, prepared)
    batches = Batches(intake)
    with EnquiryReader(recogniser=recogniser) as reader:
        for number, file in enumerate(files):
            run.progress(number, len(files), _("Reading"))
            with tempfile.TemporaryDirectory(prefix="signatur-") as folder:
                path = _fetch(run, file, Path(folder))
                for read in reader.read_path(path):
                    batches.add(read)
        batches.take()
    run.result.update(intake.counts)
    with run.work() as work:
        blob_uses.release_all(work, run.job.id)


def _fetch(run: JobRun, file: dict[str, str], folder: Path) -> Path:
    """Put a stored file into a folder under the name that it came with."""
    path = folder / (Path(file["name"]).name or "file")
    authority_id = run.job.authority_id
    assert authority_id is not None, "files are handed in within an authority"
    with run.runtime.blobs.open(authority_id, file["sha256"]) as source:
        _copy(source, path)
    return path


def _copy(source: BinaryIO, path: Path) -> None:
    with path.open("wb") as target:
        shutil.copyfileobj(source, target)


def _intake(run: JobRun, project_id: UUID, prepared: Prepared) -> Intake:
    actor = Actor(ActorKind.SYSTEM, authority_id=run.job.authority_id)
    return Intake(run.runtime, actor, project_id, prepared)


def take_in(run: JobRun, project_id: UUID, read: ReadEnquiry, prepared: Prepared) -> None:
    """Store one enquiry and understand it; one that cannot be understood stops no other."""
    intake = _intake(run, project_id, prepared)
    intake.take([read])
    for outcome, count in intake.counts.items():
        run.result[outcome] = run.result.get(outcome, 0) + count


def read_again(run: JobRun) -> None:
    """Read one enquiry once more from its original."""
    item_id = UUID(run.payload["item"])
    person = run.payload["person"]
    with run.work() as work:
        item = items.get(work, item_id)
        name = service.original_name(work, item_id)
        prepared = service.prepare(work, item.project_id)
        recogniser = service.recogniser(work)
    with (
        tempfile.TemporaryDirectory(prefix="signatur-") as folder,
        EnquiryReader(recogniser=recogniser) as reader,
    ):
        path = Path(folder) / name
        with run.reading() as work, items.open_original(work, item_id) as source:
            _copy(source, path)
        # An original is one enquiry; a file of several was parted when it came in.
        read = next(iter(reader.read_path(path)))
        with run.work() as work:
            asked_by = UUID(person) if person else None
            service.understand_again(work, item_id, read.enquiry, prepared, asked_by)


READ_FILES = JobKind(
    name=service.READ_FILES,
    title=_("Reading enquiries"),
    run=read_files,
    result_titles={
        "new": _("New"),
        "known": _("Received before"),
        "quarantined": _("In quarantine"),
        "failed": _("Could not be stored"),
        "without_model": _("Without the model, which could not be used"),
    },
)
READ_AGAIN = JobKind(
    name=service.READ_AGAIN, title=_("Reading an enquiry once more"), run=read_again
)
