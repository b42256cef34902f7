"""The second reader: pages drawn by chance, read anew, and how much the first reader had missed."""

from __future__ import annotations

import math
import random
from typing import TYPE_CHECKING, Any

from sqlalchemy import func, select

from signatur.kernel.errors import Conflict, NotFound
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.schema.case import (
    CaseState,
    DocumentState,
    FindingState,
    SampledPage,
)
from signatur.solutions.disclosure.service.cases import set_state
from signatur.solutions.disclosure.service.rights import REVIEW, person_of, tell
from signatur.solutions.disclosure.service.rows import case_row, document_row
from signatur.solutions.disclosure.service.shares import share_of
from signatur.solutions.disclosure.settings import DisclosureSettings
from signatur.solutions.disclosure.tables import (
    CaseRow,
    DocumentRow,
    FindingRow,
    PageRow,
    PageViewRow,
    SampledPageRow,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.case import Share


def draw_sample(work: Work, case_id: UUID) -> list[SampledPage]:
    """Draw the pages that a second reader looks at; the draw rests on the case's seed and is logged.

    Where documents came since the last draw, so many are drawn more that the share is kept.

    Raises NotFound, NotAllowed, Conflict while pages are not looked at.
    """
    from signatur.solutions.disclosure.service.seen import has_unseen

    case = case_row(work, case_id)
    work.require(REVIEW, case.project_id)
    pages, count, before = _to_draw(work, case_id)
    if not count:
        return sample_of(work, case_id)
    if has_unseen(work, case_id):
        raise Conflict(log="pages unseen", shown=_("Look at all pages first."))
    chance = random.Random(case.seed + before)  # noqa: S311 (a draw that anyone can repeat)
    drawn = chance.sample(pages, count)
    for document_id, page in sorted(drawn, key=pages.index):
        work.session.add(
            SampledPageRow(
                document_id=document_id, page=page, case_id=case_id,
                authority_id=work.authority_id, drawn_at=work.now,
                first_readers=_readers(work, document_id, page), reader_id=None, done_at=None,
                found=None, missed=None,
            )
        )  # fmt: skip
    if CaseState(case.state).is_open and case.state != CaseState.RELEASED:
        set_state(work, case, CaseState.SECOND_READER)
    work.session.flush()
    tell(work, case_id, "disclosure.sample_drawn", pages=count, seed=case.seed + before)
    return sample_of(work, case_id)


def is_sample_due(work: Work, case_id: UUID) -> bool:
    """Say whether fewer pages are drawn for a second reader than the share that is asked for."""
    return _to_draw(work, case_id)[1] > 0


def _to_draw(work: Work, case_id: UUID) -> tuple[list[tuple[UUID, int]], int, int]:
    """Return the pages that can be drawn, how many of them must be, and how many were drawn before."""
    share = work.runtime.settings.of(DisclosureSettings).second_reader_share
    if share <= 0:
        return [], 0, 0
    query = select(SampledPageRow.document_id, SampledPageRow.page).filter_by(case_id=case_id)
    drawn = {(document_id, page) for document_id, page in work.session.execute(query)}
    pages = _pages(work, case_id)
    left = [one for one in pages if one not in drawn]
    missing = math.ceil(share * len(pages)) - (len(pages) - len(left))
    return left, min(len(left), max(0, missing)), len(drawn)


def _pages(work: Work, case_id: UUID) -> list[tuple[UUID, int]]:
    query = (
        select(PageRow.document_id, PageRow.number)
        .join(DocumentRow, DocumentRow.item_id == PageRow.document_id)
        .where(
            PageRow.case_id == case_id,
            PageRow.is_appendix.is_(False),
            DocumentRow.state == DocumentState.READ,
            DocumentRow.is_covered.is_not(False),
            DocumentRow.is_decoration.is_(False),
        )
        .order_by(DocumentRow.number, DocumentRow.item_id, PageRow.number)
    )
    return [(document_id, page) for document_id, page in work.session.execute(query)]


def sample_of(work: Work, case_id: UUID) -> list[SampledPage]:
    """Return the pages that were drawn in a case, in the order of its list. Raises NotFound."""
    case_row(work, case_id)
    query = (
        select(SampledPageRow)
        .join(DocumentRow, DocumentRow.item_id == SampledPageRow.document_id)
        .where(SampledPageRow.case_id == case_id)
        .order_by(DocumentRow.number, SampledPageRow.page)
    )
    return [_read(row) for row in work.session.scalars(query)]


def finish_sampled(work: Work, document_id: UUID, page: int) -> SampledPage:
    """Say that the second reader has read a drawn page; what was missed is counted then.

    Raises NotFound, NotAllowed, Conflict for whoever looked at the page first.
    """
    document = document_row(work, document_id)
    case = case_row(work, document.case_id)
    work.require(REVIEW, case.project_id)
    row = work.session.get(SampledPageRow, (document_id, page))
    if row is None:
        raise NotFound(log="page not drawn", shown=_("This page was not drawn."))
    person_id = person_of(work)
    if str(person_id) in row.first_readers:
        raise Conflict(
            log="own page",
            shown=_("A colleague must read this page: you were the first to look at it."),
        )
    withheld = work.session.scalars(
        select(FindingRow).filter_by(
            document_id=document_id, page=page, state=FindingState.WITHHELD
        )
    ).all()
    first = [one for one in withheld if one.decided_by != person_id]
    own = [one for one in withheld if one.decided_by == person_id]
    row.found = len(first)
    row.missed = sum(
        not _is_covered(one.boxes, [box for f in first for box in f.boxes]) for one in own
    )
    row.reader_id, row.done_at = person_id, work.now
    work.session.flush()
    is_last = all(one.is_done for one in sample_of(work, document.case_id))
    if is_last and case.state == CaseState.SECOND_READER:
        set_state(work, case, CaseState.READY)
    tell(work, document.case_id, "disclosure.sample_read", missed=row.missed)
    return _read(row)


def _is_covered(boxes: Sequence[Any], others: Sequence[Any]) -> bool:
    """Say whether others' boxes lie over at least half of some boxes: then the same was found before."""
    whole = sum(_area(box) for box in boxes)
    return (
        bool(whole) and sum(_shared(one, other) for one in boxes for other in others) >= whole / 2
    )


def _area(box: Sequence[float]) -> float:
    left, top, right, bottom = box
    return max(0.0, right - left) * max(0.0, bottom - top)


def _shared(one: Sequence[float], other: Sequence[float]) -> float:
    pairs = list(zip(one, other, strict=True))
    return _area([max(pairs[0]), max(pairs[1]), min(pairs[2]), min(pairs[3])])


def _readers(work: Work, document_id: UUID, page: int) -> list[str]:
    query = select(PageViewRow.person_id).filter_by(
        document_id=document_id, page=page, is_seen=True
    )
    return sorted(str(one) for one in work.session.scalars(query))


def recall_of_first(work: Work, project_id: UUID) -> Share | None:
    """Return the share of what is withheld on drawn pages that the first reader had found, None before any."""
    query = (
        select(func.sum(SampledPageRow.found), func.sum(SampledPageRow.missed))
        .join(CaseRow, CaseRow.item_id == SampledPageRow.case_id)
        .where(
            CaseRow.project_id == project_id,
            SampledPageRow.authority_id == work.authority_id,
            SampledPageRow.done_at.is_not(None),
        )
    )
    found, missed = work.session.execute(query).one()
    return share_of(int(found or 0), int(found or 0) + int(missed or 0))


def _read(row: SampledPageRow) -> SampledPage:
    return SampledPage(row.document_id, row.page, row.done_at is not None, row.missed)
