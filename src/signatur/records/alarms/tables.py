"""The rows of alarms."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class AlarmRow(Base):
    """One alarm; at most one of a code and subject is open in a project at a time."""

    __tablename__ = "alarms_alarm"
    __table_args__ = (Index(None, "project_id", "closed_at"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"), index=True)
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    code: Mapped[str]
    subject: Mapped[str]
    said: Mapped[str]
    path: Mapped[str]
    severity: Mapped[str]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    raised_at: Mapped[datetime]
    due_on: Mapped[date]
    escalated_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    answer: Mapped[str]
