"""The same mention in other copies of a quoted mail: whoever decides one has decided them all."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from signatur.solutions.disclosure.schema.case import FindingState, ReviewArm
from signatur.solutions.disclosure.service.findings import DECIDED
from signatur.solutions.disclosure.tables import DocumentRow, FindingRow

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.tables import CaseRow

_CHUNK = 500


def copies_of(work: Work, case: CaseRow, rows: Sequence[Any]) -> list[Any]:
    """Return the same mentions in other copies of the quoted mail that findings stand in.

    The same is what has the kind and value and comes as the same of its like within the mail. A copy that
    was decided otherwise than the finding stays as it is. Without help nothing is carried.
    """
    units = sorted({row.unit for row in rows if row.unit})
    if not units or case.arm == ReviewArm.UNAIDED:
        return []
    by_mention, mention_of = _mentions(work, case.item_id, units)
    taken = {row.id for row in rows}
    found = []
    for row in rows:
        for other in by_mention[mention_of[row.id]] if row.id in mention_of else ():
            is_alike = (other.state, other.ground) == (row.state, row.ground)
            if other.id not in taken and is_alike:
                taken.add(other.id)
                found.append(other)
    return found


def _mentions(
    work: Work, case_id: UUID, units: Sequence[str]
) -> tuple[dict[tuple[Any, ...], list[Any]], dict[UUID, tuple[Any, ...]]]:
    """Return the findings in quoted mail by what they mention, and what each mentions."""
    by_mention: defaultdict[tuple[Any, ...], list[Any]] = defaultdict(list)
    mention_of: dict[UUID, tuple[Any, ...]] = {}
    stretches = _stretches(work, case_id)
    count: Counter[tuple[Any, ...]] = Counter()
    for row in _in_units(work, case_id, units):
        like = (row.unit, row.kind, row.value)
        copy = _copy_at(stretches.get(row.document_id, ()), row.start)
        mention = (*like, count[row.document_id, copy, *like])
        count[row.document_id, copy, *like] += 1
        by_mention[mention].append(row)
        mention_of[row.id] = mention
    return by_mention, mention_of


def _in_units(work: Work, case_id: UUID, units: Sequence[str]) -> list[Any]:
    found: list[Any] = []
    for start in range(0, len(units), _CHUNK):
        query = select(*DECIDED).where(
            FindingRow.case_id == case_id,
            FindingRow.authority_id == work.authority_id,
            FindingRow.unit.in_(units[start : start + _CHUNK]),
            FindingRow.state != FindingState.REMOVED,
            FindingRow.is_appendix.is_(False),
        )
        found += work.session.execute(query.order_by(FindingRow.document_id, FindingRow.start))
    return found


def _stretches(work: Work, case_id: UUID) -> dict[UUID, Sequence[Any]]:
    query = select(DocumentRow.item_id, DocumentRow.units).filter_by(case_id=case_id)
    return {document_id: units for document_id, units in work.session.execute(query) if units}


def _copy_at(units: Sequence[Any], start: int) -> int:
    """Return where the copy begins that a place lies in."""
    return next((first for _key, first, last in units if first <= start < last), 0)
