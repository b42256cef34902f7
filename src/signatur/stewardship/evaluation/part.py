"""What evaluation offers to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
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
    signs=dict.fromkeys(
        (EvidenceKind.PERFORMANCE_FLOOR, EvidenceKind.TRIAL_EVALUATED),
        "/styring/afproevning/{project_id}",
    ),
    begin_demo=demo.begin,
)
