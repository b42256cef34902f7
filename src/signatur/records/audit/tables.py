"""The rows of the audit. Triggers made by the migration refuse to change or remove an entry."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class AuditEntryRow(Base):
    """One link of an authority's chain."""

    __tablename__ = "audit_entry"
    __table_args__ = (
        Index(None, "authority_id", "object_kind", "object_id"),
        Index(None, "authority_id", "action", "number"),
        Index(None, "authority_id", "actor_id", "number"),
        Index(None, "authority_id", "at"),
    )

    authority_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    id: Mapped[UUID] = mapped_column(unique=True)
    at: Mapped[datetime]
    actor_kind: Mapped[str]
    actor_id: Mapped[UUID | None]
    action: Mapped[str]
    object_kind: Mapped[str]
    object_id: Mapped[UUID]
    schema_version: Mapped[int]
    details_hash: Mapped[str]
    previous_hash: Mapped[str]
    hash: Mapped[str]


class AuditDetailRow(Base):
    """What may be erased of an entry: the actor's name and the details."""

    __tablename__ = "audit_detail"

    entry_id: Mapped[UUID] = mapped_column(ForeignKey("audit_entry.id"), primary_key=True)
    authority_id: Mapped[UUID]
    salt: Mapped[str]
    details: Mapped[dict[str, Any]]


class AuditHeadRow(Base):
    """The end of an authority's chain; its lock puts writers in order."""

    __tablename__ = "audit_head"

    authority_id: Mapped[UUID] = mapped_column(primary_key=True)
    number: Mapped[int]
    hash: Mapped[str]
