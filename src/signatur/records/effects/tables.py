"""The rows of effects; how far each has come stands in the outbox."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from signatur.kernel.db import Base


class EffectRow(Base):
    """One effect of one decision, by one delivery."""

    __tablename__ = "effects_effect"
    __table_args__ = (Index(None, "project_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    authority_id: Mapped[UUID]
    project_id: Mapped[UUID] = mapped_column(ForeignKey("projects_project.id"))
    item_id: Mapped[UUID] = mapped_column(ForeignKey("items_item.id"), index=True)
    decision_id: Mapped[UUID] = mapped_column(ForeignKey("decisions_decision.id"), index=True)
    delivery_id: Mapped[UUID] = mapped_column(ForeignKey("kernel_outbox.id"), unique=True)
    ordered_at: Mapped[datetime]
