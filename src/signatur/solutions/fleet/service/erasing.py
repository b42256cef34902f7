"""Removing everything that the fleet holds of a file of driving, or of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import delete

from signatur.solutions.fleet.tables import BadRowRow, DatasetRow, StudyRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work


def erase(work: Work, item_id: UUID) -> None:
    """Delete the rows of an item; its stored trips and plan go with its bytes.

    The studies of a file are its children and are erased before it.
    """
    for table in (BadRowRow, DatasetRow, StudyRow):
        own = {"item_id": item_id, "authority_id": work.authority_id}
        work.session.execute(delete(table).filter_by(**own))
