"""Files of driving as lists and pages show them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text


class DatasetState(StrEnum):
    """How far a file of driving has come."""

    RECEIVED = "received"
    """Stored; somebody must say what its columns mean."""
    READING = "reading"
    READY = "ready"
    FAILED = "failed"
    """It could not be read at all; it is in the quarantine."""


DATASET_STATE_TITLES = {
    DatasetState.RECEIVED: _("Columns not confirmed"),
    DatasetState.READING: _("Is being read"),
    DatasetState.READY: _("Ready"),
    DatasetState.FAILED: _("Could not be read"),
}


class BadRowState(StrEnum):
    """What became of a line that could not be understood."""

    OPEN = "open"
    MENDED = "mended"
    SET_ASIDE = "set_aside"


@dataclass(frozen=True, slots=True)
class Dataset:
    """One file of driving, understood or waiting to be."""

    id: UUID
    number: int
    name: str
    state: DatasetState
    job_id: UUID | None
    trips: int
    bad: int
    """Lines that wait to be mended or set aside."""
    set_aside: int
    vehicles: int
    locations: tuple[str, ...]
    departments: tuple[str, ...]
    km: float
    first_on: date | None
    last_on: date | None
    has_segments: bool
    warnings: tuple[Text, ...]
    trips_sha256: str
    origin: Mapping[str, Any] | None
    """Of trips that were made of positions: how good that went; see `service.positions`."""
    created_by: UUID | None
    created_at: datetime

    @property
    def is_ready(self) -> bool:
        return self.state is DatasetState.READY


@dataclass(frozen=True, slots=True)
class KeptBadRow:
    """A line that could not be understood, as it was written."""

    id: UUID
    line: int
    reason: str
    """A code of the reader."""
    cells: Mapping[str, str]
    state: BadRowState
    note: str
