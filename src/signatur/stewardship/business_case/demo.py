"""An invented business case, signed by a second person, and the floor that follows from it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from signatur.kernel.i18n import reading_in
from signatur.kernel.permissions import Role
from signatur.records.floors import service as floors
from signatur.stewardship.business_case import service

if TYPE_CHECKING:
    from uuid import UUID

    from signatur.kernel.part import Demo

_CASE = Path(__file__).parent / "samples" / "postfordeling.yaml"


def begin(demo: Demo, project_id: UUID) -> None:
    """Draft as the owner, sign as the data scientist; the lawyer signs the floor."""
    with demo.runtime.work(demo.actors[Role.PROJECT_OWNER]) as work:
        drafted = service.draft(work, project_id, _CASE.read_bytes(), "Første udgave")
    with demo.runtime.work(demo.actors[Role.DATA_SCIENTIST]) as work, reading_in("da"):
        service.sign(work, drafted.id)
        floor = service.draft_floor(
            work, drafted.id, "Post, der fordeles uden et menneske", is_certain=True
        )
    with demo.runtime.work(demo.actors[Role.LEGAL]) as work:
        floors.sign(work, floor.id, valid_to=work.today.replace(year=work.today.year + 1))
