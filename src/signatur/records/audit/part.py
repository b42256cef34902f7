"""What the audit offers to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.audit import jobs, pages, service
from signatur.records.audit.tables import AuditDetailRow, AuditEntryRow, AuditHeadRow

PART = Part(
    name="audit",
    title=_("Audit"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    tables=(AuditEntryRow, AuditDetailRow, AuditHeadRow),
    permissions=(service.READ, service.READ_HISTORY),
    menu=(
        MenuEntry(
            section=MenuSection.OPERATIONS,
            title=_("Audit"),
            path="/haendelser",
            permission=service.READ,
        ),
    ),
    jobs=(jobs.CHECK_CHAIN,),
)
