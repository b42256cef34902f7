"""Keeping business cases of projects: drafted by one, signed by another, held against reality."""

from signatur.stewardship.business_case.service.ledger import (
    MEASURE,
    explain,
    least_realised,
    measure,
    measure_all,
    months,
)
from signatur.stewardship.business_case.service.report import pdf
from signatur.stewardship.business_case.service.rights import AUDIT_PHRASES, DRAFT, SIGN
from signatur.stewardship.business_case.service.versions import (
    draft,
    draft_floor,
    in_force,
    newest,
    sign,
    version,
    versions,
)

__all__ = [
    "AUDIT_PHRASES",
    "DRAFT",
    "MEASURE",
    "SIGN",
    "draft",
    "draft_floor",
    "explain",
    "in_force",
    "least_realised",
    "measure",
    "measure_all",
    "months",
    "newest",
    "pdf",
    "sign",
    "version",
    "versions",
]
