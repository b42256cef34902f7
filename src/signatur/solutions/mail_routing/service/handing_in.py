"""Files that are handed in: stored at once, read by a job."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, BinaryIO

from signatur.kernel import blob_uses
from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.kernel.permissions import Permission, Role
from signatur.methods.documents import Recogniser
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.items.schema import Trouble as ItemTrouble
from signatur.solutions.mail_routing.service.receiving import write_row
from signatur.solutions.mail_routing.service.setup import project_of
from signatur.solutions.mail_routing.settings import MailRoutingSettings

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item, Received
    from signatur.solutions.mail_routing.schema import Enquiry

READ_FILES = "mail_routing.read_files"
HAND_IN = Permission(
    "mail_routing.hand_in",
    _("hand in files"),
    frozenset({Role.CASEWORKER, Role.SUPER_USER, Role.OPERATIONS}),
)


def hand_in(work: Work, files: Sequence[tuple[str, BinaryIO]]) -> UUID:
    """Store files and start reading them; return the job. Raises InputProblem for none or too many."""
    project = project_of(work)
    work.require(HAND_IN, project.id)
    most = work.runtime.settings.of(MailRoutingSettings).upload_files
    if not 0 < len(files) <= most:
        raise InputProblem(
            log=f"{len(files)} files",
            shown=_("Choose at least one file and at most %(most)d.", most=most),
        )
    blobs = [work.runtime.blobs.put(work.authority_id, content) for _name, content in files]
    job_id = store.start(
        work,
        READ_FILES,
        {
            "project": str(project.id),
            "files": [
                # Of a name only the ending matters to reading, and a name may tell of a person.
                {"name": f"{number}{_ending(name)}", "sha256": blob.sha256}
                for number, ((name, _content), blob) in enumerate(zip(files, blobs, strict=True))
            ],
        },
    )
    for blob in blobs:
        blob_uses.use(work, job_id, blob)
    return job_id


def _ending(name: str) -> str:
    ending = PurePath(name).suffix.lower()
    return ending if ending[1:].isalnum() and len(ending) <= 8 else ""


def recogniser(work: Work) -> Recogniser | None:
    """Return the recogniser of scans, unless an operator has switched it off."""
    return Recogniser() if work.runtime.settings.of(MailRoutingSettings).recognition else None


def is_to_understand(received: Received) -> bool:
    """Say whether something received is still to be understood: new, or left behind by a crash."""
    return received.item.state is ItemState.RECEIVED


def still_to_understand(work: Work, item_id: UUID) -> bool:
    """Say whether an item still waits to be understood; another process may have done it."""
    return items.get(work, item_id).state is ItemState.RECEIVED


def give_up(work: Work, item: Item, enquiry: Enquiry) -> None:
    """Quarantine an enquiry that was read but could not be processed."""
    write_row(work, item, enquiry, ItemState.QUARANTINED)
    items.quarantine(work, item.id, [ItemTrouble("reader_failed")], whole=True)
