"""What is measured: how much reviewers overlook, how long a page takes with and without help, and learning."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.schema.case import ReviewArm

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
Learning = Annotated[Page, page_for(service.LEARN)]

ARM_TITLES = {
    ReviewArm.AIDED: _("With proposals"),
    ReviewArm.UNAIDED: _("Without proposals"),
}


@router.get("/maaling")
def measured(page: Reading) -> Response:
    work = page.work
    project = service.project_of(work)
    times = {one.arm: one for one in service.handling_times(work, project.id)}
    return page.show(
        "disclosure/measured.html",
        recall=service.recall_of_first(work, project.id),
        times=times,
        arms=ARM_TITLES,
        saved=_saved(times),
        counts=service.counts(work, project.id),
        may_learn=work.actor.may(service.LEARN, project.id),
    )


def _saved(times: object) -> float | None:
    """Return the share of time a page that the proposals save, where both arms are measured."""
    assert isinstance(times, dict)
    aided, unaided = times.get(ReviewArm.AIDED), times.get(ReviewArm.UNAIDED)
    if not (aided and unaided and aided.seconds_a_page and unaided.seconds_a_page):
        return None
    return 1.0 - float(aided.seconds_a_page) / float(unaided.seconds_a_page)


@router.post("/maaling/laer")
def learn(page: Learning) -> Response:
    job_id = service.start_learning(page.work)
    return page.go_to(f"/job/{job_id}", _("It learns from what was reviewed here."))
