"""What other systems hand in: one enquiry as JSON, or Digital Post as the national broker posts it.

Stored within the request that hands it in, so that accepting it is a promise; read by a job.
"""

from __future__ import annotations

import io
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from signatur.kernel import blob_uses
from signatur.kernel.blobs import BlobRef
from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.jobs import store
from signatur.methods.documents import Limits, ProblemCode
from signatur.methods.messages import MessageKind, kind_of, read_content
from signatur.methods.messages.files import content_of
from signatur.methods.text.folding import compose
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing.intake.foreign_message import Unusable
from signatur.solutions.mail_routing.intake.incoming import IncomingEnquiry, as_bytes
from signatur.solutions.mail_routing.intake.incoming import read as read_incoming
from signatur.solutions.mail_routing.service.handing_in import HAND_IN, READ_FILES
from signatur.solutions.mail_routing.service.receiving import KIND, source_key_of
from signatur.solutions.mail_routing.service.setup import project_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work
    from signatur.methods.documents import Content
    from signatur.methods.messages import Message
    from signatur.records.items.schema import Item, Received

# A message of Digital Post is at most 99.5 MB; base64 and its frame stand around that.
MOST_POST_BYTES = 140_000_000
_FATAL = frozenset({ProblemCode.DAMAGED, ProblemCode.ZIP_BOMB, ProblemCode.TOO_DEEP})


def hand_in_one(work: Work, enquiry: IncomingEnquiry) -> Received:
    """Store one enquiry of another system, once, and start reading it. Raises InputProblem."""
    project = project_of(work)
    work.require(HAND_IN, project.id)
    raw = as_bytes(enquiry)
    try:
        message = read_incoming(raw).message
    except Unusable as fault:
        raise InputProblem(
            log=f"incoming enquiry: {fault.detail}",
            shown=_("An attachment is not base64, or a moment is impossible."),
        ) from fault
    if not (enquiry.subject.strip() or enquiry.body.strip() or enquiry.attachments):
        raise InputProblem(
            log="empty enquiry", shown=_("Give at least a subject, a body or an attachment.")
        )
    received = items.receive(
        work,
        project.id,
        kind=KIND,
        source_key=source_key_of(compose(message.message_id), message.original.sha256),
        original=io.BytesIO(raw),
        received_at=min(message.received_at or work.now, work.now),
    )
    _start_reading(work, project.id, [received.item], ".json")
    return received


# --- Digital Post --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class PostReceipt:
    """Whether posted messages were taken over; `code` and `reason` say why not."""

    items: tuple[UUID, ...] = ()
    is_known: bool = False
    code: str = ""
    reason: Text | None = None

    @property
    def is_accepted(self) -> bool:
        return not self.code


TOO_LARGE = PostReceipt(code="FOR_STOR", reason=_("The message is larger than is taken over."))
_NOT_MEMO = PostReceipt(code="IKKE_MEMO", reason=_("This is no MeMo message and no container."))
_DAMAGED = PostReceipt(code="BESKADIGET", reason=_("The MeMo message is damaged."))
_WITHOUT_ID = PostReceipt(code="MANGLER_ID", reason=_("The MeMo message has no messageUUID."))


def receive_digital_post(work: Work, posted: BinaryIO) -> PostReceipt:
    """Store what was posted, all of it or nothing; the same once more is accepted and stored once."""
    project = project_of(work)
    work.require(HAND_IN, project.id)
    with tempfile.TemporaryDirectory(prefix="signatur-") as folder:
        path = Path(folder) / "post"
        with path.open("wb") as file:
            shutil.copyfileobj(posted, file)
        content = content_of(path, Limits())
        if kind_of(content) not in (MessageKind.MEMO, MessageKind.MEMO_CONTAINER):
            return _NOT_MEMO
        # Looked at as a whole before anything is stored.
        for message in _messages(content, Path(folder)):
            if refusal := _refusal(message):
                return refusal
        received = [
            _receive_message(work, project.id, message)
            for message in _messages(content, Path(folder))
        ]
    _start_reading(work, project.id, [one.item for one in received], ".xml")
    return PostReceipt(
        tuple(one.item.id for one in received), is_known=not any(one.is_new for one in received)
    )


def _messages(content: Content, folder: Path) -> Iterator[Message]:
    with tempfile.TemporaryDirectory(dir=folder) as scratch:
        yield from read_content(content, limits=Limits(), scratch=Path(scratch))


def _refusal(message: Message) -> PostReceipt | None:
    codes = {one.code for one in message.problems if not one.where}
    if ProblemCode.TOO_LARGE in codes:
        return TOO_LARGE
    if codes & _FATAL or message.digital_post is None:
        return _DAMAGED
    return None if message.message_id else _WITHOUT_ID


def _receive_message(work: Work, project_id: UUID, message: Message) -> Received:
    with message.original.open() as source:
        return items.receive(
            work,
            project_id,
            kind=KIND,
            source_key=source_key_of(compose(message.message_id), message.original.sha256),
            original=source,
            received_at=min(message.received_at or message.sent_at or work.now, work.now),
        )


def _start_reading(work: Work, project_id: UUID, received: Sequence[Item], ending: str) -> None:
    """Start to read what is not understood yet; handed in again meanwhile, it is read once."""
    waiting = [one for one in received if one.state is ItemState.RECEIVED]
    if not waiting:
        return
    job_id = store.start(
        work,
        READ_FILES,
        {
            "project": str(project_id),
            "files": [
                {"name": f"{number}{ending}", "sha256": one.sha256}
                for number, one in enumerate(waiting)
            ],
        },
        key=f"{READ_FILES}:{waiting[0].id}",
    )
    for one in waiting:
        blob_uses.use(work, job_id, BlobRef(work.authority_id, one.sha256, one.size))
