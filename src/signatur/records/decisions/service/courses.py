"""What became of many items at once, for those who count."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy import select

from signatur.records.decisions.schema import Arm, Course, Outcome, Step
from signatur.records.decisions.tables import DecisionRow, SuggestionRow

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from uuid import UUID

    from signatur.kernel.work import Work

# Ids that one query asks for.
_BATCH = 500


def courses(work: Work, item_ids: Sequence[UUID]) -> Mapping[UUID, Course]:
    """Return what was suggested last and all that was decided of each item, in few queries."""
    found = dict.fromkeys(item_ids, Course())
    for start in range(0, len(item_ids), _BATCH):
        some = item_ids[start : start + _BATCH]
        _add_suggestions(work, some, found)
        _add_steps(work, some, found)
    return found


def _add_suggestions(work: Work, item_ids: Sequence[UUID], found: dict[UUID, Course]) -> None:
    row = SuggestionRow
    query = (
        select(row.item_id, row.answer, row.confidence, row.arm)
        .where(row.authority_id == work.authority_id, row.item_id.in_(item_ids))
        .order_by(row.id)
    )
    for item_id, answer, confidence, arm in work.session.execute(query):
        found[item_id] = Course(answer, confidence, Arm(arm))


def _add_steps(work: Work, item_ids: Sequence[UUID], found: dict[UUID, Course]) -> None:
    row = DecisionRow
    query = (
        select(row.item_id, row.outcome, row.answer, row.authorisation_id, row.at, row.undone_at)
        .where(row.authority_id == work.authority_id, row.item_id.in_(item_ids))
        .order_by(row.id)
    )
    for item_id, outcome, answer, authorisation_id, at, undone_at in work.session.execute(query):
        step = Step(
            Outcome(outcome), answer, authorisation_id is not None, at, undone_at is not None
        )
        before = found[item_id]
        found[item_id] = replace(before, steps=(*before.steps, step))
