"""What the records of decisions offer to the whole."""

from __future__ import annotations

from signatur.kernel.i18n import text as _
from signatur.kernel.part import AuditedThing, Part
from signatur.records.decisions import service
from signatur.records.decisions.schema import OUTCOME_TITLES
from signatur.records.decisions.tables import (
    ArmPlanRow,
    AuthorisationRow,
    DecisionRow,
    FirstAnswerRow,
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
        ArmPlanRow,
        FirstAnswerRow,
    ),
    permissions=(service.AUTHORISE, service.SUSPEND, service.PLAN_ARMS),
    audit_phrases=service.AUDIT_PHRASES,
    audit_words={"outcome": OUTCOME_TITLES},
    audit_things={"authorisation": AuditedThing(_("Standing authorisation"))},
)
