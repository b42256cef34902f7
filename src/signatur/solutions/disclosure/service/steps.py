"""The log of review: each step is added with what it changed, and can be undone and done again.

A step holds its changes in groups: findings that went from one decision to another, persons, doubts, what
was stated and what is remembered. Undoing a step adds a step that turns them round, for this folder only.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import func, select, update

from signatur.solutions.disclosure.schema.case import Action, Event, FindingState
from signatur.solutions.disclosure.service.rights import (
    changed_meanwhile,
    flush_numbered,
    person_of,
    tell,
)
from signatur.solutions.disclosure.tables import EventRow, FindingRow

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from signatur.kernel.work import Work

_CHUNK = 5_000
FINDINGS, PERSON, DOUBT, STATED, REMEMBERED = "findings", "person", "doubt", "stated", "remembered"


@dataclass(frozen=True, slots=True)
class Verdict:
    """What is decided on a finding: state, ground, in what way, by whom, when."""

    state: str = FindingState.PROPOSED
    ground: str = ""
    how: str = ""
    by: UUID | None = None
    at: datetime | None = None

    def to_json(self) -> list[Any]:
        return [
            self.state, self.ground, self.how, str(self.by) if self.by else "",
            self.at.isoformat() if self.at else "",
        ]  # fmt: skip

    @classmethod
    def from_json(cls, stored: Sequence[Any]) -> Verdict:
        from datetime import datetime

        state, ground, how, by, at = stored
        return cls(
            state, ground, how, UUID(by) if by else None, datetime.fromisoformat(at) if at else None
        )

    @classmethod
    def of(cls, row: Any) -> Verdict:
        return cls(row.state, row.ground, row.how, row.decided_by, row.decided_at)


@dataclass(slots=True)
class Step:
    """A step that is being taken."""

    action: Action
    changes: list[dict[str, Any]] = field(default_factory=list)
    findings: int = 0

    def add(self, before: Verdict, after: Verdict, ids: Sequence[UUID]) -> None:
        """Add findings that go from one decision to another."""
        if ids:
            self.findings += len(ids)
            self.changes.append(
                {
                    "of": FINDINGS, "ids": [str(one) for one in ids], "before": before.to_json(),
                    "after": after.to_json(),
                }
            )  # fmt: skip


def set_verdict(work: Work, ids: Sequence[UUID], verdict: Verdict) -> None:
    """Put one decision on many findings."""
    for start in range(0, len(ids), _CHUNK):
        work.session.execute(
            update(FindingRow)
            .where(
                FindingRow.id.in_(ids[start : start + _CHUNK]),
                FindingRow.authority_id == work.authority_id,
            )
            .values(
                state=verdict.state, ground=verdict.ground, how=verdict.how, decided_by=verdict.by,
                decided_at=verdict.at, version=FindingRow.version + 1,
            )
            .execution_options(synchronize_session=False)
        )  # fmt: skip
    work.session.expire_all()


def change_findings(work: Work, step: Step, rows: Iterable[Any], after: Verdict) -> None:
    """Put a decision on findings and add what they were before; `rows` have the columns of a decision."""
    groups: defaultdict[Verdict, list[UUID]] = defaultdict(list)
    for row in rows:
        groups[Verdict.of(row)].append(row.id)
    for before, ids in groups.items():
        step.add(before, after, ids)
    set_verdict(work, [one for ids in groups.values() for one in ids], after)


def write_step(
    work: Work,
    case_id: UUID,
    step: Step,
    *,
    document_id: UUID | None = None,
    undoes: UUID | None = None,
) -> Event:
    """Add a step to the log in the name of the acting person. Raises Conflict when two come at once."""
    highest = work.session.scalar(select(func.max(EventRow.number)).filter_by(case_id=case_id))
    row = EventRow(
        id=work.new_id(), case_id=case_id, document_id=document_id, authority_id=work.authority_id,
        number=(highest or 0) + 1, action=step.action, person_id=person_of(work), at=work.now,
        changes=step.changes, undoes=undoes, undone_by=None,
    )  # fmt: skip
    work.session.add(row)
    flush_numbered(work)
    tell(work, case_id, "disclosure.reviewed", step=step.action.value, findings=step.findings)
    return read_event(row)


def last_number(work: Work, case_id: UUID) -> int:
    """Return the number of the last step in a case, 0 before the first."""
    return work.session.scalar(select(func.max(EventRow.number)).filter_by(case_id=case_id)) or 0


def turn_findings(work: Work, change: dict[str, Any], step: Step) -> None:
    """Take findings back to what they were. Raises Conflict when somebody else changed one since."""
    ids = [UUID(one) for one in change["ids"]]
    before, after = Verdict.from_json(change["before"]), Verdict.from_json(change["after"])
    now: list[Any] = []
    for start in range(0, len(ids), _CHUNK):
        query = select(
            FindingRow.id, FindingRow.state, FindingRow.ground, FindingRow.decided_by
        ).where(
            FindingRow.id.in_(ids[start : start + _CHUNK]),
            FindingRow.authority_id == work.authority_id,
        )
        now += work.session.execute(query)
    for row in now:
        if (row.state, row.ground, row.decided_by) != (after.state, after.ground, after.by):
            raise changed_meanwhile(f"finding {row.id}")
    step.add(after, before, [row.id for row in now])
    set_verdict(work, [row.id for row in now], before)


def read_event(row: EventRow) -> Event:
    """Return a step as others see it."""
    return Event(
        id=row.id, number=row.number, document_id=row.document_id, action=Action(row.action),
        person_id=row.person_id, at=row.at,
        findings=sum(len(one["ids"]) for one in row.changes if one["of"] == FINDINGS),
        undoes=row.undoes, is_undone=row.undone_by is not None,
    )  # fmt: skip
