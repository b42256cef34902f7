"""What the records of registry offer to the whole."""

from __future__ import annotations

from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part
from signatur.records.registry import service
from signatur.records.registry.tables import ModelVersionRow

PART = Part(
    name="registry",
    title=_("Models"),
    tables=(ModelVersionRow,),
    permissions=(service.READ, service.TRAIN, service.PROMOTE),
    audit_phrases=service.AUDIT_PHRASES,
)
