"""What the legal part offers to the whole."""

from __future__ import annotations

from pathlib import Path

from signatur.kernel.i18n import text as _
from signatur.kernel.part import MenuEntry, MenuSection, Part
from signatur.records.projects import service as projects
from signatur.records.projects.schema import EvidenceKind
from signatur.stewardship.legal import demo, jobs, pages
from signatur.stewardship.legal.schema import CLASS_TITLES, PHASE_TITLES
from signatur.stewardship.legal.service.bases import count_waiting
from signatur.stewardship.legal.service.rights import AUDIT_PHRASES, DRAFT, SIGN
from signatur.stewardship.legal.service.sharing import shares
from signatur.stewardship.legal.tables import (
    AnswerRow,
    AssessmentRow,
    BasisRow,
    DocumentRow,
    RuleRow,
    TaskRow,
)

PART = Part(
    name="legal",
    title=_("Legal basis"),
    pages=pages.router,
    templates=Path(__file__).parent / "templates",
    tables=(AssessmentRow, BasisRow, RuleRow, TaskRow, DocumentRow, AnswerRow),
    permissions=(DRAFT, SIGN),
    menu=(
        MenuEntry(
            section=MenuSection.STEWARDSHIP,
            title=_("Legal basis"),
            path="/styring/retsgrundlag",
            permission=projects.READ,
            waiting=count_waiting,
        ),
    ),
    jobs=(jobs.LOOK,),
    schedules=(jobs.NIGHTLY,),
    audit_phrases=AUDIT_PHRASES,
    audit_words={
        "ai_class": {one.value: title for one, title in CLASS_TITLES.items()},
        "phase": {one.value: title for one, title in PHASE_TITLES.items()},
    },
    begin_demo=demo.begin,
    signs=dict.fromkeys(
        (
            EvidenceKind.LEGAL_BASIS_DEVELOPMENT,
            EvidenceKind.LEGAL_BASIS_TRIAL,
            EvidenceKind.LEGAL_BASIS_OPERATION,
            EvidenceKind.LEGAL_BASIS_RETRAINING,
            EvidenceKind.IMPACT_ASSESSMENT,
        ),
        "/styring/retsgrundlag/{project_id}",
    ),
    shares=shares,
)
