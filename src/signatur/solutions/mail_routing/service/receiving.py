"""Enquiries that come in: stored first, then understood, then put before a caseworker."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import insert

from signatur.kernel.db import table_of
from signatur.methods.text.duplicates import bands, fingerprint
from signatur.methods.text.folding import fold
from signatur.records.items import service as items
from signatur.records.items.schema import ItemState
from signatur.records.items.schema import Trouble as ItemTrouble
from signatur.records.projects import service as projects
from signatur.records.projects.schema import Act, judge
from signatur.records.retention import service as retention
from signatur.solutions.mail_routing.intake import is_serious, portion_of
from signatur.solutions.mail_routing.schema import (
    Completeness,
    Lane,
    enquiry_as_json,
    enquiry_from_json,
)
from signatur.solutions.mail_routing.service.facts import note_fact
from signatur.solutions.mail_routing.service.suggesting import references_to, suggest
from signatur.solutions.mail_routing.tables import BandRow, EnquiryRow, ReferenceRow

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.records.items.schema import Item, Received
    from signatur.solutions.mail_routing.intake import ReadEnquiry
    from signatur.solutions.mail_routing.schema import Enquiry
    from signatur.solutions.mail_routing.service.knowing import Prepared

KIND = "enquiry"
# A clock that stands in 1970 must not let an enquiry be late, and erased, before anybody has seen it.
_LONGEST_WAY = timedelta(days=365)
# Search looks into so many characters of an enquiry.
_SEARCHED = 20_000


def receive(
    work: Work, project_id: UUID, read: ReadEnquiry, received_at: datetime | None = None
) -> Received:
    """Store an enquiry's original bytes, once; `understand` follows in a transaction of its own.

    `received_at` is stated by whoever knows better than the enquiry itself.
    """
    enquiry = read.enquiry
    stated = received_at or _told_by(enquiry, work.now)
    with read.original.open() as source:
        return items.receive(
            work,
            project_id,
            kind=KIND,
            source_key=source_key(enquiry),
            original=source,
            received_at=min(stated, work.now),
        )


def _told_by(enquiry: Enquiry, now: datetime) -> datetime:
    """Return when an enquiry says that it came; what is impossibly old came now, by a wrong clock."""
    told = enquiry.received_at or enquiry.sent_at or now
    return told if now - told < _LONGEST_WAY else now


def source_key(enquiry: Enquiry) -> str:
    """Return what makes an enquiry one and the same when it arrives again: its id and its bytes.

    The bytes alone would not do: two systems may send the same words twice on purpose.
    """
    return source_key_of(enquiry.thread.message_id, enquiry.source.sha256)


def source_key_of(message_id: str, sha256: str) -> str:
    """Return the key of something that comes in with a message id of its own, or without."""
    return f"{message_id}|{sha256}"[:500]


def understand(work: Work, item: Item, enquiry: Enquiry, prepared: Prepared) -> None:
    """Write down what an enquiry says, quarantine what could not be read, and suggest a place."""
    is_lost = enquiry.completeness is Completeness.NOTHING
    row = write_row(work, item, enquiry, ItemState.QUARANTINED if is_lost else ItemState.READY)
    troubles = [
        ItemTrouble(one.code, one.where, one.detail)
        for one in enquiry.problems
        if is_lost or is_serious(one)
    ]
    items.quarantine(work, item.id, troubles, whole=is_lost)
    if is_lost:
        return
    remember(work, row, enquiry)
    project = projects.get(work, item.project_id)
    # At an early stage enquiries may be kept and decided elsewhere, and nothing is suggested.
    if judge(project, Act.SUGGEST, work.today).is_allowed:
        suggest(work, row, enquiry, prepared)


def receive_portion(
    work: Work, parent_row: EnquiryRow, parent: Item, number: int, text: str
) -> UUID:
    """Store one of several matters of an enquiry as an enquiry of its own; return its item."""
    enquiry = portion_of(enquiry_from_json(parent_row.document), number, text)
    received = items.receive(
        work,
        parent.project_id,
        kind=KIND,
        # The same enquiry may be divided, put together again and divided anew.
        source_key=f"{parent.id}/{work.new_id()}",
        original=io.BytesIO(enquiry.body.text.encode(errors="replace")),
        received_at=parent.received_at,
        parent_id=parent.id,
    )
    row = write_row(work, received.item, enquiry, ItemState.READY)
    # What is the same as the whole would teach one text several places.
    row.teaches = row.digest != parent_row.digest
    return received.item.id


def write_row(work: Work, item: Item, enquiry: Enquiry, state: ItemState) -> EnquiryRow:
    """Write down what lists and pages need of an enquiry."""
    sender = enquiry.sender
    row = EnquiryRow(
        item_id=item.id,
        authority_id=work.authority_id,
        project_id=item.project_id,
        state=state,
        received_at=item.received_at,
        channel=enquiry.channel,
        language=enquiry.language.code,
        sender=(sender.name or sender.address or sender.id) if sender else "",
        subject=enquiry.subject,
        attachments=len(enquiry.attachments),
        has_trouble=enquiry.problem is not None,
        lane=Lane.READ,
        department_key="",
        subject_key="",
        document=enquiry_as_json(enquiry),
        digest=fingerprint(enquiry.model_text).digest.hex(),
        search_text=_search_text(enquiry),
    )
    work.session.add(row)
    note_fact(work, item.id)
    retention.apply_to(work, item)
    items.move_to(work, item.id, state)
    return row


def _search_text(enquiry: Enquiry) -> str:
    sender = enquiry.sender
    pieces = [
        enquiry.subject,
        f"{sender.name} {sender.address}" if sender else "",
        enquiry.body.text,
        *(f"{one.name} {one.text}" for one in enquiry.attachments),
    ]
    return fold("\n".join(pieces)[:_SEARCHED])


def remember(work: Work, row: EnquiryRow, enquiry: Enquiry) -> None:
    """Write down by what later enquiries are known to continue this one, or to repeat it."""
    of_row = {
        "item_id": row.item_id,
        "authority_id": row.authority_id,
        "project_id": row.project_id,
    }
    references = sorted({*own_references(enquiry)})
    if references:
        rows = [{**of_row, "reference": one} for one in references]
        work.session.execute(insert(table_of(ReferenceRow)), rows)
    keys = sorted({*bands(fingerprint(enquiry.model_text))})
    if keys:
        rows = [{**of_row, "band": key} for key in keys]
        work.session.execute(insert(table_of(BandRow)), rows)


def own_references(enquiry: Enquiry) -> Iterator[str]:
    if enquiry.thread.message_id:
        yield f"message:{enquiry.thread.message_id}"
    yield from (one for one in references_to(enquiry) if not one.startswith("message:"))
