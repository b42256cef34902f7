"""One request for access: where it stands, what must be done before it can be answered, and its course."""

from __future__ import annotations

from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Form, Response

from signatur.kernel.errors import InputProblem
from signatur.kernel.i18n import text as _
from signatur.kernel.web.doors import page_for
from signatur.kernel.web.page import Page
from signatur.solutions.disclosure import service
from signatur.solutions.disclosure.pages.given import Given
from signatur.solutions.disclosure.pages.sheet import page_path
from signatur.solutions.disclosure.schema.case import (
    CASE_STATE_TITLES,
    CaseChange,
    CaseState,
    HindranceCode,
    Requester,
    ReviewArm,
)
from signatur.solutions.disclosure.schema.deadlines import DUE_TITLES, KIND_TITLES
from signatur.solutions.disclosure.schema.law import REGIME_TITLES

router = APIRouter()

Reading = Annotated[Page, page_for(service.READ)]
HandingIn = Annotated[Page, page_for(service.HAND_IN)]
Reviewing = Annotated[Page, page_for(service.REVIEW)]

STEPS = (
    CaseState.RECEIVED, CaseState.COLLECTING, CaseState.READING, CaseState.REVIEW,
    CaseState.SECOND_READER, CaseState.READY, CaseState.CLOSED,
)  # fmt: skip
# Where each hindrance is dealt with, below the case; pages of a document where one is named.
_WHERE = {
    HindranceCode.NO_DOCUMENTS: "/dokumenter",
    HindranceCode.UNREAD: "/dokumenter",
    HindranceCode.UPLOADS: "/dokumenter",
    HindranceCode.PAGES: "/dokumenter",
    HindranceCode.FINDINGS: "/dokumenter",
    HindranceCode.DUTIES: "/ret",
    HindranceCode.REGIME: "/ret",
    HindranceCode.DOUBTS: "/personer",
    HindranceCode.MISFILED: "/personer",
    HindranceCode.GROUNDS: "/fund",
    HindranceCode.LETTER: "/breve",
    HindranceCode.SECOND_READER: "/kontrol",
    HindranceCode.LEAKS: "/udlevering",
}


def case_values(page: Page, case_id: UUID, shown_tab: str) -> dict[str, Any]:
    """Return what the head of every page of a case shows."""
    return {"case": service.case(page.work, case_id), "shown_tab": shown_tab}


@router.get("/sag/{case_id}")
def overview(page: Reading, case_id: UUID) -> Response:
    work = page.work
    values = case_values(page, case_id, "overview")
    case = values["case"]
    hindrances = service.hindrances(work, case_id)
    ids = {one for one in (case.handler_id, case.regime_by) if one}
    following = service.next_to_look_at(work, case_id)
    return page.show(
        "disclosure/case.html",
        **values,
        steps=STEPS,
        states=CASE_STATE_TITLES,
        regimes=REGIME_TITLES,
        deadlines=service.deadlines_of(work, case_id),
        standing=service.standing_of(work, case_id),
        due_titles=DUE_TITLES,
        kind_titles=KIND_TITLES,
        progress=service.progress(work, case_id),
        hindrances=[(one, _place(case_id, one)) for one in hindrances],
        jobs=service.reading_jobs(work, case_id),
        following=page_path(*following) if following else None,
        names=work.runtime.identity.names_of(work.session, ids) if ids else {},
        is_unaided=case.arm is ReviewArm.UNAIDED,
        trail=service.history(work, case_id),
        may_hand_in=work.actor.may(service.HAND_IN, case.project_id),
        may_review=work.actor.may(service.REVIEW, case.project_id),
        may_release=work.actor.may(service.RELEASE, case.project_id),
    )


def _place(case_id: UUID, hindrance: Any) -> str:
    if hindrance.document_id is not None and hindrance.page is not None:
        return page_path(hindrance.document_id, hindrance.page)
    return f"/aktindsigt/sag/{case_id}{_WHERE[hindrance.code]}"


@router.get("/sag/{case_id}/videre")
def go_on(page: Reading, case_id: UUID) -> Response:
    """Lead to the first page that has not been looked at."""
    following = service.next_to_look_at(page.work, case_id)
    if following is None:
        return page.go_to(
            f"/aktindsigt/sag/{case_id}", _("Every page of the case has been looked at.")
        )
    return page.go_to(page_path(*following))


@router.get("/sag/{case_id}/ret-oplysninger")
def form(page: HandingIn, case_id: UUID) -> Response:
    return page.show(
        "disclosure/change_case.html",
        **case_values(page, case_id, "overview"),
        kinds=KIND_TITLES,
        bodies=service.bodies(page.work),
    )


@router.post("/sag/{case_id}/ret-oplysninger")
def change(page: HandingIn, case_id: UUID, given: Given) -> Response:
    version = given.get("version", "")
    if not version.isdecimal():
        raise InputProblem(log="no version", shown=_("Reload the page and try again."))
    service.change_case(
        page.work,
        case_id,
        CaseChange(
            title=given.get("titel"),
            understood=given.get("forstaaet"),
            case_number=given.get("sagsnummer"),
            kle=given.get("kle"),
            body=given.get("klageinstans"),
            deadline_kind=given.get("frist") or None,
            handler_id=page.work.actor.id if "mig" in given else None,
            requester=Requester(
                name=given.get("navn", ""),
                contact=given.get("kontakt", ""),
                is_journalist="journalist" in given,
                represents=given.get("paa_vegne_af", ""),
            ),
        ),
        int(version),
    )
    return page.go_to(f"/aktindsigt/sag/{case_id}", _("The case is changed."))


@router.post("/sag/{case_id}/tag")
def take(page: HandingIn, case_id: UUID, version: Annotated[int, Form()]) -> Response:
    """The acting person handles the case from now on."""
    service.change_case(page.work, case_id, CaseChange(handler_id=page.work.actor.id), version)
    return page.go_to(f"/aktindsigt/sag/{case_id}", _("You handle the case."))


@router.post("/sag/{case_id}/tilstand")
def move(
    page: Reviewing,
    case_id: UUID,
    tilstand: Annotated[CaseState, Form()],
    begrundelse: Annotated[str, Form()] = "",
) -> Response:
    service.move_case(page.work, case_id, tilstand, begrundelse)
    return page.go_to(f"/aktindsigt/sag/{case_id}")


@router.post("/sag/{case_id}/pause")
def pause(page: HandingIn, case_id: UUID, grund: Annotated[str, Form()] = "") -> Response:
    service.pause(page.work, case_id, grund)
    return page.go_to(f"/aktindsigt/sag/{case_id}", _("The clock stands still."))


@router.post("/sag/{case_id}/genoptag")
def resume(page: HandingIn, case_id: UUID) -> Response:
    service.resume(page.work, case_id)
    return page.go_to(f"/aktindsigt/sag/{case_id}", _("The clock runs again."))
