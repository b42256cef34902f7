"""Finding rows of the authority, and reading them as values; for this folder only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeVar

from signatur.kernel.db import Base
from signatur.kernel.errors import Conflict, NotFound
from signatur.kernel.i18n import text as _
from signatur.methods.documents.laid_out import Box
from signatur.solutions.disclosure.schema.case import (
    Case,
    CaseState,
    FindingLine,
    FindingOrigin,
    FindingState,
    How,
    Requester,
    ReviewArm,
)
from signatur.solutions.disclosure.schema.deadlines import Pause
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.tables import CaseRow, DocumentRow, FindingRow, ReleaseRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.i18n import Text
    from signatur.kernel.work import Work

Row = TypeVar("Row", bound=Base)


def case_row(work: Work, case_id: UUID, *, is_to_change: bool = False) -> CaseRow:
    """Return the row of a case; `is_to_change`: nobody else changes it meanwhile. Raises NotFound."""
    gone = _("This request for access does not exist any more.")
    return own_row(work, CaseRow, case_id, gone, is_to_change=is_to_change)


def document_row(work: Work, document_id: UUID, *, is_to_change: bool = False) -> DocumentRow:
    """Return the row of a document; `is_to_change`: nobody else changes it meanwhile. Raises NotFound."""
    gone = _("This document does not exist any more.")
    return own_row(work, DocumentRow, document_id, gone, is_to_change=is_to_change)


def finding_row(work: Work, finding_id: UUID, case_id: UUID | None = None) -> FindingRow:
    """Return the row of a finding, of one case where that is given. Raises NotFound."""
    gone = _("This finding does not exist any more.")
    row = own_row(work, FindingRow, finding_id, gone)
    if case_id is not None and row.case_id != case_id:
        raise NotFound(log=f"finding {finding_id} of another case", shown=gone)
    return row


def release_row(work: Work, release_id: UUID, *, is_to_change: bool = False) -> ReleaseRow:
    """Return the row of a release; `is_to_change`: nobody else changes it meanwhile. Raises NotFound."""
    gone = _("This release does not exist any more.")
    return own_row(work, ReleaseRow, release_id, gone, is_to_change=is_to_change)


def own_row(
    work: Work, table: type[Row], key: UUID, gone: Text, *, is_to_change: bool = False
) -> Row:
    """Return a row of the acting authority. Raises NotFound, saying what is gone."""
    row: Any
    if is_to_change:
        work.session.flush()
        row = work.session.get(table, key, with_for_update=True, populate_existing=True)
    else:
        row = work.session.get(table, key)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no {table.__tablename__} {key}", shown=gone)
    return row  # type: ignore[no-any-return]


def check_open(row: CaseRow) -> None:
    """Raise Conflict for a case that is closed."""
    if not CaseState(row.state).is_open:
        raise Conflict(log="case closed", shown=_("The case is closed. Take it up again first."))


def check_under_review(row: CaseRow) -> None:
    """Raise Conflict for a case that is closed or answered: what was given out would not follow."""
    check_open(row)
    if row.state == CaseState.RELEASED:
        raise Conflict(
            log="case answered", shown=_("The case has been answered. Take it up again first.")
        )


def read_case(row: CaseRow) -> Case:
    """Return a case as others see it."""
    return Case(
        id=row.item_id,
        project_id=row.project_id,
        number=row.number,
        title=row.title,
        requester=Requester(**row.requester),
        request=row.request,
        understood=row.understood,
        received_at=row.received_at,
        received_on=row.received_on,
        case_number=row.case_number,
        regime=Regime(row.regime) if row.regime else None,
        regime_answers=tuple((name, value) for name, value in row.regime_answers),
        regime_by=row.regime_by,
        regime_at=row.regime_at,
        deadline_kind=row.deadline_kind,
        pauses=pauses_from(row.pauses),
        due_on=row.due_on,
        kle=row.kle,
        body=row.body,
        state=CaseState(row.state),
        handler_id=row.handler_id,
        arm=ReviewArm(row.arm),
        is_article_15=row.is_article_15,
        closed_at=row.closed_at,
        created_by=row.created_by,
        version=row.version,
    )


def pauses_from(stored: list[Any]) -> tuple[Pause, ...]:
    """Return the times in which the deadline stood still."""
    return tuple(
        Pause(
            date.fromisoformat(one["start"]),
            date.fromisoformat(one["end"]) if one["end"] else None,
            one["reason"],
        )
        for one in stored
    )


def read_finding(row: Any) -> FindingLine:
    """Return a finding as others see it; `row` is a row or has its columns."""
    return FindingLine(
        id=row.id,
        document_id=row.document_id,
        kind=FindingKind(row.kind),
        start=row.start,
        end=row.end,
        page=row.page,
        boxes=tuple(Box(*one) for one in row.boxes),
        text=row.text,
        value=row.value,
        confidence=row.confidence,
        evidence=tuple(row.evidence),
        proposed=row.proposed,
        person=row.person,
        unit=row.unit,
        origin=FindingOrigin(row.origin),
        state=FindingState(row.state),
        ground=row.ground,
        how=How(row.how) if row.how else None,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        version=row.version,
    )
