"""Stops within trips, from a file of their own: how long each trip was under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.records.audit import service as audit
from signatur.records.items import service as items
from signatur.solutions.fleet.intake.segments import read_segments
from signatur.solutions.fleet.service.datasets import dataset_row, put_trips, trips_of
from signatur.solutions.fleet.service.rights import HAND_IN

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.work import Work
    from signatur.solutions.fleet.intake.segments import SegmentsRead


def add_segments(work: Work, dataset_id: UUID, content: bytes) -> SegmentsRead:
    """Give the trips of a file their time under way. Raises NotFound, NotAllowed, InputProblem."""
    row = dataset_row(work, dataset_id)
    work.require(HAND_IN, row.project_id)
    if not content:
        raise InputProblem(log="empty upload", shown=_("Choose a file first."))
    found = read_segments(content, trips_of(work, dataset_id))
    if not np.isfinite(found.trips.driving_s).any():
        raise InputProblem(
            log="no segment fits",
            shown=_("None of the stops belongs to a trip of this file. Are the ids the same?"),
        )
    put_trips(work, row, found.trips)
    audit.write(work, "fleet.segments_added", items.ref(dataset_id))
    return found
