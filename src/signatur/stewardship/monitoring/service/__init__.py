"""What monitoring does: looking at projects, telling what was seen, giving counts to others."""

from signatur.stewardship.monitoring.service.giving import counts
from signatur.stewardship.monitoring.service.looking import (
    AUDIT_PHRASES,
    BREACHED,
    LOOK,
    LOOK_JOB,
    PULLED,
    SHIFTED,
    answered_monthly,
    column_title,
    latest,
    look_at,
    look_at_all,
    looks,
)

__all__ = [
    "AUDIT_PHRASES",
    "BREACHED",
    "LOOK",
    "LOOK_JOB",
    "PULLED",
    "SHIFTED",
    "answered_monthly",
    "column_title",
    "counts",
    "latest",
    "look_at",
    "look_at_all",
    "looks",
]
