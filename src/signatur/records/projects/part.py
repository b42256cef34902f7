"""What the records of projects offer to the whole."""

from __future__ import annotations

from signatur.kernel.i18n import text as _
from signatur.kernel.part import Part
from signatur.records.projects import service
from signatur.records.projects.tables import EvidenceRow, ProjectRow

PART = Part(
    name="projects",
    title=_("Projects"),
    tables=(
        ProjectRow,
        EvidenceRow,
    ),
    permissions=(service.READ, service.SIGN, service.SIGN_LAW, service.ADVANCE),
    audit_phrases=service.AUDIT_PHRASES,
)
