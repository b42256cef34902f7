"""Removing everything that is kept of a case, a document, an upload or a release."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import delete

from signatur.kernel import blob_uses
from signatur.solutions.disclosure.service.handing_over import take_away
from signatur.solutions.disclosure.tables import (
    CasePersonRow,
    CaseRow,
    DisclosedRow,
    DocumentRow,
    DoubtRow,
    DutyRow,
    EventRow,
    FindingRow,
    LetterRow,
    PageRow,
    PageViewRow,
    PresenceRow,
    ReleaseRow,
    RememberedRow,
    SampledPageRow,
    StatementRow,
    UploadRow,
)

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

_OF_CASE: tuple[type[Any], ...] = (
    FindingRow, PageRow, PageViewRow, PresenceRow, SampledPageRow, EventRow, StatementRow,
    CasePersonRow, DoubtRow, RememberedRow, DutyRow, LetterRow, DisclosedRow,
)  # fmt: skip
_OF_DOCUMENT: tuple[type[Any], ...] = (
    FindingRow,
    PageRow,
    PageViewRow,
    SampledPageRow,
    DoubtRow,
    DisclosedRow,
    PresenceRow,
)

_THEMSELVES: tuple[type[Any], ...] = (DocumentRow, UploadRow, ReleaseRow, CaseRow)


def erase(work: Work, item_id: UUID) -> None:
    """Delete the rows of an item; stored bytes go with it, and what was handed over of a release.

    A case's documents, uploads and releases are its children and are erased before it.
    """
    own = {"authority_id": work.authority_id}
    if work.session.get(ReleaseRow, item_id) is not None:
        take_away(work, item_id)
    for table in _OF_DOCUMENT:
        work.session.execute(delete(table).filter_by(document_id=item_id, **own))
    for table in _OF_CASE:
        work.session.execute(delete(table).filter_by(case_id=item_id, **own))
    work.session.execute(delete(DisclosedRow).filter_by(release_id=item_id, **own))
    for table in _THEMSELVES:
        work.session.execute(delete(table).filter_by(item_id=item_id, **own))
    blob_uses.release_all(work, item_id)
