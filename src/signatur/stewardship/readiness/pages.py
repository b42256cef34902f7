"""Readiness as pages: the use case and its questions, what they say, and the decision."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Form, Request, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.records.projects import service as projects
from signatur.stewardship.readiness import service
from signatur.stewardship.readiness.model import judge, visible
from signatur.stewardship.readiness.schema import (
    ADVICE_TITLES,
    SIDE_TITLES,
    UNKNOWN,
    ZONE_TITLES,
    Advice,
    Hypothesis,
    Side,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from signatur.stewardship.readiness.schema import Question, UseCase

router = APIRouter(prefix="/styring/egnethed")

Reading = Annotated[Page, page_for(projects.READ)]
Describing = Annotated[Page, page_for(service.DESCRIBE)]
Looking = Annotated[Page, page_for(service.DESCRIBE, writes=False)]
Deciding = Annotated[Page, page_for(service.DECIDE)]

_HYPOTHESES = 4


async def _given(request: Request) -> dict[str, str]:
    async with request.form() as form:
        return {name: value for name, value in form.items() if isinstance(value, str)}


Given = Annotated[dict[str, str], Depends(_given)]


@router.get("")
def overview(page: Reading) -> Response:
    work = page.work
    known = [one for one in projects.projects(work) if work.actor.may(projects.READ, one.id)]
    found = [(one, service.newest(work, one.id)) for one in known]
    return page.show(
        "readiness/overview.html",
        found=[
            (project, case, judge(case.answers, case.hypotheses) if case else None)
            for project, case in found
        ],
        **_titles(),
    )


@router.get("/{project_id}")
def one(page: Reading, project_id: UUID) -> Response:
    work = page.work
    project = projects.get(work, project_id)
    every = service.versions(work, project_id)
    case = every[0] if every else None
    is_own = case is not None and case.described_by == work.actor.id
    return page.show(
        "readiness/one.html",
        project=project,
        case=case,
        result=judge(case.answers, case.hypotheses) if case else None,
        earlier=every[1:],
        names=work.runtime.identity.names_within(work.session, work.authority_id),
        may_describe=work.actor.may(service.DESCRIBE, project_id),
        may_decide=work.actor.may(service.DECIDE, project_id) and not is_own,
        is_own=is_own,
        **_titles(),
    )


@router.get("/{project_id}/beskriv")
def describe(page: Looking, project_id: UUID) -> Response:
    page.work.require(service.DESCRIBE, project_id)
    case = service.newest(page.work, project_id)
    return _form(page, project_id, _written(case))


@router.post("/{project_id}/beskriv/kig")
def look(page: Looking, project_id: UUID, given: Given) -> Response:
    """Show the questions that the answers so far lead to; nothing is kept."""
    page.work.require(service.DESCRIBE, project_id)
    return _form(page, project_id, given)


@router.post("/{project_id}/beskriv")
def keep(page: Describing, project_id: UUID, given: Given) -> Response:
    service.describe(
        page.work,
        project_id,
        problem=given.get("problem", ""),
        for_whom=given.get("for_whom", ""),
        answers=_answers(given),
        hypotheses=[
            Hypothesis(
                *(given.get(f"{name}-{at}", "").strip() for name in ("claim", "sign", "fall_back"))
            )
            for at in range(_HYPOTHESES)
        ],
    )
    return page.go_to(f"/styring/egnethed/{project_id}", _("The use case is described."))


@router.post("/{project_id}/afgoer")
def decide(
    page: Deciding,
    project_id: UUID,
    use_case: Annotated[UUID, Form()],
    decision: Annotated[Advice, Form()],
    because: Annotated[str, Form()],
) -> Response:
    service.decide(page.work, use_case, decision, because)
    return page.go_to(f"/styring/egnethed/{project_id}", _("The decision is written down."))


def _form(page: Page, project_id: UUID, given: Mapping[str, str]) -> Response:
    asked = visible(_answers(given))
    sides: dict[Side, list[Question]] = {side: [] for side in Side}
    for question in asked:
        sides[question.side].append(question)
    template = "parts/questions.html" if page.wants_fragment else "describe.html"
    return page.show(
        f"readiness/{template}",
        project=projects.get(page.work, project_id),
        given=given,
        sides=sides,
        unknown=UNKNOWN,
        places=range(_HYPOTHESES),
        **_titles(),
    )


def _written(case: UseCase | None) -> dict[str, str]:
    """Return a use case as the fields of the form."""
    if case is None:
        return {}
    told = {"problem": case.problem, "for_whom": case.for_whom, **case.answers}
    for at, one in enumerate(case.hypotheses):
        told |= {f"claim-{at}": one.claim, f"sign-{at}": one.sign, f"fall_back-{at}": one.fall_back}
    return told


def _answers(given: Mapping[str, str]) -> dict[str, str]:
    others = ("problem", "for_whom", "csrf")
    return {
        name: value
        for name, value in given.items()
        if name not in others and "-" not in name and value
    }


def _titles() -> dict[str, Any]:
    return {
        "side_titles": SIDE_TITLES,
        "zone_titles": ZONE_TITLES,
        "advice_titles": ADVICE_TITLES,
    }
