"""Findings of a document as reviewers see them, and which grounds may be chosen for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, or_, select

from signatur.solutions.disclosure.model.law import other_grounds
from signatur.solutions.disclosure.schema.case import FindingOrigin, FindingState, How, ReviewArm
from signatur.solutions.disclosure.schema.finding import FindingKind
from signatur.solutions.disclosure.schema.law import Regime
from signatur.solutions.disclosure.service.rows import (
    case_row,
    document_row,
    finding_row,
    read_finding,
)
from signatur.solutions.disclosure.service.seen import has_unseen
from signatur.solutions.disclosure.service.setup import law_of
from signatur.solutions.disclosure.tables import CaseRow, FindingRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.schema.case import FindingLine
    from signatur.solutions.disclosure.schema.law import Ground

# What a decision looks at; whole rows with their boxes take ten times as long.
DECIDED = (
    FindingRow.id, FindingRow.document_id, FindingRow.kind, FindingRow.value, FindingRow.start,
    FindingRow.unit, FindingRow.proposed, FindingRow.state, FindingRow.ground, FindingRow.how,
    FindingRow.decided_by, FindingRow.decided_at, FindingRow.version, FindingRow.is_appendix,
    FindingRow.evidence,
)  # fmt: skip


def findings(work: Work, document_id: UUID, page: int | None = None) -> list[FindingLine]:
    """Return the findings of a document, or of one page, in the order of the text. Raises NotFound.

    In a case of the control arm nothing that was found is shown before every page was looked at.
    """
    document = document_row(work, document_id)
    query = select(FindingRow).where(
        FindingRow.document_id == document_id,
        FindingRow.authority_id == work.authority_id,
        FindingRow.state != FindingState.REMOVED,
    )
    if page is not None:
        query = query.where(FindingRow.page == page)
    if hides_proposals(work, case_row(work, document.case_id)):
        query = query.where(
            or_(
                FindingRow.state.not_in((FindingState.PROPOSED, FindingState.KEPT)),
                and_(FindingRow.state == FindingState.KEPT, FindingRow.how != How.RULE),
                FindingRow.origin.not_in((FindingOrigin.FOUND, FindingOrigin.LINKED)),
            )
        )
    rows = work.session.scalars(query.order_by(FindingRow.page, FindingRow.start, FindingRow.id))
    return [read_finding(row) for row in rows]


def hides_proposals(work: Work, case: CaseRow) -> bool:
    """Say whether a case is reviewed without help for now."""
    return case.arm == ReviewArm.UNAIDED and has_unseen(work, case.item_id)


def grounds_of(
    work: Work, case_id: UUID, kind: FindingKind = FindingKind.AREA
) -> tuple[Ground, ...]:
    """Return the grounds that may be chosen in a case, those meant for a kind first. Raises NotFound."""
    case = case_row(work, case_id)
    law, _key = law_of(work, case.project_id)
    regime = Regime(case.regime) if case.regime else Regime.PUBLIC
    return other_grounds(kind, regime, work.today, law)


def ground_keys(work: Work, case_id: UUID) -> frozenset[str]:
    """Return the keys of the grounds that may be chosen in a case."""
    return frozenset(one.key for one in grounds_of(work, case_id))


def alike(work: Work, finding_id: UUID) -> Sequence[Any]:
    """Return the rows of all findings of a case that mean the same: the same person, or the same value.

    The same value means nobody else: two persons may be called the same.
    """
    row = finding_row(work, finding_id)
    same = [FindingRow.id == finding_id]
    if row.person:
        same.append(FindingRow.person == row.person)
    if row.value:
        means_nobody_else = FindingRow.person.in_(("", row.person))
        is_said = (FindingRow.value == row.value) & (FindingRow.kind == row.kind)
        same.append(is_said & means_nobody_else)
    query = select(*DECIDED).where(
        FindingRow.case_id == row.case_id,
        FindingRow.authority_id == work.authority_id,
        FindingRow.state != FindingState.REMOVED,
        FindingRow.is_appendix.is_(False),
        or_(*same),
    )
    return work.session.execute(query.order_by(FindingRow.id)).all()


def count_mentions(work: Work, finding_id: UUID) -> tuple[int, int]:
    """Return how many findings mean the same, and in how many documents. Raises NotFound."""
    rows = alike(work, finding_id)
    return len(rows), len({row.document_id for row in rows})
