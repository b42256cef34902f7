"""What readiness offers to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.readiness import demo, pages, service
from signatur.stewardship.readiness.schema import ADVICE_TITLES
from signatur.stewardship.readiness.tables import UseCaseRow

PART = Part(
    name="readiness",
    title=_("Readiness"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    tables=(UseCaseRow,),
    permissions=(service.DESCRIBE, service.DECIDE),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Readiness"),
            path="/styring/egnethed",
            permission=projects.READ,
            waiting=service.count_undecided,
        ),
    ),
    audit_phrases=service.AUDIT_PHRASES,
    audit_words={"decision": {one.value: title for one, title in ADVICE_TITLES.items()}},
    signs={EvidenceKind.USE_CASE: "/styring/egnethed/{project_id}"},
    begin_demo=demo.begin,
    shares=service.shares,
)
