"""What the records of items offer to the whole."""

from __future__ import annotations

from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part
from signatur.records.items import service
from signatur.records.items.tables import ItemRow, QuarantineRow

PART = Part(
    name="items",
    title=_("Items"),
    tables=(
        ItemRow,
        QuarantineRow,
    ),
    permissions=(service.READ_QUARANTINE, service.RESOLVE_QUARANTINE),
    audit_phrases=service.AUDIT_PHRASES,
)
