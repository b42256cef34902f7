"""The rows of studies by id, for this folder only."""

from __future__ import annotations

from typing import TYPE_CHECKING

from signatur.kernel.errors import NotFound
from signatur.kernel.i18n import text as _
from signatur.solutions.fleet.tables import StudyRow

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work


def study_row(work: Work, study_id: UUID) -> StudyRow:
    """Return the row of a study of the authority. Raises NotFound."""
    row = work.session.get(StudyRow, study_id)
    if row is None or row.authority_id != work.authority_id:
        raise NotFound(log=f"no study {study_id}", shown=_("This study does not exist any more."))
    return row
