"""The values of evaluation."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime
    from uuid import UUID


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column of a test set means what."""

    truth: str
    models: tuple[str, ...]
    """From the simplest to the most complex; the last one is what is evaluated."""
    people: tuple[str, ...] = ()
    """One or more people's own answers, given without seeing a model's."""
    groups: tuple[str, ...] = ()
    score: str = ""
    """The last model's score, from 0 to 1: of the positive answer where there is one, else how sure
    it is of its own."""
    positive: str = ""
    """The answer that precision and recall are about; empty: found where it can be."""


@dataclass(frozen=True, slots=True)
class TestSet:
    """A file that was sealed: nothing of it but its hash and its size is shown before it is opened."""

    id: UUID
    project_id: UUID
    sha256: str
    size: int
    sealed_by: UUID
    sealed_at: datetime


@dataclass(frozen=True, slots=True)
class Evaluation:
    """What came of one opening of a test set, and who signed it."""

    id: UUID
    project_id: UUID
    floor_id: UUID
    test_set: str
    """SHA-256 of the file."""
    version_id: UUID | None
    """The registered model version that answered, where it is one."""
    opening: int
    """1 for the first time that this file was opened in the project."""
    told: Mapping[str, Any]
    is_kept: bool
    evaluated_by: UUID
    evaluated_at: datetime
    signed_by: UUID | None
    signed_at: datetime | None
    because: str
    withdrawn_at: datetime | None
    withdrawn_because: str

    @property
    def is_in_force(self) -> bool:
        return self.signed_at is not None and self.withdrawn_at is None
