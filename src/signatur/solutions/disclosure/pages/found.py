"""All that was found in a case, each thing once with all its places: one decision for all of them."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.casework import case_values
from signatur.solutions.disclosure.pages.sheet import page_path
from signatur.solutions.disclosure.schema.case import FindingState
from signatur.solutions.disclosure.schema.titles import FINDING_TITLES

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
Reviewing = Annotated[Page, page_for(service.REVIEW)]

_ON_A_PAGE = 100


@router.get("/sag/{case_id}/fund")
def found(
    page: Reading, case_id: UUID, slags: str = "", aabne: str = "1", side: int = 1
) -> Response:
    work = page.work
    values = case_values(page, case_id, "found")
    groups = service.found_values(work, case_id)
    kinds = {one.kind for one in groups}
    shown = [
        one
        for one in groups
        if (not slags or one.kind.value == slags) and (aabne != "1" or one.open > 0)
    ]
    first = max(0, side - 1) * _ON_A_PAGE
    return page.show(
        "disclosure/found.html",
        **values,
        groups=shown[first : first + _ON_A_PAGE],
        total=len(shown),
        kinds=[(kind.value, FINDING_TITLES[kind]) for kind in FINDING_TITLES if kind in kinds],
        kind_titles=FINDING_TITLES,
        chosen={"slags": slags, "aabne": aabne, "side": max(1, side)},
        has_more=first + _ON_A_PAGE < len(shown),
        grounds=service.grounds_of(work, case_id),
        page_path=page_path,
        may_review=work.actor.may(service.REVIEW, values["case"].project_id),
    )


@router.post("/sag/{case_id}/fund")
def decide(
    page: Reviewing,
    case_id: UUID,
    fund: Annotated[UUID, Form()],
    valg: Annotated[FindingState, Form()],
    grund: Annotated[str, Form()] = "",
    husk: Annotated[str, Form()] = "",
    slags: Annotated[str, Form()] = "",
) -> Response:
    event = service.decide_all_mentions(
        page.work, fund, valg, grund, remember="authority" if husk else "", case_id=case_id
    )
    return page.go_to(
        f"/aktindsigt/sag/{case_id}/fund" + (f"?slags={slags}" if slags.isidentifier() else ""),
        _("Decided for %(count)d mention(s).", count=event.findings),
    )
