"""What an operator may set for disclosure."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from signatur.kernel.settings import SolutionSettings


class DisclosureSettings(SolutionSettings):
    """What an operator may set for disclosure."""

    prefix: ClassVar[str] = "DISCLOSURE"

    keep_days: int = Field(
        default=1825,
        ge=1,
        description="Days that a closed request for access is kept in a new project.",
    )
