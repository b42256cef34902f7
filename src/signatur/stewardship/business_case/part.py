"""What business cases offer to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.stewardship.business_case import demo, jobs, pages, service
from signatur.stewardship.business_case.settings import BusinessCaseSettings
from signatur.stewardship.business_case.tables import MonthRow, VersionRow

PART = Part(
    name="business_case",
    title=_("Business case"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    static=Path(__file__).parent / "static",
    settings=(BusinessCaseSettings,),
    tables=(VersionRow, MonthRow),
    permissions=(service.DRAFT, service.SIGN),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Business case"),
            path="/styring/business-case",
            permission=projects.READ,
        ),
    ),
    jobs=(jobs.MEASURE,),
    schedules=(jobs.NIGHTLY,),
    audit_phrases=service.AUDIT_PHRASES,
    begin_demo=demo.begin,
)
