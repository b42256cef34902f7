"""The rows of who is who in a case, of what may not belong in it, and of what is remembered."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class CasePersonRow(Base):
    """Somebody in a case, and what was decided for that person."""

    __tablename__ = "disclosure_person"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    role: Mapped[str]
    document: Mapped[dict[str, Any]]
    """The person as linking gives it."""
    treatment: Mapped[str]
    ground: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None]


class StatementRow(Base):
    """What a reviewer said of who is who; it holds whenever the case is linked again."""

    __tablename__ = "disclosure_statement"
    __table_args__ = (Index(None, "case_id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    statement: Mapped[dict[str, Any]]
    event_id: Mapped[UUID]
    is_withdrawn: Mapped[bool]


class DoubtRow(Base):
    """A document or paragraph that may be about somebody else's matters."""

    __tablename__ = "disclosure_doubt"
    __table_args__ = (Index(None, "case_id"), Index(None, "document_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    start: Mapped[int]
    end: Mapped[int]
    page: Mapped[int]
    is_whole: Mapped[bool]
    score: Mapped[float]
    reasons: Mapped[list[Any]]
    belongs: Mapped[bool | None]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    answered_at: Mapped[datetime | None]
    note: Mapped[str]


class RememberedRow(Base):
    """A decision that holds for a value wherever it stands: in its case, or in the whole authority.

    It is forgotten with the case that it came from.
    """

    __tablename__ = "disclosure_remembered"
    __table_args__ = (Index(None, "project_id", "is_for_authority"), Index(None, "case_id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    kind: Mapped[str]
    value: Mapped[str]
    treatment: Mapped[str]
    ground: Mapped[str]
    is_for_authority: Mapped[bool]
    since: Mapped[date]
    event_id: Mapped[UUID | None]
    by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
