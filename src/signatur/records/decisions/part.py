"""What the records of decisions offer to the whole."""

from __future__ import annotations

from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part
from signatur.records.decisions import service
from signatur.records.decisions.tables import (
    AuthorisationRow,
    DecisionRow,
    ShowingRow,
    SuggestionRow,
)

PART = Part(
    name="decisions",
    title=_("Decisions"),
    tables=(
        SuggestionRow,
        ShowingRow,
        AuthorisationRow,
        DecisionRow,
    ),
    permissions=(service.AUTHORISE,),
    audit_phrases=service.AUDIT_PHRASES,
)
