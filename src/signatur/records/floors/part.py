"""What the records of performance floors offer to the whole."""

from __future__ import annotations

from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part
from signatur.records.floors import service
from signatur.records.floors.tables import FloorRow

PART = Part(
    name="floors",
    title=_("Performance floors"),
    tables=(FloorRow,),
    permissions=(service.DRAFT, service.OPEN_TEST),
    audit_phrases=service.AUDIT_PHRASES,
)
