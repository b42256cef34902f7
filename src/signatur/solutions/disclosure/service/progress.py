"""How far the review of a case is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from signatur.solutions.disclosure.schema.case import DocumentState, FindingState, Progress
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.tables import (
    DocumentRow,
    DoubtRow,
    FindingRow,
    PageRow,
    PageViewRow,
    SampledPageRow,
)

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from signatur.kernel.work import Work

UNREAD = (DocumentState.WAITING, DocumentState.READING, DocumentState.UNREADABLE)
ASIDE = (DocumentState.SET_ASIDE, DocumentState.REPLACED)


def progress(work: Work, case_id: UUID) -> Progress:
    """Return how far the review of a case is. Raises NotFound."""
    case_row(work, case_id)
    by_state = (
        select(DocumentRow.state, func.count())
        .where(DocumentRow.case_id == case_id)
        .group_by(DocumentRow.state)
    )
    states = dict(work.session.execute(by_state).all())
    pages, seen = _pages(work, case_id)
    findings, findings_open = _findings_counted(work, case_id)
    sample = work.session.execute(
        select(func.count(), func.count(SampledPageRow.done_at)).filter_by(case_id=case_id)
    ).one()
    return Progress(
        documents=sum(count for state, count in states.items() if state not in ASIDE),
        documents_read=states.get(DocumentState.READ, 0),
        documents_unread=sum(states.get(one, 0) for one in UNREAD),
        pages=pages,
        pages_seen=seen,
        findings=findings,
        findings_open=findings_open,
        doubts_open=_doubts(work, case_id),
        sample=sample[0],
        sample_done=sample[1],
    )


def _doubts(work: Work, case_id: UUID) -> int:
    query = (
        select(func.count())
        .select_from(DoubtRow)
        .join(DocumentRow, DocumentRow.item_id == DoubtRow.document_id)
        .where(DoubtRow.case_id == case_id, DoubtRow.belongs.is_(None), *to_review())
    )
    return work.session.scalar(query) or 0


def to_review() -> tuple[Any, ...]:
    """Return the conditions for documents of which something is looked at and may be given out."""
    return (DocumentRow.state == DocumentState.READ, DocumentRow.is_covered.is_not(False))


def _pages(work: Work, case_id: UUID) -> tuple[int, int]:
    """Return how many pages must be looked at, and how many have been."""
    seen = (
        select(PageViewRow.document_id, PageViewRow.page)
        .where(PageViewRow.case_id == case_id, PageViewRow.is_seen.is_(True))
        .distinct()
        .subquery()
    )
    is_its = and_(seen.c.document_id == PageRow.document_id, seen.c.page == PageRow.number)
    query = (
        select(func.count(), func.count(seen.c.page))
        .select_from(PageRow)
        .join(DocumentRow, DocumentRow.item_id == PageRow.document_id)
        .outerjoin(seen, is_its)
        .where(
            PageRow.case_id == case_id,
            PageRow.is_appendix.is_(False),
            DocumentRow.state == DocumentState.READ,
            DocumentRow.is_covered.is_not(False),
            DocumentRow.is_decoration.is_(False),
        )
    )
    pages, looked_at = work.session.execute(query).one()
    return pages, looked_at


def _findings_counted(work: Work, case_id: UUID) -> tuple[int, int]:
    """Return how many findings a case has, and how many of them wait for a decision."""
    by_document = (
        select(FindingRow.document_id, FindingRow.state, func.count().label("some"))
        .where(FindingRow.case_id == case_id, FindingRow.state != FindingState.REMOVED)
        .group_by(FindingRow.document_id, FindingRow.state)
        .subquery()
    )
    query = (
        select(by_document.c.state, DocumentRow.access, func.sum(by_document.c.some))
        .join(DocumentRow, DocumentRow.item_id == by_document.c.document_id)
        .where(DocumentRow.state == DocumentState.READ, DocumentRow.is_covered.is_not(False))
        .group_by(by_document.c.state, DocumentRow.access)
    )
    found = [(state, access, int(some)) for state, access, some in work.session.execute(query)]
    waits = sum(
        some for state, access, some in found if state == FindingState.PROPOSED and access != "no"
    )
    return sum(some for _state, _access, some in found), waits
