"""The values of alarms."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from signatur.kernel.i18n import text as _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime
    from uuid import UUID

    from signatur.kernel.i18n import Text


class Severity(StrEnum):
    """How much depends on an answer."""

    NOTICE = "notice"
    SERIOUS = "serious"


SEVERITY_TITLES: Mapping[Severity, Text] = {
    Severity.NOTICE: _("Look into it"),
    Severity.SERIOUS: _("Act now"),
}


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that was seen in a project, and what its owner does about it."""

    id: UUID
    project_id: UUID
    code: str
    subject: str
    said: str
    path: str
    severity: Severity
    owner_id: UUID
    raised_at: datetime
    due_on: date
    escalated_at: datetime | None
    closed_at: datetime | None
    closed_by: UUID | None
    answer: str

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    def is_late(self, today: date) -> bool:
        return self.is_open and self.due_on < today
