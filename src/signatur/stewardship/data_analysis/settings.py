"""What an operator may set for data analysis."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from signatur.kernel.settings import SettingsGroup


class DataAnalysisSettings(SettingsGroup):
    """How long an examined file is kept."""

    prefix: ClassVar[str] = "DATA_ANALYSIS"

    keep_file_days: int = Field(
        default=90,
        ge=1,
        le=3650,
        description="Days after which the file of an analysis is erased; the figures stay.",
    )
    most_megabytes: int = Field(
        default=500, ge=1, description="Largest file that may be handed in for analysis."
    )
