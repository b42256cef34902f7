"""The rows of retention rules."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class RetentionRuleRow(Base):
    """How long one kind of item is kept in one project."""

    __tablename__ = "retention_rule"
    __table_args__ = (CheckConstraint("days > 0", name="days"),)

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), primary_key=True)
    item_kind: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    days: Mapped[int]
    because: Mapped[str]
    changed_at: Mapped[datetime]
