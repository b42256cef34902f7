"""The second reader: pages drawn by lot, read without seeing what the first decided."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.casework import case_values
from signatur.solutions.disclosure.pages.sheet import page_path

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
Reviewing = Annotated[Page, page_for(service.REVIEW)]


@router.get("/sag/{case_id}/kontrol")
def sample(page: Reading, case_id: UUID) -> Response:
    work = page.work
    values = case_values(page, case_id, "second")
    return page.show(
        "disclosure/second.html",
        **values,
        sample=service.sample_of(work, case_id),
        is_due=service.is_sample_due(work, case_id),
        documents={one.id: one for one in service.documents(work, case_id)},
        recall=service.recall_of_first(work, values["case"].project_id),
        page_path=page_path,
        may_review=work.actor.may(service.REVIEW, values["case"].project_id),
    )


@router.post("/sag/{case_id}/kontrol")
def draw(page: Reviewing, case_id: UUID) -> Response:
    drawn = service.draw_sample(page.work, case_id)
    return page.go_to(
        f"/aktindsigt/sag/{case_id}/kontrol",
        _("%(count)d page(s) drawn for the second reader.", count=len(drawn)),
    )
