"""The rows of monitoring: what was seen of a project on a day."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class LookRow(Base):
    """One look at a project, at most one a day; figures of groups only, nobody's name."""

    __tablename__ = "monitoring_look"
    __table_args__ = (UniqueConstraint("project_id", "day"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    day: Mapped[date]
    at: Mapped[datetime]
    told: Mapped[dict[str, Any]]
