"""The rows of the legal part; nothing that was signed is written over."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class AssessmentRow(Base):
    """One set of answers to the questions of law."""

    __tablename__ = "legal_assessment"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    answers: Mapped[dict[str, Any]]
    rules_version: Mapped[str]
    ai_class: Mapped[str]
    made_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    made_at: Mapped[datetime]


class BasisRow(Base):
    """A legal basis for one phase of a project."""

    __tablename__ = "legal_basis"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    phase: Mapped[str]
    article: Mapped[str]
    supplementary: Mapped[str]
    special_categories: Mapped[str]
    conditions: Mapped[str]
    reasoning: Mapped[str]
    is_explicit: Mapped[bool]
    is_research_only: Mapped[bool]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    steps: Mapped[dict[str, Any]]
    overall: Mapped[str]
    step_reasons: Mapped[str]
    state: Mapped[str]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    drafted_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None]
    because: Mapped[str]
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("projects_evidence.id"))


class RuleRow(Base):
    """A rule that an authority added, such as of sector law, in the shape of the shipped ones."""

    __tablename__ = "legal_rule"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"), index=True)
    instrument: Mapped[str]
    provision: Mapped[str]
    phases: Mapped[list[Any]]
    applies_if: Mapped[str]
    valid_from: Mapped[date]
    valid_to: Mapped[date | None]
    words: Mapped[str]
    source: Mapped[str]
    confidence: Mapped[str]
    state: Mapped[str]
    drafted_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    drafted_at: Mapped[datetime]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None]
    because: Mapped[str]


class TaskRow(Base):
    """What is done about one duty of a project."""

    __tablename__ = "legal_task"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    rule_id: Mapped[str]
    measure: Mapped[str]
    owner_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    due_on: Mapped[date]
    shown_by: Mapped[str]
    done_at: Mapped[datetime | None]
    done_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))


class DocumentRow(Base):
    """One version of a living document."""

    __tablename__ = "legal_document"
    __table_args__ = (UniqueConstraint("project_id", "kind", "version"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    kind: Mapped[str]
    version: Mapped[int]
    state: Mapped[str]
    author_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    begun_at: Mapped[datetime]
    risks: Mapped[list[Any]]
    review_on: Mapped[date | None]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    decided_at: Mapped[datetime | None]
    because: Mapped[str]
    evidence_id: Mapped[UUID | None] = mapped_column(ForeignKey("projects_evidence.id"))


class AnswerRow(Base):
    """What stands in one field of a document, and what was made of it."""

    __tablename__ = "legal_answer"

    document_id: Mapped[UUID] = mapped_column(ForeignKey("legal_document.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    words: Mapped[str]
    written_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    written_at: Mapped[datetime]
    mark: Mapped[str]
    comment: Mapped[str]
    examined_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    examined_at: Mapped[datetime | None]
