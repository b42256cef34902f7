"""The rows of the model registry."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base

# A project uses one model version at a time, whoever puts one into use first.
_IN_USE = "state = 'champion'"


class ModelVersionRow(Base):
    """A model version. All but its state is never changed."""

    __tablename__ = "registry_model_version"
    __table_args__ = (
        UniqueConstraint("project_id", "number"),
        Index(
            "uq_registry_model_version_champion",
            "project_id",
            unique=True,
            sqlite_where=text(_IN_USE),
            postgresql_where=text(_IN_USE),
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    number: Mapped[int]
    method: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    snapshot_sha256: Mapped[str]
    snapshot_rows: Mapped[int]
    probe_sha256: Mapped[str]
    code_version: Mapped[str]
    seed: Mapped[int]
    metrics: Mapped[dict[str, Any]]
    card: Mapped[dict[str, Any]]
    state: Mapped[str]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    created_at: Mapped[datetime]
    promoted_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    promoted_at: Mapped[datetime | None]
