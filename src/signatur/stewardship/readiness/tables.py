"""The rows of use cases; each change is a new version, none is written over."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base, Json


class UseCaseRow(Base):
    """One version of a project's use case."""

    __tablename__ = "readiness_use_case"
    __table_args__ = (UniqueConstraint("project_id", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    version: Mapped[int]
    problem: Mapped[str]
    for_whom: Mapped[str]
    answers: Mapped[dict[str, str]] = mapped_column(Json)
    hypotheses: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    described_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    described_at: Mapped[datetime]
    decision: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None]
    decided_because: Mapped[str]
