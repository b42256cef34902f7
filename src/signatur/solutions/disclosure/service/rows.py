"""Finding rows of the authority, and reading them as values; for this folder only."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from signatur.kernel.errors import NotFound
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

    from signatur.kernel.work import Work


def case_row(work: Work, case_id: UUID) -> CaseRow:
    """Return the row of a case. Raises NotFound."""
    row = work.session.get(CaseRow, case_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no case {case_id}", shown=_("This request for access does not exist any more.")
        )
    return row


def document_row(work: Work, document_id: UUID) -> DocumentRow:
    """Return the row of a document. Raises NotFound."""
    row = work.session.get(DocumentRow, document_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no document {document_id}", shown=_("This document does not exist any more.")
        )
    return row


def finding_row(work: Work, finding_id: UUID) -> FindingRow:
    """Return the row of a finding. Raises NotFound."""
    row = work.session.get(FindingRow, finding_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no finding {finding_id}", shown=_("This finding does not exist any more.")
        )
    return row


def release_row(work: Work, release_id: UUID) -> ReleaseRow:
    """Return the row of a release. Raises NotFound."""
    row = work.session.get(ReleaseRow, release_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(
            log=f"no release {release_id}", shown=_("This release does not exist any more.")
        )
    return row


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
