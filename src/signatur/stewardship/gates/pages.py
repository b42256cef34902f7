"""The gates of all projects on one page: what holds, what does not, and what ends soon."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.export import as_file
from signatur.kernel.web.page import Page
from signatur.records.projects import service as projects
from signatur.records.projects.schema import (
    EVIDENCE_TITLES,
    STAGE_TITLES,
    STANDING_TITLES,
    EvidenceKind,
)
from signatur.stewardship.gates import service
from signatur.stewardship.gates.schema import is_watched

router = APIRouter(prefix="/styring/porte")

Reading = Annotated[Page, page_for(projects.READ)]


@router.get("")
def gates(page: Reading, fil: str = "") -> Response:
    found = service.outlooks(page.work)
    if fil:
        header = [_("Project"), _("Stage"), _("Evidence"), _("Standing"), _("Valid to")]
        return as_file(
            "porte",
            fil,
            [str(title) for title in header],
            (
                (
                    one.project.name,
                    str(STAGE_TITLES[one.project.stage]),
                    str(EVIDENCE_TITLES[asked.kind]),
                    str(STANDING_TITLES[asked.standing]),
                    asked.evidence.valid_to.isoformat()
                    if asked.evidence and asked.evidence.valid_to
                    else "",
                )
                for one in found
                for asked in one.requirements
            ),
        )
    return page.show(
        "gates/gates.html",
        outlooks=found,
        signed_at={
            EvidenceKind(kind): path
            for part in page.work.runtime.parts
            for kind, path in part.signs.items()
        },
        watched={one.project.id for one in found if is_watched(one.project)},
        stage_titles=STAGE_TITLES,
        evidence_titles=EVIDENCE_TITLES,
        standing_titles=STANDING_TITLES,
    )
