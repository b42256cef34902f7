"""The rows of performance floors; terms are never changed, only followed by others."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class FloorRow(Base):
    """One floor of a project."""

    __tablename__ = "floors_floor"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    metric: Mapped[str]
    population: Mapped[str]
    floor: Mapped[float]
    margin: Mapped[float]
    human_baseline: Mapped[float | None]
    human_cases: Mapped[int]
    cost_false_positive: Mapped[float]
    cost_false_negative: Mapped[float]
    least_group: Mapped[int]
    confidence: Mapped[float]
    reasoning: Mapped[str]
    hash: Mapped[str]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    drafted_at: Mapped[datetime]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    signed_at: Mapped[datetime | None]
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("projects_evidence.id"))
    withdrawn_at: Mapped[datetime | None]
    test_set_hash: Mapped[str]
    opened_at: Mapped[datetime | None]
