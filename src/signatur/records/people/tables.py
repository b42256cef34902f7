"""The rows of authorities, people, their roles and keys."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from signatur.kernel.db import Base


class AuthorityRow(Base):
    """A municipality or region."""

    __tablename__ = "people_authority"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(unique=True)
    cvr_number: Mapped[str]
    created_at: Mapped[datetime]


class PersonRow(Base):
    """An account. A login is unique in the installation, so that nobody chooses an authority."""

    __tablename__ = "people_person"
    __table_args__ = (Index(None, "authority_id", "name"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    login: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    password_hash: Mapped[str | None]
    is_active: Mapped[bool] = mapped_column(default=True)
    is_system: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str]
    created_at: Mapped[datetime]
    signed_in_at: Mapped[datetime | None]
    grants: Mapped[list[GrantRow]] = relationship(lazy="selectin", order_by="GrantRow.id")


class GrantRow(Base):
    """A role of a person; `project_id` empty: in all projects; `data_limit` empty: all data."""

    __tablename__ = "people_grant"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    role: Mapped[str]
    project_id: Mapped[UUID | None]
    data_limit: Mapped[dict[str, Any]]


class KeyRow(Base):
    """A key with which another system calls the API in the name of an account."""

    __tablename__ = "people_key"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), index=True)
    name: Mapped[str]
    key_hash: Mapped[str] = mapped_column(unique=True)
    created_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
