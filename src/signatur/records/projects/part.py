"""What the records of projects offer to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import AuditedThing, MenuEntry, MenuSection, Part
from signatur.records.projects import pages, service
from signatur.records.projects.schema import EVIDENCE_TITLES, STAGE_TITLES
from signatur.records.projects.tables import EvidenceRow, ProjectRow

PART = Part(
    name="projects",
    title=_("Projects"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    tables=(ProjectRow, EvidenceRow),
    permissions=(
        service.READ,
        service.OPEN,
        service.SIGN,
        service.SIGN_LAW,
        service.ADVANCE,
    ),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Projects"),
            path="/projekter",
            permission=service.READ,
        ),
    ),
    audit_phrases=service.AUDIT_PHRASES,
    audit_words={"kind": EVIDENCE_TITLES, "before": STAGE_TITLES, "after": STAGE_TITLES},
    audit_things={"project": AuditedThing(_("Project"), "/projekter/{id}")},
)
