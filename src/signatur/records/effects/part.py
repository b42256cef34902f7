"""What the records of effects offer to the whole."""

from __future__ import annotations

from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part
from signatur.records.effects import service
from signatur.records.effects.tables import EffectRow

PART = Part(
    name="effects",
    title=_("Effects"),
    tables=(EffectRow,),
    audit_phrases=service.AUDIT_PHRASES,
)
