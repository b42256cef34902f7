"""What really happened, in the words of the business case."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from typing import TYPE_CHECKING

from sqlalchemy import func, select

from signatur.solutions.fleet.tables import DatasetRow, StudyRow

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from uuid import UUID

    from signatur.kernel.work import Work


def measured(work: Work, project_id: UUID, since: date, until: date) -> Mapping[str, float]:
    """Return how many trips came from a day to a day, and in how many studies a person decided."""
    begin = datetime.combine(since, time(), UTC)
    end = datetime.combine(until, time(), UTC) + timedelta(days=1)
    own = {"authority_id": work.authority_id, "project_id": project_id}
    trips = work.session.scalar(
        select(func.sum(DatasetRow.trips))
        .filter_by(**own)
        .where(DatasetRow.created_at >= begin, DatasetRow.created_at < end)
    )
    decided = work.session.scalar(
        select(func.count())
        .select_from(StudyRow)
        .filter_by(**own, is_decided=True)
        .where(StudyRow.created_at >= begin, StudyRow.created_at < end)
    )
    return {"cases": float(trips or 0), "assisted": float(decided or 0)}
