"""The rows of where enquiries come from: mailboxes and watched folders, and how far each was read."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class SourceRow(Base):
    """A mailbox or a watched folder. Its settings hold no secret."""

    __tablename__ = "mail_routing_source"
    __table_args__ = (UniqueConstraint("project_id", "key"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    key: Mapped[str]
    name: Mapped[str]
    kind: Mapped[str]
    settings: Mapped[dict[str, Any]]
    is_active: Mapped[bool] = mapped_column(default=True)
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    created_at: Mapped[datetime]
    looked_at: Mapped[datetime | None]
    next_look_at: Mapped[datetime | None]
    """Not before: after a problem the pauses grow."""
    problem: Mapped[str] = mapped_column(default="")
    """Code of why the last look failed; empty when it went well."""
    problem_since: Mapped[datetime | None]
    failures: Mapped[int] = mapped_column(default=0)
    """Looks in a row that failed."""
    received: Mapped[int] = mapped_column(default=0)
    """Enquiries that were new, in all."""
    last_new: Mapped[int] = mapped_column(default=0)
    last_new_at: Mapped[datetime | None]


class SourceFolderRow(Base):
    """How far a folder of a mailbox was read: all mails up to a number, within a numbering."""

    __tablename__ = "mail_routing_source_folder"

    source_id: Mapped[UUID] = mapped_column(ForeignKey("mail_routing_source.id"), primary_key=True)
    folder: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    uid_validity: Mapped[int] = mapped_column(BigInteger)
    last_uid: Mapped[int] = mapped_column(BigInteger)


class PlacementRow(Base):
    """Where an enquiry lies in a mailbox, so that it can be moved there and moves can be seen."""

    __tablename__ = "mail_routing_placement"
    __table_args__ = (Index(None, "item_id"),)

    source_id: Mapped[UUID] = mapped_column(ForeignKey("mail_routing_source.id"), primary_key=True)
    folder: Mapped[str] = mapped_column(primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    uid: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    authority_id: Mapped[UUID]
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    seen_at: Mapped[datetime]
    is_due: Mapped[bool] = mapped_column(default=False)
    """Whether it is still to be moved or marked in the mailbox, as the source says."""


class SourceTroubleRow(Base):
    """A mail or a file that could not be fetched or stored; it stops no other and is tried again."""

    __tablename__ = "mail_routing_source_trouble"

    source_id: Mapped[UUID] = mapped_column(ForeignKey("mail_routing_source.id"), primary_key=True)
    folder: Mapped[str] = mapped_column(primary_key=True)
    uid_validity: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    uid: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    authority_id: Mapped[UUID]
    code: Mapped[str]
    tries: Mapped[int]
    at: Mapped[datetime]


class SourceFileRow(Base):
    """A file of a watched folder that was read and left where it lies."""

    __tablename__ = "mail_routing_source_file"

    source_id: Mapped[UUID] = mapped_column(ForeignKey("mail_routing_source.id"), primary_key=True)
    name_sha256: Mapped[str] = mapped_column(primary_key=True)
    """Of its name, which may tell of a person."""
    authority_id: Mapped[UUID]
    size: Mapped[int] = mapped_column(BigInteger)
    changed_ns: Mapped[int] = mapped_column(BigInteger)


class ImportColumnRow(Base):
    """What a heading of a sheet of past enquiries was said to mean, remembered for the next one."""

    __tablename__ = "mail_routing_import_column"

    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), primary_key=True)
    heading: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    meaning: Mapped[str]
