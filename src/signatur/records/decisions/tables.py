"""The rows of suggestions, what was shown of them, decisions and standing authorisations."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, Index, text
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base

# An item is settled by one decision at a time, whoever is first.
_SETTLED = "undone_at IS NULL AND outcome <> 'undecided'"


class SuggestionRow(Base):
    """A suggestion. Its input lies in the blob store; erasure empties answer and reasons."""

    __tablename__ = "decisions_suggestion"
    __table_args__ = (Index(None, "item_id", "id"), Index(None, "project_id", "id"))

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    model_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("registry_model_version.id"))
    answer: Mapped[dict[str, Any]]
    reasons: Mapped[list[Any]]
    confidence: Mapped[float | None]
    basis: Mapped[dict[str, Any]]
    input_sha256: Mapped[str]
    arm: Mapped[str]
    at: Mapped[datetime]


class ShowingRow(Base):
    """What one person saw of a suggestion, the first time."""

    __tablename__ = "decisions_showing"

    suggestion_id: Mapped[UUID] = mapped_column(
        ForeignKey("decisions_suggestion.id"), primary_key=True
    )
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"), primary_key=True)
    authority_id: Mapped[UUID]
    shown: Mapped[dict[str, Any]]
    at: Mapped[datetime]


class DecisionRow(Base):
    """A decision: by a person or under an authorisation, never by neither or both.

    Erasure empties answer and note.
    """

    __tablename__ = "decisions_decision"
    __table_args__ = (
        Index(None, "item_id", "id"),
        Index(None, "project_id", "at"),
        Index(
            "uq_decisions_decision_settled",
            "item_id",
            unique=True,
            sqlite_where=text(_SETTLED),
            postgresql_where=text(_SETTLED),
        ),
        CheckConstraint(
            "(person_id IS NULL) <> (authorisation_id IS NULL)", name="somebody_decided"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"))
    suggestion_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions_suggestion.id"))
    outcome: Mapped[str]
    answer: Mapped[dict[str, Any]]
    note: Mapped[str]
    person_id: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    authorisation_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions_authorisation.id"))
    at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))


class AuthorisationRow(Base):
    """A standing authorisation."""

    __tablename__ = "decisions_authorisation"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    giver_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    scope: Mapped[list[Any]]
    floor: Mapped[float]
    valid_from: Mapped[datetime]
    valid_to: Mapped[datetime]
    control_share: Mapped[float]
    daily_cap: Mapped[int]
    seed: Mapped[int]
    created_at: Mapped[datetime]
    suspended_at: Mapped[datetime | None]
    suspended_because: Mapped[str] = mapped_column(default="")


class ArmPlanRow(Base):
    """Which shares of a project's items meet advice late or never; the newest is in force."""

    __tablename__ = "decisions_arm_plan"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    blind_share: Mapped[float]
    hidden_share: Mapped[float]
    seed: Mapped[int]
    because: Mapped[str]
    set_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    set_at: Mapped[datetime]


class FirstAnswerRow(Base):
    """What a person answered before seeing a suggestion; never changed."""

    __tablename__ = "decisions_first_answer"

    suggestion_id: Mapped[UUID] = mapped_column(
        ForeignKey("decisions_suggestion.id"), primary_key=True
    )
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), index=True)
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    answer: Mapped[dict[str, Any]]
    agrees: Mapped[bool]
    at: Mapped[datetime]
