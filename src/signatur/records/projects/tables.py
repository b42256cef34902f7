"""The rows of projects, their evidence and their changes of stage."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signatur.kernel.db import Base


class ProjectRow(Base):
    """A project; one per authority and solution."""

    __tablename__ = "projects_project"
    __table_args__ = (UniqueConstraint("authority_id", "solution"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    solution: Mapped[str]
    name: Mapped[str]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    stage: Mapped[str]
    created_at: Mapped[datetime]
    evidence: Mapped[list[EvidenceRow]] = relationship(lazy="selectin", order_by="EvidenceRow.id")


class EvidenceRow(Base):
    """Something shown for a gate; never changed, only withdrawn."""

    __tablename__ = "projects_evidence"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    kind: Mapped[str]
    statement: Mapped[str]
    reference: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    signed_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    signed_at: Mapped[datetime]
    withdrawn_at: Mapped[datetime | None]
    withdrawn_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    withdrawn_because: Mapped[str] = mapped_column(default="")
