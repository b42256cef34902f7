"""What a rule would have done with the latest enquiries, before it is added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.records.items.schema import ItemState
from signatur.solutions.mail_routing.model.rules import matches
from signatur.solutions.mail_routing.schema import Target, enquiry_from_json
from signatur.solutions.mail_routing.service import setup
from signatur.solutions.mail_routing.service.listing import Line, line, visible
from signatur.solutions.mail_routing.tables import EnquiryRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.mail_routing.schema import Rule

LOOKED_AT = 1000
_EXAMPLES = 5


@dataclass(frozen=True, slots=True)
class RuleConflict:
    """Another rule that fits some of the same enquiries and sends them elsewhere."""

    rule: Rule
    enquiries: int


@dataclass(frozen=True, slots=True)
class RuleTrial:
    """What a rule would have done."""

    looked_at: int
    hits: int
    agreed: int
    """Decided by people just so."""
    same_department: int
    """Decided for another subject of that department."""
    otherwise: int
    """Decided for somewhere else."""
    waiting: int
    conflicts: tuple[RuleConflict, ...]
    wrong_examples: tuple[Line, ...]
    examples: tuple[Line, ...]


def try_rule(work: Work, project_id: UUID, rule: Rule) -> RuleTrial:
    """Hold a rule against the latest enquiries that the actor may see. Raises InputProblem."""
    target = setup.check_target(work, project_id, rule.target)
    rows = list(
        work.session.scalars(
            select(EnquiryRow)
            .where(*visible(work, project_id), EnquiryRow.state != ItemState.SET_ASIDE)
            .order_by(EnquiryRow.received_at.desc(), EnquiryRow.number.desc())
            .limit(LOOKED_AT)
        )
    )
    read = [(row, enquiry_from_json(row.document)) for row in rows]
    hits = [(row, enquiry) for row, enquiry in read if matches(enquiry, rule)]
    decided = [row for row, _enquiry in hits if row.state == ItemState.DECIDED]
    placed = [row for row in decided if row.department_key]
    agreed = [row for row in placed if _fits(row, target)]
    near = [
        row
        for row in placed
        if not _fits(row, target) and row.department_key == target.department_key
    ]
    wrong = [row for row in decided if row not in agreed and row not in near]
    others = [one for one in setup.rules(work, project_id) if one.is_in_use]
    conflicts = [
        RuleConflict(one, sum(matches(enquiry, one) for _row, enquiry in hits))
        for one in others
        if one.target != target
    ]
    return RuleTrial(
        looked_at=len(rows),
        hits=len(hits),
        agreed=len(agreed),
        same_department=len(near),
        otherwise=len(wrong),
        waiting=len(hits) - len(decided),
        conflicts=tuple(one for one in conflicts if one.enquiries),
        wrong_examples=tuple(line(row) for row in wrong[:_EXAMPLES]),
        examples=tuple(line(row) for row, _enquiry in hits[:_EXAMPLES]),
    )


def _fits(row: EnquiryRow, target: Target) -> bool:
    """Say whether an enquiry went where a rule would have sent it; a department is enough for one."""
    if not target.subject_key:
        return row.department_key == target.department_key
    return Target(row.department_key, row.subject_key) == target
