"""The rows of evaluations."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class TestSetRow(Base):
    """A sealed file; it lies in the blob store under its hash."""

    __tablename__ = "evaluation_test_set"
    __table_args__ = (UniqueConstraint("project_id", "sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    sha256: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sealed_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    sealed_at: Mapped[datetime]


class EvaluationRow(Base):
    """One opening of a test set, and what came of it."""

    __tablename__ = "evaluation_evaluation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    floor_id: Mapped[UUID] = mapped_column(ForeignKey("floors_floor.id"))
    test_set: Mapped[str]
    version_id: Mapped[UUID | None] = mapped_column(ForeignKey("registry_model_version.id"))
    opening: Mapped[int]
    told: Mapped[dict[str, Any]]
    is_kept: Mapped[bool]
    evaluated_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    evaluated_at: Mapped[datetime]
    signed_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    signed_at: Mapped[datetime | None]
    because: Mapped[str]
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("projects_evidence.id"))
    withdrawn_at: Mapped[datetime | None]
    withdrawn_because: Mapped[str]
