"""What the records of retention offer to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part
from signatur.records.retention import jobs, pages, service
from signatur.records.retention.tables import RetentionRuleRow

PART = Part(
    name="retention",
    title=_("Retention"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    tables=(RetentionRuleRow,),
    permissions=(service.CHANGE, service.ERASE),
    jobs=(jobs.TIDY,),
    schedules=(jobs.NIGHTLY,),
    audit_phrases=service.AUDIT_PHRASES,
)
