"""Removing everything that the fleet holds of a file of driving, or of a study."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from sqlalchemy import delete

from signatur.kernel import blob_uses
from signatur.solutions.fleet.tables import BadRowRow, DatasetRow, StudyRow

if TYPE_CHECKING:
    from signatur.kernel.work import Work


def erase(work: Work, item_id: UUID) -> None:
    """Delete the rows of an item; its stored trips and plan go with its bytes.

    The studies of a file are its children and are erased before it; positions that are still kept go too.
    """
    row = work.session.get(DatasetRow, item_id)
    if row is not None and row.authority_id == work.authority_id and row.origin:
        blob_uses.release_all(work, UUID(row.origin["holder"]))
    for table in (BadRowRow, DatasetRow, StudyRow):
        own = {"item_id": item_id, "authority_id": work.authority_id}
        work.session.execute(delete(table).filter_by(**own))
