"""What monitoring offers to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.stewardship.monitoring import jobs, pages, service
from signatur.stewardship.monitoring.settings import MonitoringSettings
from signatur.stewardship.monitoring.tables import LookRow

PART = Part(
    name="monitoring",
    title=_("Monitoring"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    settings=(MonitoringSettings,),
    tables=(LookRow,),
    permissions=(service.LOOK,),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Monitoring"),
            path="/styring/overvaagning",
            permission=projects.READ,
        ),
    ),
    jobs=(jobs.LOOK,),
    schedules=(jobs.NIGHTLY,),
    audit_phrases=service.AUDIT_PHRASES,
)
