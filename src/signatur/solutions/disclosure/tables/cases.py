"""The rows of requests for access: the case, duties that were answered, letters, and the setup they rest on."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class CaseRow(Base):
    """One request for access. Whoever asks, and for what, stands here until it is erased."""

    __tablename__ = "disclosure_case"
    __table_args__ = (UniqueConstraint("project_id", "number"), Index(None, "project_id", "state"))

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    number: Mapped[int]
    title: Mapped[str]
    requester: Mapped[dict[str, Any]]
    request: Mapped[str]
    understood: Mapped[str]
    case_number: Mapped[str]
    received_at: Mapped[datetime]
    received_on: Mapped[date]
    regime: Mapped[str]
    """Empty: not decided yet."""
    regime_answers: Mapped[list[Any]]
    regime_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    regime_at: Mapped[datetime | None]
    deadline_kind: Mapped[str]
    pauses: Mapped[list[Any]]
    due_on: Mapped[date]
    kle: Mapped[str]
    body: Mapped[str]
    state: Mapped[str]
    handler_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    arm: Mapped[str]
    seed: Mapped[int]
    """What was drawn for this case is drawn with it: the arm, the second reader's sample."""
    is_article_15: Mapped[bool]
    linked_for: Mapped[str]
    """What the persons of the case were last linked for; another value than now: link again."""
    closed_at: Mapped[datetime | None]
    created_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    created_at: Mapped[datetime]
    version: Mapped[int]


class DutyRow(Base):
    """What somebody answered to a duty that must be considered before a release."""

    __tablename__ = "disclosure_duty"

    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    is_done: Mapped[bool]
    reason: Mapped[str]
    answered_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    answered_at: Mapped[datetime]


class LetterRow(Base):
    """One version of one letter; its files lie in the blob store."""

    __tablename__ = "disclosure_letter"
    __table_args__ = (UniqueConstraint("case_id", "kind", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    case_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    authority_id: Mapped[UUID]
    kind: Mapped[str]
    version: Mapped[int]
    values: Mapped[dict[str, Any]]
    """What a person filled in."""
    docx_sha256: Mapped[str]
    pdf_sha256: Mapped[str]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    written_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]


class SetupRow(Base):
    """One version of what a lawyer has edited: grounds, letters or bodies, as one text."""

    __tablename__ = "disclosure_setup"
    __table_args__ = (UniqueConstraint("project_id", "kind", "number"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    kind: Mapped[str]
    number: Mapped[int]
    content: Mapped[str]
    note: Mapped[str]
    written_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    written_at: Mapped[datetime]
    approved_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    approved_at: Mapped[datetime | None]
