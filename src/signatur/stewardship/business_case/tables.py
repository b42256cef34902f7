"""The rows of business cases: versions that are never changed, and months that were measured."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class VersionRow(Base):
    """One version of a project's case."""

    __tablename__ = "business_case_version"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    number: Mapped[int]
    source: Mapped[str]
    told: Mapped[dict[str, Any]]
    note: Mapped[str]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    drafted_at: Mapped[datetime]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    signed_at: Mapped[datetime | None]
    replaced_at: Mapped[datetime | None]
    floor_id: Mapped[UUID | None] = mapped_column(ForeignKey("floors_floor.id"))


class MonthRow(Base):
    """One measured month of a project."""

    __tablename__ = "business_case_month"
    __table_args__ = (UniqueConstraint("project_id", "month"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    version_id: Mapped[UUID] = mapped_column(ForeignKey("business_case_version.id"))
    month: Mapped[date]
    planned: Mapped[dict[str, Any]]
    realised: Mapped[dict[str, Any]]
    ratio: Mapped[float | None]
    measure: Mapped[str]
    measured_at: Mapped[datetime]
    reason: Mapped[str]
    reason_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    reason_at: Mapped[datetime | None]
