"""The rules that a request is decided under, asked question by question, and the duties that follow."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.casework import case_values
from signatur.solutions.disclosure.pages.given import Given
from signatur.solutions.disclosure.schema.law import CONFIDENCE_TITLES, REGIME_TITLES

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
Reviewing = Annotated[Page, page_for(service.REVIEW)]

_QUESTIONS = ("subject", "is_party", "is_environmental", "about_requester")


@router.get("/sag/{case_id}/ret")
def law(page: Reading, case_id: UUID, request: Request, om: str = "") -> Response:
    work = page.work
    values = case_values(page, case_id, "law")
    case = values["case"]
    answers = {
        name: request.query_params[name] for name in _QUESTIONS if name in request.query_params
    }
    asks = bool(om or answers) or case.regime is None
    question = service.request_question(work, case_id, answers) if asks else None
    return page.show(
        "disclosure/law.html",
        **values,
        asks=asks,
        question=question,
        answers=answers,
        decided=service.regime_decided(work, case_id) if case.regime and not asks else None,
        proposed=service.regime_proposed(work, case_id, answers) if asks and not question else None,
        regimes=REGIME_TITLES,
        duties=service.duties(work, case_id),
        grounds=service.grounds_of(work, case_id),
        confidences=CONFIDENCE_TITLES,
        may_review=work.actor.may(service.REVIEW, case.project_id),
    )


@router.post("/sag/{case_id}/ret")
def set_regime(page: Reviewing, case_id: UUID, given: Given) -> Response:
    answers = {name: given[name] for name in _QUESTIONS if name in given}
    service.set_regime(page.work, case_id, answers)
    return page.go_to(
        f"/aktindsigt/sag/{case_id}/ret",
        _("The rules are decided. The deadline follows from them."),
    )


@router.post("/sag/{case_id}/pligter")
def answer_duty(
    page: Reviewing,
    case_id: UUID,
    pligt: Annotated[str, Form()],
    begrundelse: Annotated[str, Form()] = "",
    gjort: Annotated[int, Form()] = 0,
) -> Response:
    service.answer_duty(page.work, case_id, pligt, bool(gjort), begrundelse)
    return page.go_to(f"/aktindsigt/sag/{case_id}/ret#pligter")
