"""The values of kept analyses and of the ledger in which two people decide what becomes of old cases."""

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


class Choice(StrEnum):
    """What becomes of a case that speaks for an old practice."""

    KEEP = "keep"
    RELABEL = "relabel"
    REMOVE = "remove"


CHOICE_TITLES: Mapping[Choice, Text] = {
    Choice.KEEP: _("Keep as it is"),
    Choice.RELABEL: _("Give it today's outcome"),
    Choice.REMOVE: _("Leave it out"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """What is asked of a table; kept, so that the same can be asked again."""

    label: str
    time: str | None = None
    groups: tuple[str, ...] = ()
    target: tuple[str, float] | None = None
    law_dates: tuple[date, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return {
            "label": self.label,
            "time": self.time,
            "groups": list(self.groups),
            "target": list(self.target) if self.target else None,
            "law_dates": [one.isoformat() for one in self.law_dates],
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """One analysis of a project's data."""

    id: UUID
    project_id: UUID
    name: str
    size: int
    question: Question | None
    """None until columns are chosen."""
    told: Mapping[str, Any] | None
    """None until it is finished."""
    effect: Mapping[str, Any] | None
    job_id: UUID | None
    started_by: UUID
    started_at: datetime
    finished_at: datetime | None
    erase_after: date
    erased_at: datetime | None
    signed_by: UUID | None
    signed_at: datetime | None
    statement: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What one person proposed for one case, and another confirmed."""

    id: UUID
    row: int
    choice: Choice
    label: str
    new_label: str
    reason: str
    proposed_by: UUID
    proposed_at: datetime
    confirmed_by: UUID | None
    confirmed_at: datetime | None


@dataclass(frozen=True, slots=True)
class Counts:
    """How far the ledger is."""

    suspects: int
    proposed: int
    kept: int
    relabelled: int
    removed: int
    """Of the confirmed ones."""

    @property
    def confirmed(self) -> int:
        return self.kept + self.relabelled + self.removed
