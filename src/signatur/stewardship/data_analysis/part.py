"""What data analysis offers to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.data_analysis import jobs, pages, service
from signatur.stewardship.data_analysis.settings import DataAnalysisSettings
from signatur.stewardship.data_analysis.tables import AnalysisRow, MarkRow

PART = Part(
    name="data_analysis",
    title=_("Data analysis"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    static=Path(__file__).parent / "static",
    settings=(DataAnalysisSettings,),
    tables=(AnalysisRow, MarkRow),
    permissions=(service.EXAMINE, service.MARK),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Data analysis"),
            path="/styring/dataanalyse",
            permission=projects.READ,
        ),
    ),
    jobs=(jobs.EXAMINE, jobs.MEASURE, jobs.ERASE),
    schedules=(jobs.NIGHTLY,),
    audit_phrases=service.AUDIT_PHRASES,
    signs={EvidenceKind.DATA_EXAMINED: "/styring/dataanalyse/{project_id}"},
)
