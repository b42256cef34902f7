"""What evaluation offers to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.stewardship.evaluation import demo, pages, service
from signatur.stewardship.evaluation.tables import EvaluationRow, TestSetRow

PART = Part(
    name="evaluation",
    title=_("Evaluation"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    static=Path(__file__).parent / "static",
    tables=(TestSetRow, EvaluationRow),
    permissions=(service.SIGN,),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Evaluation"),
            path="/styring/afproevning",
            permission=projects.READ,
        ),
    ),
    audit_phrases=service.AUDIT_PHRASES,
    begin_demo=demo.begin,
)
