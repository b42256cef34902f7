"""What the records of alarms offer to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.alarms import pages, service
from signatur.records.alarms.tables import AlarmRow

PART = Part(
    name="alarms",
    title=_("Alarms"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    tables=(AlarmRow,),
    permissions=(service.READ, service.ANSWER),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Alarms"),
            path="/alarmer",
            permission=service.READ,
            waiting=service.waiting,
        ),
    ),
    audit_phrases=service.AUDIT_PHRASES,
)
