"""What the records of registry offer to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import AuditedThing, MenuEntry, MenuSection, Part
from signatur.records.registry import pages, service
from signatur.records.registry.tables import ModelVersionRow

PART = Part(
    name="registry",
    title=_("Models"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    tables=(ModelVersionRow,),
    permissions=(service.READ, service.TRAIN, service.PROMOTE),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Models"),
            path="/modeller",
            permission=service.READ,
        ),
    ),
    audit_phrases=service.AUDIT_PHRASES,
    audit_things={"model_version": AuditedThing(_("Model version"), "/modeller/{id}")},
)
