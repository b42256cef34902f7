"""How much people have decided, for those who want to see how far they have come."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.records.decisions.schema import Outcome
from signatur.records.decisions.tables import DecisionRow

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import datetime
    from uuid import UUID

    from signatur.kernel.work import Work


def count_decided(work: Work, project_id: UUID, person_id: UUID, since: datetime) -> int:
    """Return on how many items a person has decided since a moment, and not undone it."""
    query = select(func.count(DecisionRow.item_id.distinct())).where(
        DecisionRow.authority_id == work.authority_id,
        DecisionRow.project_id == project_id,
        DecisionRow.person_id == person_id,
        DecisionRow.undone_at.is_(None),
        DecisionRow.at >= since,
    )
    return work.session.scalar(query) or 0


def count_by_kind(work: Work, project_id: UUID, since: datetime) -> tuple[int, int]:
    """Return how many items people, and standing authorisations, have decided since a moment.

    What was undone is not counted.
    """
    by_itself = DecisionRow.authorisation_id.is_not(None)
    query = (
        select(by_itself, func.count(DecisionRow.item_id.distinct()))
        .where(
            DecisionRow.authority_id == work.authority_id,
            DecisionRow.project_id == project_id,
            DecisionRow.undone_at.is_(None),
            DecisionRow.at >= since,
        )
        .group_by(by_itself)
    )
    found = {bool(kind): count for kind, count in work.session.execute(query)}
    return found.get(False, 0), found.get(True, 0)


def deciders(work: Work, item_ids: Collection[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    """Return the people who settled each item, also where that was undone later; in one query.

    Who said that they do not know has settled nothing.
    """
    query = select(DecisionRow.item_id, DecisionRow.person_id).where(
        DecisionRow.authority_id == work.authority_id,
        DecisionRow.item_id.in_(item_ids),
        DecisionRow.person_id.is_not(None),
        DecisionRow.outcome != Outcome.UNDECIDED,
    )
    found: dict[UUID, set[UUID]] = {one: set() for one in item_ids}
    for item_id, person_id in work.session.execute(query):
        if person_id is not None:
            found[item_id].add(person_id)
    return {one: frozenset(people) for one, people in found.items()}
