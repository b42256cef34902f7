"""Who looked at which page, for how long, and who is looking at one right now."""

from __future__ import annotations

import math
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import delete, exists, select

from signatur.kernel.db import insert_unless_there
from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.case import DocumentState, Presence, ReviewArm
from signatur.solutions.disclosure.service.rights import REVIEW, person_of
from signatur.solutions.disclosure.service.rows import case_row, document_row
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import DocumentRow, PageRow, PageViewRow, PresenceRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work

_HERE = timedelta(seconds=30)
_GONE = timedelta(days=1)


def note_seen(work: Work, document_id: UUID, page: int, seconds: float = 0.0) -> None:
    """Write down that the acting person has looked at a page; add seconds as `note_time` does.

    Raises NotFound, NotAllowed.
    """
    row = _view(work, document_id, page)
    if not row.is_seen:
        row.is_seen, row.first_at = True, work.now
    _add_seconds(work, row, seconds)


def note_time(work: Work, document_id: UUID, page: int, seconds: float) -> None:
    """Add the seconds for which a page was in front of the acting person since the last sign of life.

    Seconds beyond the setting are not counted: nobody was there. Raises NotFound, NotAllowed.
    """
    _add_seconds(work, _view(work, document_id, page), seconds)


def _view(work: Work, document_id: UUID, page: int) -> PageViewRow:
    document = document_row(work, document_id)
    work.require(REVIEW, case_row(work, document.case_id).project_id)
    if not 1 <= page <= document.pages:
        raise NotFound(log=f"no page {page}", shown=_("There is no such page."))
    person_id = person_of(work)
    insert_unless_there(
        work.session, PageViewRow, document_id=document_id, page=page, person_id=person_id,
        case_id=document.case_id, authority_id=work.authority_id, is_seen=False, seconds=0.0,
        first_at=work.now, last_at=work.now,
    )  # fmt: skip
    return work.session.get_one(PageViewRow, (document_id, page, person_id))


def _add_seconds(work: Work, row: PageViewRow, seconds: float) -> None:
    case = case_row(work, row.case_id)
    # What comes after an unaided reading is no part of it.
    is_over = case.arm == ReviewArm.UNAIDED and not has_unseen(work, case.item_id)
    most = float(work.runtime.settings.of(DisclosureSettings).idle_seconds)
    if not is_over and math.isfinite(seconds):
        row.seconds += min(max(seconds, 0.0), most)
    row.last_at = work.now
    work.session.flush()


def unseen(case_id: UUID) -> Any:
    """Return the query for document and page of what nobody has looked at and must be, in order."""
    looked_at = exists().where(
        PageViewRow.document_id == PageRow.document_id,
        PageViewRow.page == PageRow.number,
        PageViewRow.is_seen.is_(True),
    )
    return (
        select(PageRow.document_id, PageRow.number)
        .join(DocumentRow, DocumentRow.item_id == PageRow.document_id)
        .where(
            PageRow.case_id == case_id,
            DocumentRow.state == DocumentState.READ,
            DocumentRow.is_covered.is_not(False),
            DocumentRow.is_decoration.is_(False),
            PageRow.is_appendix.is_(False),
            ~looked_at,
        )
        .order_by(DocumentRow.number, DocumentRow.item_id, PageRow.number)
    )


def has_unseen(work: Work, case_id: UUID) -> bool:
    """Say whether a page of a case waits to be looked at."""
    return work.session.execute(unseen(case_id).limit(1)).first() is not None


def unseen_pages(work: Work, document_id: UUID) -> list[int]:
    """Return the pages of a document that nobody has looked at. Raises NotFound."""
    document = document_row(work, document_id)
    query = unseen(document.case_id).where(PageRow.document_id == document_id)
    return [page for _document, page in work.session.execute(query)]


def next_to_look_at(
    work: Work, case_id: UUID, after: tuple[UUID, int] | None = None
) -> tuple[UUID, int] | None:
    """Return the next page that nobody has looked at, behind a place or from the start. Raises NotFound."""
    case_row(work, case_id)
    query = unseen(case_id)
    if after is not None:
        document = document_row(work, after[0])
        later = (DocumentRow.number > document.number) | (
            (DocumentRow.item_id == document.item_id) & (PageRow.number > after[1])
        )
        found = work.session.execute(query.where(later).limit(1)).first()
        if found is not None:
            return found[0], found[1]
    first = work.session.execute(query.limit(1)).first()
    return (first[0], first[1]) if first is not None else None


def come(work: Work, document_id: UUID, page: int) -> list[Presence]:
    """Say that the acting person looks at a page, and return who else looks at the document. Raises NotFound."""
    document = document_row(work, document_id)
    work.require(REVIEW, case_row(work, document.case_id).project_id)
    person_id = person_of(work)
    insert_unless_there(
        work.session, PresenceRow, case_id=document.case_id, person_id=person_id,
        authority_id=work.authority_id, document_id=document_id, page=page, at=work.now,
    )  # fmt: skip
    row = work.session.get_one(PresenceRow, (document.case_id, person_id))
    row.document_id, row.page, row.at = document_id, page, work.now
    work.session.flush()
    query = select(PresenceRow).where(
        PresenceRow.document_id == document_id,
        PresenceRow.person_id != person_id,
        PresenceRow.at >= work.now - _HERE,
    )
    return [Presence(one.person_id, one.page, one.at) for one in work.session.scalars(query)]


def forget_presence(work: Work) -> None:
    """Delete where people were who are long gone."""
    work.session.execute(
        delete(PresenceRow).where(
            PresenceRow.authority_id == work.authority_id, PresenceRow.at < work.now - _GONE
        )
    )
