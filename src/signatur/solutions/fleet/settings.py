"""What an operator may set for the fleet."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from signatur.kernel.settings import SolutionSettings


class FleetSettings(SolutionSettings):
    """What an operator may set for the fleet."""

    prefix: ClassVar[str] = "FLEET"

    keep_days: int = Field(
        default=1095,
        ge=1,
        description="Days that driving and its studies are kept in a new project.",
    )
    most_megabytes: int = Field(
        default=500, ge=1, description="Largest file of driving that may be handed in."
    )
    most_trips: int = Field(
        default=5_000_000, ge=1, description="Most trips that one file of driving may hold."
    )
