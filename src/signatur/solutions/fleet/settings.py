"""What an operator may set for the fleet."""

from __future__ import annotations

from pathlib import Path
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
    vendor: str = Field(
        default="",
        pattern="^[a-z_]*$",
        description="Vendor of tracking from which driving may be fetched: `traccar` or `mileagebook`. "
        "Empty: none, and nothing is ever called.",
    )
    vendor_file: Path | None = Field(
        default=None,
        description="File with what the vendor's connector needs, as a JSON object such as "
        '{"address": "https://gps.example", "token": "…"}; it holds secrets.',
    )
    vendor_seconds: int = Field(
        default=60, ge=1, le=600, description="Seconds that the vendor may take for one answer."
    )
    most_trips: int = Field(
        default=5_000_000, ge=1, description="Most trips that one file of driving may hold."
    )
