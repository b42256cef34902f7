"""What the audit offers to the whole."""

from __future__ import annotations

from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part
from signatur.records.audit import service
from signatur.records.audit.tables import AuditDetailRow, AuditEntryRow, AuditHeadRow

PART = Part(
    name="audit",
    title=_("Audit"),
    tables=(AuditEntryRow, AuditDetailRow, AuditHeadRow),
    permissions=(service.READ, service.READ_HISTORY),
)
