"""How far the review of a case is, and what stands in the way of a release."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select

from signatur.kernel.i18n import Text, counted
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.case import (
    DocumentState,
    FindingState,
    Hindrance,
    HindranceCode,
    Progress,
)
from signatur.solutions.disclosure.service.duties import unmet_duties
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.second_reader import is_sample_due
from signatur.solutions.disclosure.service.seen import unseen
from signatur.solutions.disclosure.tables import (
    DocumentRow,
    DoubtRow,
    FindingRow,
    PageRow,
    PageViewRow,
    SampledPageRow,
    UploadRow,
)

if TYPE_CHECKING:
    from typing import Any
    from uuid import UUID

    from signatur.kernel.work import Work

_UNREAD = (DocumentState.WAITING, DocumentState.READING, DocumentState.UNREADABLE)
_ASIDE = (DocumentState.SET_ASIDE, DocumentState.REPLACED)


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
        documents=sum(count for state, count in states.items() if state not in _ASIDE),
        documents_read=states.get(DocumentState.READ, 0),
        documents_unread=sum(states.get(one, 0) for one in _UNREAD),
        pages=pages,
        pages_seen=seen,
        findings=findings,
        findings_open=findings_open,
        doubts_open=_count(work, select(DoubtRow.id).filter_by(case_id=case_id, belongs=None)),
        sample=sample[0],
        sample_done=sample[1],
    )


def _count(work: Work, query: Any) -> int:
    return work.session.scalar(select(func.count()).select_from(query.subquery())) or 0


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


def _findings(case_id: UUID) -> Any:
    return (
        select(FindingRow.id, FindingRow.document_id, FindingRow.page)
        .join(DocumentRow, DocumentRow.item_id == FindingRow.document_id)
        .where(
            FindingRow.case_id == case_id,
            FindingRow.state != FindingState.REMOVED,
            DocumentRow.state == DocumentState.READ,
            DocumentRow.is_covered.is_not(False),
        )
    )


def _open(case_id: UUID) -> Any:
    """Return the query for undecided findings that matter: of a document that is not held back whole."""
    return _findings(case_id).where(
        FindingRow.state == FindingState.PROPOSED, DocumentRow.access != "no"
    )


def hindrances(work: Work, case_id: UUID, only: frozenset[UUID] | None = None) -> list[Hindrance]:
    """Return what must be done before a release, in the order in which it is done. Raises NotFound.

    `only`: of a part of the documents, which can be given out before the rest is done.
    """
    case = case_row(work, case_id)
    found = [*_of_documents(work, case_id, only)]
    if not case.regime:
        said = _("Choose the rules by which the request is decided.")
        found.append(Hindrance(HindranceCode.REGIME, said))
    found += _of_review(work, case_id, only)
    duties = unmet_duties(work, case_id)
    if duties:
        said = counted(
            "%(num)d duty has not been considered.", "%(num)d duties have not been considered.",
            len(duties),
        )  # fmt: skip
        found.append(Hindrance(HindranceCode.DUTIES, said, len(duties)))
    return found if only is not None else [*found, *_of_sample(work, case_id)]


def _of_documents(work: Work, case_id: UUID, only: frozenset[UUID] | None) -> list[Hindrance]:
    found = []
    present = select(DocumentRow.item_id).where(
        DocumentRow.case_id == case_id, DocumentRow.state.not_in(_ASIDE)
    )
    if work.session.scalar(present.limit(1)) is None:
        said = _("There are no documents in the case yet.")
        found.append(Hindrance(HindranceCode.NO_DOCUMENTS, said))
    unread = (
        select(DocumentRow.item_id)
        .where(
            DocumentRow.case_id == case_id,
            DocumentRow.state.in_(_UNREAD),
            DocumentRow.is_covered.is_not(False),
        )
        .order_by(DocumentRow.number)
    )
    ids = [one for one in work.session.scalars(unread) if only is None or one in only]
    waiting = select(UploadRow.item_id).filter_by(case_id=case_id, is_unpacked=False)
    count = len(ids) + (_count(work, waiting) if only is None else 0)
    if count:
        said = counted(
            "%(num)d document has not been read. Wait, replace it or set it aside.",
            "%(num)d documents have not been read. Wait, replace them or set them aside.", count,
        )  # fmt: skip
        found.append(Hindrance(HindranceCode.UNREAD, said, count, ids[0] if ids else None))
    return found


def _of_review(work: Work, case_id: UUID, only: frozenset[UUID] | None) -> list[Hindrance]:
    def kept(places: Any) -> list[tuple[UUID, int]]:
        return [(one, page) for one, page in places if only is None or one in only]

    pages = kept(work.session.execute(unseen(case_id)))
    said = counted(
        "%(num)d page has not been looked at.", "%(num)d pages have not been looked at.", len(pages)
    )
    found = [*_first(HindranceCode.PAGES, said, pages)]
    query = _open(case_id).order_by(DocumentRow.number, FindingRow.page)
    undecided = kept((one.document_id, one.page) for one in work.session.execute(query))
    said = counted(
        "%(num)d finding has not been decided.", "%(num)d findings have not been decided.",
        len(undecided),
    )  # fmt: skip
    found += _first(HindranceCode.FINDINGS, said, undecided)
    rows = work.session.scalars(
        select(DoubtRow).filter_by(case_id=case_id, belongs=None).order_by(DoubtRow.id)
    )
    doubts = kept((one.document_id, one.page) for one in rows)
    said = counted(
        "It has not been answered whether %(num)d thing belongs in the case.",
        "It has not been answered whether %(num)d things belong in the case.", len(doubts),
    )  # fmt: skip
    return [*found, *_first(HindranceCode.DOUBTS, said, doubts)]


def _first(code: HindranceCode, said: Text, places: list[tuple[UUID, int]]) -> list[Hindrance]:
    if not places:
        return []
    document_id, page = places[0]
    return [Hindrance(code, said, len(places), document_id, page)]


def _of_sample(work: Work, case_id: UUID) -> list[Hindrance]:
    query = select(SampledPageRow).filter_by(case_id=case_id, done_at=None)
    left = [(one.document_id, one.page) for one in work.session.scalars(query)]
    if left:
        said = counted(
            "The second reader has not read %(num)d drawn page.",
            "The second reader has not read %(num)d drawn pages.", len(left),
        )  # fmt: skip
        return _first(HindranceCode.SECOND_READER, said, left)
    if is_sample_due(work, case_id):
        said = _("Draw the pages for the second reader.")
        return [Hindrance(HindranceCode.SECOND_READER, said)]
    return []
