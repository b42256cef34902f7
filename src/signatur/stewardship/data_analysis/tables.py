"""The rows of kept analyses and of the ledger of cases that speak for an old practice."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class AnalysisRow(Base):
    """One file that was examined for a project."""

    __tablename__ = "data_analysis_analysis"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    name: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    question: Mapped[dict[str, Any] | None]
    told: Mapped[dict[str, Any] | None]
    effect: Mapped[dict[str, Any] | None]
    job_id: Mapped[UUID | None]
    started_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    started_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    erase_after: Mapped[date]
    erased_at: Mapped[datetime | None]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    signed_at: Mapped[datetime | None]
    statement: Mapped[str]


class MarkRow(Base):
    """What becomes of one case of an analysis."""

    __tablename__ = "data_analysis_mark"
    __table_args__ = (UniqueConstraint("analysis_id", "row"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    analysis_id: Mapped[UUID] = mapped_column(ForeignKey("data_analysis_analysis.id"))
    row: Mapped[int]
    choice: Mapped[str]
    label: Mapped[str]
    new_label: Mapped[str]
    reason: Mapped[str]
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    proposed_at: Mapped[datetime]
    confirmed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    confirmed_at: Mapped[datetime | None]
