"""The rows of items and of the quarantine."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class ItemRow(Base):
    """An item. After erasure the row stays, with nothing left that tells of its content."""

    __tablename__ = "items_item"
    __table_args__ = (
        UniqueConstraint("project_id", "source_key"),
        Index(None, "project_id", "state", "received_at", "id"),
        Index(None, "erase_after"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    parent_id: Mapped[UUID | None] = mapped_column(ForeignKey("items_item.id"), index=True)
    kind: Mapped[str]
    source_key: Mapped[str]
    sha256: Mapped[str]
    size: Mapped[int]
    state: Mapped[str]
    received_at: Mapped[datetime]
    stored_at: Mapped[datetime]
    erase_after: Mapped[datetime | None]
    erased_at: Mapped[datetime | None]


class QuarantineRow(Base):
    """Something that could not be read, until a person deals with it."""

    __tablename__ = "items_quarantine"
    __table_args__ = (Index(None, "project_id", "resolved_at", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), index=True)
    code: Mapped[str]
    place: Mapped[str]
    detail: Mapped[str]
    at: Mapped[datetime]
    resolved_at: Mapped[datetime | None]
    resolved_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    resolution: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
