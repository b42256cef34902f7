"""The rows of what is given out: releases, and the log of who got what."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class ReleaseRow(Base):
    """One part of the answer, or all of it; its files lie in the blob store."""

    __tablename__ = "disclosure_release"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    number: Mapped[int]
    state: Mapped[str]
    wanted: Mapped[list[Any]]
    """Ids of the documents."""
    reviewed: Mapped[int]
    """Number of the last step of review that it rests on; a later one makes it out of date."""
    documents: Mapped[list[Any]]
    leaks: Mapped[list[Any]]
    job_id: Mapped[UUID | None]
    bundle_sha256: Mapped[str]
    report: Mapped[dict[str, Any] | None]
    """The signed report: ids, places and hashes, no content."""
    is_partial: Mapped[bool]
    prepared_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    prepared_at: Mapped[datetime]
    decision_id: Mapped[UUID | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None]
    recipient: Mapped[str]


class DisclosedRow(Base):
    """Who got which document, when, and on whose decision."""

    __tablename__ = "disclosure_disclosed"
    __table_args__ = (Index(None, "case_id"),)

    release_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    document_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    number: Mapped[int]
    access: Mapped[str]
    grounds: Mapped[list[Any]]
    sha256: Mapped[str]
    recipient: Mapped[str]
    at: Mapped[datetime]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
