"""The rows of bundles that were given out and taken in."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base, Json


class GivenOutRow(Base):
    """A bundle that left; its bytes are kept, as what was handed over must be known later."""

    __tablename__ = "sharing_given_out"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    sha256: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    given_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    given_at: Mapped[datetime]
    model_because: Mapped[str]


class TakenInRow(Base):
    """A bundle that was taken in, with what was checked then."""

    __tablename__ = "sharing_taken_in"

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID] = mapped_column(ForeignKey("people_authority.id"))
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"), index=True)
    sha256: Mapped[str]
    fingerprint: Mapped[str]
    giver: Mapped[str]
    solution: Mapped[str]
    taken_in_by: Mapped[UUID] = mapped_column(ForeignKey("people_person.id"))
    taken_in_at: Mapped[datetime]
    model_version_id: Mapped[UUID | None] = mapped_column(ForeignKey("registry_model_version.id"))
    checks: Mapped[list[dict[str, Any]]] = mapped_column(Json)
