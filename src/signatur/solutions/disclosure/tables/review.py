"""The rows of review: findings, the log of every step, who looked at which page, and the second reader."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class FindingRow(Base):
    """Something that may have to be withheld, and what was decided on it."""

    __tablename__ = "disclosure_finding"
    __table_args__ = (
        Index(None, "document_id", "page"),
        Index(None, "case_id", "value"),
        Index(None, "case_id", "person"),
        Index(None, "case_id", "state"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    document_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    kind: Mapped[str]
    start: Mapped[int]
    end: Mapped[int]
    page: Mapped[int]
    is_appendix: Mapped[bool]
    """On a page that is never given out."""
    boxes: Mapped[list[Any]]
    """Left, top, right, bottom of each, in points."""
    text: Mapped[str]
    value: Mapped[str]
    """Folded, so that the same is the same in every spelling."""
    confidence: Mapped[float]
    check: Mapped[str]
    evidence: Mapped[list[Any]]
    proposed: Mapped[str]
    person: Mapped[str]
    unit: Mapped[str]
    origin: Mapped[str]
    state: Mapped[str]
    ground: Mapped[str]
    how: Mapped[str]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None]
    version: Mapped[int]


class EventRow(Base):
    """One step of review, with what it changed from what into what.

    Rows are added and never changed, but for the mark that a later step undid it.
    """

    __tablename__ = "disclosure_event"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    document_id: Mapped[UUID | None]
    authority_id: Mapped[UUID]
    number: Mapped[int]
    action: Mapped[str]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    at: Mapped[datetime]
    changes: Mapped[list[Any]]
    undoes: Mapped[UUID | None]
    undone_by: Mapped[UUID | None]


class PageViewRow(Base):
    """That somebody looked at a page, and for how many seconds it was in front of them."""

    __tablename__ = "disclosure_page_view"
    __table_args__ = (Index(None, "case_id"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    is_seen: Mapped[bool]
    """Somebody said so; time alone does not."""
    seconds: Mapped[float]
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]


class PresenceRow(Base):
    """Where in a case somebody is right now."""

    __tablename__ = "disclosure_presence"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    authority_id: Mapped[UUID]
    document_id: Mapped[UUID]
    page: Mapped[int]
    at: Mapped[datetime]


class SampledPageRow(Base):
    """A page that was drawn for the second reader."""

    __tablename__ = "disclosure_sampled_page"
    __table_args__ = (Index(None, "case_id"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    page: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    drawn_at: Mapped[datetime]
    first_readers: Mapped[list[Any]]
    """Who had looked at it when it was drawn."""
    reader_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    done_at: Mapped[datetime | None]
    found: Mapped[int | None]
    """What was withheld on it by the first reader when the second was done."""
    missed: Mapped[int | None]
    """What the second reader withheld beyond."""
