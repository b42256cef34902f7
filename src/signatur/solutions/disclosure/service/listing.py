"""The lists: cases with how far they are, what waits, values found in a case, and what an item is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, func, select
from sqlalchemy import case as when

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import Text
from signatur.kernel.i18n import text as _
from signatur.solutions.disclosure.model.deadlines import working_days_between
from signatur.solutions.disclosure.model.law import decide_regime
from signatur.solutions.disclosure.schema.case import (
    CaseLine,
    CaseState,
    DocumentState,
    FindingState,
    FoundValue,
    ReleaseState,
)
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.service.findings import hides_proposals
from signatur.solutions.disclosure.service.progress import to_review
from signatur.solutions.disclosure.service.rights import project_of
from signatur.solutions.disclosure.service.rows import case_row
from signatur.solutions.disclosure.service.setup import bodies_of
from signatur.solutions.disclosure.service.wizard import request_of
from signatur.solutions.disclosure.tables import (
    CaseRow,
    DocumentRow,
    FindingRow,
    PageRow,
    PageViewRow,
    ReleaseRow,
    UploadRow,
)

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from typing import Any
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.law import RegimeDecision

_ENDED = (CaseState.CLOSED, CaseState.WITHDRAWN)


def cases(work: Work, *, is_open: bool = True, limit: int = 500) -> list[CaseLine]:
    """Return the requests for access by due day, or those that are closed, newest first."""
    query = select(CaseRow).filter_by(
        authority_id=work.authority_id, project_id=project_of(work).id
    )
    if is_open:
        query = query.where(CaseRow.state.not_in(_ENDED)).order_by(CaseRow.due_on, CaseRow.number)
    else:
        query = query.where(CaseRow.state.in_(_ENDED)).order_by(CaseRow.number.desc())
    rows = work.session.scalars(query.limit(limit)).all()
    ids = [row.item_id for row in rows]
    documents = _by_case(work, DocumentRow.case_id, func.count(), ids)
    looked_at = func.sum(when((PageRow.is_appendix, 0), else_=1))
    pages = _by_case(work, PageRow.case_id, looked_at, ids)
    seen = _seen(work, ids)
    still_open = _still_open(work, ids)
    return [_line(work, row, documents, pages, seen, still_open) for row in rows]


def _by_case(work: Work, column: Any, counted: Any, ids: Sequence[UUID]) -> dict[UUID, int]:
    query = select(column, counted).where(column.in_(ids)).group_by(column)
    return {case_id: int(count or 0) for case_id, count in work.session.execute(query)}


def _still_open(work: Work, ids: Sequence[UUID]) -> dict[UUID, int]:
    query = (
        select(FindingRow.case_id, func.count())
        .join(DocumentRow, DocumentRow.item_id == FindingRow.document_id)
        .where(
            FindingRow.case_id.in_(ids),
            FindingRow.state == FindingState.PROPOSED,
            DocumentRow.access == "",
            *to_review(),
        )
        .group_by(FindingRow.case_id)
    )
    return dict(work.session.execute(query).all())


def _seen(work: Work, ids: Sequence[UUID]) -> dict[UUID, int]:
    pages = (
        select(PageViewRow.case_id, PageViewRow.document_id, PageViewRow.page)
        .join(PageRow, _is_its_page())
        .where(PageViewRow.case_id.in_(ids), PageViewRow.is_seen.is_(True))
        .where(PageRow.is_appendix.is_(False))
        .distinct()
        .subquery()
    )
    query = select(pages.c.case_id, func.count()).group_by(pages.c.case_id)
    return dict(work.session.execute(query).all())


def _is_its_page() -> Any:
    return and_(PageRow.document_id == PageViewRow.document_id, PageRow.number == PageViewRow.page)


def _line(
    work: Work, row: CaseRow, documents: Mapping[UUID, int], pages: Mapping[UUID, int],
    seen: Mapping[UUID, int], still_open: Mapping[UUID, int],
) -> CaseLine:  # fmt: skip
    key = row.item_id
    return CaseLine(
        id=key, number=row.number, title=row.title, requester=row.requester.get("name", ""),
        state=CaseState(row.state), received_on=row.received_on, due_on=row.due_on,
        days_left=working_days_between(work.today, row.due_on), handler_id=row.handler_id,
        documents=documents.get(key, 0), pages=pages.get(key, 0),
        pages_seen=min(pages.get(key, 0), seen.get(key, 0)), open_findings=still_open.get(key, 0),
    )  # fmt: skip


def count_waiting(work: Work) -> int:
    """Return how many open requests wait for the authority."""
    query = select(func.count()).select_from(CaseRow).filter_by(authority_id=work.authority_id)
    ended = (*_ENDED, CaseState.RELEASED)
    return work.session.scalar(query.where(CaseRow.state.not_in(ended))) or 0


def counts(work: Work, project_id: UUID) -> list[tuple[Text, int]]:
    """Return what the authority has had in all: cases, documents, pages, findings, releases."""
    own = CaseRow.project_id == project_id

    def count(column: Any, *conditions: Any) -> int:
        query = select(func.count()).select_from(column.class_)
        if column.class_ is not CaseRow:
            query = query.join(CaseRow, CaseRow.item_id == column)
        return work.session.scalar(query.where(own, *conditions)) or 0

    return [
        (_("Requests for access"), count(CaseRow.item_id)),
        (_("Documents read"), count(DocumentRow.case_id, DocumentRow.state == DocumentState.READ)),
        (_("Pages"), count(PageRow.case_id)),
        (_("Findings"), count(FindingRow.case_id, FindingRow.state != FindingState.REMOVED)),
        (_("Releases"), count(ReleaseRow.case_id, ReleaseRow.state == ReleaseState.RELEASED)),
    ]


def found_values(work: Work, case_id: UUID) -> list[FoundValue]:
    """Return the values found in a case, those with open findings first, then the most frequent.

    Empty while a case of the control arm is read. Raises NotFound.
    """
    if hides_proposals(work, case_row(work, case_id)):
        return []
    row = FindingRow
    query = (
        select(
            row.id,
            row.kind,
            row.value,
            row.person,
            row.text,
            row.document_id,
            row.page,
            row.proposed,
            row.state,
        )
        .join(DocumentRow, DocumentRow.item_id == row.document_id)
        .where(
            row.case_id == case_id,
            row.state != FindingState.REMOVED,
            row.value != "",
            *to_review(),
        )
        .order_by(row.id)
    )
    # Two persons may be called the same: each stands for itself.
    groups: dict[tuple[str, str, str], list[Any]] = {}
    for one in work.session.execute(query):
        groups.setdefault((one.kind, one.value, one.person), []).append(one)
    values = [_value(rows) for rows in groups.values()]
    return sorted(values, key=lambda one: (-min(1, one.open), -one.mentions, one.kind.value))


def _value(rows: list[Any]) -> FoundValue:
    waiting = [one for one in rows if one.state == FindingState.PROPOSED]
    first = (waiting or rows)[0]
    return FoundValue(
        kind=FindingKind(first.kind), text=first.text, finding_id=first.id,
        document_id=first.document_id, page=first.page, proposed=first.proposed,
        mentions=len(rows), documents=len({one.document_id for one in rows}), open=len(waiting),
    )  # fmt: skip


def place_of(work: Work, item_id: UUID) -> tuple[str, UUID, UUID | None]:
    """Return what an item is, its case, and its document where it is one. Raises NotFound."""
    if work.session.get(CaseRow, item_id) is not None:
        return "case", case_row(work, item_id).item_id, None
    for table, kind in ((DocumentRow, "document"), (UploadRow, "upload"), (ReleaseRow, "release")):
        row: Any = work.session.get(table, item_id)
        if row is not None and row.authority_id == work.authority_id:
            return kind, row.case_id, item_id if kind == "document" else None
    raise NotFound(log=f"no item {item_id}", shown=_("This does not exist any more."))


def original_name(work: Work, item_id: UUID) -> str:
    """Return a file name for the original of an item, free of content and with a fitting ending."""
    row = work.session.get(DocumentRow, item_id) or work.session.get(UploadRow, item_id)
    ending = row.name.rsplit(".", 1)[-1].lower() if row is not None and "." in row.name else "bin"
    if not (ending.isascii() and ending.isalnum() and len(ending) <= 5):
        ending = "bin"
    if work.session.get(CaseRow, item_id) is not None:
        ending = "json"
    return f"{str(item_id)[-12:]}.{ending}"


def bodies(work: Work) -> list[tuple[str, str]]:
    """Return the bodies that decide complaints, as key and name."""
    own = bodies_of(work, project_of(work).id)
    return [(one.key, one.name) for one in own.bodies.values()]


def regime_decided(work: Work, case_id: UUID) -> RegimeDecision | None:
    """Return the rules that were chosen for a case, with their reasons; None: not yet. Raises NotFound."""
    row = case_row(work, case_id)
    answers = dict(row.regime_answers)
    return decide_regime(request_of(answers)) if answers else None


def regime_proposed(work: Work, case_id: UUID, answers: Mapping[str, str]) -> RegimeDecision | None:
    """Return the rules that follow from answers, before they are chosen. Raises NotFound, InputProblem."""
    from signatur.solutions.disclosure.model.law import next_question

    case_row(work, case_id)
    request = request_of(answers)
    return decide_regime(request) if next_question(request) is None else None


__all__ = [
    "bodies", "cases", "count_waiting", "counts", "found_values",
    "original_name", "place_of", "regime_decided", "regime_proposed",
]  # fmt: skip
