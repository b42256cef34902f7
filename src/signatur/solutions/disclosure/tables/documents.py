"""The rows of a case's documents: uploads, documents, their pages, and the text that is searched."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class UploadRow(Base):
    """One file as it was handed in, before it is unpacked into documents."""

    __tablename__ = "disclosure_upload"
    __table_args__ = (Index(None, "case_id"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    name: Mapped[str]
    replaces: Mapped[UUID | None]
    """The document whose place its content takes."""
    is_unpacked: Mapped[bool]
    problems: Mapped[list[Any]]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    created_at: Mapped[datetime]


class DocumentRow(Base):
    """One document of a case. Its text, with the place of each character, lies in the blob `laid_sha256`."""

    __tablename__ = "disclosure_document"
    __table_args__ = (Index(None, "case_id", "number"), Index(None, "case_id", "state"))

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    upload_id: Mapped[UUID]
    number: Mapped[int]
    parent_id: Mapped[UUID | None]
    name: Mapped[str]
    title: Mapped[str]
    day: Mapped[date | None]
    category: Mapped[str]
    media_type: Mapped[str]
    size: Mapped[int]
    sha256: Mapped[str]
    state: Mapped[str]
    laid_sha256: Mapped[str]
    view_sha256: Mapped[str]
    """A PDF to look at; empty where nothing can be shown."""
    pages: Mapped[int]
    """Of its view, those among them that show what the file hides."""
    appendix_pages: Mapped[int]
    """Pages that show what the file hides; never given out."""
    hidden: Mapped[list[Any]]
    """What it hides that a reviewer should know of, by origin."""
    problems: Mapped[list[Any]]
    print: Mapped[dict[str, Any]]
    """Fingerprint of its text, by which it is known again."""
    units: Mapped[list[Any]]
    """Quoted mail: key, start and end of each."""
    duplicate_of: Mapped[UUID | None]
    likeness: Mapped[str]
    is_decoration: Mapped[bool]
    is_covered: Mapped[bool | None]
    access: Mapped[str]
    """Chosen for the whole document; empty: it follows from its findings."""
    ground: Mapped[str]
    note: Mapped[str]
    suggestion_id: Mapped[UUID | None]
    read_at: Mapped[datetime | None]
    version: Mapped[int]


class PageRow(Base):
    """One page of a document as it is shown, with its text folded for search, letter for letter."""

    __tablename__ = "disclosure_page"
    __table_args__ = (Index(None, "case_id"),)

    document_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    start: Mapped[int]
    end: Mapped[int]
    width: Mapped[float]
    height: Mapped[float]
    is_appendix: Mapped[bool]
    folded: Mapped[str]
    digits: Mapped[str]
    """Its digits with a blank where anything but a separator stands between, for numbers in any spelling."""
