"""The rows of what leaves the house: routes, what took them, and what receivers said."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class RouteRow(Base):
    """A route; never deleted, since deliveries refer to it."""

    __tablename__ = "mail_routing_route"
    __table_args__ = (Index(None, "project_id", "department_key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    department_key: Mapped[str]
    subject_key: Mapped[str]
    kind: Mapped[str]
    settings: Mapped[dict[str, Any]]
    """Addresses and names; secrets are named, never held."""
    is_active: Mapped[bool] = mapped_column(default=True)
    is_held: Mapped[bool] = mapped_column(default=False)
    position: Mapped[int]
    before: Mapped[dict[str, Any]]
    """What stood here before the last change, so that it can be undone; empty: nothing."""
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    created_at: Mapped[datetime]


class OutgoingRow(Base):
    """A delivery of an enquiry: which route it takes; how far it has come stands in the outbox."""

    __tablename__ = "mail_routing_outgoing"
    __table_args__ = (
        UniqueConstraint("authority_id", "wire_id"),
        Index(None, "project_id", "delivery_id"),
        Index(None, "project_id", "last_code"),
    )

    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("kernel_outbox.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), index=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions_decision.id"), index=True)
    route_id: Mapped[UUID | None] = mapped_column(ForeignKey("mail_routing_route.id"), index=True)
    """None: the folder for outgoing mail, where no route is set up."""
    channel: Mapped[str]
    department_key: Mapped[str]
    subject_key: Mapped[str]
    wire_id: Mapped[UUID]
    """The number by which receivers know it."""
    is_held_alone: Mapped[bool] = mapped_column(default=False)
    """Somebody held this one; releasing its route does not release it."""
    last_code: Mapped[str] = mapped_column(default="")
    """The newest receipt's code."""
    ordered_at: Mapped[datetime]


class ReceiptRow(Base):
    """What a receiver said of a delivery; the same words are taken once."""

    __tablename__ = "mail_routing_receipt"
    __table_args__ = (UniqueConstraint("delivery_id", "raw_sha256"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("kernel_outbox.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), index=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions_decision.id"))
    kind: Mapped[str]
    code: Mapped[str]
    text: Mapped[str]
    """The receiver's own words; erased with the enquiry."""
    at: Mapped[datetime]
    raw_sha256: Mapped[str]
