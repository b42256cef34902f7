"""The rows of what an authority sets up: departments, subjects and staff rules."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class DepartmentRow(Base):
    """A department; the key never changes, the name may."""

    __tablename__ = "mail_routing_department"
    __table_args__ = (UniqueConstraint("project_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    key: Mapped[str]
    name: Mapped[str]
    about: Mapped[str]
    is_active: Mapped[bool] = mapped_column(default=True)


class SubjectRow(Base):
    """A subject; the key never changes, name and department may."""

    __tablename__ = "mail_routing_subject"
    __table_args__ = (UniqueConstraint("project_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    key: Mapped[str]
    name: Mapped[str]
    department_key: Mapped[str]
    kle_code: Mapped[str]
    deadline_days: Mapped[int | None]
    is_active: Mapped[bool] = mapped_column(default=True)


class RuleRow(Base):
    """A staff rule; taken out of use with a reason, never deleted."""

    __tablename__ = "mail_routing_rule"
    __table_args__ = (UniqueConstraint("project_id", "position"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    position: Mapped[int]
    field: Mapped[str]
    match: Mapped[str]
    value: Mapped[str]
    department_key: Mapped[str]
    subject_key: Mapped[str]
    is_simulated: Mapped[bool]
    note: Mapped[str] = mapped_column(default="")
    removed_because: Mapped[str] = mapped_column(default="")
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    created_at: Mapped[datetime]


class RuleHitRow(Base):
    """That a staff rule fitted an enquiry; a simulated one only would have said something."""

    __tablename__ = "mail_routing_rule_hit"
    __table_args__ = (Index(None, "rule_id"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    rule_id: Mapped[UUID] = mapped_column(ForeignKey("mail_routing_rule.id"), primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
