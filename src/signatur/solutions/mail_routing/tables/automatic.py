"""The rows of automatic distribution and of learning: controls, shadows, hints, organisation changes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class ControlRow(Base):
    """An enquiry that was drawn for control: what was suggested, and what a person chose blindly.

    What the person chose first counts, also when it is undone later: by then they have seen the
    suggestion. Where the two differ it counts as wrong until a second person has looked. Erasure
    empties the keys; whether it was right stays.
    """

    __tablename__ = "mail_routing_control"
    __table_args__ = (
        Index(None, "project_id", "decided_at"),
        Index(None, "authorisation_id", "decided_at"),
        Index(None, "project_id", "is_right"),
    )

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    authorisation_id: Mapped[UUID] = mapped_column(ForeignKey("decisions_authorisation.id"))
    suggestion_id: Mapped[UUID] = mapped_column(ForeignKey("decisions_suggestion.id"))
    model_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("registry_model_version.id"))
    suggested_by: Mapped[str]
    confidence: Mapped[float | None]
    department_key: Mapped[str]
    subject_key: Mapped[str]
    share: Mapped[float]
    """With which share it was drawn; higher while somebody had reason to look closer."""
    drawn_at: Mapped[datetime]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions_decision.id"))
    decided_department: Mapped[str] = mapped_column(default="")
    decided_subject: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    decided_at: Mapped[datetime | None]
    is_right: Mapped[bool | None]


class SecondLookRow(Base):
    """What a second person said of a control on which a person and the system disagreed."""

    __tablename__ = "mail_routing_second_look"
    __table_args__ = (Index(None, "person_id", "at"),)

    item_id: Mapped[UUID] = mapped_column(
        ForeignKey("mail_routing_control.item_id"), primary_key=True
    )
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    verdict: Mapped[str]
    """`person`, `system`, `both` or `neither`: whose answer was right."""
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    at: Mapped[datetime]


class PauseRow(Base):
    """A subject that an authorisation does not cover for now, as its controls went wrong."""

    __tablename__ = "mail_routing_pause"

    authorisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("decisions_authorisation.id"), primary_key=True
    )
    scope_key: Mapped[str] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    because: Mapped[str]
    paused_at: Mapped[datetime]


class ShadowRow(Base):
    """A candidate model that runs beside the one in use, from one moment to another."""

    __tablename__ = "mail_routing_shadow"
    __table_args__ = (Index(None, "project_id", "until"),)

    model_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("registry_model_version.id"), primary_key=True
    )
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    since: Mapped[datetime]
    until: Mapped[datetime | None]
    started_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))


class WouldBeRow(Base):
    """What a candidate would have said of an enquiry that arrived while it ran in the shadow."""

    __tablename__ = "mail_routing_would_be"
    __table_args__ = (Index(None, "model_version_id"),)

    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), primary_key=True)
    model_version_id: Mapped[UUID] = mapped_column(
        ForeignKey("registry_model_version.id"), primary_key=True
    )
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    department_key: Mapped[str]
    subject_key: Mapped[str]
    lane: Mapped[str]
    confidence: Mapped[float | None]


class HintRow(Base):
    """A sign that a decided enquiry may belong somewhere else; it teaches once it is confirmed."""

    __tablename__ = "mail_routing_hint"
    __table_args__ = (
        Index(None, "project_id", "state", "noted_at"),
        UniqueConstraint("item_id", "source", "department_key", "subject_key"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), index=True)
    source: Mapped[str]
    """`receipt`, `move` or `person`."""
    department_key: Mapped[str]
    """Where it may belong; empty: it does not belong where it was sent, and that is all that is known."""
    subject_key: Mapped[str]
    because: Mapped[str]
    noted_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    noted_at: Mapped[datetime]
    state: Mapped[str]
    """`open`, `confirmed` or `dismissed`."""
    settled_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    settled_at: Mapped[datetime | None]
    decision_id: Mapped[UUID | None] = mapped_column(ForeignKey("decisions_decision.id"))


class ReorganisationRow(Base):
    """A change of the organisation: from a day on, what a key meant is called by another."""

    __tablename__ = "mail_routing_reorganisation"
    __table_args__ = (Index(None, "project_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    kind: Mapped[str]
    from_keys: Mapped[list[Any]]
    to_key: Mapped[str]
    mapping: Mapped[dict[str, Any]]
    """Learnt labels: the old one -> what it teaches today."""
    before: Mapped[dict[str, Any]]
    """Rows of the setup and waiting enquiries as they stood, so that it can be undone."""
    because: Mapped[str]
    made_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))
    made_at: Mapped[datetime]
    undone_at: Mapped[datetime | None]
    undone_by: Mapped[UUID | None] = mapped_column(ForeignKey("people_person.id"))


class WatchRow(Base):
    """How an authorisation stands, as of the last look at its controls."""

    __tablename__ = "mail_routing_watch"

    authorisation_id: Mapped[UUID] = mapped_column(
        ForeignKey("decisions_authorisation.id"), primary_key=True
    )
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    share: Mapped[float]
    """The control share in force: that of the authorisation, or more while it is watched closer."""
    closer_because: Mapped[str]
    """Empty: it is not watched closer than usual."""
    evidence: Mapped[float]
    looked_at: Mapped[datetime]
