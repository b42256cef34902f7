"""What an operator may set for monitoring."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from signatur.kernel.settings import SettingsGroup


class MonitoringSettings(SettingsGroup):
    """How far back monitoring looks, and when it calls somebody."""

    prefix: ClassVar[str] = "MONITORING"

    recent_days: int = Field(
        default=30,
        ge=7,
        le=180,
        description="Days that are held against the time before, for shifts and for the floor.",
    )
    answer_days: int = Field(
        default=180,
        ge=30,
        le=730,
        description="Days of answers from which the disagreement of people and model is measured.",
    )
    most_pull: float = Field(
        default=0.4,
        gt=0,
        le=1,
        description="Share of disagreement that may be given up because advice is seen; the owner "
        "is told when it is surely more.",
    )
