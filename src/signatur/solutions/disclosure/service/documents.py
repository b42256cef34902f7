"""The documents of a case: the list as it stands, changes in it, and what a page of a document shows."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, distinct, func, or_, select

from signatur.kernel.errors import Conflict, NotFound
from signatur.kernel.i18n import text as _
from signatur.records.items import service as items
from signatur.solutions.disclosure.schema.case import (
    Access,
    Document,
    DocumentState,
    FindingState,
    Likeness,
    PageText,
)
from signatur.solutions.disclosure.service.keeping import stored
from signatur.solutions.disclosure.service.rights import (
    READ,
    tell,
)
from signatur.solutions.disclosure.service.rows import case_row, document_row
from signatur.solutions.disclosure.tables import DocumentRow, FindingRow, PageRow, PageViewRow

if TYPE_CHECKING:
    from typing import BinaryIO
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.methods.documents.laid_out import LaidOut

_DPI = (30, 300)


def documents(work: Work, case_id: UUID) -> list[Document]:
    """Return the documents of a case in the order of its list. Raises NotFound."""
    case_row(work, case_id)
    query = select(DocumentRow).filter_by(case_id=case_id, authority_id=work.authority_id)
    rows = work.session.scalars(query.order_by(DocumentRow.number, DocumentRow.item_id)).all()
    counts = _Counts(work, case_id, None)
    return [_read(row, counts) for row in rows]


def document(work: Work, document_id: UUID) -> Document:
    """Return one document. Raises NotFound."""
    row = document_row(work, document_id)
    return _read(row, _Counts(work, row.case_id, document_id))


def neighbours(work: Work, document_id: UUID) -> tuple[Document | None, Document | None]:
    """Return the documents before and after one, of those whose pages are looked at. Raises NotFound."""
    row = document_row(work, document_id)
    readable = select(DocumentRow).where(
        DocumentRow.case_id == row.case_id,
        DocumentRow.authority_id == work.authority_id,
        DocumentRow.state == DocumentState.READ,
        or_(DocumentRow.is_covered.is_(None), DocumentRow.is_covered.is_(True)),
        DocumentRow.pages > 0,
    )
    before = readable.where(DocumentRow.number < row.number).order_by(DocumentRow.number.desc())
    after = readable.where(DocumentRow.number > row.number).order_by(DocumentRow.number)
    first, last = (work.session.scalars(one.limit(1)).first() for one in (before, after))
    return _counted(work, first), _counted(work, last)


def _counted(work: Work, row: DocumentRow | None) -> Document | None:
    return _read(row, _Counts(work, row.case_id, row.item_id)) if row is not None else None


class _Counts:
    """Findings, grounds and pages seen of the documents of a case, in three queries."""

    def __init__(self, work: Work, case_id: UUID, document_id: UUID | None) -> None:
        row = FindingRow
        only = [row.case_id == case_id, row.state != FindingState.REMOVED]
        seen = [PageViewRow.case_id == case_id, PageViewRow.is_seen.is_(True)]
        if document_id is not None:
            only.append(row.document_id == document_id)
            seen.append(PageViewRow.document_id == document_id)
        self.states: defaultdict[UUID, Counter[str]] = defaultdict(Counter)
        self.grounds: defaultdict[UUID, list[str]] = defaultdict(list)
        query = (
            select(row.document_id, row.state, row.ground, func.count())
            .where(*only)
            .group_by(row.document_id, row.state, row.ground)
            .order_by(row.ground)
        )
        for found_id, state, ground, count in work.session.execute(query):
            self.states[found_id][state] += count
            if state == FindingState.WITHHELD and ground:
                self.grounds[found_id].append(ground)
        pages = (
            select(PageViewRow.document_id, func.count(distinct(PageViewRow.page)))
            .join(
                PageRow,
                and_(
                    PageRow.document_id == PageViewRow.document_id,
                    PageRow.number == PageViewRow.page,
                ),
            )
            .where(*seen, PageRow.is_appendix.is_(False))
            .group_by(PageViewRow.document_id)
        )
        self.seen: dict[UUID, int] = dict(work.session.execute(pages).all())
        whole = select(row.document_id, row.page).where(
            *only, row.origin == "whole_page", row.state == FindingState.WITHHELD
        )
        self.whole: defaultdict[UUID, set[int]] = defaultdict(set)
        for found_id, page in work.session.execute(whole):
            self.whole[found_id].add(page)


def _read(row: DocumentRow, counts: _Counts) -> Document:
    states = counts.states[row.item_id]
    grounds = counts.grounds[row.item_id]
    withheld = states[FindingState.WITHHELD]
    pages = row.pages - row.appendix_pages
    if row.access or (pages and len(counts.whole[row.item_id]) >= pages):
        access: Access | None = Access.NO
    elif row.state != DocumentState.READ:
        access = None
    else:
        access = Access.PARTLY if withheld else Access.YES
    return Document(
        id=row.item_id, case_id=row.case_id, number=row.number, parent_id=row.parent_id,
        name=row.name, title=row.title, day=row.day, category=row.category,
        media_type=row.media_type, size=row.size, sha256=row.sha256,
        state=DocumentState(row.state), pages=pages,
        problems=tuple((one[0], one[1]) for one in row.problems),
        duplicate_of=row.duplicate_of, likeness=Likeness(row.likeness) if row.likeness else None,
        is_decoration=row.is_decoration, is_covered=row.is_covered, access=access,
        is_withheld_whole=bool(row.access), ground=row.ground, note=row.note,
        grounds=tuple(dict.fromkeys([*([row.ground] if row.ground else []), *grounds])),
        findings=sum(states.values()), open_findings=states[FindingState.PROPOSED],
        withheld=withheld, pages_seen=min(pages, counts.seen.get(row.item_id, 0)),
        suggestion_id=row.suggestion_id, appendix_pages=row.appendix_pages,
        hidden=tuple(row.hidden), version=row.version,
    )  # fmt: skip


def laid_of(work: Work, document_id: UUID) -> LaidOut:
    """Return a document with its one text and the place of each character.

    Raises NotFound, Conflict while it is not read.
    """
    from signatur.methods.documents.content import Content
    from signatur.methods.documents.laid_out import loaded

    row = document_row(work, document_id)
    if not row.laid_sha256:
        raise Conflict(log="not read", shown=_("This document has not been read yet."))
    view = Content.from_bytes(stored(work, row.view_sha256)) if row.view_sha256 else None
    return loaded(stored(work, row.laid_sha256), view=view)


def page_of(work: Work, document_id: UUID, page: int) -> PageText:
    """Return a page with its text. Raises NotFound."""
    laid = laid_of(work, document_id)
    found = next((one for one in laid.pages if one.number == page), None)
    if found is None:
        raise _no_page(document_id, page)
    stretches: list[dict[str, Any]] = [
        {"start": one.start, "end": one.end, "origin": one.origin.value, "where": one.where}
        for one in laid.stretches
        if one.start < found.end and one.end > found.start
    ]
    return PageText(
        number=page, width=found.width, height=found.height, is_appendix=found.is_appendix,
        text=laid.text[found.start : found.end], start=found.start, stretches=tuple(stretches),
    )  # fmt: skip


def page_picture(work: Work, document_id: UUID, page: int, dpi: int = 110) -> bytes:
    """Return a page as a PNG as a reader sees it. Raises NotFound."""
    import io

    from signatur.methods.documents.content import Content
    from signatur.methods.documents.laid_out import draw_page

    row = document_row(work, document_id)
    if not row.view_sha256 or not 1 <= page <= row.pages:
        raise _no_page(document_id, page)
    view = Content.from_bytes(stored(work, row.view_sha256))
    picture = draw_page(view, page, max(_DPI[0], min(_DPI[1], dpi)))
    file = io.BytesIO()
    picture.save(file, "PNG", compress_level=1)
    return file.getvalue()


def _no_page(document_id: UUID, page: int) -> NotFound:
    return NotFound(log=f"no page {page} of {document_id}", shown=_("There is no such page."))


def pages_of(work: Work, document_id: UUID) -> list[Any]:
    """Return the pages of a document with their sizes: number, width, height, is_appendix."""
    query = (
        select(PageRow.number, PageRow.width, PageRow.height, PageRow.is_appendix)
        .filter_by(document_id=document_id, authority_id=work.authority_id)
        .order_by(PageRow.number)
    )
    return list(work.session.execute(query).all())


def open_original(work: Work, document_id: UUID) -> BinaryIO:
    """Open a document as it came in, and tell the audit. Raises NotFound, NotAllowed."""
    row = document_row(work, document_id)
    work.require(READ, case_row(work, row.case_id).project_id)
    tell(work, document_id, "disclosure.original_opened")
    return items.open_original(work, document_id)
