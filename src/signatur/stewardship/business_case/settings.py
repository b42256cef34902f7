"""What an operator may set for business cases."""

from __future__ import annotations

from typing import ClassVar

from pydantic import Field

from signatur.kernel.settings import SettingsGroup


class BusinessCaseSettings(SettingsGroup):
    """When a business case that is not realised is told of."""

    prefix: ClassVar[str] = "BUSINESS_CASE"

    least_realised: float = Field(
        default=0.7,
        ge=0,
        le=1,
        description="Share of what was planned that must be realised; below it two months in a "
        "row, the owner of the project gets an alarm.",
    )
