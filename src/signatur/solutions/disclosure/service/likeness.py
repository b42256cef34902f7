"""Keeping which documents of a case repeat others, and in which quoted mail each finding stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select, update

from signatur.solutions.disclosure.intake import DuplicateKind
from signatur.solutions.disclosure.schema.case import Likeness
from signatur.solutions.disclosure.service.reading import unit_at
from signatur.solutions.disclosure.tables import DocumentRow, FindingRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from signatur.kernel.work import Work
    from signatur.solutions.disclosure.intake import Duplicate, Unit

_CHUNK = 500
_LIKENESS = {
    DuplicateKind.SAME_BYTES: Likeness.SAME_FILE,
    DuplicateKind.SAME_TEXT: Likeness.SAME_TEXT,
    DuplicateKind.NEAR: Likeness.NEARLY,
}


def keep_likeness(
    work: Work, case_id: UUID, duplicates: Sequence[Duplicate], units: Sequence[Unit]
) -> None:
    """Say which documents of a case are copies, and what in them is quoted mail that stands in others too."""
    work.session.execute(
        update(DocumentRow)
        .where(DocumentRow.case_id == case_id, DocumentRow.duplicate_of.is_not(None))
        .values(duplicate_of=None, likeness="")
    )
    documents = {
        str(row.item_id): row
        for row in work.session.scalars(select(DocumentRow).filter_by(case_id=case_id))
    }
    for one in duplicates:
        row = documents.get(one.key)
        if row is not None:
            row.duplicate_of, row.likeness = UUID(one.of), _LIKENESS[one.kind]
    quoted: dict[str, list[list[Any]]] = {}
    for unit in units:
        if len(unit.copies) > 1:
            for copy in unit.copies:
                quoted.setdefault(copy.document, []).append([unit.key, copy.start, copy.end])
    for name, row in documents.items():
        stretches = quoted.get(name, [])
        if row.units != stretches:
            row.units = stretches
    work.session.flush()
    _keep_units(work, case_id, quoted)


def _keep_units(work: Work, case_id: UUID, quoted: Mapping[str, list[list[Any]]]) -> None:
    """Say of each finding in which quoted mail it stands; only what is otherwise now is written."""
    query = select(
        FindingRow.id, FindingRow.document_id, FindingRow.start, FindingRow.unit
    ).filter_by(case_id=case_id)
    changed = [
        {"id": one.id, "unit": key}
        for one in work.session.execute(query)
        if (key := unit_at(quoted.get(str(one.document_id), []), one.start)) != one.unit
    ]
    for start in range(0, len(changed), _CHUNK):
        work.session.execute(update(FindingRow), changed[start : start + _CHUNK])
