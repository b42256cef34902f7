"""The narrow row of each enquiry by which insight counts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class FactRow(Base):
    """What insight counts of one enquiry: nothing of what it says or who sent it.

    Written anew in the same transaction as each change of the enquiry, and erased with it.
    """

    __tablename__ = "mail_routing_fact"
    __table_args__ = (
        Index(None, "project_id", "changed_at"),
        Index(None, "project_id", "received_on"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    received_on: Mapped[date]
    """The day where the authority is, and below the hour."""
    hour: Mapped[int]
    channel: Mapped[str]
    language: Mapped[str]
    length: Mapped[int]
    """Characters that search looks into."""
    state: Mapped[str]
    lane: Mapped[str]
    confidence: Mapped[float | None]
    suggested_by: Mapped[str]
    suggested_department: Mapped[str]
    suggested_subject: Mapped[str]
    department: Mapped[str]
    """Where it lies: suggested while it waits, else decided."""
    subject: Mapped[str]
    outcome: Mapped[str]
    """Of the decision in force; empty: none."""
    how: Mapped[str]
    """`automatic` or `person`; empty: not decided."""
    decided_on: Mapped[date | None]
    minutes: Mapped[int | None]
    """From receipt to the decision in force."""
    reroutes: Mapped[int]
    """How often it was sent somewhere else than before."""
    due_on: Mapped[date | None]
    is_blind: Mapped[bool]
    """A person decided without seeing the suggestion first."""
    changed_at: Mapped[datetime]


class ChangeRow(Base):
    """A change of the setup by a person, with what stood there before, so that it can be undone."""

    __tablename__ = "mail_routing_change"
    __table_args__ = (Index(None, "project_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    kind: Mapped[str]
    """`department`, `subject` or `rule`."""
    key: Mapped[str]
    before: Mapped[dict[str, Any] | None]
    """None: it was new."""
    after: Mapped[dict[str, Any]]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
