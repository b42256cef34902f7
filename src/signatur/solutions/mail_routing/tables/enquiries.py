"""The rows of enquiries, and of what later ones are known by."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, Integer
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class EnquiryRow(Base):
    """What is known of an enquiry for lists and pages; the original lies in the blob store.

    Search goes through the index `mail_routing_search`, which the migration makes: a table of FTS5
    on the embedded engine, an index over the words on PostgreSQL.
    """

    __tablename__ = "mail_routing_enquiry"
    __table_args__ = (
        Index(None, "project_id", "state", "received_at", "number"),
        # Counts are answered from these alone, without the wide rows.
        Index(
            "ix_mail_routing_enquiry_counted_by_state",
            *("project_id", "state", "lane", "department_key", "needs_help", "authority_id"),
        ),
        Index(
            "ix_mail_routing_enquiry_counted_by_department",
            *("project_id", "department_key", "state", "authority_id"),
        ),
        # Lists of all states, of a department and of a subject.
        Index(None, "project_id", "received_at", "number"),
        Index(None, "project_id", "department_key", "received_at", "number"),
        Index(None, "project_id", "subject_key", "received_at", "number"),
    )

    # A number, because the full-text search of SQLite knows rows by number.
    number: Mapped[int] = mapped_column(
        BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=True
    )
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), unique=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    state: Mapped[str]
    """Of the item, kept here too, so that a list needs one table."""
    received_at: Mapped[datetime]
    due_on: Mapped[date | None]
    channel: Mapped[str]
    language: Mapped[str]
    sender: Mapped[str]
    subject: Mapped[str]
    attachments: Mapped[int]
    has_trouble: Mapped[bool]
    needs_help: Mapped[bool] = mapped_column(default=False)
    """A caseworker did not know; someone else must decide."""
    lane: Mapped[str]
    confidence: Mapped[float | None]
    department_key: Mapped[str]
    """Where it is suggested to go or was decided to go; empty: nowhere yet."""
    subject_key: Mapped[str]
    document: Mapped[dict[str, Any]]
    """The enquiry in the common format."""
    digest: Mapped[str] = mapped_column(index=True)
    """The same for texts that differ only in case, spacing and punctuation."""
    search_text: Mapped[str]
    teaches: Mapped[bool] = mapped_column(default=True)
    """False for a portion with the whole text of the enquiry that it was divided from."""


class ReferenceRow(Base):
    """Something by which a later enquiry can be known to belong to this one."""

    __tablename__ = "mail_routing_reference"
    __table_args__ = (Index(None, "project_id", "reference"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    reference: Mapped[str] = mapped_column(primary_key=True)
    """`message:<id>`, `thread:<id>` or `case:<number>`."""
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))


class BandRow(Base):
    """A key that near duplicates share with high probability."""

    __tablename__ = "mail_routing_band"
    __table_args__ = (Index(None, "project_id", "band"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    band: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
